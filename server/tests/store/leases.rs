//! A lease has one holder at a time.

use jiff::{SignedDuration, Timestamp};
use seatkeeper_server::store::{Store, StoreError, lease};

use crate::engine::Database;

crate::on_both!(
    a_lease_is_taken_renewed_lost_and_given_back,
    only_one_of_many_gets_it
);

fn at(minute: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
}

/// Asks for ten minutes.
fn take(store: &Store, holder: &'static str, minute: i64) -> bool {
    store
        .write_blocking(move |tx| lease::take(tx, "numbering", holder, at(minute), at(minute + 10)))
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

fn a_lease_is_taken_renewed_lost_and_given_back(database: &Database) {
    let store = database.open();
    assert!(take(&store, "one", 0));
    assert!(!take(&store, "two", 5), "held");
    assert!(take(&store, "one", 5), "renewed to minute 15");
    assert!(!take(&store, "two", 14), "held");
    assert!(take(&store, "two", 15), "run out");
    assert!(!take(&store, "one", 16), "lost");
    let release = |holder| store.write_blocking(move |tx| lease::release(tx, "numbering", holder));
    release("one").expect("releasing what one has not is nothing");
    assert!(!take(&store, "one", 16));
    release("two").expect("released");
    assert!(take(&store, "one", 16));
}

fn only_one_of_many_gets_it(database: &Database) {
    let stores = [database.open(), database.open()];
    let holders = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let takers: Vec<_> = holders
        .into_iter()
        .zip(stores.iter().cycle())
        .map(|(holder, store)| {
            let store = store.clone();
            std::thread::spawn(move || take(&store, holder, 0))
        })
        .collect();
    let taken = takers
        .into_iter()
        .map(|taker| taker.join().expect("no panic"));
    assert_eq!(taken.filter(|&taken| taken).count(), 1);
}
