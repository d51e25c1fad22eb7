//! From what trunk built to what the server embeds: dist/.
//!
//! Promises that the page needs neither inline script nor inline style (strict CSP), that every
//! file that may change has its contents' name in its own (`-` and 16 digits before the ending:
//! the server may call it immutable), and that `.br` and `.gz` forms lie beside each file that
//! gains by them. `<meta name="build">` names the build, `<meta name="locale-XX">` where that
//! language's texts are.

mod compress;
mod glue;
mod page;
mod script;
mod style;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};

use crate::fingerprint;
use page::Page;

/// Writes the finished app from trunk's folder into another, which it replaces.
pub fn finish(raw: &Path, dist: &Path) -> Result<(), String> {
    // two builds at once must not write into the same folder
    let fresh = dist.with_extension(format!("new-{}", std::process::id()));
    remove(&fresh)?;
    fs::create_dir_all(&fresh).map_err(|error| told(&fresh, &error))?;
    let mut folder = Folder {
        raw,
        fresh: &fresh,
        taken: Vec::new(),
    };
    let mut page = Page::read(&folder.text("index.html")?)?;
    style::bundle(&mut page, &mut folder)?;
    script::bundle(&mut page, &mut folder)?;
    locales(&mut page, &mut folder)?;
    folder.copy_rest()?;
    let build = fingerprint::of(page.html().as_bytes());
    page.insert(&format!(r#"<meta name="build" content="{build}">"#));
    folder.write("index.html", page.html().as_bytes())?;
    compress::all(&fresh)?;
    remove(dist)?;
    fs::rename(&fresh, dist).map_err(|error| told(dist, &error))
}

/// The texts of a language are fetched, so they need names that change with them.
fn locales(page: &mut Page, folder: &mut Folder) -> Result<(), String> {
    let lies = folder.raw.join("locales");
    if !lies.is_dir() {
        return Ok(());
    }
    for path in fingerprint::entries(&lies)? {
        let Some(language) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        let bytes = folder.bytes(&format!("locales/{language}.json"))?;
        let name = format!("locales/{language}-{}.json", fingerprint::of(&bytes));
        folder.write(&name, &bytes)?;
        page.insert(&format!(
            r#"<meta name="locale-{language}" content="/{name}">"#
        ));
    }
    Ok(())
}

/// Trunk's folder and ours, and which of trunk's files have a new form in ours.
struct Folder<'a> {
    raw: &'a Path,
    fresh: &'a Path,
    taken: Vec<PathBuf>,
}

impl Folder<'_> {
    /// Takes one of trunk's files, which then is not copied as it is.
    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.raw.join(name.trim_start_matches('/'));
        let bytes = fs::read(&path).map_err(|error| told(&path, &error))?;
        self.taken.push(path);
        Ok(bytes)
    }

    fn text(&mut self, name: &str) -> Result<String, String> {
        String::from_utf8(self.bytes(name)?).map_err(|error| format!("{name}: {error}"))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let path = self.fresh.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| told(parent, &error))?;
        }
        fs::write(&path, bytes).map_err(|error| told(&path, &error))
    }

    /// Copies what nothing has taken: icons, fonts, pictures.
    fn copy_rest(&self) -> Result<(), String> {
        for path in files(self.raw)? {
            let name = path.strip_prefix(self.raw).unwrap_or(&path);
            let staged = name.starts_with(".stage");
            if !staged && !self.taken.contains(&path) {
                let bytes = fs::read(&path).map_err(|error| told(&path, &error))?;
                self.write(&name.to_string_lossy(), &bytes)?;
            }
        }
        Ok(())
    }
}

/// All files under a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in fingerprint::entries(folder)? {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(told(folder, &error)),
        _ => Ok(()),
    }
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
