//! Roles: whom an account works for and where it is a member, read anew for each request.

use jiff::Timestamp;
use seatkeeper_core::{
    id::{AccountId, ResellerId},
    permission::{Actor, ResellerRole},
};

use super::{StoreError, Tx, orders::from_word};
use crate::params;

/// An account with every role that it holds now.
///
/// # Errors
/// The store's.
pub fn actor(tx: &mut Tx<'_>, account: AccountId) -> Result<Actor, StoreError> {
    let staff = tx.one(
        "select account_id from staff where account_id = $1",
        params![account.0],
        |_| Ok(()),
    )?;
    let reseller = tx.one(
        "select reseller_id, role from reseller_people where account_id = $1",
        params![account.0],
        |row| Ok((row.parse("reseller_id")?, from_word(row.get("role")?)?)),
    )?;
    let customers = tx.query(
        "select m.customer_id, m.role from members m join customers c on c.id = m.customer_id
         where m.account_id = $1 and c.active_on is not null",
        params![account.0],
        |row| Ok((row.parse("customer_id")?, from_word(row.get("role")?)?)),
    )?;
    Ok(Actor {
        account,
        staff: staff.is_some(),
        reseller,
        customers,
        acting: false,
    })
}

/// The same actor with the roles of now, in the transaction of what is done: whoever acts as a
/// reseller still does.
///
/// # Errors
/// The store's.
pub fn again(tx: &mut Tx<'_>, before: &Actor) -> Result<Actor, StoreError> {
    let now = actor(tx, before.account)?;
    Ok(match before.reseller {
        Some((reseller, _)) if before.acting => now.acting_as(reseller),
        _ => now,
    })
}

/// Makes an account one of the seller's people; again is no fault.
///
/// # Errors
/// The store's.
pub fn add_staff(
    tx: &mut Tx<'_>,
    account: AccountId,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into staff (account_id, added_by, added_at) values ($1, $2, $3)
         on conflict (account_id) do nothing",
        params![account.0, by.map(|id| id.0), now],
    )?;
    Ok(())
}

/// The seller's people, by address.
///
/// # Errors
/// The store's.
pub fn staff(tx: &mut Tx<'_>) -> Result<Vec<(AccountId, String)>, StoreError> {
    tx.query(
        "select a.id, a.email_shown from staff s join accounts a on a.id = s.account_id order by a.email_shown, a.id",
        params![],
        |row| Ok((row.parse("id")?, row.get("email_shown")?)),
    )
}

/// An account is one of the seller's people no more.
///
/// # Errors
/// The store's.
pub fn remove_staff(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.execute(
        "delete from staff where account_id = $1",
        params![account.0],
    )?;
    Ok(())
}

/// Gives an account a role in a reseller.
///
/// # Errors
/// The store's; a conflict on `reseller_people_account_id` when it works for another.
pub fn add_to_reseller(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    (account, role): (AccountId, ResellerRole),
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let role = match role {
        ResellerRole::Administrator => "administrator",
        ResellerRole::Technician => "technician",
    };
    tx.execute(
        "insert into reseller_people (reseller_id, account_id, role, added_by, added_at)
         values ($1, $2, $3, $4, $5)
         on conflict (reseller_id, account_id) do update set role = excluded.role",
        params![reseller.0, account.0, role, by.map(|id| id.0), now],
    )?;
    Ok(())
}
