//! Where in the sources a panic was: its file, line and column lie in the data of a wasm file, and
//! nothing reads them once panics are traps. They become zeros, which compress to nothing, and the
//! app does not tell how the folders of whoever built it are called.
//!
//! Promises: only what has the form of `core::panic::Location` is changed, and the paths that it
//! points at: ends in `.rs`, and a line and a column that a source can have.

use std::ops::Range;

use wasmparser::{BinaryReaderError, DataKind, Operator, Parser, Payload};

/// Address and length of the path, line, column: 32 bits each.
const LOCATION: usize = 16;
const LONGEST_PATH: usize = 300;
const LAST_LINE: usize = 50_000;
const LAST_COLUMN: usize = 1_000;

/// The file without the places of its panics.
pub fn without_places(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let parts = parts(wasm).map_err(|error| format!("a strange wasm file: {error}"))?;
    let mut kept = wasm.to_vec();
    let mut wipe = |range: Range<usize>| {
        if let Some(bytes) = kept.get_mut(range) {
            bytes.fill(0);
        }
    };
    for part in &parts {
        let unaligned = part.address.next_multiple_of(4) - part.address;
        let mut at = part.bytes.start + unaligned;
        while at + LOCATION <= part.bytes.end {
            if let Some(path) = path_of(wasm, &parts, at) {
                wipe(at..at + LOCATION);
                wipe(path);
            }
            at += 4;
        }
    }
    Ok(kept)
}

/// Something that memory begins with: from which address on, and where it stands in the file.
struct Part {
    address: usize,
    bytes: Range<usize>,
}

fn parts(wasm: &[u8]) -> Result<Vec<Part>, BinaryReaderError> {
    let mut parts = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::DataSection(section) = payload? else {
            continue;
        };
        for data in section {
            let data = data?;
            let DataKind::Active { offset_expr, .. } = &data.kind else {
                continue;
            };
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                continue;
            };
            let end = usize::try_from(data.range.end).unwrap_or_default();
            parts.push(Part {
                address: usize::try_from(value).unwrap_or_default(),
                bytes: end.saturating_sub(data.data.len())..end,
            });
        }
    }
    Ok(parts)
}

/// Where in the file the path lies that these bytes point at, if they are the place of a panic.
fn path_of(wasm: &[u8], parts: &[Part], at: usize) -> Option<Range<usize>> {
    let number = |place: usize| {
        let from = at + 4 * place;
        let bytes = wasm.get(from..from + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let (address, length, line, column) = (number(0)?, number(1)?, number(2)?, number(3)?);
    let possible = (1..=LONGEST_PATH).contains(&length)
        && (1..=LAST_LINE).contains(&line)
        && (1..=LAST_COLUMN).contains(&column);
    let path = parts.iter().filter(|_| possible).find_map(|part| {
        let start = part.bytes.start + address.checked_sub(part.address)?;
        (start + length <= part.bytes.end).then_some(start..start + length)
    })?;
    let text = wasm.get(path.clone())?;
    text.ends_with(b".rs").then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType, Module};

    const ADDRESS: i32 = 1024;

    fn file(contents: &[u8]) -> Vec<u8> {
        let mut memory = MemorySection::new();
        memory.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(ADDRESS), contents.to_vec());
        Module::new()
            .section(&memory)
            .section(&data)
            .clone()
            .finish()
    }

    /// A text of twelve bytes, and what may be a place that points at it.
    fn place(text: &str, line: u32) -> Vec<u8> {
        let mut contents = text.as_bytes().to_vec();
        contents.resize(12, b'.');
        let length = u32::try_from(text.len()).unwrap();
        for number in [ADDRESS.unsigned_abs(), length, line, 9] {
            contents.extend(number.to_le_bytes());
        }
        contents.extend(b"after");
        contents
    }

    #[test]
    fn a_place_and_its_path_are_zeros_and_nothing_else_is() {
        let wiped = without_places(&file(&place("src/a.rs", 7))).unwrap();
        let mut contents = vec![0; 8];
        contents.extend(b"....");
        contents.extend([0; LOCATION]);
        contents.extend(b"after");
        assert_eq!(wiped, file(&contents));
        for other in [
            place("src/a.rx", 7),
            place("src/a.rs", 0),
            b"no place".to_vec(),
        ] {
            assert_eq!(without_places(&file(&other)).unwrap(), file(&other));
        }
        let mut beyond = place("src/a.rs", 7);
        beyond[12..16].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(without_places(&file(&beyond)).unwrap(), file(&beyond));
    }

    #[test]
    fn what_is_no_wasm_file_is_told() {
        assert!(without_places(b"no wasm").is_err());
    }
}
