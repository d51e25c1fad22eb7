//! Members of a customer: those who joined and those who are waited for.
//!
//! A row is `waiting` until its person has signed in since it was added. An invitation has no
//! account until it is accepted, and lapses after `invited_until_on`: then it holds no licence, is
//! not listed, and its place is taken when the address is added again. An account that was added
//! at once waits too, so that both look the same; it does not lapse, but counts as joined then.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::{AccountId, CustomerId, MemberId},
    member::{Member, MemberRole, MemberState},
    permission::Managed,
};

use super::{Row, StoreError, Tx, accounts::folded, orders::from_word};
use crate::params;

/// An address to be added.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The id of the row.
    pub id: MemberId,
    /// The address as typed.
    pub email: String,
    /// Its account, when that is added at once.
    pub account: Option<AccountId>,
    /// Who adds it.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// The business date.
    pub on: Date,
    /// The last day on which it can be accepted.
    pub until_on: Date,
}

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

/// The members of a customer by address, without invitations that lapsed.
///
/// # Errors
/// The store's.
pub fn list(tx: &mut Tx<'_>, managed: Managed, today: Date) -> Result<Vec<Member>, StoreError> {
    tx.query(
        "select m.id, m.email_shown, m.role, m.state, m.licensed, m.added_on, m.invited_until_on, a.name
         from members m join customers c on c.id = m.customer_id left join accounts a on a.id = m.account_id
         where m.customer_id = $1 and c.reseller_id = $2
            and (m.state = 'active' or m.account_id is not null or m.invited_until_on >= $3)
         order by m.email, m.id",
        params![managed.customer.0, managed.reseller.0, today],
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

/// Whether the account of this address is in a business other than this.
///
/// # Errors
/// The store's.
pub fn is_elsewhere(
    tx: &mut Tx<'_>,
    email: &str,
    customer: CustomerId,
) -> Result<bool, StoreError> {
    let found = tx.one(
        "select m.id from members m join accounts a on a.id = m.account_id
         where a.email = $1 and m.customer_id <> $2",
        params![folded(email), customer.0],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Adds an address with a licence; takes the place of an invitation of the same address that
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
         values ($1, $2, $3, $4, $5, 'member', 'waiting', 1, $6, $7, $8, $9)",
        params![
            new.id.0,
            customer.0,
            folded(&new.email),
            &new.email,
            new.account.map(|id| id.0),
            new.by.0,
            new.at,
            new.on,
            new.until_on,
        ],
    )?;
    Ok(())
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

fn read(row: &Row<'_>, today: Date) -> Result<Member, StoreError> {
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
    Ok(Member {
        id: row.parse("id")?,
        email: row.get("email_shown")?,
        // an account that was added at once is not told from an invitation until it is seen
        name: name.filter(|name| is_active && !name.is_empty()),
        role,
        state,
        licensed: row.get("licensed")?,
    })
}
