//! Renewing by itself: what is announced, who is charged, and what is told when it fails.
//!
//! Promises: what is charged is exactly what the last mail said, which came at least a day before.
//! Leaves the days to [`crate::day`], and which order is charged when to [`due`].

mod due;

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::Problem,
    order::OrderState,
    payment::{DeclineReason, PaymentMethod},
    quote::Change,
};

use super::{
    placing::{self, reread},
    pricing::{self, Moment, Priced},
};
use crate::{
    error::{Answer, Failure},
    outbox::{self, Letter},
    store::{
        StoreError, Tx,
        audit::Audit,
        orders::{self, Payer, Step, Stored},
        renewals::{self, Ending, Notice},
        saved_cards::{self, SavedCard},
    },
};
pub(crate) use due::{next_try, renew};

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

/// Whether a subscription renews by itself, and what that would cost on the day `charged_on`; if it
/// does not, what it costs today. `None` where nobody ever paid.
///
/// # Errors
/// The store's.
pub(crate) fn announce(
    tx: &mut Tx<'_>,
    at: Moment,
    ending: &Ending,
    charged_on: Date,
) -> Answer<Option<Announced>> {
    let Some(payer) = renewals::next_payer(tx, ending.subscription)? else {
        return Ok(None);
    };
    let automatic = is_automatic(tx, ending, payer)?;
    let today = if automatic { charged_on } else { at.today };
    let priced = match price(tx, Moment { today, ..at }, ending, payer) {
        Ok(priced) => Some(priced),
        Err(Failure {
            problem: Problem::NoPrice { .. } | Problem::WrongState,
            ..
        }) => None,
        Err(failure) => return Err(failure),
    };
    Ok(Some(Announced { automatic, priced }))
}

/// It is not switched off, the payer's card is there, and neither is a transfer on its way nor did
/// the bank ask for the holder of this card.
fn is_automatic(tx: &mut Tx<'_>, ending: &Ending, payer: Payer) -> Answer<bool> {
    let Some(card) = card_of(tx, ending, payer)? else {
        return Ok(false);
    };
    if let Some((open, _)) = orders::open(tx, ending.subscription, Change::Renew)? {
        return Ok(reread(tx, open)?.order.method == PaymentMethod::Card);
    }
    let Some(last) = renewals::automatic_order(tx, ending.subscription, ending.ends_on)? else {
        return Ok(true);
    };
    let last = reread(tx, last)?;
    let was_asked = last.order.state == OrderState::Cancelled
        && last.order.declined == Some(DeclineReason::AuthenticationFailed);
    Ok(!was_asked || card.saved_at > last.state_at)
}

/// The payer's card, unless renewing is switched off.
fn card_of(tx: &mut Tx<'_>, ending: &Ending, payer: Payer) -> Answer<Option<SavedCard>> {
    if !renewals::is_on(tx, ending.subscription)? {
        return Ok(None);
    }
    let card = saved_cards::find(tx, ending.subscription)?;
    Ok(card.filter(|card| card.payer == payer))
}

/// The card by which an order that nobody placed is to be charged now, unless it has been switched
/// off or paid otherwise since, or licences rest.
pub(super) fn card(tx: &mut Tx<'_>, stored: &Stored, today: Date) -> Answer<Option<SavedCard>> {
    let start = stored.order.quote.period.start();
    match renewals::still_ending(tx, stored.subscription, start)? {
        Some(ending) if ending.may_be_tried_on(today) => card_of(tx, &ending, stored.payer),
        _ => Ok(None),
    }
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

/// What the payer has to be told when a renewal did not go by itself, in the commit that says so.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    stored: &Stored,
    step: &Step,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(reason) = step.declined else {
        return Ok(());
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
