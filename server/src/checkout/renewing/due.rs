//! Which order is charged by itself on a day: a new one, or another attempt at a declined one.
//!
//! Promises: a card that is declined is tried again 1, 3 and 7 days after the first attempt, until
//! licences rest; if something else was announced meanwhile, another order takes its place. A bank
//! that wants its holder ends the trying, and the payer pays by hand.

use jiff::{SignedDuration, ToSpan, civil::Date};
use seatkeeper_core::{
    form::RenewForm,
    id::OrderId,
    order::{Order, OrderRequest, OrderState},
    quote::Change,
};
use uuid::Uuid;

use super::announce;
use crate::{
    checkout::{
        charging, give_up_declined,
        placing::{self, reread},
        pricing::{Moment, Priced},
    },
    context::Context,
    error::Answer,
    store::{
        Tx,
        audit::Audit,
        orders::{self, Stored},
        renewals::{self, Ending},
    },
};

/// How many days after the first attempt a declined card is tried again.
const TRIED_AGAIN: [i64; 3] = [1, 3, 7];
/// How much time lies between two attempts at least, however late the days are worked through.
const BETWEEN: SignedDuration = SignedDuration::from_hours(12);

/// Renews a subscription whose period has ended, if that was announced and is due on this day.
///
/// # Errors
/// When the database does not answer; a gateway that does not is asked again by the worker.
pub(crate) async fn renew(context: &Context, at: Moment, ending: Ending) -> Answer<()> {
    let is_due = context.store.read(move |tx| due(tx, at, ending)).await?;
    if is_due.is_none() {
        return Ok(());
    }
    let stored = context.store.write(move |tx| match due(tx, at, ending)? {
        Some(Due::New(ending, priced)) => begin(tx, at, &ending, *priced).map(Some),
        Some(Due::Instead(declined, ending, priced)) => {
            let by = Audit::by_itself(at.now, "order.given_up");
            give_up_declined(tx, &declined, &by)?;
            begin(tx, at, &ending, *priced).map(Some)
        }
        Some(Due::Again(declined)) => placing::next_attempt(tx, &declined, at.now),
        None => Ok(None),
    });
    let Some(stored) = stored.await? else {
        return Ok(());
    };
    match charging::charge(context, stored).await {
        Ok(charged) if charged.order.state == OrderState::NeedsAction => {
            // nobody is there to answer the bank
            charging::cancel(context, charged, None).await?;
        }
        Ok(_) => {}
        // the order is on disk, and the worker goes on with it
        Err(failure) => {
            tracing::warn!(problem = ?failure.problem, "a renewal waits for the gateway");
        }
    }
    Ok(())
}

/// What is to be charged now.
enum Due {
    /// A new order.
    New(Ending, Box<Priced>),
    /// A new order, since by now something else was announced than what was declined.
    Instead(Box<Stored>, Ending, Box<Priced>),
    /// Another attempt.
    Again(Box<Stored>),
}

fn due(tx: &mut Tx<'_>, at: Moment, listed: Ending) -> Answer<Option<Due>> {
    // it may have been paid by hand since the list was read, or switched off since the last attempt
    let Some(ending) = renewals::still_ending(tx, listed.subscription, listed.ends_on)? else {
        return Ok(None);
    };
    if orders::open(tx, ending.subscription, Change::Renew)?.is_some() {
        return Ok(None);
    }
    let Some(announced) = announce(tx, at, &ending, at.today)? else {
        return Ok(None);
    };
    let (Some(now), Some(priced)) = (announced.notice().promise(), announced.priced) else {
        return Ok(None);
    };
    let last = renewals::automatic_order(tx, ending.subscription, ending.ends_on)?;
    let declined = match last {
        Some(last) => Some(reread(tx, last)?),
        None => None,
    }
    .filter(|last| last.order.state == OrderState::Declined);
    if let Some(declined) = &declined {
        let quote = &declined.order.quote;
        if (quote.total, quote.licences) == (now.total, now.licences) {
            let again = may_try_again(declined, at, &ending);
            return Ok(again.then(|| Due::Again(Box::new(declined.clone()))));
        }
    }
    let said = renewals::last_notice(tx, ending.subscription, ending.ends_on)?;
    let as_said = said.is_some_and(|(on, said)| on < at.today && said.promise() == Some(now));
    if !as_said || !ending.may_renew_on(at.today) {
        return Ok(None);
    }
    let priced = Box::new(priced);
    Ok(Some(match declined {
        Some(declined) => Due::Instead(Box::new(declined), ending, priced),
        None => Due::New(ending, priced),
    }))
}

fn may_try_again(declined: &Stored, at: Moment, ending: &Ending) -> bool {
    next_try(&declined.order, ending).is_some_and(|next| next <= at.today)
        && at.now.duration_since(declined.state_at) >= BETWEEN
}

/// The day on which a declined renewal is tried again; none after the last attempt, or when its
/// licences rest by then.
pub(crate) fn next_try(order: &Order, ending: &Ending) -> Option<Date> {
    let attempt = usize::try_from(order.attempt).ok()?;
    let days = TRIED_AGAIN.get(attempt.checked_sub(1)?)?;
    let next = order.placed_on.saturating_add(days.days());
    ending.may_be_tried_on(next).then_some(next)
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
