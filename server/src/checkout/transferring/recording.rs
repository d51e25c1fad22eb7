//! Money that staff record: exact, too little, too much, late, twice.
//!
//! Promises: one entry of the bank counts once; above an amount it counts only when a second person
//! confirms it. Every entry is booked as the payer's own, of which a paid order takes its total.

use seatkeeper_core::{
    api::{DecideMoney, Problem, RecordMoney, Recorded},
    id::{AccountId, BankEntryId, OrderId},
    ledger::{self, Entry, posting},
    money::Money,
    order::OrderState,
    payment::{Payment, PaymentMethod},
    permission::{Action, may},
    quote::Change,
};
use uuid::Uuid;

use super::{end, lapsing, owed, paying_out};
use crate::{
    auth::SignedIn,
    checkout::{
        Moment,
        placing::reread,
        settling::{Paid, Till},
    },
    context::Context,
    error::{Answer, Failure},
    outbox::{self, Letter},
    store::{
        StoreError, Tx,
        audit::{self, Audit},
        bank_entries::{self, BankEntry},
        ledger::{self as books, About},
        orders::{self, Payer, Stored},
        transfers::{self, Transfer},
    },
};

/// The provider's name beside the reference of an order that was transferred.
const BANK: &str = "bank";

/// Records money that came for an order; the same entry again answers what became of it.
///
/// # Errors
/// [`Problem::NotFound`] for an order that is not transferred, the fields'
/// faults, [`Problem::EntryRecorded`] for an entry that is recorded in other words.
pub async fn record(context: &Context, who: &SignedIn, ask: RecordMoney) -> Answer<Recorded> {
    let recording = Recording::new(context, who);
    let above = context.config.confirm_above;
    let accounts = context.config.bank_accounts.clone();
    let recorded = context.store.write(move |tx| {
        let transfer = transfers::find(tx, ask.order)?.ok_or(Problem::NotFound)?;
        let stored = reread(tx, ask.order)?;
        let currency = transfer.amount.currency();
        let account = accounts.iter().find(|account| account.currency == currency);
        let account = account.ok_or(Problem::NotFound)?;
        let days = (stored.order.placed_on, recording.at.today);
        let entry = BankEntry {
            id: BankEntryId(Uuid::now_v7()),
            order: ask.order,
            is_payout: false,
            bank_account: account.iban.clone(),
            said: ask.entry.read(currency, days)?,
            kept: Money::zero(currency),
            recorded_by: recording.who.actor.account,
            waits: false,
        };
        if let Some(known) = known(tx, &entry)? {
            return outcome(tx, &known);
        }
        // in parts or at once: what comes for an order is one amount, whether it takes it or not
        let so_far = bank_entries::recorded(tx, ask.order, currency)?;
        let so_far = so_far.checked_add(entry.said.amount);
        let so_far = so_far.map_err(Failure::fault)?;
        let entry = BankEntry {
            waits: so_far.major() > above,
            ..entry
        };
        bank_entries::insert(tx, &entry, stored.payer, recording.at.now)?;
        recording.note(tx, &stored, &entry, "money.recorded")?;
        if entry.waits {
            return Ok(Recorded::Waits);
        }
        recording.count(tx, &stored, &transfer, &entry)
    });
    let recorded = recorded.await?;
    context.wake.notify_waiters();
    Ok(recorded)
}

/// A second person confirms recorded money, or anybody of them withdraws it.
///
/// # Errors
/// [`Problem::Forbidden`] to whoever recorded it and wants to confirm it, [`Problem::NotFound`],
/// [`Problem::WrongState`] when it counts already.
pub async fn decide(context: &Context, who: &SignedIn, ask: DecideMoney) -> Answer<Recorded> {
    let recording = Recording::new(context, who);
    let decided = context.store.write(move |tx| {
        let entry = bank_entries::find(tx, ask.entry)?.ok_or(Problem::NotFound)?;
        if !entry.waits {
            return if ask.is_right {
                outcome(tx, &entry)
            } else {
                Err(Problem::WrongState.into())
            };
        }
        let stored = reread(tx, entry.order)?;
        let [confirmed, withdrawn] = if entry.is_payout {
            ["payout.confirmed", "payout.withdrawn"]
        } else {
            ["money.confirmed", "money.withdrawn"]
        };
        if !ask.is_right {
            bank_entries::withdraw(tx, entry.id)?;
            recording.note(tx, &stored, &entry, withdrawn)?;
            return Ok(Recorded::Withdrawn);
        }
        may(
            &recording.who.actor,
            &Action::ConfirmMoney(entry.recorded_by),
        )?;
        recording.note(tx, &stored, &entry, confirmed)?;
        if entry.is_payout {
            return paying_out::count(tx, &recording, &stored, &entry);
        }
        let transfer = transfers::find(tx, entry.order)?.ok_or(Problem::NotFound)?;
        recording.count(tx, &stored, &transfer, &entry)
    });
    let decided = decided.await?;
    context.wake.notify_waiters();
    Ok(decided)
}

/// The same entry as recorded before, if it was.
pub(super) fn known(tx: &mut Tx<'_>, entry: &BankEntry) -> Answer<Option<BankEntry>> {
    let said = &entry.said;
    let known = bank_entries::by_reference(tx, &entry.bank_account, &said.entry_reference)?;
    let is_same = |known: &BankEntry| {
        (known.order, known.is_payout) == (entry.order, entry.is_payout) && known.said == *said
    };
    match known {
        Some(known) if is_same(&known) => Ok(Some(known)),
        Some(_) => Err(Problem::EntryRecorded.into()),
        None => Ok(None),
    }
}

/// Who records, when, for which house.
pub(super) struct Recording {
    pub(super) who: SignedIn,
    pub(super) at: Moment,
    till: Till,
}

impl Recording {
    pub(super) fn new(context: &Context, who: &SignedIn) -> Self {
        let at = Moment::of(context);
        Self {
            who: who.clone(),
            at,
            till: Till::of(context, at.now),
        }
    }

    /// Money counts: the order takes what it misses or what is owed for it, and the rest is kept for its
    /// payer.
    fn count(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        transfer: &Transfer,
        entry: &BankEntry,
    ) -> Answer<Recorded> {
        let (now, amount) = (self.at.now, entry.said.amount);
        self.book(tx, stored, entry)?;
        let stored = self.still_waiting(tx, stored, transfer, entry)?;
        let part = |minor| Money::new(minor, amount.currency());
        let waits = stored.order.state == OrderState::AwaitingTransfer;
        let missing = if waits {
            transfer.missing()
        } else {
            part(books::owed(tx, entry.order)?)
        };
        let taken = amount.minor().min(missing.minor());
        let (taken, kept) = (part(taken), part(amount.minor() - taken));
        let by: AccountId = self.who.actor.account;
        bank_entries::count(tx, entry.id, kept, (by, now))?;
        transfers::receive(tx, entry.order, taken)?;
        if !waits {
            owed::take(tx, &stored, (entry, taken), now)?;
        } else if taken == missing {
            self.settle(tx, &stored, transfer, entry)?;
        }
        if !waits || amount != missing {
            let letter = Letter::MoneyReceived { entry: entry.id };
            outbox::put(tx, now, &letter)?;
        }
        let counted = BankEntry {
            kept,
            waits: false,
            ..entry.clone()
        };
        outcome(tx, &counted)
    }

    /// The order as it stands once the entry has come: it lapses where that came too late.
    fn still_waiting(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        transfer: &Transfer,
        entry: &BankEntry,
    ) -> Answer<Stored> {
        let quote = &stored.order.quote;
        let too_late = entry.said.booked_on > transfer.terms.due_on
            // the second person came after the period that was to be topped up
            || (quote.kind == Change::TopUp && quote.period.end() <= self.at.today);
        if stored.order.state != OrderState::AwaitingTransfer || !too_late {
            return Ok(stored.clone());
        }
        let lapsed = end(tx, stored, OrderState::Lapsed, self.at.now)?;
        lapsing::tell(tx, &lapsed, self.at)?;
        Ok(lapsed)
    }

    fn settle(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        transfer: &Transfer,
        entry: &BankEntry,
    ) -> Answer<()> {
        let order: OrderId = stored.order.id;
        let mut stored = stored.clone();
        if transfer.terms.begins_when_recorded {
            let quote = stored.order.quote.starting_on(self.at.today);
            stored.order.quote = quote.map_err(Failure::fault)?;
            orders::requote(tx, order, &stored.order.quote)?;
        }
        let last = bank_entries::last_booked_on(tx, order)?;
        let paid = Paid {
            gateway: BANK,
            payment: Payment {
                reference: transfer.reference.clone(),
                amount: transfer.amount,
                received_on: last.unwrap_or(entry.said.booked_on),
                card: None,
            },
            saved_card: None,
            counted_on: self.at.today,
            till: self.till.clone(),
        };
        paid.settle(tx, &stored)?;
        Ok(transfers::close(tx, order, self.at.now)?)
    }

    /// On the bank account, and owed to the payer until an order takes it.
    fn book(&self, tx: &mut Tx<'_>, stored: &Stored, entry: &BankEntry) -> Answer<()> {
        let amount = entry.said.amount;
        let lines = vec![
            posting(ledger::BANK, amount),
            posting(ledger::BALANCE, amount.negated()),
        ];
        let text = format!("Bank entry {}", entry.said.entry_reference);
        let booked = Entry::new(entry.said.booked_on, text, lines).map_err(Failure::fault)?;
        let about = About {
            order: Some(entry.order),
            payer: stored.payer,
            country: "",
        };
        let cause = format!("bank:{}", entry.id);
        books::book(tx, (Uuid::now_v7(), &cause), about, &booked, self.at.now)?;
        Ok(())
    }

    pub(super) fn note(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        entry: &BankEntry,
        action: &'static str,
    ) -> Result<(), StoreError> {
        let said = &entry.said;
        let details = serde_json::json!({
            "order": entry.order, "entry": entry.id, "bank_entry": said.entry_reference,
            "amount": said.amount.to_string(), "currency": said.amount.currency().code(),
            "booked_on": said.booked_on.to_string(),
        });
        let (reseller, customer) = (stored.order.reseller, stored.order.customer);
        let by = Audit::by(&self.who, self.at.now, action);
        let entry = match stored.payer {
            // its balance is that of no one customer
            Payer::Reseller(reseller) if entry.is_payout => by.of(reseller),
            _ => by.on(reseller, customer),
        };
        audit::record(tx, &entry.with(details))
    }
}

/// What has become of an entry, as things stand.
pub(super) fn outcome(tx: &mut Tx<'_>, entry: &BankEntry) -> Answer<Recorded> {
    if entry.waits {
        return Ok(Recorded::Waits);
    }
    let amount = entry.said.amount;
    if entry.is_payout {
        return Ok(Recorded::PaidOut { amount });
    }
    let order = reread(tx, entry.order)?.order;
    // of one that a card paid, what came was owed
    let is_over = order.method == PaymentMethod::BankTransfer
        && matches!(order.state, OrderState::Lapsed | OrderState::Cancelled);
    if entry.kept == amount || is_over {
        return Ok(Recorded::Kept { amount });
    }
    let transfer = transfers::find(tx, entry.order)?.ok_or(Problem::NotFound)?;
    let missing = transfer.missing();
    Ok(if missing.is_zero() {
        let over = Some(entry.kept).filter(|kept| !kept.is_zero());
        Recorded::Paid { over }
    } else {
        Recorded::Short { missing }
    })
}
