//! The outbox: what must follow a commit, written in the same commit, delivered at least once.
//! A row is claimed for some time before it is tried, so that a server that dies while sending
//! leaves it to be tried again.

use jiff::Timestamp;
use uuid::Uuid;

use super::{StoreError, Tx};
use crate::params;

/// A row whose time has come.
#[derive(Clone, Debug)]
pub struct Due {
    /// Its id; also that of the mail.
    pub id: Uuid,
    /// What to send, as it was written.
    pub payload: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// How often it was tried before.
    pub attempts: u32,
}

/// Writes a row. Where the same thing must not be sent twice, `once_key` names it, and a second
/// row of that name is not written.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    kind: &str,
    payload: String,
    once_key: Option<String>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into outbox (id, kind, payload, once_key, created_at, not_before)
         values ($1, $2, $3, $4, $5, $6) on conflict (once_key) do nothing",
        params![Uuid::now_v7(), kind, payload, once_key, now, now],
    )?;
    Ok(())
}

/// Rows to be tried now, oldest first.
///
/// # Errors
/// The store's.
pub fn due(tx: &mut Tx<'_>, now: Timestamp, most: u32) -> Result<Vec<Due>, StoreError> {
    tx.query(
        "select id, payload, created_at, attempts from outbox
         where delivered_at is null and given_up_at is null and not_before <= $1
         order by not_before, id limit $2",
        params![now, most],
        |row| {
            Ok(Due {
                id: row.get("id")?,
                payload: row.get("payload")?,
                created_at: row.get("created_at")?,
                attempts: row.get("attempts")?,
            })
        },
    )
}

/// Claims a row until `until`; answers no when another was faster.
///
/// # Errors
/// The store's.
pub fn claim(tx: &mut Tx<'_>, due: &Due, until: Timestamp) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update outbox set attempts = attempts + 1, not_before = $1
         where id = $2 and attempts = $3 and delivered_at is null and given_up_at is null",
        params![until, due.id, due.attempts],
    )?;
    Ok(rows == 1)
}

/// Notes that a row was delivered.
///
/// # Errors
/// The store's.
pub fn delivered(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update outbox set delivered_at = $1, last_error = null where id = $2",
        params![now, id],
    )?;
    Ok(())
}

/// Notes that a row need not be delivered any more, and why.
///
/// # Errors
/// The store's.
pub fn settled(tx: &mut Tx<'_>, id: Uuid, reason: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update outbox set delivered_at = $1, last_error = $2 where id = $3",
        params![now, reason, id],
    )?;
    Ok(())
}

/// Notes why a row was not delivered; it is tried again when its claim ends.
///
/// # Errors
/// The store's.
pub fn failed(tx: &mut Tx<'_>, id: Uuid, error: &str) -> Result<(), StoreError> {
    tx.execute(
        "update outbox set last_error = $1 where id = $2",
        params![error, id],
    )?;
    Ok(())
}

/// Parks a row for ever, with the reason.
///
/// # Errors
/// The store's.
pub fn give_up(tx: &mut Tx<'_>, id: Uuid, reason: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update outbox set given_up_at = $1, last_error = $2 where id = $3",
        params![now, reason, id],
    )?;
    Ok(())
}

/// How many rows wait, and how many were parked, for the figures.
///
/// # Errors
/// The store's.
pub fn counts(tx: &mut Tx<'_>) -> Result<(u64, u64), StoreError> {
    tx.only(
        "select coalesce(sum(case when given_up_at is null then 1 else 0 end), 0),
            coalesce(sum(case when given_up_at is null then 0 else 1 end), 0)
         from outbox where delivered_at is null",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
