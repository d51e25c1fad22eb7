//! What a payer owes for an order after a lost dispute is asked for like any other transfer: under a
//! reference, with a day, on the order's page and among the open transfers. It never lapses.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    currency::Currency,
    id::OrderId,
    ledger::{self, Entry, posting},
    money::Money,
    transfer::{LONGEST_WAIT, Terms},
};
use uuid::Uuid;

use super::next_reference;
use crate::{
    error::{Answer, Failure},
    store::{
        Tx,
        bank_entries::BankEntry,
        ledger::{self as books, About},
        orders::Stored,
        transfers,
    },
};

/// Asks for what the books say is owed for an order: more than before, less, or nothing any more. Whether
/// it is more, of which the payer has to be told.
///
/// # Errors
/// When the database does not answer.
pub(crate) fn demand(
    tx: &mut Tx<'_>,
    (order, currency): (OrderId, Currency),
    (now, today): (Timestamp, Date),
) -> Answer<bool> {
    let owed = Money::new(books::owed(tx, order)?, currency);
    let Some(known) = transfers::find(tx, order)? else {
        if owed.is_zero() {
            return Ok(false);
        }
        let terms = Terms {
            due_on: due(today),
            begins_when_recorded: false,
        };
        let (number, reference) = next_reference(tx, today)?;
        let numbered = (number, reference.as_str());
        transfers::insert(tx, order, numbered, owed, terms)?;
        return Ok(true);
    };
    if known.missing() == owed {
        return Ok(false);
    }
    if owed.is_zero() {
        transfers::close(tx, order, now)?;
        return Ok(false);
    }
    let amount = known.received.checked_add(owed).map_err(Failure::fault)?;
    // for what is asked for now there is time again
    let more = owed.minor() > known.missing().minor();
    let due_on = if more { due(today) } else { known.terms.due_on };
    transfers::ask_anew(tx, order, amount, due_on)?;
    Ok(more)
}

/// Money that came is taken for what is owed, if anything is.
pub(super) fn take(
    tx: &mut Tx<'_>,
    stored: &Stored,
    (entry, taken): (&BankEntry, Money),
    now: Timestamp,
) -> Answer<()> {
    if taken.is_zero() {
        return Ok(());
    }
    let lines = vec![
        posting(ledger::BALANCE, taken),
        posting(ledger::OWED, taken.negated()),
    ];
    let text = format!("Owed for order {}", stored.order.id);
    let paid = Entry::new(entry.said.booked_on, text, lines).map_err(Failure::fault)?;
    let about = About {
        order: Some(stored.order.id),
        payer: stored.payer,
        country: "",
    };
    let cause = format!("owed:{}", entry.id);
    books::book(tx, (Uuid::now_v7(), &cause), about, &paid, now)?;
    if books::owed(tx, stored.order.id)? == 0 {
        transfers::close(tx, stored.order.id, now)?;
    }
    Ok(())
}

/// The last day on which what is owed from today on is to come.
fn due(today: Date) -> Date {
    let mut day = today;
    for _ in 0..LONGEST_WAIT {
        day = day.tomorrow().unwrap_or(day);
    }
    day
}
