//! Brings the schema up to date: forward only, each step in one transaction, in order.
//!
//! A step that was applied is remembered with a hash of its text, so a program that is older
//! than the database, or whose steps were edited, refuses to start. Two servers that start at
//! once are safe: the step and its row are one transaction, and the row's number is unique.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{Store, StoreError, Tx, params};

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migration {
    pub(super) number: u32,
    pub(super) name: &'static str,
    pub(super) sql: &'static str,
}

macro_rules! migration {
    ($number:literal, $name:literal) => {
        Migration {
            number: $number,
            name: $name,
            sql: include_str!(concat!("../../migrations/", $name, ".sql")),
        }
    };
}

/// All steps there have ever been. A new one goes to the end.
pub(super) const ALL: &[Migration] = &[
    migration!(1, "0001_foundation"),
    migration!(2, "0002_accounts"),
    migration!(3, "0003_resellers"),
    migration!(4, "0004_customers"),
    migration!(5, "0005_subscriptions"),
    migration!(6, "0006_money"),
    migration!(7, "0007_books"),
    migration!(8, "0008_grace"),
    migration!(9, "0009_days"),
    migration!(10, "0010_transfers"),
    migration!(11, "0011_vat_decisions"),
    migration!(12, "0012_colleagues"),
    migration!(13, "0013_overview"),
    migration!(14, "0014_second_factors"),
    migration!(15, "0015_staff"),
    migration!(16, "0016_acting"),
    migration!(17, "0017_disputes"),
    migration!(18, "0018_renderings"),
    migration!(19, "0019_given_back"),
    migration!(20, "0020_folded_log"),
    migration!(21, "0021_payouts"),
    migration!(22, "0022_giving_up"),
];

/// How often another server may come first before something must be wrong.
const MOST_TRIES: usize = 20;

/// Applies what is missing.
pub(super) fn up_to_date(store: &Store, all: &'static [Migration]) -> Result<(), StoreError> {
    retried(|| store.write_blocking(|tx| tx.batch(FIRST)))?;
    store.read_blocking(move |tx| known(tx, all))?;
    for migration in all {
        retried(|| store.write_blocking(|tx| apply(tx, migration)))?;
    }
    Ok(())
}

const FIRST: &str = "create table if not exists migrations
    (number bigint primary key not null, name text not null, hash text not null)";

/// Tries again when another server was faster: then the step is done already, or will be.
fn retried(mut step: impl FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
    let mut tries = 1;
    loop {
        match step() {
            Err(StoreError::Conflict { .. }) if tries < MOST_TRIES => tries += 1,
            other => return other,
        }
    }
}

/// Refuses a database with steps that this program does not know.
fn known(tx: &mut Tx<'_>, all: &[Migration]) -> Result<(), StoreError> {
    let newest = tx.only(
        "select coalesce(max(number), 0) from migrations",
        params![],
        |row| row.get::<u32>(0),
    )?;
    if all.last().is_none_or(|last| newest > last.number) {
        return Err(StoreError::Refused(format!(
            "its schema is at step {newest}, newer than this program; use a newer program"
        )));
    }
    Ok(())
}

fn apply(tx: &mut Tx<'_>, migration: &Migration) -> Result<(), StoreError> {
    let hash = hash(migration.sql);
    let applied = tx.one(
        "select hash from migrations where number = $1",
        params![migration.number],
        |row| row.get::<String>(0),
    )?;
    match applied {
        Some(applied) if applied == hash => Ok(()),
        Some(_) => Err(StoreError::Refused(format!(
            "{} was applied with another text than this program's",
            migration.name
        ))),
        None => {
            tx.execute(
                "insert into migrations (number, name, hash) values ($1, $2, $3)",
                params![migration.number, migration.name, hash],
            )?;
            tx.batch(migration.sql)
        }
    }
}

/// Over the text without its line ends' kind, since a checkout may change that.
fn hash(sql: &str) -> String {
    let digest = Sha256::digest(sql.replace('\r', "").as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
