//! Credit notes: staff give some of an invoice back, by licences × months of one of its lines.
//!
//! Promises: a note's id is one note; all notes together never give back more than the invoice; the
//! note, its book entry, the licences that end and the refund that is asked for are one commit. The
//! number follows as an invoice's does, the money as every refund does.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{CreditView, IssueCreditNote, Problem},
    credit::{self, credit},
    form::NewCredit,
    id::InvoiceId,
    invoice::{Corrects, DocumentKind, Draft},
    ledger::{self, Entry, posting},
    money::Money,
    order::OrderState,
    quote::{Change, Quote},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    auth::SignedIn,
    checkout::{demand, go_to},
    context::Context,
    error::{Answer, Failure},
    store::{
        Tx,
        audit::{self, Audit},
        credit_notes::{self, Credited},
        disputes, invoices,
        ledger::{self as books, About},
        members,
        orders::{self, Stored},
        payments, renewals, saved_cards, subscriptions,
    },
};

/// An invoice and what was given back of it.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn view(context: &Context, id: InvoiceId) -> Answer<CreditView> {
    context.store.read(move |tx| seen(tx, id)).await
}

fn seen(tx: &mut Tx<'_>, id: InvoiceId) -> Answer<CreditView> {
    let credited = credit_notes::credited(tx, id)?.ok_or(Problem::NotFound)?;
    let row = invoices::row(tx, id)?.ok_or(Problem::NotFound)?;
    Ok(CreditView {
        row,
        quote: credited.invoice.draft.quote,
        credits: credited.before,
        by_card: credited.card.is_some(),
    })
}

/// Issues a note; the same again answers what is there.
///
/// # Errors
/// [`Problem::Fields`]; [`Problem::ChangedMeanwhile`] at another amount than was shown;
/// [`Problem::OrderIdReused`]; [`Problem::WrongState`] while a dispute is open; [`Problem::OrderOpen`]
/// where the note leaves nothing of a period ahead while a top-up of it is on its way.
pub async fn issue(context: &Context, who: &SignedIn, ask: IssueCreditNote) -> Answer<CreditView> {
    let issuing = Issuing {
        by: Audit::by(who, context.clock.now(), "credit_note.issued"),
        now: context.clock.now(),
        today: context.clock.today(),
        ask,
    };
    let view = context.store.write(move |tx| issuing.issue(tx)).await?;
    context.wake.notify_waiters();
    Ok(view)
}

struct Issuing {
    by: Audit,
    now: Timestamp,
    today: Date,
    ask: IssueCreditNote,
}

impl Issuing {
    fn issue(&self, tx: &mut Tx<'_>) -> Answer<CreditView> {
        let (id, of) = (self.ask.id, self.ask.invoice);
        let credited = credit_notes::credited(tx, of)?.ok_or(Problem::NotFound)?;
        if let Some(before) = credit_notes::note(tx, id)? {
            let same = before
                .corrects
                .is_some_and(|corrects| corrects.invoice == of)
                && before.quote.total == self.ask.expected_total;
            return if same {
                seen(tx, of)
            } else {
                Err(Problem::OrderIdReused.into())
            };
        }
        let quote = &credited.invoice.draft.quote;
        let new = self
            .ask
            .form
            .read(quote, &credited.before, credited.card.is_some())?;
        let note = credit(quote, &credited.before, new.credit).map_err(Failure::fault)?;
        if note.total != self.ask.expected_total {
            return Err(Problem::ChangedMeanwhile.into());
        }
        let stored = orders::find_any(tx, credited.invoice.draft.order)?
            .ok_or_else(|| Failure::fault("an invoice has no order"))?;
        let all = [credited.before.as_slice(), &[new.credit]].concat();
        let is_all = credit::is_all(quote, &all);
        self.step(tx, &stored, is_all)?;
        let order = stored.order.id;
        if is_all {
            // also what was to stay: what was given back in full is no licence
            disputes::end_licences(tx, order, self.today)?;
        } else if new.licences_end {
            credit_notes::end_licences(tx, order, &note.period, new.credit.licences, self.today)?;
        }
        let ends_renewal = self.end_renewal(tx, &stored)?;
        self.draft(tx, (&credited, &stored), (new, ends_renewal), &note)?;
        self.book(tx, &stored, &note)?;
        members::fit_to_seats(tx, credited.customer, self.today)?;
        if new.to_card {
            self.refund(tx, &credited, &stored, note.total)?;
        }
        let details = json!({
            "order": stored.order.id, "note": id, "invoice": of, "credit": new, "total": note.total.to_string(),
            "currency": note.currency.code(),
        });
        let entry = self.by.clone().on(stored.order.reseller, credited.customer);
        audit::record(tx, &entry.with(details))?;
        seen(tx, of)
    }

    /// Part of the order's money goes back, or the rest of it.
    fn step(&self, tx: &mut Tx<'_>, stored: &Stored, is_all: bool) -> Answer<()> {
        let state = if stored.order.state == OrderState::Lost {
            OrderState::Lost
        } else if is_all {
            OrderState::Refunded
        } else {
            OrderState::PartlyRefunded
        };
        if !stored.order.state.may_become(state) {
            return Err(Problem::WrongState.into());
        }
        go_to(tx, stored, state, self.now)
    }

    /// Whoever was given back the last period is not charged for another one without being asked; one that
    /// has not begun can be bought anew.
    fn end_renewal(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<bool> {
        let subscription = stored.subscription;
        let Some(emptied) = subscriptions::emptied(tx, subscription)? else {
            return Ok(false);
        };
        if emptied.starts_on > self.today {
            // what is on its way was priced with it
            if let Some((order, _)) = orders::open(tx, subscription, Change::TopUp)? {
                let order = Some(order);
                return Err(Problem::OrderOpen { order }.into());
            }
            subscriptions::give_back(tx, emptied.id, self.today)?;
        }
        let card = saved_cards::find(tx, subscription)?;
        let renews = card.is_some_and(|card| card.payer == stored.payer);
        if !renews || !renewals::is_on(tx, subscription)? {
            return Ok(false);
        }
        renewals::switch(tx, subscription, false)?;
        let switched = Audit {
            action: "renewal.switched_off",
            ..self.by.clone()
        };
        let (reseller, customer) = (stored.order.reseller, stored.order.customer);
        audit::record(tx, &switched.on(reseller, customer))?;
        Ok(true)
    }

    /// The note, to be numbered: buyer and parties are the invoice's.
    fn draft(
        &self,
        tx: &mut Tx<'_>,
        (credited, stored): (&Credited, &Stored),
        (new, ends_renewal): (NewCredit, bool),
        note: &Quote,
    ) -> Answer<()> {
        let invoice = &credited.invoice;
        let draft = Draft {
            id: self.ask.id,
            kind: DocumentKind::CreditNote,
            period: note.period,
            quote: note.clone(),
            paid_on: self.today,
            card: invoice.draft.card.clone().filter(|_| new.to_card),
            corrects: Some(Corrects {
                invoice: invoice.draft.id,
                number: invoice.number,
                issued_on: invoice.issued_on,
                new,
                owed: stored.order.state == OrderState::Lost,
                ends_renewal,
            }),
            ..invoice.draft.clone()
        };
        invoices::insert(tx, &draft, credited.customer, stored.payer, self.now)?;
        Ok(())
    }

    /// What was sold is taken back: first out of the revenue that is still to come. The money is the
    /// payer's balance until it has gone back; after a lost dispute it is what the payer does not owe
    /// any more, as far as that goes.
    fn book(&self, tx: &mut Tx<'_>, stored: &Stored, note: &Quote) -> Answer<()> {
        let order = stored.order.id;
        // the dispute has taken some of it out of revenue already
        let before = disputes::use_withheld(tx, order, note.net)?;
        let net = note.net.checked_sub(before).map_err(Failure::fault)?;
        let to_come = credit_notes::withhold(tx, order, net)?;
        let released = net.checked_sub(to_come).map_err(Failure::fault)?;
        let given = note.total.checked_sub(before).map_err(Failure::fault)?;
        let owed = books::owed(tx, order)?.clamp(0, given.minor());
        let owed = Money::new(owed, given.currency());
        let kept = given.checked_sub(owed).map_err(Failure::fault)?;
        let lines = vec![
            posting(ledger::DEFERRED_REVENUE, to_come),
            posting(ledger::REVENUE, released),
            posting(ledger::VAT_OWED, note.vat),
            posting(ledger::OWED, owed.negated()),
            posting(ledger::BALANCE, kept.negated()),
        ];
        let text = format!("Credit note on order {}", stored.order.id);
        let entry = Entry::new(self.today, text, lines).map_err(Failure::fault)?;
        if entry.postings().is_empty() {
            return Ok(());
        }
        let about = About {
            order: Some(stored.order.id),
            payer: stored.payer,
            country: stored.evidence.sale.buyer.country.code(),
        };
        let cause = format!("credit:{}", self.ask.id);
        books::book(tx, (Uuid::now_v7(), &cause), about, &entry, self.now)?;
        demand(tx, (order, owed.currency()), (self.now, self.today))?;
        Ok(())
    }

    /// Asks for the money to go back to the card.
    fn refund(
        &self,
        tx: &mut Tx<'_>,
        credited: &Credited,
        stored: &Stored,
        total: Money,
    ) -> Answer<()> {
        let Some((payment, left)) = credited.card.filter(|_| !total.is_zero()) else {
            return Ok(());
        };
        if total.minor() > left.minor() {
            return Err(Problem::WrongState.into());
        }
        let ids = (Uuid::now_v7(), payment, stored.order.id);
        payments::ask_refund(tx, ids, "credit_note", total, self.now)?;
        Ok(())
    }
}
