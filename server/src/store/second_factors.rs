//! Second factors: the key of an account's app, the codes that stand in for it, and who needs one. A
//! key leaves the database only to compute codes with.

use jiff::Timestamp;
use seatkeeper_core::{
    id::AccountId,
    permission::{Actor, Stakes},
};

use super::{StoreError, Tx, half_open};
use crate::params;

/// Has a key wait for its first code, in the place of any other that waits.
///
/// # Errors
/// The store's.
pub fn offer(
    tx: &mut Tx<'_>,
    account: AccountId,
    app_key: &str,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into second_factor_offers (account_id, app_key, expires_at) values ($1, $2, $3)
         on conflict (account_id) do update set app_key = excluded.app_key,
             expires_at = excluded.expires_at",
        params![account.0, app_key, expires_at],
    )?;
    Ok(())
}

/// The key that waits.
///
/// # Errors
/// The store's.
pub fn offered(
    tx: &mut Tx<'_>,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    tx.one(
        "select app_key from second_factor_offers where account_id = $1 and expires_at > $2",
        params![account.0, now],
        |row| row.get("app_key"),
    )
}

/// Turns the second factor on with the key that waited; the step of its first code is used.
///
/// # Errors
/// The store's; a conflict where it is on already.
pub fn insert(
    tx: &mut Tx<'_>,
    account: AccountId,
    (app_key, step): (&str, i64),
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into second_factors (account_id, app_key, last_step, added_at) values ($1, $2, $3, $4)",
        params![account.0, app_key, step, now],
    )?;
    tx.execute(
        "delete from second_factor_offers where account_id = $1",
        params![account.0],
    )?;
    Ok(())
}

/// The key of an account's app, if it has a second factor.
///
/// # Errors
/// The store's.
pub fn app_key(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<String>, StoreError> {
    tx.one(
        "select app_key from second_factors where account_id = $1",
        params![account.0],
        |row| row.get("app_key"),
    )
}

/// Uses the code of a step up, with all before it; no if that was done before.
///
/// # Errors
/// The store's.
pub fn use_step(tx: &mut Tx<'_>, account: AccountId, step: i64) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update second_factors set last_step = $1 where account_id = $2 and last_step < $1",
        params![step, account.0],
    )?;
    Ok(rows == 1)
}

/// Turns it off, with all that belongs to it; answers whether it was on.
///
/// # Errors
/// The store's.
pub fn remove(tx: &mut Tx<'_>, account: AccountId) -> Result<bool, StoreError> {
    half_open::close_all(tx, account)?;
    tx.execute(
        "delete from backup_codes where account_id = $1",
        params![account.0],
    )?;
    let rows = tx.execute(
        "delete from second_factors where account_id = $1",
        params![account.0],
    )?;
    Ok(rows == 1)
}

/// Keeps these backup codes in the place of all others.
///
/// # Errors
/// The store's.
pub fn set_backup_codes(
    tx: &mut Tx<'_>,
    account: AccountId,
    hashes: &[String],
) -> Result<(), StoreError> {
    tx.execute(
        "delete from backup_codes where account_id = $1",
        params![account.0],
    )?;
    for hash in hashes {
        tx.execute(
            "insert into backup_codes (account_id, code_hash) values ($1, $2)",
            params![account.0, hash],
        )?;
    }
    Ok(())
}

/// Uses a backup code up; no if there is none such.
///
/// # Errors
/// The store's.
pub fn use_backup_code(
    tx: &mut Tx<'_>,
    account: AccountId,
    hash: &str,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "delete from backup_codes where account_id = $1 and code_hash = $2",
        params![account.0, hash],
    )?;
    Ok(rows == 1)
}

/// How many backup codes are left.
///
/// # Errors
/// The store's.
pub fn backup_codes(tx: &mut Tx<'_>, account: AccountId) -> Result<u32, StoreError> {
    tx.only(
        "select count(*) from backup_codes where account_id = $1",
        params![account.0],
        |row| row.get(0),
    )
}

/// What decides whether an account needs a second factor, besides its roles.
///
/// # Errors
/// The store's.
pub fn stakes(tx: &mut Tx<'_>, actor: &Actor) -> Result<Stakes, StoreError> {
    let mut stakes = Stakes::default();
    if let Some((reseller, _)) = actor.reseller {
        let asked = tx.one(
            "select id from resellers where id = $1 and second_factor_required = 1",
            params![reseller.0],
            |_| Ok(()),
        )?;
        let cards: i64 = tx.only(
            "select count(*) from saved_cards where payer_reseller_id = $1",
            params![reseller.0],
            |row| row.get(0),
        )?;
        stakes.asked_of_reseller = asked.is_some();
        stakes.reseller_card = cards > 0;
    }
    if !actor.customers.is_empty() {
        let cards: i64 = tx.only(
            "select count(*) from saved_cards s join members m on m.customer_id = s.payer_customer_id
             where m.account_id = $1 and m.role = 'administrator'",
            params![actor.account.0],
            |row| row.get(0),
        )?;
        stakes.customer_card = cards > 0;
    }
    Ok(stakes)
}
