//! A PostgreSQL cluster for one test run: made in a folder of its own, on a free loopback port,
//! gone when it is dropped.
//!
//! Careless of power cuts on purpose (no fsync, in memory where there is enough): nothing in it is
//! worth keeping. Needs Debian's
//! postgresql or any other with `initdb`; installs it as root.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::{debian, process, tree};

/// A running cluster.
pub struct Cluster {
    server: Child,
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// Tells tests where they may make databases.
    pub const VARIABLE: &str = "SEATKEEPER_TEST_POSTGRES";

    /// Makes a cluster and waits until it answers.
    pub fn start() -> Result<Self, String> {
        let programs = programs()?;
        let folder = tree::scratch().join(format!("seatkeeper-postgres-{}", std::process::id()));
        let data = folder.join("data");
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        if debian::is_root() {
            process::run(process::command("chown", &["postgres"]).arg(&folder))?;
        }
        let mut initdb = as_postgres(&programs.join("initdb"));
        initdb.args([
            "--auth=trust",
            "--no-sync",
            "--username=postgres",
            "--encoding=UTF8",
        ]);
        process::capture(initdb.arg("--locale=C.UTF-8").arg("--pgdata").arg(&data))?;
        let port = free_port()?;
        let mut server = as_postgres(&programs.join("postgres"));
        server
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder)
            .args(["-p", &port.to_string()]);
        for setting in SETTINGS {
            server.args(["-c", setting]);
        }
        let log = fs::File::create(folder.join("log")).map_err(|error| format!("log: {error}"))?;
        let server = server
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("postgres could not be started: {error}"))?;
        let cluster = Self {
            server,
            folder,
            programs,
            port,
        };
        cluster.wait()?;
        Ok(cluster)
    }

    /// What tests connect to; each makes a database of its own.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// How many databases have been made so far: proof that tests were here at all.
    pub fn databases_made(&self) -> usize {
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let made = |line: &&str| line.contains("statement: create database ");
        log.lines().filter(made).count()
    }

    fn wait(&self) -> Result<(), String> {
        let mut why = String::new();
        for _ in 0..200 {
            match process::capture(&mut self.psql("select 1")) {
                Ok(_) => return Ok(()),
                Err(failure) => why = failure,
            }
            thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!(
            "PostgreSQL did not answer within 10 seconds: {why}\n{log}"
        ))
    }

    fn psql(&self, statement: &str) -> Command {
        let psql = self.programs.join("psql").to_string_lossy().into_owned();
        let url = self.url();
        process::command(
            &psql,
            &[&url, "--no-psqlrc", "--tuples-only", "--command", statement],
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        process::end_gently(&mut self.server);
        // removed or not, there is nobody left to tell
        let _ = fs::remove_dir_all(&self.folder);
    }
}

const SETTINGS: [&str; 7] = [
    "log_statement=ddl",
    "listen_addresses=127.0.0.1",
    "max_connections=400",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=256MB",
];

/// The folder of PostgreSQL's programs, which Debian keeps off the path.
fn programs() -> Result<PathBuf, String> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    debian::install(&["postgresql"]).map_err(|why| {
        format!("PostgreSQL is missing: {why}, or leave it out with --without postgres")
    })?;
    installed().ok_or_else(|| "postgresql is installed but has no initdb".to_owned())
}

fn installed() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<PathBuf> = debian
        .filter_map(Result::ok)
        .map(|version| version.path().join("bin"))
        .collect();
    folders.sort();
    let path = tree::on_path("initdb").and_then(|initdb| initdb.parent().map(Path::to_path_buf));
    folders.extend(path);
    let whole = |folder: &PathBuf| {
        let programs = ["initdb", "postgres", "psql"];
        programs
            .iter()
            .all(|program| folder.join(program).is_file())
    };
    folders.into_iter().rev().find(whole)
}

/// PostgreSQL refuses root. The server is told to end when we do, however we end.
fn as_postgres(program: &Path) -> Command {
    let program = program.to_string_lossy();
    let mut words = Vec::new();
    if tree::on_path("setpriv").is_some() {
        words.extend(["setpriv", "--pdeathsig", "INT"]);
        if debian::is_root() {
            words.extend(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        }
    }
    words.push(&program);
    let mut command = process::command(words[0], &words[1..]);
    // a folder that the database's own account may enter
    command.current_dir("/");
    command
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener
        .map(|address| address.port())
        .map_err(|error| format!("no free port: {error}"))
}
