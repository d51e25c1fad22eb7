//! Many at once never take more than there is.

use seatkeeper_server::params;
use seatkeeper_server::store::{Store, StoreError};

use crate::engine::{Database, count};

crate::on_both!(
    a_counted_limit_is_never_passed,
    a_guarded_counter_never_goes_below_zero,
    a_version_is_won_once,
);

const CALLERS: u32 = 64;

/// Runs 64 callers at once, each asking three times; answers how often the unit said yes.
fn storm<F>(store: &Store, ask: F) -> usize
where
    F: Fn(Store, u32) -> std::pin::Pin<Box<dyn Future<Output = Result<bool, StoreError>> + Send>>
        + Send
        + Sync
        + 'static,
{
    let ask = std::sync::Arc::new(ask);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .build();
    runtime.expect("a runtime").block_on(async {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (store, ask) = (store.clone(), ask.clone());
                tokio::spawn(async move {
                    let mut yes = 0;
                    for turn in 0..3 {
                        let answer = ask(store.clone(), caller * 3 + turn).await;
                        yes += usize::from(answer.expect("contention is not an error"));
                    }
                    yes
                })
            })
            .collect();
        let mut yes = 0;
        for caller in callers {
            yes += caller.await.expect("no panic");
        }
        yes
    })
}

/// Counts rows and inserts one: nothing but serialisable isolation makes this right.
fn a_counted_limit_is_never_passed(database: &Database) {
    let store = database.open_with_things();
    let yes = storm(&store, |store, number| {
        Box::pin(async move {
            store
                .write(move |tx| {
                    let sql = "select count(*) from things";
                    let taken: i64 = tx.only(sql, params![], |row| row.get(0))?;
                    if taken >= 50 {
                        return Ok(false);
                    }
                    let name = format!("seat {number}");
                    tx.execute("insert into things (name) values ($1)", params![name])?;
                    Ok(true)
                })
                .await
        })
    });
    assert_eq!(yes, 50);
    assert_eq!(count(&store, None), 50);
}

fn a_guarded_counter_never_goes_below_zero(database: &Database) {
    let store = database.open();
    store
        .write_blocking(|tx| {
            tx.execute(
                "create table pot (id bigint primary key, free bigint not null)",
                params![],
            )?;
            tx.execute("insert into pot (id, free) values (1, 100)", params![])
        })
        .expect("a pot");
    let yes = storm(&store, |store, _| {
        Box::pin(async move {
            store
                .write(|tx| {
                    let sql = "update pot set free = free - 1 where id = 1 and free > 0";
                    tx.execute(sql, params![]).map(|rows| rows == 1)
                })
                .await
        })
    });
    assert_eq!(yes, 100);
    let free = store.read_blocking(|tx| {
        tx.only("select free from pot where id = 1", params![], |row| {
            row.get::<i64>(0)
        })
    });
    assert_eq!(free, Ok::<_, StoreError>(0));
}

/// The guard by a version column, read in one unit and written in another.
fn a_version_is_won_once(database: &Database) {
    let store = database.open();
    store
        .write_blocking(|tx| {
            tx.execute(
                "create table page (id bigint primary key, version bigint not null)",
                params![],
            )?;
            tx.execute("insert into page (id, version) values (1, 1)", params![])
        })
        .expect("a page");
    let yes = storm(&store, |store, _| {
        Box::pin(async move {
            store
                .write(|tx| {
                    let sql = "update page set version = version + 1 where id = 1 and version = $1";
                    tx.execute(sql, params![1]).map(|rows| rows == 1)
                })
                .await
        })
    });
    assert_eq!(yes, 1);
}
