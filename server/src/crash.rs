//! Named points at which a demo server can be told to die, so that tests can kill the real
//! binary exactly between two steps of charging. Does nothing without the setting, and nothing
//! at all on a real database.

use std::process::Command;

use crate::context::Context;

/// The steps of charging between which a crash must not matter.
pub const POINTS: [&str; 7] = [
    "placed", "asked", "answered", "fetched", "settled", "numbered", "rendered",
];

/// Dies by SIGKILL, as from outside, when this is the point that the settings name.
pub fn point(context: &Context, name: &str) {
    if !context.demo || context.config.crash_at.as_deref() != Some(name) {
        return;
    }
    tracing::warn!(point = name, "told to crash here");
    let _ = Command::new("kill")
        .args(["-KILL", &std::process::id().to_string()])
        .status();
}
