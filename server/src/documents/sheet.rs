//! What a document says, in words: made by its kind, laid out alike for all.

use jiff::civil::Date;

use super::lines::{Row, Sum};
use crate::words::Language;

/// A document before it has a shape.
pub(super) struct Sheet {
    pub(super) language: Language,
    /// What it is, with its number: its heading and the file's title.
    pub(super) title: String,
    /// Whose paper it is.
    pub(super) seller: String,
    /// The day that the file bears.
    pub(super) on: Date,
    /// That it is a demonstration.
    pub(super) demo: Option<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) blocks: Vec<Block>,
    pub(super) table: Option<Table>,
    pub(super) sums: Vec<Sum>,
    pub(super) code: Option<Code>,
    /// What is said at the end.
    pub(super) closing: Vec<String>,
}

/// A name and what it is.
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
}

/// Under a heading a name and lines: only those that there are.
pub(super) struct Block {
    pub(super) heading: String,
    pub(super) name: String,
    pub(super) lines: Vec<String>,
}

/// What was delivered, with the names of its columns.
pub(super) struct Table {
    pub(super) heads: [String; 5],
    pub(super) rows: Vec<Row>,
}

/// A square code that a camera reads.
pub(super) struct Code {
    /// What it is, for who cannot see it.
    pub(super) shows: String,
    /// How many units it is wide and high, its quiet zone included.
    pub(super) size: i32,
    /// Its dark parts, each one unit high: left, top and length.
    pub(super) dark: Vec<[i32; 3]>,
}
