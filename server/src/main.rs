//! Seatkeeper.
fn main() {}
