//! `cargo xtask check`: the inner loop. Format, lints and all tests that need neither a browser
//! nor PostgreSQL; it builds no app.

use std::time::Duration;

use crate::postgres::Cluster;
use crate::process::Watched;
use crate::report::{Held, Report};
use crate::{process, tools, tree};

/// No test waits for anything outside, so only a hanging one comes near.
const LIMIT: Duration = Duration::from_mins(20);

/// Runs it all.
pub fn all() -> Held {
    let mut report = Report::default();
    report.hold("format", format);
    report.hold("lints", lints_here);
    report.hold("lints in wasm32", lints_in_wasm);
    report.tests("tests", || tests(None));
    report.finish()
}

/// rustfmt's form, everywhere.
pub fn format() -> Held {
    process::run(&mut process::cargo(&["fmt", "--all", "--check"]))
}

/// clippy on everything that runs on this machine.
pub fn lints_here() -> Held {
    process::run(&mut process::cargo(&[
        "clippy",
        "--quiet",
        "--all-targets",
        "--",
        "-Dwarnings",
    ]))
}

/// clippy on what runs in the browser.
pub fn lints_in_wasm() -> Held {
    tools::wasm_target()?;
    let app = [
        "clippy",
        "--quiet",
        "--package",
        "seatkeeper-app",
        "--all-targets",
    ];
    let mut clippy = process::cargo(&app);
    clippy.args(["--target", "wasm32-unknown-unknown", "--", "-Dwarnings"]);
    process::run(&mut clippy)
}

/// All tests of all crates, twice called: with the app's crates in one call, cargo would build
/// the server's with other features than `run` does.
pub fn tests(postgres: Option<&str>) -> Result<Watched, String> {
    let run = |more: &[&str]| {
        let mut test = process::cargo(&["test", "--no-fail-fast"]);
        test.args(more).env_remove(Cluster::VARIABLE);
        // where the stories' databases are
        test.env("TMPDIR", tree::scratch());
        if let Some(url) = postgres {
            test.env(Cluster::VARIABLE, url);
        }
        process::watch(&mut test, LIMIT)
    };
    let mut both = run(&[])?;
    let app = run(&["--package", "seatkeeper-app"])?;
    both.lines.extend(app.lines);
    both.failure = both.failure.or(app.failure);
    Ok(both)
}
