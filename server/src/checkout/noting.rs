//! What becomes of an order and its money on the way to the gateway and back, in the words of the audit log.

use jiff::Timestamp;
use seatkeeper_core::order::OrderState;

use super::placing::reread;
use crate::{
    error::Answer,
    store::{
        Tx,
        audit::{self, Audit},
        orders::{Step, Stored},
        payments::OpenRefund,
    },
};

/// Somebody gave an order up.
pub(super) const CANCELLED: &str = "order.cancelled";

/// What is written down of whoever gave an order up: also where the gateway's hint of it was faster, once.
pub(super) fn given_up(
    tx: &mut Tx<'_>,
    stands: &Stored,
    moved: bool,
    by: &Audit,
) -> Answer<Option<Audit>> {
    let is_theirs = moved
        || (stands.order.state == OrderState::Cancelled
            && !audit::is_recorded(tx, stands.order.id, CANCELLED)?);
    Ok(is_theirs.then(|| by.clone()))
}

/// What a step of an order is written down as, where the gateway or the time took it and nobody else. A
/// renewal whose card was declined has words of its own.
pub(super) fn by_itself(stored: &Stored, step: &Step, now: Timestamp) -> Option<Audit> {
    let action = match step.state {
        OrderState::Declined if stored.placed_by.is_some() => "order.declined",
        OrderState::Cancelled if step.declined.is_none() => "order.lapsed",
        _ => return None,
    };
    Some(Audit::by_itself(now, action))
}

/// Money of an order has gone back by the gateway: how much of it.
pub(super) fn refunded(tx: &mut Tx<'_>, refund: &OpenRefund, now: Timestamp) -> Answer<()> {
    let order = reread(tx, refund.order)?.order;
    let details = serde_json::json!({
        "order": order.id, "amount": refund.amount.to_string(),
        "currency": refund.amount.currency().code(),
    });
    let entry = Audit::by_itself(now, "order.refunded").on(order.reseller, order.customer);
    Ok(audit::record(tx, &entry.with(details))?)
}
