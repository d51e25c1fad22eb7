//! The sandbox's own record, a SQLite file that outlives the portal and its database.
//!
//! Promises: each unit of work is durable when it returns, or left no trace. A charge and a refund
//! are rows of their own with unique keys: no path through the code can charge a key twice.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub(super) mod cards;
pub(super) mod charges;
pub(super) mod deliveries;
pub(super) mod disputes;
pub(super) mod payments;

const SCHEMA: &str = "
create table if not exists payments (
    order_id text not null,
    attempt integer not null,
    page text not null unique,
    asked text not null,
    state text not null,
    decide_at integer,
    stalls integer not null default 0,
    primary key (order_id, attempt)
) strict;
create index if not exists payments_undecided on payments (decide_at) where decide_at is not null;
create table if not exists charges (
    reference text not null primary key,
    order_id text not null,
    attempt integer not null,
    charged_order text not null,
    minor integer not null check (minor > 0),
    currency text not null,
    card text not null,
    saved_card text,
    charged_at text not null,
    unique (order_id, attempt),
    foreign key (order_id, attempt) references payments (order_id, attempt)
) strict;
create table if not exists refunds (
    id text not null primary key,
    reference text not null references charges (reference),
    minor integer not null check (minor > 0),
    currency text not null,
    refunded_at text not null
) strict;
create table if not exists disputes (
    reference text not null primary key,
    charge text not null references charges (reference),
    minor integer not null check (minor > 0),
    currency text not null,
    state text not null,
    changed_at integer not null
) strict;
create table if not exists cards (
    token text not null primary key,
    card text not null
) strict;
create table if not exists deliveries (
    place integer primary key autoincrement,
    event text not null,
    kind text not null,
    order_id text not null,
    attempt integer not null,
    due_at integer,
    tries integer not null default 0
) strict;
";

/// The open file.
pub(super) struct RecordFile(Mutex<Connection>);

impl RecordFile {
    /// Opens `gateway-sandbox.db` in a folder, making both when they are missing.
    pub(super) fn open(folder: &Path) -> Result<Self, rusqlite::Error> {
        // a folder that cannot be made is told by the open below, with its path
        let _ = std::fs::create_dir_all(folder);
        let connection = Connection::open(folder.join("gateway-sandbox.db"))?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Does all of `work` or nothing of it.
    pub(super) fn unit<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unit = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&unit)?;
        unit.commit()?;
        Ok(done)
    }
}

/// A stored text that does not read as what it should be: only someone else's hand in the file.
fn unreadable(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}
