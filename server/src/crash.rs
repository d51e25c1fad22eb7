//! Named points at which a demo server can be told to die, so that tests can kill the real
//! binary exactly between two steps of charging. Does nothing without the variable, and nothing
//! at all on a real database.

use std::process::Command;

/// The variable that names the point.
pub const VARIABLE: &str = "SEATKEEPER_CRASH_AT";

/// The steps of charging between which a crash must not matter.
pub const POINTS: [&str; 6] = ["placed", "asked", "answered", "fetched", "settled", "numbered"];

/// Dies by SIGKILL, as from outside, when this is the point that was named.
pub fn point(demo: bool, name: &str) {
    if !demo || std::env::var(VARIABLE).as_deref() != Ok(name) {
        return;
    }
    tracing::warn!(point = name, "told to crash here");
    let _ = Command::new("kill").args(["-KILL", &std::process::id().to_string()]).status();
}
