//! Many addresses at once: what a file or a pasted text holds, row by row.
//!
//! Promises: every row that holds anything is answered for, in its order and with its line; a
//! file of any encoding is read or refused as no text. Leaves asking the server to the page.

use std::collections::BTreeSet;

use super::{FieldFault, email};

/// How many rows one import may have.
pub const MOST_ROWS: u32 = 10_000;
/// How large a file may be, in bytes: [`MOST_ROWS`] rows of the longest address.
pub const LARGEST_FILE: u32 = 4 * 1024 * 1024;

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// An address that was not there before.
    Address,
    /// An address of an earlier row, in whichever case its ASCII letters were written. The server
    /// compares the other letters too: their tables would be a fiftieth of the app.
    Repeated,
    /// Something that is no address.
    Nothing,
}

/// A row with something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The line of the text, from 1.
    pub line: u32,
    /// The address, or what stands there instead.
    pub text: String,
    /// What that is.
    pub holds: Holds,
}

/// What a text holds, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Addresses, each once.
    pub addresses: u32,
    /// Rows with one that was there before.
    pub repeated: u32,
    /// Rows with something that is no address.
    pub unreadable: u32,
    /// What is wrong with the text as a whole; single rows are answered one by one.
    pub fault: Option<FieldFault>,
}

impl Counted {
    /// Counts what a text holds. One that is longer than a file may be is not read at all.
    pub fn of(text: &str) -> Self {
        if text.len() > usize::try_from(LARGEST_FILE).unwrap_or(usize::MAX) {
            return Self {
                fault: Some(FieldFault::FileTooLarge),
                ..Self::default()
            };
        }
        let mut counted = Self::default();
        for row in addresses(text) {
            let count = match row.holds {
                Holds::Address => &mut counted.addresses,
                Holds::Repeated => &mut counted.repeated,
                Holds::Nothing => &mut counted.unreadable,
            };
            *count = count.saturating_add(1);
        }
        counted.fault = match counted.addresses {
            _ if text.trim().is_empty() => Some(FieldFault::Missing),
            0 => Some(FieldFault::NoAddress),
            many if many > MOST_ROWS => Some(FieldFault::TooManyRows { most: MOST_ROWS }),
            _ => None,
        };
        counted
    }
}

/// Reads lines, or a table with commas, semicolons or tabs (RFC 4180 quotes): of each line the
/// first cell with an `@`, or every cell when all have one. `Name <address>` is read as the
/// address. A first line without any is a heading and left out, as are empty lines.
pub fn addresses(text: &str) -> Vec<Typed> {
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    // a quote that never closes is a sign like any other
    let table = table(text, true).or_else(|| table(text, false));
    for (line, cells) in table.unwrap_or_default() {
        let cells: Vec<_> = cells
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        let with_at = cells.iter().filter(|cell| cell.contains('@')).count();
        let taken = match with_at {
            0 if line == 1 || cells.is_empty() => continue,
            0 => cells.get(..1),
            all if all == cells.len() => Some(cells.as_slice()),
            _ => None,
        };
        let first = || cells.iter().filter(|cell| cell.contains('@')).take(1);
        match taken {
            Some(all) => rows.extend(all.iter().map(|cell| read(line, cell, &mut seen))),
            None => rows.extend(first().map(|cell| read(line, cell, &mut seen))),
        }
    }
    rows
}

fn read(line: u32, cell: &str, seen: &mut BTreeSet<String>) -> Typed {
    let inside = cell
        .rsplit_once('<')
        .and_then(|(_, rest)| rest.trim_end().strip_suffix('>'));
    let (text, holds) = match email(inside.unwrap_or(cell)) {
        Ok(address) if seen.insert(address.to_ascii_lowercase()) => (address, Holds::Address),
        Ok(address) => (address, Holds::Repeated),
        Err(_) => (
            cell.chars().filter(|c| !c.is_control()).take(100).collect(),
            Holds::Nothing,
        ),
    };
    Typed { line, text, holds }
}

/// Lines with their cells; a quoted cell may hold separators and line ends. `None` when a quote
/// never closes.
fn table(text: &str, with_quotes: bool) -> Option<Vec<(u32, Vec<String>)>> {
    let mut rows = Vec::new();
    let (mut line, mut began) = (1_u32, 1_u32);
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let ends_line = matches!(sign, '\n' | '\r');
        if sign == '\r' && signs.peek() == Some(&'\n') {
            signs.next();
        }
        line = line.saturating_add(u32::from(ends_line));
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if with_quotes && cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            ',' | ';' | '\t' if !quoted => cells.push(std::mem::take(&mut cell)),
            _ if ends_line && !quoted => {
                cells.push(std::mem::take(&mut cell));
                rows.push((began, std::mem::take(&mut cells)));
                began = line;
            }
            other => cell.push(other),
        }
    }
    cells.push(cell);
    rows.push((began, cells));
    (!quoted).then_some(rows)
}

/// The text of a file: UTF-8, UTF-16 in either order, or else taken for Windows-1252, whose
/// letters suffice for addresses. `None` for what is no text.
pub fn decoded(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        [first, 0, ..] if *first != 0 => utf16(bytes, u16::from_le_bytes)?,
        [0, second, ..] if *second != 0 => utf16(bytes, u16::from_be_bytes)?,
        _ => utf8(bytes),
    };
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    text.chars().all(is_text).then_some(text)
}

fn utf8(bytes: &[u8]) -> String {
    let western = || {
        bytes.iter().map(|byte| {
            if matches!(byte, 0x80..=0x9F) {
                char::REPLACEMENT_CHARACTER
            } else {
                char::from(*byte)
            }
        })
    };
    std::str::from_utf8(bytes).map_or_else(|_| western().collect(), str::to_owned)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else {
        return None;
    };
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

#[cfg(test)]
mod tests;
