//! The card that renews a subscription: its payer's alone, and only as the gateway knows it.

use jiff::Timestamp;
use seatkeeper_core::{
    id::{AccountId, SubscriptionId},
    payment::CardSummary,
};

use super::{StoreError, Tx, orders::Payer};
use crate::params;

/// A saved card.
#[derive(Clone, Debug)]
pub struct SavedCard {
    /// Whose it is.
    pub payer: Payer,
    /// Under what the gateway knows it.
    pub token: String,
    /// What may be shown of it.
    pub card: CardSummary,
    /// Since when it is kept.
    pub saved_at: Timestamp,
}

/// The card of a subscription.
///
/// # Errors
/// The store's.
pub fn find(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
) -> Result<Option<SavedCard>, StoreError> {
    tx.one(
        "select payer_reseller_id, payer_customer_id, gateway_token, brand, last_four, saved_at from saved_cards
         where subscription_id = $1",
        params![subscription.0],
        |row| {
            Ok(SavedCard {
                payer: Payer::of(row)?,
                token: row.get("gateway_token")?,
                card: CardSummary {
                    brand: row.get("brand")?,
                    last_four: row.get("last_four")?,
                },
                saved_at: row.get("saved_at")?,
            })
        },
    )
}

/// Keeps a card in the place of any other.
///
/// # Errors
/// The store's.
pub fn keep(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    saved: &SavedCard,
    gateway: &str,
    by: Option<AccountId>,
) -> Result<(), StoreError> {
    remove(tx, subscription)?;
    let (reseller, customer) = saved.payer.columns();
    tx.execute(
        "insert into saved_cards (subscription_id, payer_reseller_id, payer_customer_id, gateway, gateway_token, brand,
            last_four, saved_by, saved_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            subscription.0,
            reseller,
            customer,
            gateway,
            &saved.token,
            &saved.card.brand,
            &saved.card.last_four,
            by.map(|id| id.0),
            saved.saved_at,
        ],
    )?;
    Ok(())
}

/// Forgets the card; none is no fault.
///
/// # Errors
/// The store's.
pub fn remove(tx: &mut Tx<'_>, subscription: SubscriptionId) -> Result<(), StoreError> {
    tx.execute(
        "delete from saved_cards where subscription_id = $1",
        params![subscription.0],
    )?;
    Ok(())
}
