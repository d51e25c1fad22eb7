//! A form on its way: what is wrong with it, that it is busy, what came back instead.
//!
//! Promises: faults are shown from the first attempt on and vanish as they are mended; the summary
//! takes the focus at each attempt that fails; a second press while busy does nothing.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};
use seatkeeper_app::ui::{ErrorSummary, SummaryEntry, derived};
use seatkeeper_core::{
    api::Problem,
    form::{Field, FieldError, FieldFault},
};

use super::sentences;
use crate::{
    http::{self, Failure},
    i18n::{say, say_with, t},
};

/// What is being done; boxed, so that all of it is awaited by the same code.
type Work = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// How long a list has to stand still before a press on it counts, in milliseconds.
const SETTLES_MS: i32 = 500;

/// The state of one form.
#[derive(Clone, Copy)]
pub struct Sending {
    read: StoredValue<Box<dyn Fn() -> Vec<FieldError> + Send + Sync>>,
    /// Something is being done.
    pub busy: RwSignal<bool>,
    /// What came back instead of success.
    pub failure: RwSignal<Option<Failure>>,
    tried: RwSignal<bool>,
    attempt: RwSignal<u32>,
}

impl Sending {
    /// For a form whose faults are these.
    pub fn new(read: impl Fn() -> Vec<FieldError> + Send + Sync + 'static) -> Self {
        Self {
            read: StoredValue::new(Box::new(read)),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            tried: RwSignal::new(false),
            attempt: RwSignal::new(0),
        }
    }

    /// What is wrong as far as it is shown: nothing before the first attempt.
    fn faults(self) -> Vec<FieldError> {
        let mut faults = if self.tried.get() {
            self.read.with_value(|read| read())
        } else {
            Vec::new()
        };
        if let Some(Failure::Refused(Problem::Fields { errors })) = self.failure.get() {
            faults.extend(
                errors
                    .into_iter()
                    .filter(|error| faults.iter().all(|known| known.field != error.field))
                    .collect::<Vec<_>>(),
            );
        }
        faults
    }

    /// What is wrong with a field.
    pub fn error(self, field: Field) -> Signal<Option<String>> {
        derived(move || {
            let faults = self.faults();
            faults
                .iter()
                .find(|error| error.field == field)
                .map(|error| sentences::fault(field, &error.fault))
        })
    }

    /// As [`Self::error`], but also a fault that is told as soon as the field was left.
    pub fn error_or(
        self,
        field: Field,
        told: impl Fn() -> Option<FieldFault> + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        let error = self.error(field);
        derived(move || {
            error
                .get()
                .or_else(|| told().map(|fault| sentences::fault(field, &fault)))
        })
    }

    /// The list of everything that has to be mended, for the top of the form.
    pub fn summary(self) -> AnyView {
        let errors = move || {
            let faults = self.faults();
            let mut entries: Vec<_> = faults.iter().map(|fault| entry(fault, &faults)).collect();
            match self.failure.get() {
                // the first two are said with more than a sentence, see `outcome`
                Some(Failure::Refused(
                    Problem::QuoteChanged { .. }
                    | Problem::OrderOpen { order: Some(_) }
                    | Problem::Fields { .. },
                ))
                | None => {}
                Some(failure) => entries.push(SummaryEntry {
                    field: String::new(),
                    text: sentences::failure(&failure),
                }),
            }
            entries
        };
        view! { <ErrorSummary title=t("form.problem") errors=errors attempt=self.attempt /> }
            .into_any()
    }

    /// Whether it may be sent now; shows what is wrong otherwise.
    pub fn begin(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.tried.set(true);
        self.failure.set(None);
        if !untrack(|| self.read.with_value(|read| read())).is_empty() {
            self.attempt.update(|attempt| *attempt += 1);
            return false;
        }
        true
    }

    /// Sends it, if nothing is wrong.
    pub fn send<W>(self, work: impl FnOnce() -> W)
    where
        W: Future<Output = Result<(), Failure>> + 'static,
    {
        if self.begin() {
            self.run(work());
        }
    }

    /// As [`Self::run`], for what is done to a row of a list that moves up then: nothing more is done for a
    /// moment, since the second press of a double one falls on the row that has come under the pointer.
    pub fn decide(self, work: impl Future<Output = Result<(), Failure>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        let work: Work = Box::pin(work);
        self.run(async move {
            let outcome = work.await;
            http::pause(SETTLES_MS).await;
            outcome
        });
    }

    /// Does something in the form's name, whatever stands in its fields.
    pub fn run(self, work: impl Future<Output = Result<(), Failure>> + 'static) {
        self.await_work(Box::pin(work));
    }

    fn await_work(self, work: Work) {
        self.failure.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let outcome = work.await;
            self.busy.try_set(false);
            if let Err(failure) = outcome {
                self.failure.try_set(Some(failure));
                self.attempt.try_update(|attempt| *attempt += 1);
            }
        });
    }

    /// The form is empty again: its faults are not yet worth telling.
    pub fn reset(self) {
        self.tried.set(false);
        self.failure.set(None);
    }
}

/// The line of a fault among all of them: the sentence at its field, and the field's name where another
/// field has the same sentence.
fn entry(error: &FieldError, all: &[FieldError]) -> SummaryEntry {
    let said = |error: &FieldError| sentences::fault(error.field, &error.fault);
    let mut text = said(error);
    if all.iter().filter(|other| said(other) == text).count() > 1 {
        let label = say(sentences::label(error.field));
        text = say_with("slip.spoken", &[("label", &label), ("amount", &text)]);
    }
    SummaryEntry {
        field: id(error.field).to_owned(),
        text,
    }
}

/// The id of a field's control.
pub const fn id(field: Field) -> &'static str {
    match field {
        Field::BusinessName => "business-name",
        Field::Address => "address",
        Field::Postcode => "postcode",
        Field::City => "city",
        Field::Country => "country",
        Field::Licences => "licences",
        Field::MoreLicences => "more-licences",
        Field::NextLicences => "next-licences",
        Field::Term => "term",
        Field::Currency => "currency",
        Field::VatNumber => "vat-number",
        Field::Payment => "payment",
        Field::InvoiceEmail => "invoice-email",
        Field::Email => "email",
        Field::NewEmail => "new-email",
        Field::Addresses => "addresses",
        Field::Password => "password",
        Field::CurrentPassword => "current-password",
        Field::Code => "code",
        Field::CurrentCode => "current-code",
        Field::Name => "name",
        Field::EntryReference => "entry-reference",
        Field::BookedOn => "booked-on",
        Field::Amount => "amount",
        Field::Remittance => "remittance",
        Field::InvoiceLine => "invoice-line",
        Field::Months => "months",
        Field::Fate => "fate",
        Field::Refund => "refund",
        Field::Reason => "reason",
        Field::Note => "note",
        Field::BillTo => "bill-to",
        Field::Percent => "percent",
        Field::FromOn => "from-on",
        Field::UntilOn => "until-on",
    }
}
