//! The names by which the wasm file and its script know each other.
//!
//! wasm-bindgen ends each import's name in sixteen digits that no compression takes away, so short
//! names save two kilobytes; and it exports all that a library offers to scripts, although ours
//! asks for none of it.

use super::{EXPORTS, IMPORTS, Reader, with_section, write_bytes, write_number};

/// Kind of an import: a function, followed by its type's number.
const FUNCTION: u8 = 0;

/// The file without the exports whose names contain `word`; wasm-opt then removes what only they used.
pub fn without_exports(wasm: &[u8], word: &str) -> Option<Vec<u8>> {
    with_section(wasm, EXPORTS, |exports| {
        let mut reader = Reader {
            wasm: exports,
            at: 0,
        };
        let mut kept = Vec::new();
        for _ in 0..reader.number()? {
            let start = reader.at;
            let name = str::from_utf8(reader.bytes()?).ok()?;
            let _kind = reader.byte()?;
            let _which = reader.number()?;
            if !name.contains(word) {
                kept.push(&exports[start..reader.at]);
            }
        }
        let mut contents = Vec::new();
        write_number(&mut contents, kept.len());
        contents.extend(kept.concat());
        Some(contents)
    })
}

/// An imported function's name in wasm-bindgen's script, and the one it has now.
#[derive(Debug, PartialEq)]
pub struct Renamed {
    pub long: String,
    pub short: String,
}

/// The file with short names for its imported functions, and what they were called.
///
/// Gives nothing where anything but a function is imported.
pub fn rename_imports(wasm: &[u8]) -> Option<(Vec<u8>, Vec<Renamed>)> {
    let mut renamed = Vec::new();
    let wasm = with_section(wasm, IMPORTS, |imports| {
        let mut reader = Reader {
            wasm: imports,
            at: 0,
        };
        let count = reader.number()?;
        let mut contents = Vec::new();
        write_number(&mut contents, count);
        for number in 0..count {
            write_bytes(&mut contents, reader.bytes()?);
            let long = str::from_utf8(reader.bytes()?).ok()?.to_owned();
            let short = short_name(number);
            write_bytes(&mut contents, short.as_bytes());
            if reader.byte()? != FUNCTION {
                return None;
            }
            contents.push(FUNCTION);
            write_number(&mut contents, reader.number()?);
            renamed.push(Renamed { long, short });
        }
        Some(contents)
    })?;
    Some((wasm, renamed))
}

/// `a`, `b` … `z`, `ba`, `bb` …
fn short_name(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        let letter = b'a' + u8::try_from(number % 26).unwrap_or(0);
        name.insert(0, char::from(letter));
        number /= 26;
        if number == 0 {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions `long` and `word_x` of module `m` are imported, `f` and `word_y` exported.
    fn wasm() -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let imports = b"\x02\x01m\x04long\0\x03\x01m\x06word_x\0\x04";
        let exports = b"\x02\x01f\0\0\x06word_y\0\x01";
        super::super::write_section(&mut wasm, IMPORTS, imports);
        super::super::write_section(&mut wasm, EXPORTS, exports);
        wasm
    }

    #[test]
    fn only_the_named_exports_go() {
        let fewer = without_exports(&wasm(), "word_").unwrap();
        assert!(fewer.ends_with(b"\x01\x01f\0\0"));
        assert_eq!(without_exports(&wasm(), "other"), Some(wasm()));
    }

    #[test]
    fn imports_get_short_names_and_keep_their_types() {
        let (shorter, renamed) = rename_imports(&wasm()).unwrap();
        let names: Vec<_> = renamed
            .iter()
            .map(|name| (&*name.long, &*name.short))
            .collect();
        assert_eq!(names, [("long", "a"), ("word_x", "b")]);
        let imports = b"\x0d\x02\x01m\x01a\0\x03\x01m\x01b\0\x04";
        assert!(shorter.windows(imports.len()).any(|part| part == imports));
    }

    #[test]
    fn an_imported_memory_is_not_understood() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        super::super::write_section(&mut wasm, IMPORTS, b"\x01\x01m\x01n\x02\0\x01");
        assert_eq!(rename_imports(&wasm), None);
    }

    #[test]
    fn short_names_are_all_different() {
        let names: std::collections::HashSet<_> = (0..2000).map(short_name).collect();
        assert_eq!(names.len(), 2000);
        assert_eq!(short_name(26), "ba");
    }
}
