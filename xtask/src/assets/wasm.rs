//! A wasm file as far as the build rewrites it: its sections, and the names in two of them.

mod names;
mod order;
mod places;
mod tables;
mod traps;
mod uncalled;

pub use names::{Renamed, rename_imports, without_exports};
pub use order::alike_together;
pub use places::without_places;
pub use tables::restore_tables;
pub use traps::trapping;

const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const TABLES: u8 = 4;
const EXPORTS: u8 = 7;

/// Magic number and version.
const HEAD: usize = 8;

/// The file without the names of its functions and who made it, a third of its size.
pub fn without_names(wasm: &[u8]) -> Option<Vec<u8>> {
    let mut kept = wasm.get(..HEAD)?.to_vec();
    for (id, contents) in sections(wasm)? {
        if id != CUSTOM {
            write_section(&mut kept, id, contents);
        }
    }
    Some(kept)
}

/// The file with one section's contents rewritten.
fn with_section(
    wasm: &[u8],
    wanted: u8,
    mut rewrite: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    let mut kept = wasm.get(..HEAD)?.to_vec();
    for (id, contents) in sections(wasm)? {
        if id == wanted {
            write_section(&mut kept, id, &rewrite(contents)?);
        } else {
            write_section(&mut kept, id, contents);
        }
    }
    Some(kept)
}

/// Number and contents of each section, in the file's order.
fn sections(wasm: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut reader = Reader { wasm, at: HEAD };
    let mut found = Vec::new();
    while reader.at < wasm.len() {
        let id = reader.byte()?;
        found.push((id, reader.bytes()?));
    }
    Some(found)
}

fn write_section(wasm: &mut Vec<u8>, id: u8, contents: &[u8]) {
    wasm.push(id);
    write_bytes(wasm, contents);
}

/// How many, then so many bytes: sections and names are both written so.
fn write_bytes(wasm: &mut Vec<u8>, bytes: &[u8]) {
    write_number(wasm, bytes.len());
    wasm.extend(bytes);
}

/// LEB128: seven bits a byte, the lowest first.
fn write_number(wasm: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or(0x7f);
        number >>= 7;
        if number == 0 {
            return wasm.push(low);
        }
        wasm.push(low | 0x80);
    }
}

struct Reader<'a> {
    wasm: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.wasm.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// What [`write_number`] writes.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// What [`write_bytes`] writes.
    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let bytes = self.wasm.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sections_for_people_are_left_out() {
        let plain = tables::tests::wasm(1);
        let mut named = plain.clone();
        named.extend([CUSTOM, 5, 4, b'n', b'a', b'm', b'e']);
        assert_eq!(without_names(&named), Some(plain));
        assert_eq!(without_names(&named[..named.len() - 1]), None);
    }

    #[test]
    fn numbers_are_read_as_they_were_written() {
        for number in [0, 1, 127, 128, 300, 65_536, 4_000_000] {
            let mut wasm = Vec::new();
            write_number(&mut wasm, number);
            assert_eq!(Reader { wasm: &wasm, at: 0 }.number(), Some(number));
        }
    }
}
