//! The schema comes up to date, once, however many start at the same time.

use std::sync::{Arc, Barrier};
use std::thread;

use seatkeeper_core::id::OrderId;
use seatkeeper_server::params;
use seatkeeper_server::store::{DatabaseUrl, Store, StoreError, orders};
use uuid::Uuid;

use crate::engine::Database;

crate::on_both!(
    a_second_start_changes_nothing,
    many_may_start_at_once,
    a_newer_database_is_refused,
    an_edited_step_is_refused,
    a_newer_servers_column_hurts_no_statement,
);

fn applied(store: &Store) -> Vec<(i64, String)> {
    let sql = "select number, hash from migrations order by number";
    store
        .read_blocking(move |tx| tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?))))
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

/// During an upgrade an older server goes on with what it has prepared.
fn a_newer_servers_column_hurts_no_statement(database: &Database) {
    let store = database.open();
    let look = || {
        let order = OrderId(Uuid::nil());
        let found = store.write_blocking(move |tx| orders::find_any(tx, order));
        found.map(|found| found.is_none())
    };
    assert_eq!(look(), Ok(true));
    let newer = "alter table orders add column of_a_newer_server text";
    let added = database
        .open()
        .write_blocking(move |tx| tx.execute(newer, params![]));
    added.unwrap_or_else(|error: StoreError| panic!("{error}"));
    for _ in 0..20 {
        assert_eq!(look(), Ok(true));
    }
}

fn a_second_start_changes_nothing(database: &Database) {
    let first = applied(&database.open());
    assert!(first.len() >= 7, "{first:?}");
    assert_eq!(applied(&database.open()), first);
}

/// Several rounds, since the moments in which they could meet are short.
fn many_may_start_at_once(database: &Database) {
    for _ in 0..4 {
        let fresh = database.another();
        let together = Arc::new(Barrier::new(6));
        let starts: Vec<_> = (0..6)
            .map(|_| {
                let url = fresh.url.parse::<DatabaseUrl>().expect("an address");
                let together = together.clone();
                thread::spawn(move || {
                    together.wait();
                    Store::open(&url).map(|store| applied(&store).len())
                })
            })
            .collect();
        for start in starts {
            let steps = start.join().expect("no panic").expect("each starts");
            assert!(steps >= 7, "{steps}");
        }
    }
}

fn a_newer_database_is_refused(database: &Database) {
    let store = database.open();
    let newer = "insert into migrations (number, name, hash) values (999, 'later', '')";
    store
        .write_blocking(move |tx| tx.execute(newer, params![]))
        .expect("a later step");
    let refused = database.try_open().err();
    assert!(
        matches!(&refused, Some(StoreError::Refused(why)) if why.contains("999")),
        "{refused:?}"
    );
}

fn an_edited_step_is_refused(database: &Database) {
    let store = database.open();
    let edited = "update migrations set hash = 'another' where number = 2";
    store
        .write_blocking(move |tx| tx.execute(edited, params![]))
        .expect("an edited step");
    let refused = database.try_open().err();
    assert!(
        matches!(&refused, Some(StoreError::Refused(why)) if why.contains("0002")),
        "{refused:?}"
    );
}
