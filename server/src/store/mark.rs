//! The mark of a database: demo or real, once and for ever.

use jiff::Timestamp;

use super::{StoreError, Tx};
use crate::params;

/// What a database is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Made-up data; only a sandbox gateway.
    Demo,
    /// Real people and real money; never a sandbox gateway.
    Real,
}

impl Mark {
    fn word(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Real => "real",
        }
    }
}

/// What a database is marked as.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>) -> Result<Option<Mark>, StoreError> {
    let kind = tx.one(
        "select kind from database_mark where id = 1",
        params![],
        |row| row.get::<String>("kind"),
    )?;
    Ok(kind.map(|kind| {
        if kind == "demo" {
            Mark::Demo
        } else {
            Mark::Real
        }
    }))
}

/// Marks a database that has no mark; answers the mark it has.
///
/// # Errors
/// The store's.
pub fn mark(tx: &mut Tx<'_>, wanted: Mark, now: Timestamp) -> Result<Mark, StoreError> {
    tx.execute(
        "insert into database_mark (id, kind, marked_at) values (1, $1, $2) on conflict do nothing",
        params![wanted.word(), now],
    )?;
    let kind: String = tx.only(
        "select kind from database_mark where id = 1",
        params![],
        |row| row.get(0),
    )?;
    Ok(if kind == "demo" {
        Mark::Demo
    } else {
        Mark::Real
    })
}
