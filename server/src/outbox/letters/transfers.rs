//! Letters about bank transfers: to where the payer's invoices go, in the order's language.

use seatkeeper_core::{
    api::PaymentRequest,
    id::{BankEntryId, OrderId},
    payment::PaymentMethod,
};

use super::{Letters, Prepared, mail};
use crate::{
    checkout::payment_request,
    documents::{self, Request},
    emails::{Came, Waits, Written},
    mailer::Attachment,
    store::{
        StoreError, Tx, bank_entries,
        orders::{self, Stored},
        outbox::Due,
        transfers::{self, Transfer},
    },
    words::Language,
};

const GONE: Prepared = Prepared::Moot("the order does not wait for a transfer");

impl Letters {
    pub(super) fn payment_request(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        order: OrderId,
    ) -> Result<Prepared, StoreError> {
        about(tx, due, order, |language, waits, transfer, stored| {
            let request = self.open_request(transfer)?;
            if stored.order.method == PaymentMethod::Card {
                return Some((self.house.owed(language, waits, &request), None));
            }
            let written = self.house.payment_request(language, waits, &request);
            Some((written, self.paper(due, language, waits, &request)))
        })
    }

    /// The request as a paper. A mail that says the same goes out without it where it fails.
    fn paper(
        &self,
        due: &Due,
        language: Language,
        waits: &Waits<'_>,
        asks: &PaymentRequest,
    ) -> Option<Attachment> {
        let paper = documents::render_request(&Request {
            language,
            demo: self.house.demo,
            on: due.created_at.to_zoned(self.zone.clone()).date(),
            paid_by: waits.paid_by,
            paid_for: waits.paid_for,
            asks,
        });
        let bytes = paper
            .inspect_err(|error| tracing::error!(cause = %error, "a payment request has no paper"))
            .ok()?;
        Some(Attachment {
            name: documents::request_file_name(asks),
            media_type: documents::MEDIA_TYPE.into(),
            bytes,
        })
    }

    pub(super) fn money_received(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        entry: BankEntryId,
    ) -> Result<Prepared, StoreError> {
        let Some(entry) = bank_entries::find(tx, entry)? else {
            return Ok(GONE);
        };
        about(tx, due, entry.order, |language, waits, transfer, stored| {
            let request = self.open_request(transfer);
            let came = Came {
                amount: entry.said.amount,
                kept: entry.kept,
                // a card paid the order, and the bank took that back
                owed: stored.order.method == PaymentMethod::Card,
                // what came for an order that took nothing asks for nothing
                request: request.as_ref().filter(|_| entry.kept != entry.said.amount),
            };
            Some((self.house.money_received(language, waits, &came), None))
        })
    }

    pub(super) fn paid_out(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        entry: BankEntryId,
    ) -> Result<Prepared, StoreError> {
        let Some(entry) = bank_entries::find(tx, entry)? else {
            return Ok(GONE);
        };
        let (Some(stored), Some(to)) = (
            orders::find_any(tx, entry.order)?,
            orders::papers_go_to(tx, entry.order)?,
        ) else {
            return Ok(Prepared::Moot("there is nobody to tell"));
        };
        let language = Language::of(&stored.locale);
        let (amount, on) = (entry.said.amount, entry.said.booked_on);
        let written = self
            .house
            .paid_out(language, &stored.parties.paid_by, amount, on);
        Ok(mail(due, to, language, written, None))
    }

    pub(super) fn transfer_lapsed(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        order: OrderId,
    ) -> Result<Prepared, StoreError> {
        about(tx, due, order, |language, waits, transfer, _| {
            let received = transfer.received;
            Some((self.house.transfer_lapsed(language, waits, received), None))
        })
    }

    /// What is to be paid, while something is.
    pub(super) fn open_request(&self, transfer: &Transfer) -> Option<PaymentRequest> {
        let request = || payment_request(&self.house.seller, &self.accounts, transfer);
        transfer.open.then(request).flatten()
    }
}

fn about(
    tx: &mut Tx<'_>,
    due: &Due,
    order: OrderId,
    write: impl FnOnce(
        Language,
        &Waits<'_>,
        &Transfer,
        &Stored,
    ) -> Option<(Written, Option<Attachment>)>,
) -> Result<Prepared, StoreError> {
    let (Some(stored), Some(transfer)) =
        (orders::find_any(tx, order)?, transfers::find(tx, order)?)
    else {
        return Ok(GONE);
    };
    let Some(to) = orders::papers_go_to(tx, order)? else {
        return Ok(Prepared::Moot("there is nobody to tell"));
    };
    let language = Language::of(&stored.locale);
    let waits = Waits {
        order,
        paid_by: &stored.parties.paid_by,
        paid_for: &stored.parties.paid_for,
        reference: &transfer.reference,
        due_on: transfer.terms.due_on,
    };
    Ok(match write(language, &waits, &transfer, &stored) {
        Some((written, paper)) => mail(due, to, language, written, paper),
        None => GONE,
    })
}
