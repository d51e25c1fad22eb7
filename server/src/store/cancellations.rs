//! Subscriptions that their payer has cancelled at the period's end, and why.

use jiff::Timestamp;
use seatkeeper_core::{
    form::NewCancellation,
    id::{AccountId, SubscriptionId},
};

use super::{StoreError, Tx, orders::word};
use crate::params;

/// Whether a subscription is cancelled; if so, whether it renewed by itself before.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, subscription: SubscriptionId) -> Result<Option<bool>, StoreError> {
    tx.one(
        "select renewed from cancellations where subscription_id = $1",
        params![subscription.0],
        |row| row.get("renewed"),
    )
}

/// Writes a cancellation down; `false` where there was one.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    (new, renewed): (&NewCancellation, bool),
    by: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "insert into cancellations (subscription_id, reason, note, renewed, cancelled_by, cancelled_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        params![
            subscription.0,
            word(&new.reason),
            new.note.clone().unwrap_or_default(),
            renewed,
            by.0,
            now
        ],
    )?;
    Ok(rows == 1)
}

/// It is cancelled no more; none is no fault.
///
/// # Errors
/// The store's.
pub fn remove(tx: &mut Tx<'_>, subscription: SubscriptionId) -> Result<(), StoreError> {
    tx.execute(
        "delete from cancellations where subscription_id = $1",
        params![subscription.0],
    )?;
    Ok(())
}
