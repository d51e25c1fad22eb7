//! The line protocol for JavaScript, so that the parity test can ask the price in wasm.
//!
//! Natively it is empty. Build it by tests/parity/README.md.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// One request line in, one answer line out.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn answer(line: &str) -> String {
    seatkeeper_core::quote_line::answer(line)
}
