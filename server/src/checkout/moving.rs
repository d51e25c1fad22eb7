//! The step that orders take most: to a state in which nobody looks after them.

use jiff::Timestamp;
use seatkeeper_core::order::OrderState;

use crate::{
    error::{Answer, Failure},
    store::{
        Tx,
        orders::{self, Step, Stored},
    },
};

/// An order goes to a state in which nobody looks after it, within the transaction that has read it.
///
/// # Errors
/// The store's; a fault where the order is not as it was read.
pub(crate) fn go_to(
    tx: &mut Tx<'_>,
    stored: &Stored,
    state: OrderState,
    now: Timestamp,
) -> Answer<()> {
    let step = Step {
        state,
        attempt: stored.order.attempt,
        declined: None,
        action_url: None,
        next_look_at: None,
        paid_on: None,
    };
    if orders::step(tx, stored, &step, now)? {
        Ok(())
    } else {
        Err(Failure::fault(
            "an order was changed within its own transaction",
        ))
    }
}
