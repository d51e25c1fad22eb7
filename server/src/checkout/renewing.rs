//! Renewing by itself: what is announced, and the charge of the saved card on the day.
//!
//! Promises: what is charged is exactly the amount of the last mail about it, which came at least
//! a day before; a card that is declined is tried again 1, 3 and 7 days later; a bank that wants
//! its holder ends the trying, and the payer pays by hand. Leaves the days to [`crate::day`].

use jiff::{Timestamp, ToSpan, civil::Date};
use seatkeeper_core::{
    api::Problem,
    form::RenewForm,
    id::OrderId,
    order::{Order, OrderRequest, OrderState},
    payment::{DeclineReason, PaymentMethod},
    quote::Change,
};
use uuid::Uuid;

use super::{
    charging,
    placing::{self, reread},
    pricing::{self, Moment, Priced},
};
use crate::{
    context::Context,
    error::{Answer, Failure},
    outbox::{self, Letter},
    store::{
        StoreError, Tx,
        audit::Audit,
        orders::{self, Payer, Step, Stored},
        renewals::{self, Ending, Notice},
        saved_cards, subscriptions,
    },
};

/// How many days after the first attempt a declined card is tried again.
const TRIED_AGAIN: [i64; 3] = [1, 3, 7];

/// What is true of a coming renewal on a day.
pub(crate) struct Announced {
    automatic: bool,
    priced: Option<Priced>,
}

impl Announced {
    /// What is to be said.
    pub(crate) fn notice(&self) -> Notice {
        Notice {
            automatic: self.automatic,
            quote: self.priced.as_ref().map(|priced| priced.quote.clone()),
        }
    }
}

/// What a renewal would cost, and whether it happens by itself; `None` where nobody ever paid.
///
/// # Errors
/// The store's.
pub(crate) fn announce(tx: &mut Tx<'_>, at: Moment, ending: &Ending) -> Answer<Option<Announced>> {
    let Some(payer) = renewals::last_payer(tx, ending.subscription)? else {
        return Ok(None);
    };
    let automatic = is_automatic(tx, at, ending, payer)?;
    let priced = match price(tx, at, ending, payer) {
        Ok(priced) => Some(priced),
        Err(Failure {
            problem: Problem::NoPrice { .. } | Problem::WrongState,
            ..
        }) => None,
        Err(failure) => return Err(failure),
    };
    Ok(Some(Announced { automatic, priced }))
}

/// Not switched off, and the payer's card is there.
fn is_automatic(tx: &mut Tx<'_>, at: Moment, ending: &Ending, payer: Payer) -> Answer<bool> {
    let held = subscriptions::of_customer(tx, ending.managed.customer, at.today)?;
    let card = saved_cards::find(tx, ending.subscription)?;
    Ok(held.is_some_and(|held| held.subscription.auto_renew)
        && card.is_some_and(|card| card.payer == payer))
}

/// With the number that was chosen for the next period or else that of the last, never fewer than
/// are in use.
fn price(tx: &mut Tx<'_>, at: Moment, ending: &Ending, payer: Payer) -> Answer<Priced> {
    let chosen = renewals::next_licences(tx, ending.subscription)?;
    pricing::renewed(tx, at, (ending.managed, payer), |renewing| {
        let licences = chosen.unwrap_or(renewing.licences).max(renewing.in_use);
        Ok((licences, PaymentMethod::Card))
    })
}

/// Renews a subscription whose period has ended, if that was announced and is due on this day.
///
/// # Errors
/// When the database does not answer; a gateway that does not is asked again by the worker.
pub(crate) async fn renew(context: &Context, at: Moment, ending: Ending) -> Answer<()> {
    let due = context.store.write(move |tx| due(tx, at, &ending)).await?;
    let Some(stored) = due else { return Ok(()) };
    match charging::charge(context, stored).await {
        Ok(charged) if charged.order.state == OrderState::NeedsAction => {
            // nobody is there to answer the bank
            charging::cancel(context, charged).await?;
        }
        Ok(_) => {}
        // the order is on disk, and the worker goes on with it
        Err(failure) => {
            tracing::warn!(problem = ?failure.problem, "a renewal waits for the gateway");
        }
    }
    Ok(())
}

/// The order to be charged now: a new one, or the next attempt at a declined one.
fn due(tx: &mut Tx<'_>, at: Moment, ending: &Ending) -> Answer<Option<Stored>> {
    // it may have been paid by hand since the list was read, or switched off since the last attempt
    if renewals::still_ending(tx, ending.subscription, ending.ends_on)?.is_none() {
        return Ok(None);
    }
    let Some(announced) = announce(tx, at, ending)?.filter(|now| now.automatic) else {
        return Ok(None);
    };
    if orders::open(tx, ending.subscription, Change::Renew)?.is_some() {
        return Ok(None);
    }
    if let Some(id) = renewals::automatic_order(tx, ending.subscription, ending.ends_on)? {
        let stored = reread(tx, id)?;
        return again(tx, at, &stored);
    }
    let said = renewals::last_notice(tx, ending.subscription, ending.ends_on)?;
    let as_said = said.is_some_and(|(on, said)| {
        on < at.today && said.automatic && said.total() == announced.notice().total()
    });
    let priced = announced
        .priced
        .filter(|_| as_said && ending.may_renew_on(at.today));
    priced
        .map(|priced| begin(tx, at, ending, priced))
        .transpose()
}

/// A declined renewal is tried again by the schedule.
fn again(tx: &mut Tx<'_>, at: Moment, stored: &Stored) -> Answer<Option<Stored>> {
    let next = next_try(&stored.order);
    if stored.order.state != OrderState::Declined || next.is_none_or(|next| at.today < next) {
        return Ok(None);
    }
    placing::next_attempt(tx, stored, at.now)
}

/// The day on which a declined renewal is tried again; none after the last attempt.
pub(crate) fn next_try(order: &Order) -> Option<Date> {
    let attempt = usize::try_from(order.attempt).ok()?;
    let days = TRIED_AGAIN.get(attempt.checked_sub(1)?)?;
    Some(order.placed_on.saturating_add(days.days()))
}

/// The order by which it renews.
fn begin(tx: &mut Tx<'_>, at: Moment, ending: &Ending, priced: Priced) -> Answer<Stored> {
    let customer = ending.managed.customer;
    let licences = priced.quote.licences.to_string();
    let request = OrderRequest::Renew(RenewForm::by_card(customer, licences));
    let ids = (OrderId(Uuid::now_v7()), customer, ending.subscription);
    let stored = placing::placed(priced, request, ids, at);
    placing::store(tx, &stored)?;
    placing::note(tx, &stored.order, Audit::by_itself(at.now, "order.placed"))?;
    Ok(stored)
}

/// What the payer has to be told when a renewal did not go by itself, in the commit that says so.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    stored: &Stored,
    step: &Step,
    now: Timestamp,
) -> Result<(), StoreError> {
    let reason = match step.state {
        OrderState::Declined => step.declined.unwrap_or(DeclineReason::Declined),
        // the bank wanted its holder, who was not there
        OrderState::Cancelled => DeclineReason::AuthenticationFailed,
        _ => return Ok(()),
    };
    let letter = Letter::RenewalDeclined {
        order: stored.order.id,
        attempt: step.attempt,
        reason,
    };
    outbox::put(tx, now, &letter)?;
    let entry = Audit::by_itself(now, "renewal.declined");
    placing::note(tx, &stored.order, entry)
}
