//! The house's own tasks: `cargo xtask run | test | check | bench`.
//!
//! Promises that a fresh machine with rustup's Rust needs nothing else to run the portal,
//! and that a test run which left something out fails or says so.
//! What each task does stands in the file of its name.

mod app;
mod assets;
mod bench;
mod browser;
mod budget;
mod check;
mod debian;
mod fingerprint;
mod parity;
mod postgres;
mod process;
mod report;
mod run;
mod tally;
mod test;
mod tools;
mod tree;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask run [--today DATE] [--port NUMBER] [--data FOLDER]
    build the app and the server, serve them with demo data at http://127.0.0.1:8080
cargo xtask test [--without browser,postgres]
    everything that must hold before a change lands
cargo xtask check
    the inner loop: format, lints and tests without browser and PostgreSQL
cargo xtask bench [NAME…]
    figures: quotes, store, load, lighthouse
cargo xtask app
    only the app, into dist/
cargo xtask journeys [FILE…]
    only the journeys in the browser
cargo xtask postgres COMMAND…
    a command with SEATKEEPER_TEST_POSTGRES, such as: cargo test --test store";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            if !message.is_empty() {
                eprintln!("{message}");
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), String> {
    let Some((task, rest)) = arguments.split_first() else {
        return Err(USAGE.to_owned());
    };
    match task.as_str() {
        "run" => run::serve(&run::Options::read(rest)?),
        "test" => test::all(&test::Without::read(rest)?),
        "check" => nothing_more(rest).and_then(|()| check::all()),
        "bench" => bench::all(rest),
        "journeys" => test::journeys_alone(rest),
        "postgres" => test::with_postgres(rest),
        "app" => nothing_more(rest).and_then(|()| app::build()),
        other => Err(format!("unknown task {other:?}\n{USAGE}")),
    }
}

fn nothing_more(rest: &[String]) -> Result<(), String> {
    match rest.first() {
        Some(word) => Err(format!("unknown word {word:?}\n{USAGE}")),
        None => Ok(()),
    }
}
