//! Addresses that accounts are to have once they are confirmed there. An account has one at most;
//! with it go the links to it.

use jiff::Timestamp;
use seatkeeper_core::id::AccountId;
use uuid::Uuid;

use super::{StoreError, Tx, accounts::folded};
use crate::params;

/// A change that waits to be confirmed.
#[derive(Clone, Debug)]
pub struct EmailChange {
    /// Its id.
    pub id: Uuid,
    /// Whose address it is to be.
    pub account: AccountId,
    /// The new address as typed.
    pub email: String,
    /// Until when it can be confirmed.
    pub expires_at: Timestamp,
}

/// Has a change wait; takes the place of an earlier one of the same account. Those that lapsed are
/// forgotten: nobody's address is kept for nothing.
///
/// # Errors
/// The store's.
pub fn insert(tx: &mut Tx<'_>, change: &EmailChange, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "delete from email_changes where account_id = $1 or expires_at <= $2",
        params![change.account.0, now],
    )?;
    tx.execute(
        "insert into email_changes (id, account_id, email, email_shown, asked_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![
            change.id,
            change.account.0,
            folded(&change.email),
            &change.email,
            now,
            change.expires_at,
        ],
    )?;
    Ok(())
}

/// A change, unless it was confirmed, stopped or replaced.
///
/// # Errors
/// The store's.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<EmailChange>, StoreError> {
    tx.one(
        "select account_id, email_shown, expires_at from email_changes where id = $1",
        params![id],
        |row| {
            Ok(EmailChange {
                id,
                account: row.parse("account_id")?,
                email: row.get("email_shown")?,
                expires_at: row.get("expires_at")?,
            })
        },
    )
}

/// Gives up the change of an account, if one waits.
///
/// # Errors
/// The store's.
pub fn drop_of(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.execute(
        "delete from email_changes where account_id = $1",
        params![account.0],
    )?;
    Ok(())
}

/// Gives an account another address, wherever the old one stands for it. That no other account has
/// it is asked before, in the same transaction. What the new address was invited to where its account
/// is already has nothing left to offer.
///
/// # Errors
/// The store's.
pub fn carry_out(tx: &mut Tx<'_>, change: &EmailChange) -> Result<(), StoreError> {
    let (account, email) = (change.account.0, folded(&change.email));
    tx.execute(
        "update accounts set email = $1, email_shown = $2, version = version + 1 where id = $3",
        params![&email, &change.email, account],
    )?;
    tx.execute(
        "delete from members where email = $1 and account_id is null
            and customer_id in (select customer_id from members own where own.account_id = $2)",
        params![&email, account],
    )?;
    tx.execute(
        "update members set email = $1, email_shown = $2 where account_id = $3",
        params![&email, &change.email, account],
    )?;
    tx.execute(
        "delete from colleague_invitations where email = $1
            and reseller_id in (select reseller_id from reseller_people where account_id = $2)",
        params![&email, account],
    )?;
    Ok(())
}
