//! The portal.

pub mod quote_lines;
pub mod store;
pub mod words;
