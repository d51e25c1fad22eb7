//! An error that leaves everything at once, and where it lands.
//!
//! A text that is not what was to be read is a mistake of ours or an answer of somebody else: rare,
//! and then nothing of it is kept. A way back through each type, which drops what was read so far,
//! would be a thirtieth of the app. So reading stops where it stands, and what was read until then is
//! lost to the memory of the page.

use std::fmt;

use serde::de;

/// The error that is never handed back.
#[derive(Clone, Copy, Debug)]
pub(super) enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl de::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreadable()
    }
}

/// Does something that [`unreadable`] may end.
///
/// The browser catches the trap, as it does in every promise that is made; nobody waits for this one.
#[cfg(target_arch = "wasm32")]
pub(super) fn attempt(work: &mut dyn FnMut()) {
    use js_sys::{Array, Promise};
    let outcome = Promise::new(&mut |_, _| work());
    // a promise that failed, and that nobody asks, is written to the console
    let _ = Promise::all_settled(&Array::of1(&outcome));
}

/// Does something that [`unreadable`] may end.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn attempt(work: &mut dyn FnMut()) {
    // what was left half done is not looked at
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
}

/// Ends the attempt.
#[cfg(target_arch = "wasm32")]
pub(super) fn unreadable() -> ! {
    core::arch::wasm32::unreachable()
}

/// Ends the attempt.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn unreadable() -> ! {
    std::panic::resume_unwind(Box::new(()))
}
