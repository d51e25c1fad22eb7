//! Recording money for an order, and deciding about money that waits; what became of it is said.

use leptos::prelude::*;
use seatkeeper_app::ui::{ConfirmDialog, Mood, Notice, drawn, focus};
use seatkeeper_core::{
    api::{DecideMoney, RecordMoney, Recorded, TransferRow},
    day,
    form::{BankEntryForm, Field},
    id::BankEntryId,
    transfer::in_fours,
};

use crate::{
    format,
    held::Held,
    http::{self, Failure, Question},
    i18n::{say, say_with, t},
    pages::{
        inputs::{Line, line},
        sending::{Sending, id},
    },
    session,
};

/// Where it is said what became of it; takes the focus.
const OUTCOME: &str = "recorded";

/// The form in the dialog, and what came of the last one.
#[derive(Clone, Copy)]
pub(super) struct Recording {
    again: RwSignal<u32>,
    row: Held<TransferRow>,
    open: RwSignal<bool>,
    entry_reference: RwSignal<String>,
    booked_on: RwSignal<String>,
    amount: RwSignal<String>,
    remittance: RwSignal<String>,
    sending: Sending,
    deciding: Sending,
    said: Held<Recorded>,
}

impl Recording {
    pub(super) fn new(again: RwSignal<u32>) -> Self {
        let text = || RwSignal::new(String::new());
        let row = Held::new(None::<TransferRow>);
        let (entry_reference, booked_on, amount, remittance) = (text(), text(), text(), text());
        let sending = Sending::new(move || {
            let form = BankEntryForm {
                entry_reference: entry_reference.get(),
                booked_on: booked_on.get(),
                amount: amount.get(),
                remittance: remittance.get(),
            };
            row.with(|row| {
                row.map(|row| {
                    let days = (row.placed_on, session::today());
                    form.read(row.amount.currency(), days).err()
                })
            })
            .flatten()
            .unwrap_or_default()
        });
        Self {
            again,
            row,
            open: RwSignal::new(false),
            entry_reference,
            booked_on,
            amount,
            remittance,
            sending,
            deciding: Sending::new(Vec::new),
            said: Held::new(None),
        }
    }

    /// Opens the form with what is missing, as of today.
    pub(super) fn ask(self, row: &TransferRow) {
        let missing = row.amount.checked_sub(row.received);
        let missing = missing.ok().filter(|missing| missing.minor() > 0);
        self.amount.set(
            missing
                .map(|missing| missing.to_string())
                .unwrap_or_default(),
        );
        self.booked_on.set(day::text(untrack(session::today)));
        self.entry_reference.set(String::new());
        self.remittance.set(String::new());
        self.row.set(Some(row.clone()));
        self.sending.reset();
        self.open.set(true);
        request_animation_frame(|| focus(id(Field::EntryReference)));
    }

    /// What became of the last one.
    pub(super) fn outcome(self) -> AnyView {
        let said = move || {
            self.said.get().map(|recorded| {
                let mood = match recorded {
                    Recorded::Paid { over: None } => Mood::Good,
                    _ => Mood::Warn,
                };
                let title = Signal::derive(move || words(recorded));
                view! { <div id=OUTCOME tabindex="-1"><Notice mood=mood title=title live=true>""</Notice></div> }
            })
        };
        view! { {self.deciding.summary()}{drawn(said)} }.into_any()
    }

    /// The form, above the page.
    pub(super) fn dialog(self) -> AnyView {
        let title = Signal::derive(move || {
            let reference = self
                .row
                .with(|row| row.map(|row| in_fours(&row.reference)).unwrap_or_default());
            say_with("transfers.record.title", &[("reference", &reference)])
        });
        let send = move || self.sending.send(move || self.record());
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            send();
        };
        view! {
            <ConfirmDialog open=self.open title=title confirm=t("transfers.record") cancel=t("page.cancel") busy=self.sending.busy act=Callback::new(move |()| send())>
                {self.sending.summary()}
                <form class="stack" novalidate=true on:submit=submit>
                    {line(Field::EntryReference, self.entry_reference, self.sending, Line::default())}
                    <div class="pair">
                        {line(Field::BookedOn, self.booked_on, self.sending, Line::default())}
                        {line(Field::Amount, self.amount, self.sending, Line::default())}
                    </div>
                    {line(Field::Remittance, self.remittance, self.sending, Line { optional: true, ..Line::default() })}
                    <button type="submit" class="hush" tabindex="-1" aria-hidden="true"></button>
                </form>
            </ConfirmDialog>
        }
        .into_any()
    }

    async fn record(self) -> Result<(), Failure> {
        let Some(order) = self.row.with_untracked(|row| row.map(|row| row.order)) else {
            return Ok(());
        };
        let entry = untrack(|| BankEntryForm {
            entry_reference: format::composed(&self.entry_reference.get()),
            booked_on: self.booked_on.get(),
            amount: self.amount.get(),
            remittance: format::composed(&self.remittance.get()),
        });
        self.tell(Question::of(&RecordMoney { order, entry }))
            .await?;
        self.open.set(false);
        Ok(())
    }

    /// Confirms money that somebody else recorded, or withdraws it.
    pub(super) fn decide(self, entry: BankEntryId, is_right: bool) {
        let question = Question::of(&DecideMoney { entry, is_right });
        self.deciding.send(move || self.tell(question));
    }

    async fn tell(self, question: Result<Question, Failure>) -> Result<(), Failure> {
        self.said.set(None);
        let recorded = http::answer::<Recorded>(question).await;
        // somebody else may have been faster
        self.again.update(|again| *again += 1);
        self.said.set(Some(recorded?));
        request_animation_frame(|| focus(OUTCOME));
        Ok(())
    }
}

fn words(recorded: Recorded) -> String {
    let with = |key, money| say_with(key, &[("amount", &format::money(money))]);
    match recorded {
        Recorded::Waits => say("recorded.waits"),
        Recorded::Paid { over: None } => say("recorded.paid"),
        Recorded::Paid { over: Some(over) } => with("recorded.over", over),
        Recorded::Short { missing } => with("recorded.short", missing),
        Recorded::Kept { amount } => with("recorded.kept", amount),
        Recorded::Withdrawn => say("recorded.withdrawn"),
    }
}
