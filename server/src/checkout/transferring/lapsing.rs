//! The day after its last one an order lapses; what came for it is its payer's balance.

use seatkeeper_core::{id::OrderId, order::OrderState};

use super::end;
use crate::{
    checkout::{
        Moment,
        placing::{note, reread},
    },
    context::Context,
    error::{Answer, Failure},
    outbox::{self, Letter},
    store::{StoreError, Tx, audit::Audit, orders::Stored, transfers},
};

/// Lets every order lapse whose last day is over, but those with money that waits for a second
/// person.
///
/// # Errors
/// When the database does not answer; what is left lapses when it is called again.
pub(crate) async fn lapse(context: &Context, at: Moment) -> Answer<()> {
    let overdue = context
        .store
        .read(move |tx| transfers::overdue(tx, at.today))
        .await?;
    for order in overdue {
        let lapsed = context.store.write(move |tx| {
            // money may have come since the list was read
            let still = transfers::overdue(tx, at.today)?.contains(&order);
            if still { over(tx, order, at) } else { Ok(()) }
        });
        lapsed.await?;
    }
    Ok(())
}

fn over(tx: &mut Tx<'_>, order: OrderId, at: Moment) -> Answer<()> {
    let stored = reread(tx, order)?;
    if stored.order.state != OrderState::AwaitingTransfer {
        return Err(Failure::fault(
            "an open transfer of an order that does not wait",
        ));
    }
    let lapsed = end(tx, &stored, OrderState::Lapsed, at.now)?;
    Ok(tell(tx, &lapsed, at)?)
}

/// What follows when an order has lapsed.
pub(super) fn tell(tx: &mut Tx<'_>, lapsed: &Stored, at: Moment) -> Result<(), StoreError> {
    let order = lapsed.order.id;
    outbox::put(tx, at.now, &Letter::TransferLapsed { order })?;
    note(tx, &lapsed.order, Audit::by_itself(at.now, "order.lapsed"))
}
