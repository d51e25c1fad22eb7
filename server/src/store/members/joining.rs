//! What a person does about the own row: accepting an invitation, being seen, leaving.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::{AccountId, CustomerId, MemberId, ResellerId},
    member::MemberRole,
    permission::Managed,
};

use super::{StoreError, Tx, fit_to_seats, from_word};
use crate::params;

/// A row as its mail and its link tell of it.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// In which business.
    pub customer: CustomerId,
    /// That business's name.
    pub business: String,
    /// The address as typed.
    pub email: String,
    /// The account, once it belongs to one.
    pub account: Option<AccountId>,
    /// The name of who added it.
    pub added_by: Option<String>,
    /// The last day on which it can be accepted.
    pub until_on: Date,
}

/// The business that an account is in.
#[derive(Clone, Debug)]
pub struct Own {
    /// Its row.
    pub member: MemberId,
    /// Which business.
    pub customer: CustomerId,
    /// That business's name.
    pub business: String,
    /// Who manages it.
    pub managed_by: String,
    /// As what.
    pub role: MemberRole,
}

/// The active business that an account is in; a person is in one at most.
///
/// # Errors
/// The store's.
pub fn own(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Own>, StoreError> {
    tx.one(
        "select m.id, m.customer_id, m.role, c.name as business, r.name as managed_by
         from members m join customers c on c.id = m.customer_id join resellers r on r.id = c.reseller_id
         where m.account_id = $1 and c.active_on is not null",
        params![account.0],
        |row| {
            Ok(Own {
                member: row.parse("id")?,
                customer: row.parse("customer_id")?,
                business: row.get("business")?,
                managed_by: row.get("managed_by")?,
                role: from_word(row.get("role")?)?,
            })
        },
    )
}

/// Whether without this account nobody could manage its business: it is the only administrator of one
/// that has no reseller.
///
/// # Errors
/// The store's.
pub fn is_needed(tx: &mut Tx<'_>, account: AccountId) -> Result<bool, StoreError> {
    let needed = tx.one(
        "select m.id from members m join customers c on c.id = m.customer_id
         where m.account_id = $1 and m.role = 'administrator' and c.reseller_id = $2
            and not exists (select 1 from members o join accounts a on a.id = o.account_id
                where o.customer_id = m.customer_id and o.id <> m.id and o.role = 'administrator'
                and a.password_hash is not null)",
        params![account.0, ResellerId::NOBODY.0],
        |_| Ok(()),
    )?;
    Ok(needed.is_some())
}

/// Takes an account out of the business that it is in, with its role; its licence goes to the first of
/// those without one. Answers which business that was and which row.
///
/// # Errors
/// The store's.
pub fn leave(
    tx: &mut Tx<'_>,
    account: AccountId,
    today: Date,
) -> Result<Option<(Managed, MemberId)>, StoreError> {
    let left = tx.one(
        "select m.id, m.customer_id, c.reseller_id from members m join customers c on c.id = m.customer_id
         where m.account_id = $1 and c.reseller_id is not null",
        params![account.0],
        |row| {
            let managed = Managed {
                reseller: row.parse("reseller_id")?,
                customer: row.parse("customer_id")?,
            };
            Ok((managed, row.parse("id")?))
        },
    )?;
    if let Some((managed, _)) = left {
        tx.execute(
            "delete from members where account_id = $1",
            params![account.0],
        )?;
        fit_to_seats(tx, managed.customer, today)?;
    }
    Ok(left)
}

/// What a mail or link about a row tells; `None` when it was removed or has joined for good.
///
/// # Errors
/// The store's.
pub fn invitation(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Invitation>, StoreError> {
    tx.one(
        "select m.customer_id, c.name as business, m.email_shown, m.account_id, a.name as adder, m.invited_until_on
         from members m join customers c on c.id = m.customer_id left join accounts a on a.id = m.added_by
         where m.id = $1 and m.state <> 'active' and m.invited_until_on is not null",
        params![member.0],
        |row| {
            let adder: Option<String> = row.get("adder")?;
            Ok(Invitation {
                customer: row.parse("customer_id")?,
                business: row.get("business")?,
                email: row.get("email_shown")?,
                account: row.parse_optional("account_id")?,
                added_by: adder.filter(|name| !name.is_empty()),
                until_on: row.get("invited_until_on")?,
            })
        },
    )
}

/// Accepts an invitation for an account; answers no when the account is in another business,
/// which it has to leave first, or when somebody accepted already.
///
/// # Errors
/// The store's.
pub fn accept(
    tx: &mut Tx<'_>,
    member: MemberId,
    account: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let taken = tx.one(
        "select id from members where account_id = $1",
        params![account.0],
        |_| Ok(()),
    )?;
    if taken.is_some() {
        return Ok(false);
    }
    let rows = tx.execute(
        "update members set account_id = $1, state = 'active', joined_at = $2
         where id = $3 and account_id is null and state <> 'active'",
        params![account.0, now, member.0],
    )?;
    Ok(rows == 1)
}

/// Notes that somebody signed in: whoever was added at once is no longer waited for. To be called
/// in the transaction of every sign-in; it costs one statement that mostly changes nothing.
///
/// # Errors
/// The store's.
pub fn seen(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update members set state = 'active', joined_at = $1 where account_id = $2 and state <> 'active'",
        params![now, account.0],
    )?;
    Ok(())
}

/// The accounts that are in a business: its administrators, or everybody.
///
/// # Errors
/// The store's.
pub fn accounts(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    administrators_only: bool,
) -> Result<Vec<AccountId>, StoreError> {
    tx.query(
        "select account_id from members
         where customer_id = $1 and account_id is not null and (role = 'administrator' or cast($2 as bigint) = 0)
         order by account_id",
        params![customer.0, administrators_only],
        |row| row.parse("account_id"),
    )
}
