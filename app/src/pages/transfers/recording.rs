//! Recording money for an order, and deciding about money that waits; what became of it is said.

use jiff::civil::Date;
use leptos::prelude::*;
use seatkeeper_app::ui::{ConfirmDialog, Mood, Notice, derived, drawn, focus};
use seatkeeper_core::{
    api::{DecideMoney, RecordMoney, Recorded},
    day,
    form::{BankEntryForm, Field},
    id::{BankEntryId, OrderId},
    money::Money,
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

/// What an entry of the bank is recorded for.
#[derive(Clone)]
pub(super) struct About {
    pub order: OrderId,
    /// It was paid out of the payer's balance.
    pub is_payout: bool,
    /// What it is called: the reference, or whose balance it is.
    pub name: String,
    /// No entry is earlier.
    pub since: Date,
    /// How much it probably is.
    pub amount: Money,
}

/// The form in the dialog, and what came of the last one.
#[derive(Clone, Copy)]
pub(super) struct Recording {
    again: RwSignal<u32>,
    about: Held<About>,
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
        let about = Held::new(None::<About>);
        let (entry_reference, booked_on, amount, remittance) = (text(), text(), text(), text());
        let sending = Sending::new(move || {
            let form = BankEntryForm {
                entry_reference: entry_reference.get(),
                booked_on: booked_on.get(),
                amount: amount.get(),
                remittance: remittance.get(),
            };
            about
                .with(|about| {
                    about.map(|about| {
                        let days = (about.since, session::today());
                        form.read(about.amount.currency(), days).err()
                    })
                })
                .flatten()
                .unwrap_or_default()
        });
        Self {
            again,
            about,
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

    /// Opens the form with what it probably is, as of today.
    pub(super) fn ask(self, about: About) {
        let amount = Some(about.amount).filter(|amount| amount.minor() > 0);
        self.amount
            .set(amount.map(|amount| amount.to_string()).unwrap_or_default());
        self.booked_on.set(day::text(untrack(session::today)));
        self.entry_reference.set(String::new());
        self.remittance.set(String::new());
        self.about.set(Some(about));
        self.sending.reset();
        self.open.set(true);
        request_animation_frame(|| focus(id(Field::EntryReference)));
    }

    /// Something is being decided, or was only just.
    pub(super) fn busy(self) -> RwSignal<bool> {
        self.deciding.busy
    }

    /// What became of the last one.
    pub(super) fn outcome(self) -> AnyView {
        let said = move || {
            self.said.get().map(|recorded| {
                let mood = match recorded {
                    Recorded::Paid { over: None } | Recorded::PaidOut { .. } => Mood::Good,
                    _ => Mood::Warn,
                };
                let title = derived(move || words(recorded));
                view! { <div id=OUTCOME tabindex="-1"><Notice mood=mood title=title live=true>""</Notice></div> }
            })
        };
        view! { {self.deciding.summary()}{drawn(said)} }.into_any()
    }

    /// The form, above the page.
    pub(super) fn dialog(self) -> AnyView {
        let is_payout = move || {
            self.about
                .with(|about| about.is_some_and(|about| about.is_payout))
        };
        let confirm = derived(move || {
            say(if is_payout() {
                "transfers.payout"
            } else {
                "transfers.record"
            })
        });
        let title = derived(move || {
            let name = self
                .about
                .with(|about| about.map(|about| about.name.clone()).unwrap_or_default());
            if is_payout() {
                say_with("transfers.payout.title", &[("name", &name)])
            } else {
                say_with("transfers.record.title", &[("reference", &name)])
            }
        });
        let send = move || self.sending.send(move || self.record());
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            send();
        };
        view! {
            <ConfirmDialog open=self.open title=title confirm=confirm cancel=t("page.cancel") busy=self.sending.busy act=Callback::new(move |()| send())>
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
        let about = self
            .about
            .with_untracked(|about| about.map(|about| (about.order, about.is_payout)));
        let Some((order, is_payout)) = about else {
            return Ok(());
        };
        let entry = untrack(|| BankEntryForm {
            entry_reference: format::composed(&self.entry_reference.get()),
            booked_on: self.booked_on.get(),
            amount: self.amount.get(),
            remittance: format::composed(&self.remittance.get()),
        });
        let ask = RecordMoney {
            order,
            is_payout,
            entry,
        };
        self.tell(Question::of(&ask)).await?;
        self.open.set(false);
        Ok(())
    }

    /// Confirms money that somebody else recorded, or withdraws it.
    pub(super) fn decide(self, entry: BankEntryId, is_right: bool) {
        let question = Question::of(&DecideMoney { entry, is_right });
        self.deciding.decide(self.tell(question));
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
        Recorded::PaidOut { amount } => with("recorded.paid_out", amount),
        Recorded::Withdrawn => say("recorded.withdrawn"),
    }
}
