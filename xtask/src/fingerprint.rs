//! A short name for the contents of files: the same bytes, the same name.
//!
//! FNV-1a in 64 bits. It tells builds apart, it protects nothing.

use std::fs;
use std::path::{Path, PathBuf};

/// Contents hashed so far.
pub struct Fingerprint(u64);

impl Fingerprint {
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Adds a file, or a folder's files in the order of their names, each with its name.
    pub fn add_path(&mut self, path: &Path) -> Result<(), String> {
        if path.is_dir() {
            for entry in entries(path)? {
                self.add_path(&entry)?;
            }
            return Ok(());
        }
        self.add(path.to_string_lossy().as_bytes());
        match fs::read(path) {
            Ok(bytes) => self.add(&bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.add(b"absent"),
            Err(error) => return Err(format!("{}: {error}", path.display())),
        }
        Ok(())
    }

    /// Sixteen hexadecimal digits.
    pub fn name(&self) -> String {
        format!("{:016x}", self.0)
    }
}

/// The name of some bytes.
pub fn of(bytes: &[u8]) -> String {
    let mut print = Fingerprint::new();
    print.add(bytes);
    print.name()
}

/// A folder's entries by name.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths = fs::read_dir(folder)
        .map_err(told)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(told))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_the_published_ones() {
        // the FNV authors' own test vectors
        assert_eq!(super::of(b""), "cbf29ce484222325");
        assert_eq!(super::of(b"foobar"), "85944171f73967e8");
    }
}
