//! Asking the gateway, outside any transaction, and writing down what it answered.

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::{
    api::Problem,
    id::OrderId,
    money::Money,
    order::OrderState,
    payment::{DeclineReason, Payment},
    quote::Change,
};

use super::{disputing, noting, placing::reread, renewing, settling};
use crate::{
    auth::SignedIn,
    context::Context,
    crash,
    error::{Answer, Failure},
    gateway::{Charge, ChargeKey, GatewayError, Method, Outcome, Refusal},
    store::{
        StoreError, Tx,
        audit::Audit,
        giving_up,
        orders::{self, Step, Stored},
        saved_cards,
    },
};

/// How soon an undecided order is asked about again.
pub(super) const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(20);
/// How long a payer has for the gateway's pages.
pub(super) const TIME_TO_ACT: SignedDuration = SignedDuration::from_mins(60);
/// A last look at a cancelled order: a charge that was on its way is given back.
pub(super) const LAST_LOOK: SignedDuration = SignedDuration::from_mins(10);

/// The gateway's name beside its references.
pub(super) const GATEWAY: &str = "card";
/// The name beside orders that cost nothing.
const NOTHING: &str = "nothing";

/// The key of an order's present attempt.
pub(super) fn key(stored: &Stored) -> ChargeKey {
    ChargeKey {
        order: stored.order.id.0,
        attempt: stored.order.attempt,
    }
}

/// Charges an order, or learns how its charge stands: the same key charges once. One that nobody
/// placed and that is not to be charged any more is given up.
pub(super) async fn charge(context: &Context, stored: Stored) -> Answer<Stored> {
    let Some(method) = method(context, &stored).await? else {
        return cancel(context, stored, None).await;
    };
    let total = stored.order.quote.total;
    if total.is_zero() {
        return settling::settle(
            context,
            stored.order.id,
            NOTHING,
            nothing(context, total, stored.order.id),
        )
        .await;
    }
    if stored.placed_by.is_none() && disputing::is_open(context, stored.payer).await? {
        return Box::pin(hold_back(context, stored)).await;
    }
    let charge = Charge {
        key: key(&stored),
        amount: total,
        description: stored.parties.paid_for.clone(),
        locale: stored.locale.clone(),
        return_url: format!("{}/orders/{}", context.config.public_url, stored.order.id),
        method,
    };
    let asked = context.gateway.charge(&charge).await;
    crash::point(context, "asked");
    match asked {
        Ok(outcome) => apply(context, stored, outcome).await,
        Err(GatewayError::Refused(Refusal::UnknownCard)) if stored.placed_by.is_none() => {
            forget_card(context, &stored).await
        }
        // another card is kept since: what was asked first stands
        Err(GatewayError::Refused(Refusal::KeyReused)) if stored.placed_by.is_none() => {
            match context.gateway.fetch(&charge.key).await {
                Ok(outcome) => apply(context, stored, outcome).await,
                Err(error) => not_answered(context, stored, &error).await,
            }
        }
        Err(error) => not_answered(context, stored, &error).await,
    }
}

/// The gateway's page; or the saved card where a subscription renews by itself, if it still does.
async fn method(context: &Context, stored: &Stored) -> Answer<Option<Method>> {
    if stored.placed_by.is_some() {
        let save_card = stored.order.kind() != Change::TopUp && !stored.acting;
        return Ok(Some(Method::HostedPage { save_card }));
    }
    let (stored, today) = (stored.clone(), context.clock.today());
    let saved = context
        .store
        .read(move |tx| renewing::card(tx, &stored, today))
        .await?;
    Ok(saved.map(|saved| Method::SavedCard { token: saved.token }))
}

async fn decline(context: &Context, stored: &Stored, reason: DeclineReason) -> Answer<Stored> {
    let declined = Step {
        declined: Some(reason),
        ..quiet(stored, OrderState::Declined)
    };
    write(context, stored, declined).await
}

/// What would be paid by itself is not, while the payer disputes a payment; unless it was paid already.
/// It is tried again like a declined card.
async fn hold_back(context: &Context, stored: Stored) -> Answer<Stored> {
    match context.gateway.cancel(&key(&stored)).await {
        Ok(Outcome::Unknown | Outcome::Cancelled) => {
            decline(context, &stored, DeclineReason::Disputed).await
        }
        Ok(outcome) => apply(context, stored, outcome).await,
        Err(error) => not_answered(context, stored, &error).await,
    }
}

/// The gateway does not know the saved card any more: nor do we, and its payer hears of it.
async fn forget_card(context: &Context, stored: &Stored) -> Answer<Stored> {
    let declined = Step {
        declined: Some(DeclineReason::Declined),
        ..quiet(stored, OrderState::Declined)
    };
    let subscription = stored.subscription;
    write_with(context, stored, declined, move |tx| {
        saved_cards::remove(tx, subscription)
    })
    .await
}

fn nothing(context: &Context, total: Money, order: OrderId) -> Payment {
    Payment {
        reference: order.to_string(),
        amount: total,
        received_on: context.clock.today(),
        card: None,
    }
}

/// Gives an order up at the gateway, because somebody wants it or by itself, and writes down how it ended
/// there.
pub(super) async fn cancel(
    context: &Context,
    stored: Stored,
    by: Option<&SignedIn>,
) -> Answer<Stored> {
    if let Some(by) = by {
        // its hint may be faster than its answer
        let by = Audit::by(by, context.clock.now(), noting::CANCELLED);
        let id = stored.order.id;
        let wanting = context
            .store
            .write(move |tx| giving_up::insert(tx, id, &by));
        wanting.await?;
    }
    if stored.order.state == OrderState::Declined {
        return give_up(context, &stored).await;
    }
    match context.gateway.cancel(&key(&stored)).await {
        Ok(Outcome::Unknown | Outcome::Cancelled) => give_up(context, &stored).await,
        Ok(outcome) => apply(context, stored, outcome).await,
        Err(error) => not_answered(context, stored, &error).await,
    }
}

async fn give_up(context: &Context, stored: &Stored) -> Answer<Stored> {
    step(context, stored, OrderState::Cancelled, None).await
}

/// Writes down what the gateway says. A state that is already so, or decided, stays.
pub(super) async fn apply(context: &Context, stored: Stored, outcome: Outcome) -> Answer<Stored> {
    let state = stored.order.state;
    match outcome {
        Outcome::Charged(charged) => settling::charged(context, stored, charged).await,
        _ if !super::undecided(state) => Ok(stored),
        // its first page leads on to whatever the payer has to do by now
        Outcome::NeedsAction { .. } if state == OrderState::NeedsAction => {
            later(context, &stored).await?;
            Ok(stored)
        }
        Outcome::NeedsAction { url } => {
            step(context, &stored, OrderState::NeedsAction, Some(url)).await
        }
        Outcome::Pending | Outcome::Unknown if state == OrderState::Authorising => {
            later(context, &stored).await?;
            Ok(stored)
        }
        Outcome::Pending | Outcome::Unknown => {
            step(context, &stored, OrderState::Authorising, None).await
        }
        Outcome::Declined { reason } => decline(context, &stored, reason).await,
        Outcome::Cancelled => step(context, &stored, OrderState::Cancelled, None).await,
    }
}

/// No answer is not a "no": the order waits to be asked about again.
async fn not_answered(context: &Context, stored: Stored, error: &GatewayError) -> Answer<Stored> {
    tracing::warn!(order = %stored.order.id, %error, "the gateway did not answer");
    match error {
        GatewayError::TimedOut if stored.order.state == OrderState::Placed => {
            step(context, &stored, OrderState::Authorising, None).await
        }
        GatewayError::TimedOut => {
            later(context, &stored).await?;
            Ok(stored)
        }
        GatewayError::Unavailable => {
            later(context, &stored).await?;
            Err(Problem::GatewayUnavailable.into())
        }
        GatewayError::Refused(refusal) => {
            later(context, &stored).await?;
            Err(Failure {
                problem: Problem::GatewayUnavailable,
                cause: Some(refusal.to_string()),
            })
        }
    }
}

async fn later(context: &Context, stored: &Stored) -> Answer<()> {
    let (id, at) = (stored.order.id, context.clock.now() + LOOK_AGAIN);
    context
        .store
        .write(move |tx| orders::look_later(tx, id, at))
        .await?;
    Ok(())
}

fn quiet(stored: &Stored, state: OrderState) -> Step {
    // the bank wanted its holder, and nobody was there
    let unanswered = stored.placed_by.is_none()
        && stored.order.state == OrderState::NeedsAction
        && state == OrderState::Cancelled;
    Step {
        state,
        attempt: stored.order.attempt,
        declined: unanswered.then_some(DeclineReason::AuthenticationFailed),
        action_url: None,
        next_look_at: None,
        paid_on: None,
    }
}

/// When somebody looks after an order next.
fn next_look(state: OrderState, now: Timestamp) -> Option<Timestamp> {
    match state {
        OrderState::Authorising | OrderState::NeedsAction => Some(now + LOOK_AGAIN),
        OrderState::Cancelled => Some(now + LAST_LOOK),
        _ => None,
    }
}

async fn step(
    context: &Context,
    stored: &Stored,
    state: OrderState,
    action_url: Option<String>,
) -> Answer<Stored> {
    let next_look_at = next_look(state, context.clock.now());
    write(
        context,
        stored,
        Step {
            action_url,
            next_look_at,
            ..quiet(stored, state)
        },
    )
    .await
}

/// Writes a step; where another was faster, what that one wrote is the answer.
async fn write(context: &Context, stored: &Stored, step: Step) -> Answer<Stored> {
    write_with(context, stored, step, |_| Ok(())).await
}

/// [`write`] with what else is written if the step is taken.
async fn write_with(
    context: &Context,
    stored: &Stored,
    step: Step,
    also: impl Fn(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
) -> Answer<Stored> {
    let (stored, now) = (stored.clone(), context.clock.now());
    let written = context
        .store
        .write(move |tx| {
            if orders::step(tx, &stored, &step, now)? {
                also(tx)?;
                noting::step(tx, &stored, &step, now)?;
                if stored.placed_by.is_none() {
                    renewing::tell(tx, &stored, &step, now)?;
                }
            }
            reread(tx, stored.order.id)
        })
        .await;
    context.wake.notify_waiters();
    crash::point(context, "answered");
    written
}
