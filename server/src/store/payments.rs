//! Payments and refunds: what the gateway told, by its own reference, which settles once.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::OrderId,
    money::Money,
    payment::{CardSummary, Payment},
};
use uuid::Uuid;

use super::{Row, StoreError, Tx, orders::Payer};
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

/// A refund that this program has not written down as made.
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
    /// A lost dispute has taken its place.
    pub is_withdrawn: bool,
}

/// What [`read_open`] reads.
macro_rules! open_refunds {
    () => {
        "select r.id, r.order_id, r.currency, r.amount_minor, r.state, p.attempt, o.payer_reseller_id, o.payer_customer_id
         from refunds r join payments p on p.id = r.payment_id join orders o on o.id = r.order_id"
    };
}

fn read_open(row: &Row<'_>) -> Result<OpenRefund, StoreError> {
    Ok(OpenRefund {
        id: row.get("id")?,
        order: row.parse("order_id")?,
        payer: Payer::of(row)?,
        attempt: row.get("attempt")?,
        amount: Money::new(row.get("amount_minor")?, row.parse("currency")?),
        is_withdrawn: row.get::<String>("state")? == "withdrawn",
    })
}

/// The refunds that are still to be made. While their payment is disputed they wait: the bank has the
/// money.
///
/// # Errors
/// The store's.
pub fn open_refunds(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<OpenRefund>, StoreError> {
    tx.query(
        concat!(
            open_refunds!(),
            " where r.next_look_at <= $1 and r.state = 'asked'
                and not exists (select d.id from disputes d where d.payment_id = p.id and d.state = 'open')
              order by r.next_look_at limit 100"
        ),
        params![now],
        read_open,
    )
}

/// A refund of this id that is not written down as made.
///
/// # Errors
/// The store's.
pub fn open_refund(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<OpenRefund>, StoreError> {
    tx.one(
        concat!(open_refunds!(), " where r.id = $1 and r.state <> 'made'"),
        params![id],
        read_open,
    )
}

/// Records that the gateway made a refund.
///
/// # Errors
/// The store's.
pub fn refunded(tx: &mut Tx<'_>, id: Uuid, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "update refunds set state = 'made', refunded_on = $1, next_look_at = null where id = $2",
        params![on, id],
    )?;
    Ok(())
}

/// Withdraws refunds of a payment that the gateway has not made, up to an amount that its bank has
/// given back itself; how much they were. What is more than that is asked for anew, for an id is one
/// amount.
///
/// # Errors
/// The store's.
pub fn withdraw_refunds(
    tx: &mut Tx<'_>,
    (payment, order): (Uuid, OrderId),
    most: Money,
    now: Timestamp,
) -> Result<Money, StoreError> {
    let asked = tx.query(
        "select id, amount_minor from refunds where payment_id = $1 and state = 'asked' order by asked_at, id",
        params![payment],
        |row| Ok((row.get::<Uuid>("id")?, row.get::<i64>("amount_minor")?)),
    )?;
    let mut left = most.minor();
    for (id, amount) in asked {
        let taken = amount.min(left);
        if taken == 0 {
            break;
        }
        left -= taken;
        tx.execute(
            "update refunds set state = 'withdrawn', next_look_at = null where id = $1",
            params![id],
        )?;
        if amount > taken {
            let rest = Money::new(amount - taken, most.currency());
            ask_refund(
                tx,
                (Uuid::now_v7(), payment, order),
                "rest_after_dispute",
                rest,
                now,
            )?;
        }
    }
    Ok(Money::new(most.minor() - left, most.currency()))
}

/// Tries a refund again later.
///
/// # Errors
/// The store's.
pub fn refund_later(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update refunds set next_look_at = $1 where id = $2 and state = 'asked'",
        params![at, id],
    )?;
    Ok(())
}
