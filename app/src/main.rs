//! Seatkeeper in the browser.
fn main() {}
