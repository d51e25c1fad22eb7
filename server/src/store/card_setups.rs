//! Cards that their payers type on the gateway's page to be kept: which are under way, and whose.

use jiff::Timestamp;
use seatkeeper_core::id::{AccountId, SubscriptionId};
use uuid::Uuid;

use super::{StoreError, Tx, orders::Payer};
use crate::params;

/// One that is under way.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Its id, at the gateway too.
    pub id: Uuid,
    /// Which subscription it is to pay.
    pub subscription: SubscriptionId,
    /// Whose card it is.
    pub payer: Payer,
    /// Who asked for the page.
    pub by: Option<AccountId>,
}

/// Begins one; what was under way for the subscription is replaced by it.
///
/// # Errors
/// The store's.
pub fn insert(tx: &mut Tx<'_>, setup: &Setup, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update card_setups set state = 'replaced' where subscription_id = $1 and state = 'open'",
        params![setup.subscription.0],
    )?;
    let (reseller, customer) = setup.payer.columns();
    tx.execute(
        "insert into card_setups (id, subscription_id, payer_reseller_id, payer_customer_id, state, asked_by, asked_at)
         values ($1, $2, $3, $4, 'open', $5, $6)",
        params![
            setup.id,
            setup.subscription.0,
            reseller,
            customer,
            setup.by.map(|id| id.0),
            now
        ],
    )?;
    Ok(())
}

/// One that is under way, for the gateway's hints, which act for no person.
///
/// # Errors
/// The store's.
pub fn find_open(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Setup>, StoreError> {
    tx.one(
        "select id, subscription_id, payer_reseller_id, payer_customer_id, asked_by from card_setups
         where id = $1 and state = 'open'",
        params![id],
        |row| {
            Ok(Setup {
                id: row.get("id")?,
                subscription: row.parse("subscription_id")?,
                payer: Payer::of(row)?,
                by: row.parse_optional("asked_by")?,
            })
        },
    )
}

/// What a payer has under way for a subscription since an instant.
///
/// # Errors
/// The store's.
pub fn of_payer(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    payer: Payer,
    since: Timestamp,
) -> Result<Option<Uuid>, StoreError> {
    let (reseller, customer) = payer.columns();
    let found = tx.query(
        "select id from card_setups where subscription_id = $1 and state = 'open' and asked_at >= $2
            and (payer_reseller_id = $3 or payer_customer_id = $4) order by asked_at desc limit 1",
        params![subscription.0, since, reseller, customer],
        |row| row.get("id"),
    )?;
    Ok(found.into_iter().next())
}

/// It is done, in whichever way; `false` when it was before.
///
/// # Errors
/// The store's.
pub fn end(tx: &mut Tx<'_>, id: Uuid, state: &str) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update card_setups set state = $1 where id = $2 and state = 'open'",
        params![state, id],
    )?;
    Ok(rows == 1)
}
