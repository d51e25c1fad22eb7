//! What a unit of work may rely on.

use std::sync::mpsc::channel;
use std::thread;

use seatkeeper_server::params;
use seatkeeper_server::store::StoreError;

use crate::engine::{Database, add, count};

crate::on_both!(
    an_error_undoes_its_own_unit_and_no_other,
    a_panic_undoes_its_unit_and_the_store_goes_on,
    a_swallowed_failure_is_still_a_failure,
    conflicts_and_violations_are_told_apart,
    values_come_back_as_they_went_in,
    a_read_does_not_write,
    a_read_sees_one_moment,
    wrong_rows_are_errors_and_not_panics,
    a_caller_who_leaves_does_not_stop_the_unit,
);

#[derive(Debug, PartialEq)]
enum Refusal {
    Odd,
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Fills the writer's queue while it is busy, so that the units share a commit.
fn an_error_undoes_its_own_unit_and_no_other(database: &Database) {
    let store = database.open_with_things();
    let (go, wait) = channel::<()>();
    let (tell_busy, busy) = channel();
    let first = store.clone();
    let blocker = thread::spawn(move || {
        first.write_blocking(move |tx| {
            let _ = tell_busy.send(());
            let _ = wait.recv();
            tx.execute("insert into things (name) values ('blocker')", params![])
        })
    });
    busy.recv().expect("the writer is busy");
    let (tell_handed_in, handed_in) = channel();
    let callers: Vec<_> = (0..60_u32)
        .map(|number| {
            let (store, tell) = (store.clone(), tell_handed_in.clone());
            thread::spawn(move || {
                let _ = tell.send(());
                store.write_blocking(move |tx| {
                    let name = number.to_string();
                    tx.execute(
                        "insert into things (name, owner) values ($1, 'x')",
                        params![name],
                    )?;
                    if number % 3 == 1 {
                        Err(Refusal::Odd)
                    } else {
                        Ok(number)
                    }
                })
            })
        })
        .collect();
    (0..60).for_each(|_| handed_in.recv().expect("a caller"));
    drop(go);
    assert_eq!(blocker.join().expect("no panic"), Ok::<u64, StoreError>(1));
    for (number, caller) in (0..60_u32).zip(callers) {
        let expected = if number % 3 == 1 {
            Err(Refusal::Odd)
        } else {
            Ok(number)
        };
        assert_eq!(caller.join().expect("no panic"), expected);
    }
    assert_eq!(count(&store, Some("x")), 40);
    assert_eq!(count(&store, None), 41);
}

fn a_panic_undoes_its_unit_and_the_store_goes_on(database: &Database) {
    let store = database.open_with_things();
    let writes = store.write_blocking(|tx| -> Result<(), StoreError> {
        tx.execute("insert into things (name) values ('half')", params![])?;
        panic!("on purpose");
    });
    assert_eq!(writes, Err(StoreError::Panicked));
    let reads = store.read_blocking(|_| -> Result<(), StoreError> { panic!("on purpose") });
    assert_eq!(reads, Err(StoreError::Panicked));
    add(&store, "after").expect("the store goes on");
    assert_eq!(count(&store, None), 1);
}

fn a_swallowed_failure_is_still_a_failure(database: &Database) {
    let store = database.open_with_things();
    add(&store, "there").expect("a first");
    let swallowed = store.write_blocking(|tx| {
        tx.execute("insert into things (name) values ('first')", params![])?;
        let _ = tx.execute("insert into things (name) values ('there')", params![]);
        let after = tx.execute("insert into things (name) values ('second')", params![]);
        assert!(after.is_err(), "a unit goes on after a failure");
        Ok::<_, StoreError>(())
    });
    assert!(swallowed.is_err_and(|error| error.is_conflict("things_pkey")));
    assert_eq!(count(&store, None), 1);
}

fn conflicts_and_violations_are_told_apart(database: &Database) {
    let store = database.open();
    let account = |id: &'static str, email: &'static str| {
        store.write_blocking(move |tx| {
            tx.execute(
                "insert into accounts (id, email, email_shown, name, locale, created_at)
                 values ($1, $2, $2, '', 'en', '')",
                params![id, email],
            )
        })
    };
    assert_eq!(account("1", "a@example.com"), Ok(1));
    let conflict = |name: &str| StoreError::Conflict {
        constraint: name.to_owned(),
    };
    assert_eq!(
        account("2", "a@example.com"),
        Err(conflict("accounts_email"))
    );
    assert_eq!(
        account("1", "b@example.com"),
        Err(conflict("accounts_pkey"))
    );
    for sql in [
        "insert into staff (account_id, added_at) values ('nobody', '')",
        "insert into database_mark (id, kind, marked_at) values (1, 'neither', '')",
        "insert into staff (account_id) values ('1')",
    ] {
        let refused = store.write_blocking(move |tx| tx.execute(sql, params![]));
        assert!(
            matches!(refused, Err(StoreError::Violation(_))),
            "{sql}: {refused:?}"
        );
    }
    let nonsense =
        store.write_blocking(|tx| tx.execute("insert into nowhere values (1)", params![]));
    assert!(
        matches!(nonsense, Err(StoreError::Rejected(_))),
        "{nonsense:?}"
    );
}

fn values_come_back_as_they_went_in(database: &Database) {
    let store = database.open();
    let text = "Åsa's \"Büro\" \\ 北风\u{0301} $1 ?";
    let bytes: Vec<u8> = (0..=255).collect();
    let expected = (
        i64::MIN,
        i64::MAX,
        text.to_owned(),
        bytes.clone(),
        None::<String>,
        true,
    );
    let read = store.write_blocking(move |tx| {
        tx.execute(
            "create table kinds (low bigint, high bigint, word text, raw bytea, gone text, yes bigint)",
            params![],
        )?;
        // used out of order and twice on purpose: the number decides, not the place
        tx.execute(
            "insert into kinds (yes, gone, raw, word, high, low) values ($6, $5, $4, $3, $2, $1)",
            params![i64::MIN, i64::MAX, text, bytes.clone(), None::<String>, true],
        )?;
        tx.only(
            "select low, high, word, raw, gone, yes from kinds where yes = $1 and (word = $2 or yes = $1)",
            params![1, text],
            |row| {
                let yes: bool = row.get("yes")?;
                Ok((row.get(0)?, row.get("high")?, row.get(2)?, row.get("raw")?, row.get(4)?, yes))
            },
        )
    });
    assert_eq!(read, Ok::<_, StoreError>(expected));
    for wrong in [params![], params![1, 2]] {
        let wrong = wrong.to_vec();
        let counted = store.read_blocking(move |tx| {
            tx.query("select low from kinds where low = $1", &wrong, |row| {
                row.get::<i64>(0)
            })
        });
        assert!(
            matches!(counted, Err(StoreError::Rejected(_))),
            "{counted:?}"
        );
    }
}

fn a_read_does_not_write(database: &Database) {
    let store = database.open_with_things();
    let executed = store.read_blocking(|tx| {
        tx.execute("insert into things (name) values ('sneaked in')", params![])
    });
    assert!(executed.is_err());
    let queried = store.read_blocking(|tx| {
        let sql = "insert into things (name) values ('sneaked in') returning name";
        tx.query(sql, params![], |row| row.get::<String>(0))
    });
    assert!(queried.is_err());
    assert_eq!(count(&store, None), 0);
}

fn a_read_sees_one_moment(database: &Database) {
    let store = database.open_with_things();
    let inner = store.clone();
    let counts = store.read_blocking(move |tx| {
        let sql = "select count(*) from things";
        let before: i64 = tx.only(sql, params![], |row| row.get(0))?;
        let other = inner.clone();
        thread::spawn(move || add(&other, "meanwhile"))
            .join()
            .expect("no panic")?;
        let after: i64 = tx.only(sql, params![], |row| row.get(0))?;
        Ok::<_, StoreError>((before, after))
    });
    assert_eq!(counts, Ok((0, 0)));
    assert_eq!(count(&store, None), 1);
}

fn wrong_rows_are_errors_and_not_panics(database: &Database) {
    let store = database.open_with_things();
    add(&store, "a")
        .and_then(|()| add(&store, "b"))
        .expect("two things");
    let unexpected = |result: Result<(), StoreError>| {
        assert!(
            matches!(result, Err(StoreError::Unexpected(_))),
            "{result:?}"
        );
    };
    let sql = "select name, owner from things order by name";
    unexpected(store.read_blocking(move |tx| tx.one(sql, params![], |_| Ok(())).map(drop)));
    unexpected(store.read_blocking(move |tx| {
        tx.query(sql, params![], |row| row.get::<i64>("name"))
            .map(drop)
    }));
    unexpected(store.read_blocking(move |tx| {
        tx.query(sql, params![], |row| row.get::<String>("owner"))
            .map(drop)
    }));
    unexpected(store.read_blocking(move |tx| {
        tx.query(sql, params![], |row| row.get::<String>("nowhere"))
            .map(drop)
    }));
    unexpected(store.read_blocking(move |tx| {
        tx.query(sql, params![], |row| row.get::<String>(2))
            .map(drop)
    }));
    unexpected(store.read_blocking(|tx| {
        let none = "select name from things where name = 'c'";
        tx.only(none, params![], |_| Ok(())).map(drop)
    }));
}

fn a_caller_who_leaves_does_not_stop_the_unit(database: &Database) {
    let store = database.open_with_things();
    let (tell, told) = channel();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut write = Box::pin(store.write(move |tx| {
            let rows = tx.execute("insert into things (name) values ('left')", params![]);
            let _ = tell.send(());
            rows
        }));
        // polled once, so handed in, and then given up
        let polled = std::future::poll_fn(|context| {
            std::task::Poll::Ready(write.as_mut().poll(context).is_pending())
        });
        polled.await;
    });
    told.recv().expect("the unit ran");
    // its commit follows; nobody is told when, but not long after the others'
    let seen = (0..1000).any(|number| {
        let other = add(&store, number.to_string());
        let left = store.read_blocking(|tx| {
            let sql = "select name from things where name = 'left'";
            tx.one(sql, params![], |_| Ok(()))
        });
        other.is_ok() && matches!(left, Ok::<_, StoreError>(Some(())))
    });
    assert!(seen, "the unit was given up with its caller");
}
