//! The people of a reseller, and the addresses that are invited to be of them.
//!
//! Promises: no statement leaves a reseller that has an administrator without one, and none gives
//! an account a second reseller. An invitation lapses after its last day: then it is not listed, and
//! its place is taken when the address is invited again.

mod offers;

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::{AccountId, ResellerId},
    permission::ResellerRole,
};

use super::{
    Row, StoreError, Tx,
    accounts::folded,
    orders::{from_word, word},
};
use crate::params;
pub use offers::{
    Invited, NewOffer, Offer, employer, hold_longer, insert, invitation, invitations, offer, take,
    withdraw,
};

/// Somebody who works for a reseller.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// The address as typed.
    pub email: String,
    /// The name.
    pub name: String,
    /// As what.
    pub role: ResellerRole,
    /// Since when.
    pub added_at: Timestamp,
    /// The latest sign-in.
    pub seen_at: Option<Timestamp>,
}

/// Everybody who works for a reseller, by address.
///
/// # Errors
/// The store's.
pub fn people(tx: &mut Tx<'_>, reseller: ResellerId) -> Result<Vec<Person>, StoreError> {
    tx.query(
        "select a.id, a.email_shown, a.name, p.role, p.added_at, a.seen_at
         from reseller_people p join accounts a on a.id = p.account_id
         where p.reseller_id = $1 and a.erased_at is null order by a.email",
        params![reseller.0],
        read,
    )
}

/// One of them.
///
/// # Errors
/// The store's.
pub fn person(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    account: AccountId,
) -> Result<Option<Person>, StoreError> {
    tx.one(
        "select a.id, a.email_shown, a.name, p.role, p.added_at, a.seen_at
         from reseller_people p join accounts a on a.id = p.account_id
         where p.reseller_id = $1 and a.id = $2 and a.erased_at is null",
        params![reseller.0, account.0],
        read,
    )
}

/// Whether an address works there, or is still waited for.
///
/// # Errors
/// The store's.
pub fn is_in(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    email: &str,
    today: Date,
) -> Result<bool, StoreError> {
    let found: u32 = tx.only(
        "select (select count(*) from reseller_people p join accounts a on a.id = p.account_id
                 where p.reseller_id = $1 and a.email = $2)
              + (select count(*) from colleague_invitations
                 where reseller_id = $1 and email = $2 and invited_until_on >= $3) as found",
        params![reseller.0, folded(email), today],
        |row| row.get("found"),
    )?;
    Ok(found > 0)
}

/// Gives one of them another role; answers no where that would take the last administrator away.
///
/// # Errors
/// The store's.
pub fn set_role(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    account: AccountId,
    role: ResellerRole,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update reseller_people set role = $1
         where reseller_id = $2 and account_id = $3 and (role <> 'administrator' or exists (
             select 1 from reseller_people other where other.reseller_id = $2
                and other.account_id <> $3 and other.role = 'administrator'))",
        params![word(&role), reseller.0, account.0],
    )?;
    Ok(rows == 1)
}

/// Takes one of them out; answers no where that would take the last administrator away.
///
/// # Errors
/// The store's.
pub fn remove(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    account: AccountId,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "delete from reseller_people
         where reseller_id = $1 and account_id = $2 and (role <> 'administrator' or exists (
             select 1 from reseller_people other where other.reseller_id = $1
                and other.account_id <> $2 and other.role = 'administrator'))",
        params![reseller.0, account.0],
    )?;
    Ok(rows == 1)
}

fn read(row: &Row<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        account: row.parse("id")?,
        email: row.get("email_shown")?,
        name: row.get("name")?,
        role: from_word(row.get("role")?)?,
        added_at: row.get("added_at")?,
        seen_at: row.get("seen_at")?,
    })
}
