//! Payments and refunds: what the gateway told, by its own reference, which settles once.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::OrderId,
    money::Money,
    payment::{CardSummary, Payment},
};
use uuid::Uuid;

use super::{StoreError, Tx, orders::Payer};
use crate::params;

/// Records money received under the gateway's reference; `false` when that reference was used.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    (id, order, attempt): (Uuid, OrderId, u32),
    gateway: &str,
    payment: &Payment,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let card = payment.card.as_ref();
    let rows = tx.execute(
        "insert into payments (id, order_id, attempt, gateway, gateway_reference, state, currency, amount_minor,
            card_brand, card_last_four, received_on, created_at, settled_at)
         values ($1, $2, $3, $4, $5, 'received', $6, $7, $8, $9, $10, $11, $12)
         on conflict do nothing",
        params![
            id,
            order.0,
            attempt,
            gateway,
            &payment.reference,
            payment.amount.currency().code(),
            payment.amount.minor(),
            card.map(|card| card.brand.clone()),
            card.map(|card| card.last_four.clone()),
            payment.received_on,
            now,
            now,
        ],
    )?;
    Ok(rows == 1)
}

/// The card that paid an order.
///
/// # Errors
/// The store's.
pub fn card(tx: &mut Tx<'_>, order: OrderId) -> Result<Option<CardSummary>, StoreError> {
    let cards = tx.query(
        "select card_brand, card_last_four from payments
         where order_id = $1 and card_brand is not null and state = 'received' order by attempt",
        params![order.0],
        |row| {
            Ok(CardSummary {
                brand: row.get(0)?,
                last_four: row.get(1)?,
            })
        },
    )?;
    Ok(cards.into_iter().next())
}

/// Asks for money back; once per id.
///
/// # Errors
/// The store's.
pub fn ask_refund(
    tx: &mut Tx<'_>,
    (id, payment, order): (Uuid, Uuid, OrderId),
    reason: &str,
    amount: Money,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into refunds (id, payment_id, order_id, state, reason, currency, amount_minor, asked_at, next_look_at)
         values ($1, $2, $3, 'asked', $4, $5, $6, $7, $7) on conflict do nothing",
        params![id, payment, order.0, reason, amount.currency().code(), amount.minor(), now],
    )?;
    Ok(())
}

/// A refund that the gateway has not confirmed.
#[derive(Clone, Debug)]
pub struct OpenRefund {
    /// Its id, the idempotency key.
    pub id: Uuid,
    /// Of which order.
    pub order: OrderId,
    /// Whose money it is.
    pub payer: Payer,
    /// Of which attempt.
    pub attempt: u32,
    /// How much.
    pub amount: Money,
}

/// The refunds that are still to be made. While an order is disputed they wait: the bank has the money.
///
/// # Errors
/// The store's.
pub fn open_refunds(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<OpenRefund>, StoreError> {
    tx.query(
        "select r.id, r.order_id, r.currency, r.amount_minor, p.attempt, o.payer_reseller_id,
            o.payer_customer_id
         from refunds r join payments p on p.id = r.payment_id join orders o on o.id = r.order_id
         where r.next_look_at <= $1 and o.state <> 'disputed' order by r.next_look_at limit 100",
        params![now],
        |row| {
            Ok(OpenRefund {
                id: row.get("id")?,
                order: row.parse("order_id")?,
                payer: Payer::of(row)?,
                attempt: row.get("attempt")?,
                amount: Money::new(row.get("amount_minor")?, row.parse("currency")?),
            })
        },
    )
}

/// Records that the gateway made a refund.
///
/// # Errors
/// The store's.
pub fn refunded(tx: &mut Tx<'_>, id: Uuid, on: Date) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update refunds set state = 'made', refunded_on = $1, next_look_at = null where id = $2 and state = 'asked'",
        params![on, id],
    )?;
    Ok(rows == 1)
}

/// Tries a refund again later.
///
/// # Errors
/// The store's.
pub fn refund_later(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update refunds set next_look_at = $1 where id = $2",
        params![at, id],
    )?;
    Ok(())
}
