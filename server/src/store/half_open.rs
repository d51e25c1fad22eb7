//! Right passwords that wait for a code of the second factor, known by the hash of their token. They
//! end with the sessions of their account.

use jiff::Timestamp;
use seatkeeper_core::id::AccountId;

use super::{StoreError, Tx};
use crate::params;

/// Has a right password wait for a code.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    hash: &str,
    account: AccountId,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into half_open_sign_ins (token_hash, account_id, expires_at) values ($1, $2, $3)",
        params![hash, account.0, expires_at],
    )?;
    Ok(())
}

/// Whose password it was, if it still waits.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<AccountId>, StoreError> {
    tx.one(
        "select account_id from half_open_sign_ins where token_hash = $1 and expires_at > $2",
        params![hash, now],
        |row| row.parse("account_id"),
    )
}

/// Forgets one: its code was entered.
///
/// # Errors
/// The store's.
pub fn close(tx: &mut Tx<'_>, hash: &str) -> Result<(), StoreError> {
    tx.execute(
        "delete from half_open_sign_ins where token_hash = $1",
        params![hash],
    )?;
    Ok(())
}

/// Forgets those of an account.
///
/// # Errors
/// The store's.
pub fn close_all(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.execute(
        "delete from half_open_sign_ins where account_id = $1",
        params![account.0],
    )?;
    Ok(())
}

/// Forgets those that have waited too long.
///
/// # Errors
/// The store's.
pub fn sweep(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "delete from half_open_sign_ins where expires_at <= $1",
        params![now],
    )?;
    Ok(())
}
