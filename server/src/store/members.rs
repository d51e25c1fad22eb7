//! Members of a customer: those who joined and those who are waited for.
//!
//! A row is `waiting` until its person has signed in since it was added. An invitation has no
//! account until it is accepted, and lapses after `invited_until_on`: then it holds no licence, is
//! not listed, and its place is taken when the address is added again. An account that was added
//! at once waits too, so that both look the same; it does not lapse, but counts as joined then.

mod changes;
mod joining;
mod usage;

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::MEMBERS_A_PAGE,
    id::{AccountId, CustomerId, MemberId},
    member::{MemberRole, MemberState},
    permission::Managed,
};

use super::{Row, StoreError, Tx, accounts::folded, customers::pattern, orders::from_word};
use crate::params;
pub use changes::{fit_to_seats, hold_longer, lapsing, remove, set_role, write_otherwise};
pub use joining::{Invitation, Own, accept, accounts, invitation, is_needed, leave, own, seen};
pub use usage::{Usage, usage};

/// What [`read`] reads.
macro_rules! member_columns {
    () => {
        "m.id, m.email_shown, m.account_id, m.role, m.state, m.licensed, m.added_on, m.invited_until_on, a.name "
    };
}
use member_columns;
/// The members of customer `$1` of reseller `$2` that are not lapsed on the day `$3`.
macro_rules! member_rows {
    () => {
        "from members m join customers c on c.id = m.customer_id left join accounts a on a.id = m.account_id
         where m.customer_id = $1 and c.reseller_id = $2
            and (m.state = 'active' or m.account_id is not null or m.invited_until_on >= $3)"
    };
}
use member_rows;

/// A row as the store knows it.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its id.
    pub id: MemberId,
    /// The address as typed.
    pub email: String,
    /// The account, once it belongs to one.
    pub account: Option<AccountId>,
    /// The name, once the member has signed in.
    pub name: Option<String>,
    /// As what.
    pub role: MemberRole,
    /// How far.
    pub state: MemberState,
    /// Whether a licence is given or held.
    pub licensed: bool,
}

/// An address to be added.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The id of the row.
    pub id: MemberId,
    /// The address as typed.
    pub email: String,
    /// Its account, when that is added at once.
    pub account: Option<AccountId>,
    /// Whether it takes a licence.
    pub licensed: bool,
    /// Who adds it.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// The business date.
    pub on: Date,
    /// The last day on which it can be accepted.
    pub until_on: Date,
}

/// Which members are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The business date.
    pub today: Date,
    /// Part of an address; empty for all.
    pub search: String,
    /// From 1.
    pub page: u32,
}

/// One page of the members of a customer by address, as [`Held`] rows, without invitations that
/// lapsed; how many there are in all, and which page it is.
///
/// # Errors
/// The store's.
pub fn list(
    tx: &mut Tx<'_>,
    managed: Managed,
    wanted: &Wanted,
) -> Result<(Vec<Held>, u32, u32), StoreError> {
    let pattern = pattern(&wanted.search);
    let total: u32 = tx.only(
        concat!(
            "select count(*) as found ",
            member_rows!(),
            " and m.email like $4 escape '!'"
        ),
        params![
            managed.customer.0,
            managed.reseller.0,
            wanted.today,
            &pattern
        ],
        |row| row.get("found"),
    )?;
    let page = wanted.page.clamp(1, total.div_ceil(MEMBERS_A_PAGE).max(1));
    let rows = tx.query(
        concat!(
            "select ",
            member_columns!(),
            member_rows!(),
            " and m.email like $4 escape '!' order by m.email, m.id limit $5 offset $6"
        ),
        params![
            managed.customer.0,
            managed.reseller.0,
            wanted.today,
            pattern,
            MEMBERS_A_PAGE,
            (page - 1) * MEMBERS_A_PAGE
        ],
        |row| read(row, wanted.today),
    )?;
    Ok((rows, total, page))
}

/// One member of a customer, unless its invitation lapsed.
///
/// # Errors
/// The store's.
pub fn get(
    tx: &mut Tx<'_>,
    managed: Managed,
    member: MemberId,
    today: Date,
) -> Result<Option<Held>, StoreError> {
    tx.one(
        concat!(
            "select ",
            member_columns!(),
            member_rows!(),
            " and m.id = $4"
        ),
        params![managed.customer.0, managed.reseller.0, today, member.0],
        |row| read(row, today),
    )
}

/// Whether this address is in the business, or is still waited for.
///
/// # Errors
/// The store's.
pub fn is_in(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    email: &str,
    today: Date,
) -> Result<bool, StoreError> {
    let found = tx.one(
        "select id from members where customer_id = $1 and email = $2
            and (state = 'active' or account_id is not null or invited_until_on >= $3)",
        params![customer.0, folded(email), today],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// How many addresses that are in the business now were added since then.
///
/// # Errors
/// The store's.
pub fn added_since(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    since: Timestamp,
) -> Result<u32, StoreError> {
    tx.only(
        "select count(*) as added from members where customer_id = $1 and added_at >= $2",
        params![customer.0, since],
        |row| row.get("added"),
    )
}

/// The business other than this that the account of this address is in.
///
/// # Errors
/// The store's.
pub fn elsewhere(
    tx: &mut Tx<'_>,
    email: &str,
    customer: CustomerId,
) -> Result<Option<String>, StoreError> {
    tx.one(
        "select c.name from members m join accounts a on a.id = m.account_id join customers c on c.id = m.customer_id
         where a.email = $1 and m.customer_id <> $2",
        params![folded(email), customer.0],
        |row| row.get("name"),
    )
}

/// Adds an address; takes the place of an invitation of the same address that
/// lapsed. Whether there is a free licence is asked before, in the same transaction.
///
/// # Errors
/// The store's.
pub fn insert(tx: &mut Tx<'_>, customer: CustomerId, new: &NewMember) -> Result<(), StoreError> {
    tx.execute(
        "delete from members where customer_id = $1 and email = $2 and state <> 'active' and account_id is null",
        params![customer.0, folded(&new.email)],
    )?;
    tx.execute(
        "insert into members (id, customer_id, email, email_shown, account_id, role, state, licensed, added_by, added_at,
            added_on, invited_until_on)
         values ($1, $2, $3, $4, $5, 'member', 'waiting', $6, $7, $8, $9, $10)",
        params![
            new.id.0,
            customer.0,
            folded(&new.email),
            &new.email,
            new.account.map(|id| id.0),
            new.licensed,
            new.by.0,
            new.at,
            new.on,
            new.until_on,
        ],
    )?;
    Ok(())
}

fn read(row: &Row<'_>, today: Date) -> Result<Held, StoreError> {
    let role: MemberRole = from_word(row.get("role")?)?;
    let waiting = row.get::<String>("state")? != "active";
    let name: Option<String> = row.get("name")?;
    let state = match row.get::<Option<Date>>("invited_until_on")? {
        Some(until_on) if waiting && until_on >= today => MemberState::Waiting {
            since_on: row.get("added_on")?,
            until_on,
        },
        _ => MemberState::Active,
    };
    let is_active = state == MemberState::Active;
    Ok(Held {
        id: row.parse("id")?,
        email: row.get("email_shown")?,
        account: row.parse_optional("account_id")?,
        // an account that was added at once is not told from an invitation until it is seen
        name: name.filter(|name| is_active && !name.is_empty()),
        role,
        state,
        licensed: row.get("licensed")?,
    })
}
