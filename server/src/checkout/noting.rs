//! What becomes of an order and its money on the way to the gateway and back, in the words of the audit log.
//! Each end stands there once, with whoever wanted it.

use jiff::Timestamp;
use seatkeeper_core::{
    money::Money,
    order::{Order, OrderState},
};

use super::{
    go_to,
    placing::{self, reread},
};
use crate::{
    error::Answer,
    store::{
        StoreError, Tx,
        audit::{self, Audit},
        giving_up,
        orders::{Step, Stored},
        payments::OpenRefund,
    },
};

/// Somebody gave an order up.
pub(super) const CANCELLED: &str = "order.cancelled";

/// What a step of an order is written down as: by whoever wants to give it up, also where the gateway's hint
/// is faster than its answer; else the gateway or the time took it. A renewal whose card was declined has
/// words of its own.
pub(super) fn step(
    tx: &mut Tx<'_>,
    stored: &Stored,
    step: &Step,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !matches!(step.state, OrderState::Declined | OrderState::Cancelled) {
        return Ok(());
    }
    let order = &stored.order;
    let wanted = giving_up::take(tx, order.id, &Audit::by_itself(now, CANCELLED))?;
    let entry = match step.state {
        OrderState::Cancelled if wanted.is_some() => wanted,
        OrderState::Cancelled if step.declined.is_none() => {
            Some(Audit::by_itself(now, "order.lapsed"))
        }
        OrderState::Declined if stored.placed_by.is_some() => {
            Some(Audit::by_itself(now, "order.declined"))
        }
        _ => None,
    };
    entry.map_or(Ok(()), |entry| placing::note(tx, order, entry))
}

/// A declined order is not tried again, because of what somebody did or by itself.
///
/// # Errors
/// The store's; a fault where the order is not as it was read.
pub(crate) fn give_up_declined(tx: &mut Tx<'_>, declined: &Stored, by: &Audit) -> Answer<()> {
    go_to(tx, declined, OrderState::Cancelled, by.at)?;
    let entry = Audit {
        action: "order.given_up",
        ..by.clone()
    };
    Ok(placing::note(tx, &declined.order, entry)?)
}

/// What became of money that an order does not take, or no longer: how much of it.
pub(super) fn money(
    tx: &mut Tx<'_>,
    order: &Order,
    (action, amount): (&'static str, Money),
    now: Timestamp,
) -> Result<(), StoreError> {
    let details = serde_json::json!({
        "order": order.id, "amount": amount.to_string(), "currency": amount.currency().code(),
    });
    let entry = Audit::by_itself(now, action).on(order.reseller, order.customer);
    audit::record(tx, &entry.with(details))
}

/// Money of an order has gone back by the gateway.
pub(super) fn refunded(tx: &mut Tx<'_>, refund: &OpenRefund, now: Timestamp) -> Answer<()> {
    let order = reread(tx, refund.order)?.order;
    let went_back = ("order.refunded", refund.amount);
    Ok(money(tx, &order, went_back, now)?)
}
