//! Orders that are paid by bank transfer: they wait, take what comes, lapse or are given up.
//!
//! Promises: nothing is active before the money; an order takes exactly its total, and whatever
//! else comes is the payer's balance. Leaves who may record money to the routes.

mod lapsing;
mod owed;
mod paper;
mod paying_out;
mod recording;

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{order::OrderState, transfer::Terms};
use sepa::reference::RfReference;

use super::{go_to, placing::reread};
use crate::{
    error::{Answer, Failure},
    outbox::{self, Letter},
    store::{Tx, orders::Stored, transfers},
};

pub(crate) use lapsing::lapse;
pub(crate) use owed::demand;
pub(crate) use paper::payment_request;
pub use paying_out::pay_out;
pub use recording::{decide, record};

/// A placed order begins to wait, under a reference of its own.
pub(super) fn wait(
    tx: &mut Tx<'_>,
    stored: &Stored,
    terms: Terms,
    now: Timestamp,
) -> Answer<Stored> {
    let (number, reference) = next_reference(tx, stored.order.placed_on)?;
    let (order, total) = (stored.order.id, stored.order.quote.total);
    transfers::insert(tx, order, (number, reference.as_str()), total, terms)?;
    go_to(tx, stored, OrderState::AwaitingTransfer, now)?;
    outbox::put(tx, now, &Letter::PaymentRequest { order })?;
    reread(tx, order)
}

/// The next running number of a day's year, and the reference that is made of it (ISO 11649).
fn next_reference(tx: &mut Tx<'_>, day: Date) -> Answer<(i64, RfReference)> {
    let number = transfers::next_number(tx, day.year())?;
    let reference = RfReference::generate(&number.to_string()).map_err(Failure::fault)?;
    Ok((number, reference))
}

/// An order takes no money any more: it was given up, or its last day is over.
pub(super) fn end(
    tx: &mut Tx<'_>,
    stored: &Stored,
    state: OrderState,
    now: Timestamp,
) -> Answer<Stored> {
    go_to(tx, stored, state, now)?;
    transfers::close(tx, stored.order.id, now)?;
    reread(tx, stored.order.id)
}
