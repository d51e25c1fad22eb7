//! Disputes: payments that a payer's bank wants back.
//!
//! Promises: a dispute is known by the gateway's reference, once; it is opened and decided once. What
//! follows for the order, its licences and the books is decided in `checkout/disputing`.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::{AccountId, OrderId},
    money::Money,
    payment::DisputeState,
};
use uuid::Uuid;

use super::{
    StoreError, Tx, members,
    orders::{Payer, from_word, word},
};
use crate::params;

/// A dispute as it is known here.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Its id.
    pub id: Uuid,
    /// How it stands.
    pub state: DisputeState,
    /// Which payment.
    pub payment: Uuid,
    /// How much of it.
    pub amount: Money,
}

/// The dispute of this reference.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, reference: &str) -> Result<Option<Held>, StoreError> {
    tx.one(
        "select id, state, payment_id, currency, amount_minor from disputes where gateway_reference = $1",
        params![reference],
        |row| {
            Ok(Held {
                id: row.get("id")?,
                state: from_word(row.get("state")?)?,
                payment: row.get("payment_id")?,
                amount: Money::new(row.get("amount_minor")?, row.parse("currency")?),
            })
        },
    )
}

/// The payment of an order by the gateway's reference of the charge, and how much it was.
///
/// # Errors
/// The store's.
pub fn payment(
    tx: &mut Tx<'_>,
    order: OrderId,
    charge: &str,
) -> Result<Option<(Uuid, Money)>, StoreError> {
    tx.one(
        "select id, currency, amount_minor from payments where order_id = $1 and gateway_reference = $2",
        params![order.0, charge],
        |row| {
            let amount = Money::new(row.get("amount_minor")?, row.parse("currency")?);
            Ok((row.get("id")?, amount))
        },
    )
}

/// Writes an open dispute down.
///
/// # Errors
/// A conflict when the reference is known.
pub fn insert(
    tx: &mut Tx<'_>,
    (id, payment): (Uuid, Uuid),
    reference: &str,
    amount: Money,
    on: Date,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into disputes (id, payment_id, gateway_reference, state, currency, amount_minor, opened_on)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            id,
            payment,
            reference,
            word(&DisputeState::Open),
            amount.currency().code(),
            amount.minor(),
            on
        ],
    )?;
    Ok(())
}

/// Writes down how it was decided, and what was taken out of the revenue that was still to come.
///
/// # Errors
/// The store's.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Uuid,
    (state, withheld): (DisputeState, Money),
    (now, on): (Timestamp, Date),
) -> Result<(), StoreError> {
    tx.execute(
        "update disputes set state = $1, withheld_minor = $2, decided_on = $3, decided_at = $4 where id = $5",
        params![word(&state), withheld.minor(), on, now, id],
    )?;
    Ok(())
}

/// How all the disputes of an order stand.
///
/// # Errors
/// The store's.
pub fn states(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<DisputeState>, StoreError> {
    tx.query(
        "select d.state from disputes d join payments p on p.id = d.payment_id where p.order_id = $1 order by d.id",
        params![order.0],
        |row| from_word(row.get("state")?),
    )
}

/// Whether a dispute of a payer is open, whatever it bought.
///
/// # Errors
/// The store's.
pub fn is_open(tx: &mut Tx<'_>, payer: Payer) -> Result<bool, StoreError> {
    let (reseller, customer) = payer.columns();
    let open: u32 = tx.only(
        "select count(*) as open from disputes d join payments p on p.id = d.payment_id join orders o on o.id = p.order_id
         where d.state = 'open' and (o.payer_reseller_id = $1 or o.payer_customer_id = $2)",
        params![reseller, customer],
        |row| row.get("open"),
    )?;
    Ok(open > 0)
}

/// The orders with an open dispute.
///
/// # Errors
/// The store's.
pub fn open_orders(tx: &mut Tx<'_>) -> Result<Vec<OrderId>, StoreError> {
    tx.query(
        "select p.order_id from disputes d join payments p on p.id = d.payment_id where d.state = 'open' order by p.order_id",
        params![],
        |row| row.parse("order_id"),
    )
}

/// Ends the licences of an order whose dispute is lost.
///
/// # Errors
/// The store's.
pub fn end_licences(tx: &mut Tx<'_>, order: OrderId, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "update licences set ended_on = $1 where order_id = $2 and ended_on is null",
        params![on, order.0],
    )?;
    Ok(())
}

/// Takes so much of a net amount as a lost dispute has taken out of the revenue to come already;
/// nothing where the order lost none.
///
/// # Errors
/// The store's.
pub fn use_withheld(tx: &mut Tx<'_>, order: OrderId, net: Money) -> Result<Money, StoreError> {
    let lost = tx.query(
        "select d.id, d.withheld_minor from disputes d join payments p on p.id = d.payment_id
         where p.order_id = $1 and d.state = 'lost' and d.withheld_minor > 0",
        params![order.0],
        |row| Ok((row.get::<Uuid>("id")?, row.get::<i64>("withheld_minor")?)),
    )?;
    let mut left = net.minor();
    for (id, withheld) in lost {
        let taken = withheld.min(left);
        left -= taken;
        tx.execute(
            "update disputes set withheld_minor = withheld_minor - $1 where id = $2",
            params![taken, id],
        )?;
    }
    Ok(Money::new(net.minor() - left, net.currency()))
}

/// The administrators of the side that pays.
///
/// # Errors
/// The store's.
pub fn administrators(tx: &mut Tx<'_>, payer: Payer) -> Result<Vec<AccountId>, StoreError> {
    match payer {
        Payer::Customer(customer) => members::accounts(tx, customer, true),
        Payer::Reseller(reseller) => tx.query(
            "select account_id from reseller_people where reseller_id = $1 and role = 'administrator' order by account_id",
            params![reseller.0],
            |row| row.parse("account_id"),
        ),
    }
}
