//! Money of a balance that staff have transferred back to its payer.
//!
//! Promises: no more is paid out than is left, one entry of the bank counts once, and above an amount a
//! second person confirms it; what waits for that is kept for it.

use jiff::SignedDuration;
use seatkeeper_core::{
    api::{Problem, RecordMoney, Recorded},
    form::{Field, FieldError, FieldFault},
    id::BankEntryId,
    ledger::{self, Entry, posting},
    money::Money,
};
use uuid::Uuid;

use super::recording::{Recording, known, outcome};
use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    outbox::{self, Letter},
    store::{
        Tx, balances,
        bank_entries::{self, BankEntry},
        ledger::{self as books, About},
        orders::{self, Stored},
    },
};

/// For how long what a payer got is one amount for the second person.
const A_MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Records what was paid out of a balance; the same entry again answers what became of it.
///
/// # Errors
/// [`Problem::NotFound`] for a payer without an account of the seller in that currency, the fields'
/// faults, [`Problem::EntryRecorded`] for an entry that is recorded in other words.
pub async fn pay_out(context: &Context, who: &SignedIn, ask: RecordMoney) -> Answer<Recorded> {
    let recording = Recording::new(context, who);
    let above = context.config.confirm_above;
    let accounts = context.config.bank_accounts.clone();
    let recorded = context.store.write(move |tx| {
        let stored = orders::find_any(tx, ask.order)?.ok_or(Problem::NotFound)?;
        let (payer, currency) = (stored.payer, stored.order.quote.total.currency());
        let account = accounts.iter().find(|account| account.currency == currency);
        let account = account.ok_or(Problem::NotFound)?;
        let today = recording.at.today;
        let since = balances::since(tx, payer, currency)?.unwrap_or(today);
        let entry = BankEntry {
            id: BankEntryId(Uuid::now_v7()),
            order: ask.order,
            is_payout: true,
            bank_account: account.iban.clone(),
            said: ask.entry.read(currency, (since, today))?,
            kept: Money::zero(currency),
            recorded_by: recording.who.actor.account,
            waits: false,
        };
        if let Some(known) = known(tx, &entry)? {
            return outcome(tx, &known);
        }
        let amount = entry.said.amount;
        if amount.minor() > balances::left(tx, payer, currency)?.minor() {
            let (field, fault) = (Field::Amount, FieldFault::AboveBalance);
            return Err(vec![FieldError { field, fault }].into());
        }
        // in parts or at once: what a payer gets within a month is one amount
        let so_far = balances::paid_out(tx, payer, currency, recording.at.now - A_MONTH)?;
        let so_far = so_far.checked_add(amount).map_err(Failure::fault)?;
        let entry = BankEntry {
            waits: so_far.major() > above,
            ..entry
        };
        bank_entries::insert(tx, &entry, payer, recording.at.now)?;
        recording.note(tx, &stored, &entry, "payout.recorded")?;
        if entry.waits {
            return Ok(Recorded::Waits);
        }
        count(tx, &recording, &stored, &entry)
    });
    let recorded = recorded.await?;
    context.wake.notify_waiters();
    Ok(recorded)
}

/// It counts: the balance is less, and its payer is told.
pub(super) fn count(
    tx: &mut Tx<'_>,
    recording: &Recording,
    stored: &Stored,
    entry: &BankEntry,
) -> Answer<Recorded> {
    let (now, amount) = (recording.at.now, entry.said.amount);
    let lines = vec![
        posting(ledger::BALANCE, amount),
        posting(ledger::BANK, amount.negated()),
    ];
    let text = format!("Bank entry {}", entry.said.entry_reference);
    let paid = Entry::new(entry.said.booked_on, text, lines).map_err(Failure::fault)?;
    let about = About {
        order: None,
        payer: stored.payer,
        country: "",
    };
    let cause = format!("bank:{}", entry.id);
    books::book(tx, (Uuid::now_v7(), &cause), about, &paid, now)?;
    let by = (recording.who.actor.account, now);
    bank_entries::count(tx, entry.id, Money::zero(amount.currency()), by)?;
    outbox::put(tx, now, &Letter::PaidOut { entry: entry.id })?;
    Ok(Recorded::PaidOut { amount })
}
