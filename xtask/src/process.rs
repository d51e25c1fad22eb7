//! Running other programs from the top folder, and ending by id what does not end by itself.
//!
//! `run` shows a program's output as it is, `watch` shows it and keeps the lines of standard
//! output, `capture` only keeps them. An error is a sentence that names the command.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::tree;

/// What a watched program printed and whether it ended well in time.
pub struct Watched {
    pub lines: Vec<String>,
    pub failure: Option<String>,
}

/// A command that starts in the top folder.
pub fn command<S: AsRef<OsStr>>(program: &str, arguments: &[S]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(tree::root());
    command
}

/// The same cargo that runs us.
pub fn cargo(arguments: &[&str]) -> Command {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    command(&cargo, arguments)
}

/// Builds the server as the tests have it already: `cargo build` would compile all that it is made of
/// once more, with the features that the tests leave out. The smallest of them is enough.
pub fn build_server_for_tests() -> Result<(), String> {
    run(&mut cargo(&[
        "test", "--quiet", "--no-run", "--test", "store",
    ]))
}

pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    judge(command, status)
}

pub fn capture(command: &mut Command) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|error| not_started(command, &error))?;
    let said = String::from_utf8_lossy(&output.stderr);
    judge(command, output.status).map_err(|failure| format!("{failure}\n{}", said.trim_end()))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Shows standard output line by line and keeps it; ends the program when `limit` has passed.
pub fn watch(command: &mut Command, limit: Duration) -> Result<Watched, String> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let lines = Arc::new(Mutex::new(Vec::new()));
    let stdout = child.stdout.take();
    let kept = Arc::clone(&lines);
    let reader = thread::spawn(move || stdout.map(|out| echo(BufReader::new(out), &kept)));
    let status = wait(&mut child, limit);
    if status.is_none() {
        end(child.id());
    }
    // a grandchild that outlives its parent would hold the pipe open for ever, so not `join`
    let last = Instant::now();
    while !reader.is_finished() && last.elapsed() < Duration::from_secs(5) {
        thread::sleep(Duration::from_millis(10));
    }
    let lines = lines.lock().map(|lines| lines.clone()).unwrap_or_default();
    let failure = match status {
        Some(status) => judge(command, status).err(),
        None => Some(format!(
            "{} did not end within {} minutes",
            told(command),
            limit.as_secs() / 60
        )),
    };
    Ok(Watched { lines, failure })
}

fn echo(out: impl BufRead, kept: &Mutex<Vec<String>>) {
    for line in out.split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        println!("{line}");
        if let Ok(mut lines) = kept.lock() {
            lines.push(line);
        }
    }
}

fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    while start.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => thread::sleep(Duration::from_millis(50)),
            Err(_) => return None,
        }
    }
    None
}

/// Asks a process to end, as Ctrl-C does, and ends it when it has not after some seconds.
pub fn end_gently(child: &mut Child) {
    let _ = Command::new("kill")
        .arg("-INT")
        .arg(child.id().to_string())
        .stderr(Stdio::null())
        .status();
    if wait(child, Duration::from_secs(5)).is_none() {
        end(child.id());
        // nothing to do about one that cannot be ended
        let _ = child.wait();
    }
}

/// Ends a process and all that it has started, by their ids.
pub fn end(id: u32) {
    let parents = parents();
    let mut doomed = vec![id];
    let mut next = 0;
    while let Some(&parent) = doomed.get(next) {
        doomed.extend(
            parents
                .iter()
                .filter(|&(_, &of)| of == parent)
                .map(|(&child, _)| child),
        );
        next += 1;
    }
    let ids: Vec<String> = doomed.iter().map(ToString::to_string).collect();
    // one that has just ended by itself makes `kill` complain, which says nothing to anyone
    let _ = Command::new("kill")
        .arg("-KILL")
        .args(&ids)
        .stderr(Stdio::null())
        .status();
}

/// Each process's parent, where the system tells (Linux).
fn parents() -> BTreeMap<u32, u32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return BTreeMap::new();
    };
    entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let id: u32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // the name in parentheses may hold anything, so read from its end
            let after = stat.rsplit_once(')')?.1;
            Some((id, after.split_whitespace().nth(1)?.parse().ok()?))
        })
        .collect()
}

fn judge(command: &Command, status: ExitStatus) -> Result<(), String> {
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({status})", told(command)))
    }
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("{} could not be started: {error}", told(command))
}

/// The command as one would type it.
fn told(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
