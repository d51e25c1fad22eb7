//! The tools that build the app: rustup's wasm target, trunk, wasm-bindgen; wasm-opt if it can.
//!
//! Promises exactly the pinned versions. Those on the path are taken when they are just that;
//! else cargo builds them once into a folder of our own (see `tree::tools`), so that other work
//! on the same machine keeps its versions. Says what it does and how long it takes.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::report::told;
use crate::{debian, process, tree};

struct Tool {
    command: &'static str,
    krate: &'static str,
    version: &'static str,
    flags: &'static [&'static str],
    minutes: u32,
}

const TRUNK: Tool = Tool {
    command: "trunk",
    krate: "trunk",
    version: "0.21.14", // 0.22 needs a newer Rust
    flags: &["--locked", "--no-default-features", "--features", "rustls"],
    minutes: 10,
};

/// Must equal `wasm-bindgen` in the workspace's manifest.
const WASM_BINDGEN: Tool = Tool {
    command: "wasm-bindgen",
    krate: "wasm-bindgen-cli",
    version: "0.2.130",
    flags: &["--no-default-features"],
    minutes: 5,
};

/// Everything that `app::build` calls, made sure of. Returns the path to call them with.
pub fn ready() -> Result<OsString, String> {
    wasm_target()?;
    let missing: Vec<&Tool> = [&TRUNK, &WASM_BINDGEN]
        .into_iter()
        .filter(|tool| find(tool).is_none())
        .collect();
    let minutes: u32 = missing.iter().map(|tool| tool.minutes).sum();
    if !missing.is_empty() {
        println!(
            "{} of the app's 2 build tools to build first: about {minutes} minutes on two cores, once.",
            missing.len()
        );
    }
    for (index, tool) in missing.iter().enumerate() {
        install(tool, index + 1, missing.len())?;
    }
    search_path()
}

/// rustup fetches the target with the toolchain, unless that toolchain was there before.
pub fn wasm_target() -> Result<(), String> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = process::capture(&mut process::command("rustc", &["--print", "sysroot"]))?;
    let lies = PathBuf::from(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET);
    if lies.join("lib").is_dir() {
        return Ok(());
    }
    println!("Adding rustup's target {TARGET}: 20 MB, some seconds.");
    process::run(&mut process::command("rustup", &["target", "add", TARGET]))
}

/// wasm-opt makes the app a hundredth smaller on the wire; it is Debian's, so only root can be given it.
pub fn wasm_opt_or_apt() {
    if tree::on_path("wasm-opt").is_none()
        && let Err(why) = debian::install(&["binaryen"])
    {
        println!("No wasm-opt: {why}");
    }
}

fn install(tool: &Tool, number: usize, of: usize) -> Result<(), String> {
    println!(
        "Tool {number} of {of}: building {} {} into {} (about {} minutes on two cores).",
        tool.krate,
        tool.version,
        tree::tools().display(),
        tool.minutes
    );
    // a folder that stays, so that an interrupted build goes on where it was
    let scratch = tree::target().join("tools");
    let mut cargo = process::cargo(&["install", tool.krate, "--version", tool.version]);
    cargo.args(tool.flags).arg("--root").arg(tree::tools());
    cargo.arg("--target-dir").arg(&scratch);
    let start = Instant::now();
    with_clock(tool, start, || process::run(&mut cargo))?;
    println!("{} is built, {}.", tool.command, told(start.elapsed()));
    if find(tool).is_none() {
        return Err(format!("{} is built but does not answer", tool.command));
    }
    // half a gigabyte that nothing reads again
    let _ = fs::remove_dir_all(scratch);
    Ok(())
}

/// A line a minute, since cargo draws its bar only on a terminal.
fn with_clock<T>(tool: &Tool, start: Instant, work: impl FnOnce() -> T) -> T {
    let (done, ended) = mpsc::channel::<()>();
    let (command, minutes) = (tool.command, tool.minutes);
    thread::scope(|scope| {
        scope.spawn(move || {
            let minute = Duration::from_mins(1);
            while ended.recv_timeout(minute) == Err(RecvTimeoutError::Timeout) {
                let so_far = told(start.elapsed());
                println!("   … {command}: {so_far} of about {minutes} minutes");
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// Where the tool lies in exactly its version.
fn find(tool: &Tool) -> Option<PathBuf> {
    let file = format!("{}{}", tool.command, std::env::consts::EXE_SUFFIX);
    let own = tree::tools().join("bin").join(file);
    [Some(own), tree::on_path(tool.command)]
        .into_iter()
        .flatten()
        .find(|path| version_of(path).as_deref() == Some(tool.version))
}

/// `trunk 0.21.14`, `wasm-bindgen 0.2.130`
fn version_of(path: &PathBuf) -> Option<String> {
    let output = Command::new(path).arg("--version").output().ok()?;
    let line = String::from_utf8(output.stdout).ok()?;
    line.split_whitespace().nth(1).map(str::to_owned)
}

/// The path with the folders of the found tools first, because trunk looks its own tools up.
fn search_path() -> Result<OsString, String> {
    let found = [&TRUNK, &WASM_BINDGEN].into_iter().filter_map(find);
    let mut folders: Vec<PathBuf> = found
        .filter_map(|path| path.parent().map(PathBuf::from))
        .collect();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| format!("PATH cannot be extended: {error}"))
}
