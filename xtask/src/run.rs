//! `cargo xtask run`: the portal on this machine, with demo data, for a look around.
//!
//! Makes sure of the tools, builds what has changed, then becomes the server, so that whatever
//! ends this process ends the server.

use std::process::Command;

use crate::{app, process, tree};

/// How to serve.
pub struct Options {
    today: Option<String>,
    port: u16,
    gateway_port: u16,
    data: String,
}

impl Options {
    /// Reads `--today DATE`, `--port NUMBER`, `--gateway-port NUMBER` (any free one where it is left out)
    /// and `--data FOLDER`.
    pub fn read(words: &[String]) -> Result<Self, String> {
        let mut options = Self {
            today: None,
            port: 8080,
            gateway_port: 0,
            data: "data/demo".to_owned(),
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().cloned().ok_or(format!("{word} what?"));
            match word.as_str() {
                "--today" => options.today = Some(value()?),
                "--port" => options.port = port(&value()?)?,
                "--gateway-port" => options.gateway_port = port(&value()?)?,
                "--data" => options.data = value()?,
                other => return Err(format!("run: unknown word {other:?}")),
            }
        }
        Ok(options)
    }
}

fn port(word: &str) -> Result<u16, String> {
    word.parse()
        .map_err(|_| format!("{word:?} is no port: a number up to 65535"))
}

/// Builds and serves; returns only when that failed.
pub fn serve(options: &Options) -> Result<(), String> {
    app::build()?;
    println!("Building the server (some 8 minutes on two cores the first time, then seconds).");
    process::run(&mut process::cargo(&["build", "--bin", "seatkeeper"]))?;
    let server = tree::server_binary().to_string_lossy().into_owned();
    let port = options.port.to_string();
    let mut command =
        process::command(&server, &["demo", "--data", &options.data, "--port", &port]);
    command.args(["--gateway-port", &options.gateway_port.to_string()]);
    if let Some(today) = &options.today {
        command.args(["--today", today]);
    }
    println!(
        "Starting http://127.0.0.1:{port} (Ctrl-C ends it; the data stays in {}).",
        options.data
    );
    become_it(&mut command)
}

#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(format!("the server could not be started: {error}"))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<(), String> {
    process::run(command)
}
