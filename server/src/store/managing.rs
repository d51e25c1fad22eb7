//! Who manages a customer: offers to change that, what an address can answer for, and the change itself.

mod offers;

use jiff::Timestamp;
use seatkeeper_core::{
    id::{AccountId, CustomerId, OrderId, ResellerId, SubscriptionId},
    permission::Managed,
};

use super::{StoreError, Tx, accounts::folded, cancellations, renewals, saved_cards};
use crate::params;

pub use offers::{NewOffer, Offer, insert, offer, withdraw, withdraw_of};

/// A business that an account is an administrator of.
#[derive(Clone, Debug)]
pub struct Administered {
    /// The account.
    pub account: AccountId,
    /// Which business, and who manages it.
    pub managed: Managed,
    /// The business's name.
    pub business: String,
    /// The name of who manages it; empty where nobody does.
    pub managed_by: String,
}

/// The active business of which the account of an address is an administrator.
///
/// # Errors
/// The store's.
pub fn administered(tx: &mut Tx<'_>, email: &str) -> Result<Option<Administered>, StoreError> {
    tx.one(
        "select a.id, c.id as customer_id, c.reseller_id, c.name as business, r.name as managed_by
         from accounts a join members m on m.account_id = a.id join customers c on c.id = m.customer_id
            join resellers r on r.id = c.reseller_id
         where a.email = $1 and a.password_hash is not null and m.role = 'administrator' and c.active_on is not null",
        params![folded(email)],
        |row| {
            Ok(Administered {
                account: row.parse("id")?,
                managed: Managed {
                    reseller: row.parse("reseller_id")?,
                    customer: row.parse("customer_id")?,
                },
                business: row.get("business")?,
                managed_by: row.get("managed_by")?,
            })
        },
    )
}

/// The reseller of which the account of an address is an administrator.
///
/// # Errors
/// The store's.
pub fn represented(
    tx: &mut Tx<'_>,
    email: &str,
) -> Result<Option<(AccountId, ResellerId)>, StoreError> {
    tx.one(
        "select a.id, p.reseller_id from accounts a join reseller_people p on p.account_id = a.id
         where a.email = $1 and a.password_hash is not null and p.role = 'administrator'",
        params![folded(email)],
        |row| Ok((row.parse("id")?, row.parse("reseller_id")?)),
    )
}

/// The administrators of a reseller.
///
/// # Errors
/// The store's.
pub fn administrators(tx: &mut Tx<'_>, reseller: ResellerId) -> Result<Vec<AccountId>, StoreError> {
    tx.query(
        "select account_id from reseller_people where reseller_id = $1 and role = 'administrator'
         order by account_id",
        params![reseller.0],
        |row| row.parse("account_id"),
    )
}

/// How many administrators of a business could manage it: they have joined.
///
/// # Errors
/// The store's.
pub fn own_administrators(tx: &mut Tx<'_>, managed: Managed) -> Result<u32, StoreError> {
    tx.only(
        "select count(*) as n from members m join customers c on c.id = m.customer_id
            join accounts a on a.id = m.account_id
         where m.customer_id = $1 and c.reseller_id = $2 and m.role = 'administrator'
            and a.password_hash is not null",
        params![managed.customer.0, managed.reseller.0],
        |row| row.get("n"),
    )
}

/// The name of a business, whoever manages it.
///
/// # Errors
/// The store's.
pub fn name(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Option<String>, StoreError> {
    tx.one(
        "select name from customers where id = $1",
        params![customer.0],
        |row| row.get("name"),
    )
}

/// Gives a customer another manager; answers no when it has another than was thought.
///
/// # Errors
/// The store's.
pub fn give(tx: &mut Tx<'_>, managed: Managed, to: ResellerId) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update customers set reseller_id = $1, version = version + 1
         where id = $2 and reseller_id = $3 and active_on is not null",
        params![to.0, managed.customer.0, managed.reseller.0],
    )?;
    Ok(rows == 1)
}

/// The subscription of a customer.
///
/// # Errors
/// The store's.
pub fn subscription(
    tx: &mut Tx<'_>,
    customer: CustomerId,
) -> Result<Option<SubscriptionId>, StoreError> {
    tx.one(
        "select id from subscriptions where customer_id = $1",
        params![customer.0],
        |row| row.parse("id"),
    )
}

/// The orders of a subscription that are not decided, whoever pays, with whether somebody waits for
/// them: a declined one waits for nobody.
///
/// # Errors
/// The store's.
pub fn undecided(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
) -> Result<Vec<(OrderId, bool)>, StoreError> {
    tx.query(
        "select id, case when open_key is null then 0 else 1 end as is_open from orders
         where subscription_id = $1 and (open_key is not null or state = 'declined') order by id",
        params![subscription.0],
        |row| Ok((row.parse("id")?, row.get("is_open")?)),
    )
}

/// Forgets what the reseller had arranged for the time to come: the saved card, renewing by itself, the
/// next number, a cancellation, what was said to it about the next period, and where the customer's
/// papers go, which may be an address of the reseller's.
///
/// # Errors
/// The store's.
pub fn forget_arrangements(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
) -> Result<(), StoreError> {
    saved_cards::remove(tx, subscription)?;
    renewals::switch(tx, subscription, false)?;
    renewals::forget_licences(tx, subscription)?;
    cancellations::remove(tx, subscription)?;
    tx.execute(
        "update customers set invoice_email = ''
         where id = (select customer_id from subscriptions where id = $1)",
        params![subscription.0],
    )?;
    tx.execute(
        "delete from renewal_notices where subscription_id = $1",
        params![subscription.0],
    )?;
    Ok(())
}

/// When something was offered, and until when it holds.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The instant of the offer.
    pub at: Timestamp,
    /// The last day on which it can be answered.
    pub until_on: jiff::civil::Date,
}
