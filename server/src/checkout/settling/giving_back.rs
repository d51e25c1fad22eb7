//! Money that came for nothing goes back: another amount than the order's, or one that was charged
//! after the order was given up.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    ledger::{self, Entry, posting},
    order::OrderState,
};
use uuid::Uuid;

use super::Paid;
use crate::{
    checkout::{demand, go_to, noting, placing::reread},
    error::{Answer, Failure},
    outbox::{self, Letter},
    store::{
        Tx,
        ledger::{self as books, About},
        orders::Stored,
        payments,
    },
};

impl Paid {
    /// Another amount than the order's was taken.
    pub(super) fn refuse(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<Stored> {
        go_to(tx, stored, OrderState::Cancelled, self.till.now)?;
        self.note(tx, stored, "order.charged_otherwise")?;
        let cancelled = reread(tx, stored.order.id)?;
        self.give_back(tx, &cancelled)?;
        Ok(cancelled)
    }

    /// A success after the order was cancelled.
    pub(super) fn come_late(&self, tx: &mut Tx<'_>, stored: Stored) -> Answer<Stored> {
        if self.give_back(tx, &stored)? {
            self.note(tx, &stored, "order.charged_late")?;
        }
        Ok(stored)
    }

    fn note(&self, tx: &mut Tx<'_>, stored: &Stored, action: &'static str) -> Answer<()> {
        let came = (action, self.payment.amount);
        Ok(noting::money(tx, &stored.order, came, self.till.now)?)
    }

    /// It is booked as the payer's and goes back in full; `false` where it does already.
    fn give_back(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<bool> {
        let id = Uuid::now_v7();
        let order = &stored.order;
        let new = payments::insert(
            tx,
            (id, order.id, order.attempt),
            self.gateway,
            &self.payment,
            self.till.now,
        )?;
        if !new {
            return Ok(false);
        }
        let amount = self.payment.amount;
        let text = format!("Charged after order {} was cancelled", order.id);
        let taken = vec![
            posting(ledger::GATEWAY, amount),
            posting(ledger::BALANCE, amount.negated()),
        ];
        let entry = Entry::new(self.payment.received_on, text, taken).map_err(Failure::fault)?;
        books::book(
            tx,
            (
                Uuid::now_v7(),
                &format!("late:{}/{}", order.id, order.attempt),
            ),
            About {
                order: Some(order.id),
                payer: stored.payer,
                country: "",
            },
            &entry,
            self.till.now,
        )?;
        payments::ask_refund(
            tx,
            (Uuid::now_v7(), id, order.id),
            "charged_after_cancellation",
            amount,
            self.till.now,
        )?;
        Ok(true)
    }
}

/// Books a refund that the gateway has made; once. Where a lost dispute was faster the payer has the
/// money twice, and owes it.
pub(in crate::checkout) fn refunded(
    tx: &mut Tx<'_>,
    id: Uuid,
    (now, today): (Timestamp, Date),
) -> Answer<()> {
    let Some(refund) = payments::open_refund(tx, id)? else {
        return Ok(());
    };
    payments::refunded(tx, id, today)?;
    let account = if refund.is_withdrawn {
        ledger::OWED
    } else {
        ledger::BALANCE
    };
    let lines = vec![
        posting(account, refund.amount),
        posting(ledger::GATEWAY, refund.amount.negated()),
    ];
    let text = format!("Refund of order {}", refund.order);
    let entry = Entry::new(today, text, lines).map_err(Failure::fault)?;
    let about = About {
        order: Some(refund.order),
        payer: refund.payer,
        country: "",
    };
    let cause = format!("refund:{id}");
    books::book(tx, (Uuid::now_v7(), &cause), about, &entry, now)?;
    let order = refund.order;
    if demand(tx, (order, refund.amount.currency()), (now, today))? {
        outbox::put(tx, now, &Letter::PaymentRequest { order })?;
    }
    noting::refunded(tx, &refund, now)?;
    Ok(())
}
