//! What was answered is on the disk: a child process writes and is killed without warning.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

use seatkeeper_server::store::{Store, StoreError};

use crate::engine::{Database, add, count};

crate::on_both!(what_was_answered_survives_a_kill);

/// The database of the child, and how much it writes at a time.
const CHILD_URL: &str = "STORE_TEST_CHILD_URL";
const CHILD_BYTES: &str = "STORE_TEST_CHILD_BYTES";

fn what_was_answered_survives_a_kill(database: &Database) {
    drop(database.open_with_things());
    let mut child = child(Command::new(myself()), database, 10);
    let pipe = child.stdout.take().expect("a pipe");
    let mut acknowledged = Vec::new();
    for line in BufReader::new(pipe).lines().map_while(Result::ok) {
        acknowledged.extend(line.strip_prefix("wrote ").map(str::to_owned));
        if acknowledged.len() == 300 {
            child.kill().expect("killed");
        }
    }
    child.wait().expect("it ended");
    assert!(acknowledged.len() >= 300, "{}", acknowledged.len());
    let store = database.open();
    let written = names(&store);
    for name in &acknowledged {
        assert!(
            written.contains(name),
            "{name} was acknowledged and is not there"
        );
    }
    add(&store, "after").expect("the database is whole");
}

/// The file may not grow beyond a limit, so a write fails in the middle of a commit.
#[test]
fn a_commit_that_the_disk_refuses_loses_nothing() {
    let database = Database::sqlite();
    drop(database.open_with_things());
    let mut shell = Command::new("sh");
    // 2 MB in blocks of 512 bytes; an error of the write instead of a signal
    shell
        .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$0\" \"$@\""])
        .arg(myself());
    let output = child(shell, &database, 20_000)
        .wait_with_output()
        .expect("it ends by itself");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrote = said
        .lines()
        .filter(|line| line.starts_with("wrote "))
        .count();
    assert!(wrote > 10, "{said}");
    assert!(said.lines().any(|line| line == "unavailable"), "{said}");
    assert!(said.lines().any(|line| line == "reads on"), "{said}");
    let store = database.open();
    assert_eq!(usize::try_from(count(&store, None)), Ok(wrote));
    add(&store, "after").expect("it works again");
}

fn names(store: &Store) -> std::collections::BTreeSet<String> {
    let rows = store
        .read_blocking(|tx| tx.query("select name from things", &[], |row| row.get::<String>(0)));
    rows.unwrap_or_else(|error: StoreError| panic!("{error}"))
        .into_iter()
        .collect()
}

fn myself() -> std::path::PathBuf {
    std::env::current_exe().expect("this program")
}

/// Starts this test program once more, to run only the function below.
fn child(mut command: Command, database: &Database, bytes: usize) -> Child {
    command
        .args([
            "--exact",
            "durability::the_child_that_writes",
            "--nocapture",
        ])
        .env(CHILD_URL, &database.url)
        .env(CHILD_BYTES, bytes.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child process")
}

/// The child process of the tests above; without a parent it has nothing to do. It is not
/// ignored, because a run that skips tests has failed.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the parent tells the child where to write"
)]
fn the_child_that_writes() {
    let Ok(url) = std::env::var(CHILD_URL) else {
        return;
    };
    let bytes: usize = std::env::var(CHILD_BYTES)
        .ok()
        .and_then(|text| text.parse().ok())
        .expect("bytes");
    let store = Store::open(&url.parse().expect("an address")).expect("a store");
    thread::scope(|scope| {
        for writer in 0..8 {
            let store = &store;
            scope.spawn(move || write_until_refused(store, writer, bytes));
        }
    });
    if count(&store, None) > 0 {
        println!("reads on");
    }
}

fn write_until_refused(store: &Store, writer: u32, bytes: usize) {
    for number in 0..100_000 {
        let name = format!("{writer}-{number}-{}", "x".repeat(bytes));
        match add(store, name.clone()) {
            Ok(()) => println!("wrote {name}"),
            Err(StoreError::Unavailable(_)) => return println!("unavailable"),
            Err(error) => return println!("{error}"),
        }
    }
}
