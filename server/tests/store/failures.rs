//! A full disk, a lock, a lost connection: an honest error, nothing lost, and on it goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use seatkeeper_server::params;
use seatkeeper_server::store::{Store, StoreError};

use crate::engine::{Database, add, count, plainly};

crate::on_both!(a_full_disk_loses_nothing, a_lock_is_not_waited_for_for_ever);

fn is_unavailable<T: std::fmt::Debug>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Unavailable(_)))
}

fn set_pages(store: &Store, pragma: &'static str) {
    let pages = store.write_blocking(move |tx| tx.only(pragma, params![], |row| row.get::<i64>(0)));
    pages.unwrap_or_else(|error: StoreError| panic!("{error}"));
}

fn too_much(store: &Store) -> Result<(), StoreError> {
    store.write_blocking(|tx| {
        for number in 0..40 {
            let name = format!("{number}{}", "x".repeat(100_000));
            tx.execute(
                "insert into things (name, owner) values ($1, 'big')",
                params![name],
            )?;
        }
        Ok(())
    })
}

fn a_full_disk_loses_nothing(database: &Database) {
    let store = database.open_with_things();
    add(&store, "before").expect("there is room");
    if database.is_sqlite() {
        set_pages(&store, "pragma max_page_count = 500");
        assert!(is_unavailable(&too_much(&store)));
    } else {
        let full = store.write_blocking(|tx| {
            tx.execute("insert into things (name) values ('half')", params![])?;
            let full = "do $$ begin raise exception 'full' using errcode = 'disk_full'; end $$";
            tx.execute(full, params![])
        });
        assert!(is_unavailable(&full), "{full:?}");
    }
    assert_eq!(count(&store, None), 1);
    add(&store, "small").expect("what fits is written");
    if database.is_sqlite() {
        set_pages(&store, "pragma max_page_count = 100000");
        too_much(&store).expect("there is room again");
        assert_eq!(count(&store, Some("big")), 40);
    }
    assert_eq!(
        count(&store, None),
        if database.is_sqlite() { 42 } else { 2 }
    );
}

/// On a full disk SQLite undoes the whole transaction, so also the others of the group.
#[test]
fn who_fills_the_disk_does_not_take_its_group_along() {
    let store = Database::sqlite();
    let store = store.open_with_things();
    set_pages(&store, "pragma max_page_count = 500");
    let (go, wait) = channel::<()>();
    let (tell_busy, busy) = channel();
    let (tell, told) = channel();
    thread::scope(|scope| {
        let blocked = store.clone();
        scope.spawn(move || {
            blocked.write_blocking(move |_| {
                let _ = tell_busy.send(());
                let _ = wait.recv();
                Ok::<_, StoreError>(())
            })
        });
        busy.recv().expect("the writer is busy");
        let small: Vec<_> = (0..20)
            .map(|number| {
                let (store, tell) = (store.clone(), tell.clone());
                scope.spawn(move || {
                    let _ = tell.send(());
                    add(&store, format!("small {number}"))
                })
            })
            .collect();
        let (big, tell_big) = (store.clone(), tell.clone());
        let big = scope.spawn(move || {
            let _ = tell_big.send(());
            too_much(&big)
        });
        (0..21).for_each(|_| told.recv().expect("a caller"));
        drop(go);
        assert!(is_unavailable(&big.join().expect("no panic")));
        for small in small {
            assert_eq!(small.join().expect("no panic"), Ok(()));
        }
    });
    assert_eq!(count(&store, None), 20);
}

/// A commit that fails is the failure of everybody who shares it.
#[test]
fn a_failed_commit_is_told_to_the_whole_group() {
    let database = Database::sqlite();
    let store = database.open_with_things();
    let late = store.write_blocking(|tx| {
        tx.query("pragma defer_foreign_keys = on", params![], |_| Ok(()))?;
        tx.execute(
            "insert into staff (account_id, added_at) values ('nobody', '')",
            params![],
        )
    });
    assert!(matches!(late, Err(StoreError::Violation(_))), "{late:?}");
    add(&store, "after").expect("the writer goes on");
    assert_eq!(count(&store, None), 1);
}

fn a_lock_is_not_waited_for_for_ever(database: &Database) {
    let store = database.open_with_things();
    let (held, unlock) = lock(database);
    held.recv().expect("the lock is held");
    assert!(is_unavailable(&add(&store, "locked out")));
    drop(unlock);
    held.recv().expect_err("the lock is given back");
    add(&store, "after").expect("it works again");
    assert_eq!(count(&store, None), 1);
}

/// Another program locks the database until the second is dropped; the first tells when it
/// has the lock, and hangs up when it has given it back.
fn lock(database: &Database) -> (std::sync::mpsc::Receiver<()>, std::sync::mpsc::Sender<()>) {
    let (tell, held) = channel();
    let (unlock, wait) = channel::<()>();
    if database.is_sqlite() {
        let path = database.path();
        thread::spawn(move || {
            let other = rusqlite::Connection::open(path).expect("another connection");
            other.execute_batch("begin exclusive").expect("a lock");
            let _ = tell.send(());
            let _ = wait.recv();
            other.execute_batch("rollback").expect("given back");
        });
    } else {
        let url = database.url.clone();
        thread::spawn(move || {
            let mut other = ::postgres::Client::connect(&url, ::postgres::NoTls).expect("a client");
            other
                .batch_execute("begin; lock table things")
                .expect("a lock");
            let _ = tell.send(());
            let _ = wait.recv();
            other.batch_execute("rollback").expect("given back");
        });
    }
    (held, unlock)
}

const HANG_UP: &str = "select pg_terminate_backend(pid) from pg_stat_activity
     where datname = '{name}' and application_name = 'seatkeeper'";

/// Runs a test that only a server can be put to, or says that it did not.
fn on_postgres(test: impl FnOnce(&Database)) {
    match Database::postgres() {
        Some(database) => test(&database),
        None => eprintln!("not run: no PostgreSQL to test on"),
    }
}

#[test]
fn a_connection_lost_between_units_is_not_noticed() {
    on_postgres(|database| {
        let store = database.open_with_things();
        for number in 0..40 {
            database.administer(HANG_UP);
            add(&store, number.to_string()).expect("a new connection is made");
        }
        assert_eq!(count(&store, None), 40);
    });
}

#[test]
fn a_connection_lost_within_a_unit_runs_it_again() {
    on_postgres(|database| {
        let store = database.open_with_things();
        let runs = Arc::new(AtomicU32::new(0));
        let counted = runs.clone();
        let done = store.write_blocking(move |tx| {
            tx.execute("insert into things (name) values ('once')", params![])?;
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                let gone = "select pg_terminate_backend(pg_backend_pid()) is null";
                tx.query(gone, params![], |_| Ok(()))?;
            }
            Ok::<_, StoreError>(())
        });
        assert_eq!(done, Ok(()));
        assert_eq!(runs.load(Ordering::SeqCst), 2);
        assert_eq!(count(&store, None), 1);
    });
}

#[test]
fn a_server_that_is_gone_is_unavailable_until_it_is_back() {
    on_postgres(|database| {
        let store = database.open_with_things();
        database.administer("alter database {name} allow_connections false");
        database.administer(HANG_UP);
        assert!(is_unavailable(&add(&store, "nowhere")));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        assert!(is_unavailable(&runtime.block_on(store.ready())));
        database.administer("alter database {name} allow_connections true");
        add(&store, "back").expect("it works again");
        assert_eq!(runtime.block_on(store.ready()), Ok(()));
        assert_eq!(count(&store, None), 1);
    });
}

#[test]
fn what_is_no_database_is_said_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("portal.db");
    std::fs::write(&file, "x".repeat(5000)).expect("a file");
    let open =
        |text: String| plainly(move || Store::open(&text.parse().expect("an address")).err());
    for text in [
        file.display().to_string(),
        folder
            .path()
            .join("no/such/folder/portal.db")
            .display()
            .to_string(),
        "postgres://nobody@127.0.0.1:1/nothing?connect_timeout=1".to_owned(),
    ] {
        let error = open(text.clone());
        assert!(
            matches!(error, Some(StoreError::Unavailable(_))),
            "{text}: {error:?}"
        );
    }
}
