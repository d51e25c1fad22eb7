//! The browser's two storages; a browser may forbid either, and then nothing is kept.

use leptos::prelude::window;
use web_sys::Storage;

/// Gone when the tab is closed.
pub fn of_this_tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Stays in this browser.
pub fn lasting() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
