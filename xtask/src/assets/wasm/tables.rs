//! What an old wasm-opt gets wrong.
//!
//! binaryen 108, which Debian 12 ships as wasm-opt, writes every exported table as the first one.
//! wasm-bindgen's is the second, and the app would not start; the right numbers are put back
//! here. Later binaryens write them right, and nothing is changed.

use super::{EXPORTS, HEAD, Reader, TABLES};

const TABLE: u8 = 1;

/// The optimised file with the table numbers of the file before it.
pub fn restore_tables(before: &[u8], mut after: Vec<u8>) -> Result<Vec<u8>, String> {
    let strange = || "a wasm file is not built as expected".to_owned();
    let tables = |wasm| section(wasm, TABLES).map(|(_, contents)| contents);
    if tables(before) != tables(&after) {
        return Err("wasm-opt has changed the tables".to_owned());
    }
    let wanted = exported_tables(before).ok_or_else(strange)?;
    let written = exported_tables(&after).ok_or_else(strange)?;
    for (name, _, number) in wanted {
        let same = written.iter().find(|(known, ..)| *known == name);
        let at = same.map(|(_, at, _)| *at).ok_or_else(strange)?;
        *after.get_mut(at).ok_or_else(strange)? = number;
    }
    Ok(after)
}

/// Name, place and value of each exported table's number. All are below 128, so in one byte.
fn exported_tables(wasm: &[u8]) -> Option<Vec<(Vec<u8>, usize, u8)>> {
    let Some((start, _)) = section(wasm, EXPORTS) else {
        return Some(Vec::new());
    };
    let mut reader = Reader { wasm, at: start };
    let mut tables = Vec::new();
    for _ in 0..reader.number()? {
        let name = reader.bytes()?.to_vec();
        let kind = reader.byte()?;
        let at = reader.at;
        let number = reader.number()?;
        if kind == TABLE {
            let number = u8::try_from(number).ok().filter(|&number| number < 128)?;
            tables.push((name, at, number));
        }
    }
    Some(tables)
}

/// Where a section's contents start, and the contents.
fn section(wasm: &[u8], wanted: u8) -> Option<(usize, &[u8])> {
    let mut reader = Reader { wasm, at: HEAD };
    loop {
        let id = reader.byte()?;
        let contents = reader.bytes()?;
        if id == wanted {
            return Some((reader.at - contents.len(), contents));
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Two tables; a table `t` with that number and a function `f` are exported.
    pub fn wasm(table: u8) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([TABLES, 7, 2, 0x70, 0, 1, 0x6f, 0, 1]);
        wasm.extend([EXPORTS, 9, 2, 1, b't', TABLE, table, 1, b'f', 0, 0]);
        wasm
    }

    #[test]
    fn a_lost_table_number_is_restored() {
        assert_eq!(restore_tables(&wasm(1), wasm(0)), Ok(wasm(1)));
        assert_eq!(restore_tables(&wasm(1), wasm(1)), Ok(wasm(1)));
    }

    #[test]
    fn other_tables_are_refused() {
        let mut other = wasm(0);
        other[12] = 0x6f;
        assert!(restore_tables(&wasm(1), other).is_err());
        assert!(restore_tables(&wasm(1), wasm(0)[..20].to_vec()).is_err());
    }
}
