//! What the journeys in a browser need: Node, its packages, Chromium and a Chinese font.
//!
//! Packages come by `npm ci` from the lock file; no browser is ever downloaded by npm.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::{debian, fingerprint, process, tree};

const OLDEST_NODE: u32 = 20;

/// Makes sure of everything, or says what is missing.
pub fn ready() -> Result<(), String> {
    node().map_err(|why| hint(&why))?;
    if chromium().is_none() {
        debian::install(&["chromium"])
            .map_err(|why| hint(&format!("Chromium is missing: {why}")))?;
    }
    if !chinese_font() {
        debian::install(&["fonts-noto-cjk"])
            .map_err(|why| hint(&format!("a Chinese font is missing: {why}")))?;
    }
    packages().map_err(|why| hint(&why))
}

fn hint(why: &str) -> String {
    format!("{why}\n(or leave the journeys out with --without browser)")
}

/// A command that runs a script or a folder of tests of e2e/ against the built server.
pub fn node_in_e2e(arguments: &[&str]) -> Command {
    let mut node = process::command("node", arguments);
    node.current_dir(folder());
    node.env("SEATKEEPER_BIN", tree::server_binary());
    node.env("SEATKEEPER_E2E_OUT", tree::target().join("e2e"));
    if let Some(chromium) = chromium() {
        node.env("CHROMIUM", chromium);
    }
    node
}

fn folder() -> PathBuf {
    tree::root().join("e2e")
}

fn chromium() -> Option<PathBuf> {
    let told = std::env::var_os("CHROMIUM").map(PathBuf::from);
    told.filter(|path| path.is_file())
        .or_else(|| tree::on_path("chromium"))
        .or_else(|| tree::on_path("google-chrome"))
}

fn chinese_font() -> bool {
    let fonts = process::capture(&mut process::command("fc-list", &[":lang=zh"]));
    // without fontconfig nobody can tell, and Chromium brings it
    fonts.is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn node() -> Result<(), String> {
    let missing = |_| format!("Node {OLDEST_NODE} or newer is missing: please install it");
    let version =
        process::capture(&mut process::command("node", &["--version"])).map_err(missing)?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    match major.and_then(|major| major.parse::<u32>().ok()) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!(
            "Node is {}; {OLDEST_NODE} or newer is needed",
            version.trim()
        )),
    }
}

/// `npm ci`, unless it was done for just this lock file.
fn packages() -> Result<(), String> {
    let lock = folder().join("package-lock.json");
    let lock = fs::read(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let print = fingerprint::of(&lock);
    let note = folder().join("node_modules/.seatkeeper-lock");
    if fs::read_to_string(&note).is_ok_and(|known| known == print) {
        return Ok(());
    }
    println!("Fetching the journeys' packages with npm.");
    let mut npm = process::command(
        "npm",
        &["ci", "--no-audit", "--no-fund", "--ignore-scripts"],
    );
    process::run(npm.current_dir(folder()))?;
    fs::write(&note, print).map_err(|error| format!("{}: {error}", note.display()))
}
