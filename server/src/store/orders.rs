//! Orders: what was accepted, frozen, and how far its payment has come.
//! Promises: a change of state names the version it was decided on, so two can never both win.

mod acting;
mod papers;

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::{AccountId, CustomerId, OrderId, ResellerId, SubscriptionId},
    invoice::Party,
    order::{BillTo, Order, OrderState},
    payment::{DeclineReason, PaymentMethod},
    permission::PayerSide,
    quote::{Change, Quote, Sale},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Row, StoreError, Tx, Value};
use crate::params;
pub use acting::acted_on;
pub use papers::papers_go_to;

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    /// The managing reseller.
    Reseller(ResellerId),
    /// The customer's own administrator.
    Customer(CustomerId),
}

impl Payer {
    /// Which side it is.
    pub fn side(self) -> PayerSide {
        match self {
            Self::Reseller(_) => PayerSide::Reseller,
            Self::Customer(_) => PayerSide::Customer,
        }
    }

    /// The two columns in which a payer stands.
    pub fn columns(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Reseller(id) => (Some(id.0), None),
            Self::Customer(id) => (None, Some(id.0)),
        }
    }

    /// Reads the two columns.
    pub(super) fn of(row: &Row<'_>) -> Result<Self, StoreError> {
        match (
            row.parse_optional("payer_reseller_id")?,
            row.parse_optional("payer_customer_id")?,
        ) {
            (Some(reseller), None) => Ok(Self::Reseller(reseller)),
            (None, Some(customer)) => Ok(Self::Customer(customer)),
            _ => Err(StoreError::Unexpected("an order has one payer".to_owned())),
        }
    }
}

/// The names and addresses of an order, as they were when it was placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parties {
    /// Who is billed.
    pub buyer: Party,
    /// The payer's name.
    pub paid_by: String,
    /// The customer's name.
    pub paid_for: String,
}

/// What the price was decided by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Seller, buyer and discount, as the quote saw them.
    pub sale: Sale,
    /// The check of the VAT number that was relied on.
    pub vat_check: Option<Uuid>,
}

/// An order with everything that only the server knows of it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// What its payer may see.
    pub order: Order,
    /// Whose money.
    pub payer: Payer,
    /// For which subscription.
    pub subscription: SubscriptionId,
    /// Frozen names.
    pub parties: Parties,
    /// Frozen reasons of the price.
    pub evidence: Evidence,
    /// Who placed it.
    pub placed_by: Option<AccountId>,
    /// One of the seller's people did, acting as the reseller: its card is not kept.
    pub acting: bool,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Since when it is in its state.
    pub state_at: Timestamp,
    /// The language of its documents.
    pub locale: String,
    /// The gateway's page, while the payer has to go there.
    pub action_url: Option<String>,
    /// Counts changes.
    pub version: i64,
}

/// A change of an order's state.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it becomes.
    pub state: OrderState,
    /// Which attempt at charging.
    pub attempt: u32,
    /// Why it was declined.
    pub declined: Option<DeclineReason>,
    /// Where the payer has to go.
    pub action_url: Option<String>,
    /// When to look after it next.
    pub next_look_at: Option<Timestamp>,
    /// The tax point, when it becomes paid; it stays.
    pub paid_on: Option<Date>,
}

impl Stored {
    /// What keeps a second open order of the kind out.
    fn open_key(&self, state: OrderState) -> Option<String> {
        state
            .is_open()
            .then(|| format!("{}:{}", self.subscription, word(&self.order.quote.kind)))
    }
}

/// Stores a new order.
///
/// # Errors
/// A conflict on `orders_open_key` when another of the kind is open.
pub fn insert(tx: &mut Tx<'_>, stored: &Stored, next_look_at: Timestamp) -> Result<(), StoreError> {
    let Stored { order, .. } = stored;
    let (payer_reseller, payer_customer) = stored.payer.columns();
    tx.execute(
        "insert into orders (id, reseller_id, customer_id, subscription_id, kind, method, payer_reseller_id,
            payer_customer_id, placed_by, bill_to, buyer, request, quote, evidence, locale, currency, total_minor,
            price_list, placed_on, placed_at, state, state_at, attempt, next_look_at, open_key, acting)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26)",
        params![
            order.id.0,
            order.reseller.0,
            order.customer.0,
            stored.subscription.0,
            word(&order.quote.kind),
            word(&order.method),
            payer_reseller,
            payer_customer,
            stored.placed_by.map(|id| id.0),
            word(&order.bill_to),
            Value::json(&stored.parties)?,
            Value::json(&order.request)?,
            Value::json(&order.quote)?,
            Value::json(&stored.evidence)?,
            &stored.locale,
            order.quote.currency.code(),
            order.quote.total.minor(),
            order.price_list,
            order.placed_on,
            stored.placed_at,
            order.state.word(),
            stored.state_at,
            order.attempt,
            next_look_at,
            stored.open_key(order.state),
            stored.acting,
        ],
    )?;
    Ok(())
}

/// What [`read`] reads. Named one by one: a column that a newer server adds must not change the
/// result of a statement that is prepared already.
macro_rules! columns {
    () => {
        "id, reseller_id, customer_id, payer_reseller_id, payer_customer_id, bill_to, request, quote, method, state, attempt,
            declined, placed_on, price_list, subscription_id, buyer, evidence, placed_by, placed_at, state_at, locale,
            action_url, version, acting"
    };
}

/// One of a payer's own orders.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, payer: Payer, id: OrderId) -> Result<Option<Stored>, StoreError> {
    let (reseller, customer) = payer.columns();
    tx.one(
        concat!(
            "select ",
            columns!(),
            " from orders where id = $1 and (payer_reseller_id = $2 or payer_customer_id = $3)"
        ),
        params![id.0, reseller, customer],
        read,
    )
}

/// Any order, for the workers and the gateway's hints, which act for no person.
///
/// # Errors
/// The store's.
pub fn find_any(tx: &mut Tx<'_>, id: OrderId) -> Result<Option<Stored>, StoreError> {
    tx.one(
        concat!("select ", columns!(), " from orders where id = $1"),
        params![id.0],
        read,
    )
}

/// The open order of a kind of a subscription.
///
/// # Errors
/// The store's.
pub fn open(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    kind: Change,
) -> Result<Option<(OrderId, Payer)>, StoreError> {
    let key = format!("{subscription}:{}", word(&kind));
    tx.one(
        "select id, payer_reseller_id, payer_customer_id from orders where open_key = $1",
        params![key],
        |row| Ok((row.parse("id")?, Payer::of(row)?)),
    )
}

/// Orders that somebody should look after: the gateway has not decided, or time is up.
///
/// # Errors
/// The store's.
pub fn due(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<OrderId>, StoreError> {
    tx.query(
        "select id from orders where next_look_at <= $1 order by next_look_at limit 100",
        params![now],
        |row| row.parse("id"),
    )
}

/// Puts off looking after an order.
///
/// # Errors
/// The store's.
pub fn look_later(tx: &mut Tx<'_>, id: OrderId, at: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update orders set next_look_at = $1 where id = $2 and next_look_at is not null",
        params![at, id.0],
    )?;
    Ok(())
}

/// The period of an order that begins when its money is recorded.
///
/// # Errors
/// The store's.
pub fn requote(tx: &mut Tx<'_>, id: OrderId, quote: &Quote) -> Result<(), StoreError> {
    tx.execute(
        "update orders set quote = $1 where id = $2",
        params![Value::json(quote)?, id.0],
    )?;
    Ok(())
}

/// Nobody needs to look after an order any more.
///
/// # Errors
/// The store's.
pub fn look_no_more(tx: &mut Tx<'_>, id: OrderId) -> Result<(), StoreError> {
    tx.execute(
        "update orders set next_look_at = null where id = $1",
        params![id.0],
    )?;
    Ok(())
}

/// Moves an order on, if nobody did since it was read; tells whether it did.
///
/// # Errors
/// The store's; a state that must not follow is [`StoreError::Unexpected`].
pub fn step(
    tx: &mut Tx<'_>,
    stored: &Stored,
    step: &Step,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if !stored.order.state.may_become(step.state) {
        let from = stored.order.state.word();
        return Err(StoreError::Unexpected(format!(
            "an order does not go from {from} to {}",
            step.state.word()
        )));
    }
    let rows = tx.execute(
        "update orders set state = $1, state_at = $2, attempt = $3, declined = $4, action_url = $5, next_look_at = $6,
            paid_on = coalesce($7, paid_on), settled_at = coalesce($8, settled_at), open_key = $9, version = version + 1
         where id = $10 and version = $11",
        params![
            step.state.word(),
            now,
            step.attempt,
            step.declined.map(|reason| word(&reason)),
            step.action_url.clone(),
            step.next_look_at,
            step.paid_on,
            step.paid_on.map(|_| now),
            stored.open_key(step.state),
            stored.order.id.0,
            stored.version,
        ],
    )?;
    Ok(rows == 1)
}

fn read(row: &Row<'_>) -> Result<Stored, StoreError> {
    let payer = Payer::of(row)?;
    let state: String = row.get("state")?;
    let order = Order {
        id: row.parse("id")?,
        reseller: row.parse("reseller_id")?,
        customer: row.parse("customer_id")?,
        payer: payer.side(),
        bill_to: from_word::<BillTo>(row.get::<String>("bill_to")?)?,
        request: row.json("request")?,
        quote: row.json("quote")?,
        method: from_word::<PaymentMethod>(row.get::<String>("method")?)?,
        state: OrderState::of(&state)
            .ok_or_else(|| StoreError::Unexpected(format!("no order state {state}")))?,
        attempt: row.get("attempt")?,
        declined: row
            .get::<Option<String>>("declined")?
            .map(from_word)
            .transpose()?,
        placed_on: row.get("placed_on")?,
        price_list: row.get("price_list")?,
    };
    Ok(Stored {
        order,
        payer,
        subscription: row.parse("subscription_id")?,
        parties: row.json("buyer")?,
        evidence: row.json("evidence")?,
        placed_by: row.parse_optional("placed_by")?,
        acting: row.get("acting")?,
        placed_at: row.get("placed_at")?,
        state_at: row.get("state_at")?,
        locale: row.get("locale")?,
        action_url: row.get("action_url")?,
        version: row.get("version")?,
    })
}

/// The word of a unit variant, as it stands on the wire and in the database.
pub(super) fn word(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Reads a [`word`].
pub(super) fn from_word<T: DeserializeOwned>(word: String) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|error| StoreError::Unexpected(error.to_string()))
}
