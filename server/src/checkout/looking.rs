//! Looking after orders: by a hint, by somebody waiting for the receipt, by the worker after a
//! crash or when time is up. All ask the gateway by our own key; all can happen twice.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::{id::OrderId, order::OrderState, payment::PaymentMethod};

use super::{
    charging::{self, LAST_LOOK, LOOK_AGAIN, TIME_TO_ACT},
    disputing, settling,
};
use crate::{
    context::Context,
    error::Answer,
    gateway::{ChargeKey, Outcome},
    store::{
        orders::{self, Stored},
        payments::{self, OpenRefund},
    },
};

/// How often the worker looks for what is due.
const EVERY: Duration = Duration::from_secs(2);
/// When a refund that failed is tried again.
const REFUND_AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// Asks the gateway how an order stands and goes on with it. `None` for an unknown order.
///
/// # Errors
/// When the gateway or the database does not answer; the order is looked after again later.
pub async fn look(context: &Context, id: OrderId) -> Answer<Option<Stored>> {
    let Some(stored) = context
        .store
        .read(move |tx| orders::find_any(tx, id))
        .await?
    else {
        return Ok(None);
    };
    let looked = match stored.order.state {
        OrderState::Placed => charging::charge(context, stored).await?,
        // nobody is there to answer for a subscription that renews by itself
        OrderState::NeedsAction
            if stored.placed_by.is_none()
                || context.clock.now() >= stored.state_at + TIME_TO_ACT =>
        {
            charging::cancel(context, stored, None).await?
        }
        OrderState::Authorising | OrderState::NeedsAction => fetch(context, stored).await?,
        OrderState::Cancelled => last_look(context, stored).await?,
        state if state.was_paid() && stored.order.method == PaymentMethod::Card => {
            Box::pin(disputing::fetch(context, stored)).await?
        }
        _ => stored,
    };
    Ok(Some(looked))
}

/// Fetches; a key that the gateway never heard of is charged under again, which charges once.
async fn fetch(context: &Context, stored: Stored) -> Answer<Stored> {
    match context.gateway.fetch(&charging::key(&stored)).await {
        Ok(Outcome::Unknown) => charging::charge(context, stored).await,
        Ok(outcome) => charging::apply(context, stored, outcome).await,
        Err(error) => {
            tracing::warn!(order = %stored.order.id, %error, "the gateway did not answer");
            let (id, at) = (stored.order.id, context.clock.now() + LOOK_AGAIN);
            context
                .store
                .write(move |tx| orders::look_later(tx, id, at))
                .await?;
            Ok(stored)
        }
    }
}

/// After a cancellation: what was charged all the same goes back. A hint may come early; only
/// when the last look is due nobody looks again.
async fn last_look(context: &Context, stored: Stored) -> Answer<Stored> {
    let key = charging::key(&stored);
    let Ok(outcome) = context.gateway.fetch(&key).await else {
        let (id, at) = (stored.order.id, context.clock.now() + LOOK_AGAIN);
        context
            .store
            .write(move |tx| orders::look_later(tx, id, at))
            .await?;
        return Ok(stored);
    };
    let (id, due_at) = (stored.order.id, stored.state_at + LAST_LOOK);
    let stored = match outcome {
        charged @ Outcome::Charged(_) => charging::apply(context, stored, charged).await?,
        _ if context.clock.now() < due_at => return Ok(stored),
        _ => stored,
    };
    context
        .store
        .write(move |tx| orders::look_no_more(tx, id))
        .await?;
    Ok(stored)
}

/// Looks after everything that is due now; how many orders that were.
///
/// # Errors
/// When the database does not answer.
pub async fn look_after(context: &Context) -> Answer<usize> {
    let now = context.clock.now();
    let due = context.store.read(move |tx| orders::due(tx, now)).await?;
    for id in &due {
        if let Err(failure) = look(context, *id).await {
            tracing::warn!(order = %id, problem = ?failure.problem, cause = ?failure.cause, "will look again");
            let (id, at) = (*id, context.clock.now() + LOOK_AGAIN);
            context
                .store
                .write(move |tx| orders::look_later(tx, id, at))
                .await?;
        }
    }
    let refunds = context
        .store
        .read(move |tx| payments::open_refunds(tx, now))
        .await?;
    for refund in refunds {
        give_back(context, refund).await?;
    }
    Ok(due.len())
}

async fn give_back(context: &Context, refund: OpenRefund) -> Answer<()> {
    let key = ChargeKey {
        order: refund.order.0,
        attempt: refund.attempt,
    };
    let (now, today): (Timestamp, _) = (context.clock.now(), context.clock.today());
    match context.gateway.refund(&key, refund.id, refund.amount).await {
        Ok(_) => {
            context
                .store
                .write(move |tx| settling::refunded(tx, refund.id, (now, today)))
                .await
        }
        Err(error) => {
            tracing::error!(order = %refund.order, %error, "a refund was not made; it is tried again");
            let (id, at) = (refund.id, now + REFUND_AGAIN);
            Ok(context
                .store
                .write(move |tx| payments::refund_later(tx, id, at))
                .await?)
        }
    }
}

/// The worker: goes on with whatever a crash, a lost answer or a patient payer left open.
pub async fn work(context: Context) {
    loop {
        if let Err(failure) = look_after(&context).await {
            tracing::warn!(problem = ?failure.problem, cause = ?failure.cause, "orders could not be looked after");
        }
        tokio::time::sleep(EVERY).await;
    }
}
