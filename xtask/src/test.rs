//! `cargo xtask test`: everything that must hold before a change lands.
//!
//! Each part runs, or the whole fails; only `--without` leaves one out, and says so. The app is
//! built first, so that the server is built once, with the app in it, for tests and journeys.

use std::time::Duration;

use crate::postgres::Cluster;
use crate::process::Watched;
use crate::report::{Held, Report};
use crate::{app, browser, budget, check, parity, process, tools, tree};

/// Far above what a step takes, so that a hanging one ends.
const LIMIT: Duration = Duration::from_mins(35);

/// Each story makes a database of its own on PostgreSQL; fewer would mean that they did not run.
const LEAST_DATABASES: usize = 50;

/// The parts that the caller has left out by name.
#[derive(Default)]
pub struct Without {
    browser: bool,
    postgres: bool,
}

impl Without {
    /// Reads `--without browser,postgres`.
    pub fn read(words: &[String]) -> Result<Self, String> {
        let mut without = Self::default();
        let parts = match words {
            [] => return Ok(without),
            [flag, parts] if flag == "--without" => parts,
            _ => return Err("test knows only --without browser,postgres".to_owned()),
        };
        for part in parts.split(',') {
            match part {
                "browser" => without.browser = true,
                "postgres" => without.postgres = true,
                other => {
                    return Err(format!(
                        "--without knows browser and postgres, not {other:?}"
                    ));
                }
            }
        }
        Ok(without)
    }
}

/// Runs it all.
pub fn all(without: &Without) -> Held {
    let mut report = Report::default();
    report.hold("format", check::format);
    let built = report.hold("the app", || {
        tools::wasm_opt_or_apt();
        app::build()
    });
    if built {
        report.hold("size budget", budget::holds);
    }
    report.hold("lints", check::lints_here);
    report.hold("lints in wasm32", check::lints_in_wasm);
    if without.postgres {
        report.tests("tests, with SQLite", || check::tests(None));
        report.not_run("stories with PostgreSQL");
    } else {
        report.tests("tests, on both databases", tests_on_both);
    }
    if without.browser && tree::on_path("node").is_none() {
        report.not_run("quotes: native against wasm32");
    } else {
        report.hold("quotes: native against wasm32", parity::holds);
    }
    if without.browser && tree::on_path("node").is_none() {
        report.not_run("dates and amounts: the server against Intl");
    } else {
        report.hold("dates and amounts: the server against Intl", formats);
    }
    if without.browser {
        report.not_run("journeys in the browser");
    } else {
        report.tests("journeys in the browser", || journeys(built));
    }
    report.finish()
}

/// Each story is a test for SQLite and one for PostgreSQL, which says nothing without a server.
fn tests_on_both() -> Result<Watched, String> {
    let cluster = Cluster::start()?;
    let mut watched = check::tests(Some(&cluster.url()))?;
    let databases = cluster.databases_made();
    println!("{databases} databases were made on PostgreSQL.");
    if databases < LEAST_DATABASES && watched.failure.is_none() {
        watched.failure = Some("the stories never reached PostgreSQL".to_owned());
    }
    Ok(watched)
}

/// Runs any command with a cluster that lives as long.
pub fn with_postgres(words: &[String]) -> Held {
    let (program, arguments) = words.split_first().ok_or("postgres: which command?")?;
    let cluster = Cluster::start()?;
    process::run(process::command(program, arguments).env(Cluster::VARIABLE, cluster.url()))
}

/// What mails and invoices write against what the browser writes.
fn formats() -> Held {
    let build = ["build", "-p", "seatkeeper-server", "--example", "formats"];
    process::run(&mut process::cargo(&build))?;
    let mut compare = process::command("node", &["server/tests/formats/compare.mjs"]);
    process::run(compare.arg(tree::target().join("debug/examples/formats")))
}

fn journeys(built: bool) -> Result<Watched, String> {
    if !built {
        return Err("not run, because the app could not be built".to_owned());
    }
    walk(&["journeys/"])
}

/// The journeys, or the named files of them, on the present sources.
pub fn journeys_alone(files: &[String]) -> Held {
    app::build()?;
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let watched = walk(if files.is_empty() {
        &["journeys/"]
    } else {
        &files
    })?;
    watched.failure.map_or(Ok(()), Err)
}

fn walk(files: &[&str]) -> Result<Watched, String> {
    browser::ready()?;
    process::build_server_for_tests()?;
    // two files at a time: each starts servers and a browser of its own, and waits much of its time
    let mut node = vec!["--test", "--test-reporter=spec", "--test-concurrency=2"];
    node.extend(files);
    process::watch(&mut browser::node_in_e2e(&node), LIMIT)
}
