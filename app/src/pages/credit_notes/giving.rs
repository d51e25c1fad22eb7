//! Giving back: how many licences of which line, for how many months, and where the money goes; the
//! amount stands on the button before it is pressed.

use leptos::{prelude::*, task::spawn_local};
use seatkeeper_app::ui::{
    Choice, ConfirmDialog, Mood, Notice, RadioGroup, Select, derived, drawn, focus,
};
use seatkeeper_core::{
    api::{CreditView, GetCredit, IssueCreditNote},
    credit::{credit, left, lines},
    form::{CreditForm, Field},
    id::InvoiceId,
    quote::{LineReason, Quote, QuoteLine},
};

use crate::{
    format,
    held::Held,
    http::{self, Failure},
    i18n::{say, say_with, t},
    pages::{
        inputs::{Line, choice, line},
        paying::new_uuid,
        refused,
        sending::{Sending, id},
        slip,
    },
};

/// Where it is said what was given back; takes the focus.
const OUTCOME: &str = "given";

/// The form in the dialog, and what came of the last one.
#[derive(Clone, Copy)]
pub(super) struct Giving {
    again: RwSignal<u32>,
    view: Held<CreditView>,
    /// The id of the note; the same until it is there or the form is opened anew.
    note: Held<InvoiceId>,
    open: RwSignal<bool>,
    line: RwSignal<String>,
    licences: RwSignal<String>,
    months: RwSignal<String>,
    fate: RwSignal<String>,
    refund: RwSignal<String>,
    sending: Sending,
    said: RwSignal<Option<String>>,
    failed: RwSignal<Option<Failure>>,
}

impl Giving {
    pub(super) fn new(again: RwSignal<u32>) -> Self {
        let text = || RwSignal::new(String::new());
        let view = Held::new(None::<CreditView>);
        let (line, licences, months, fate, refund) = (text(), text(), text(), text(), text());
        let form = move || CreditForm {
            line: line.get(),
            licences: licences.get(),
            months: months.get(),
            fate: fate.get(),
            refund: refund.get(),
        };
        let sending = Sending::new(move || {
            let read = view.with(|view| {
                let view = view?;
                form().read(&view.quote, &view.credits, view.by_card).err()
            });
            read.unwrap_or_default()
        });
        Self {
            again,
            view,
            note: Held::new(None),
            open: RwSignal::new(false),
            line,
            licences,
            months,
            fate,
            refund,
            sending,
            said: RwSignal::new(None),
            failed: RwSignal::new(None),
        }
    }

    fn form(self) -> CreditForm {
        CreditForm {
            line: self.line.get(),
            licences: self.licences.get(),
            months: self.months.get(),
            fate: self.fate.get(),
            refund: self.refund.get(),
        }
    }

    /// Opens the form for an invoice, as it stands now.
    pub(super) fn ask(self, invoice: InvoiceId) {
        self.failed.set(None);
        spawn_local(async move {
            match http::call(&GetCredit { invoice }).await {
                Ok(view) => self.show(view),
                Err(failure) => self.failed.set(Some(failure)),
            }
        });
    }

    fn show(self, view: CreditView) {
        let whole = (0..)
            .zip(lines(&view.quote))
            .find(|(line, _)| left(&view.quote, &view.credits, *line) > 0);
        let (line, of) = whole.unzip();
        self.line
            .set(line.map(|line: u32| line.to_string()).unwrap_or_default());
        let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
        self.licences.set(count(of.and_then(|of| of.quantity)));
        self.months.set(count(of.and_then(|of| of.months)));
        self.fate.set(String::from("end"));
        self.refund
            .set(String::from(if view.by_card { "card" } else { "balance" }));
        self.note.set(Some(InvoiceId(new_uuid())));
        self.view.set(Some(view));
        self.sending.reset();
        self.open.set(true);
        request_animation_frame(|| focus(id(Field::Licences)));
    }

    /// The amounts of what stands in the form.
    fn quote(self) -> Option<Quote> {
        let form = self.form();
        self.view.with(|view| {
            let view = view?;
            let new = form.read(&view.quote, &view.credits, view.by_card).ok()?;
            credit(&view.quote, &view.credits, new.credit).ok()
        })
    }

    /// What became of the last one.
    pub(super) fn outcome(self) -> AnyView {
        let said = move || {
            self.said.get().map(|title| {
                view! { <div id=OUTCOME tabindex="-1"><Notice mood=Mood::Good title=title live=true>""</Notice></div> }
            })
        };
        let failed = move || self.failed.get().map(|failure| refused::failure(&failure));
        view! { {drawn(said)}{drawn(failed)} }.into_any()
    }

    /// The form, above the page.
    pub(super) fn dialog(self) -> AnyView {
        let title = derived(move || {
            let number = self
                .view
                .with(|view| view.map(|view| view.row.number.clone()));
            say_with(
                "credit_notes.title",
                &[("number", &number.unwrap_or_default())],
            )
        });
        let confirm = derived(move || match self.quote() {
            Some(quote) => say_with(
                "credit_notes.amount",
                &[("amount", &format::money(quote.total))],
            ),
            None => say("credit_notes.give"),
        });
        let send = move || self.sending.send(move || self.issue());
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            send();
        };
        view! {
            <ConfirmDialog open=self.open title=title confirm=confirm cancel=t("page.cancel") busy=self.sending.busy act=Callback::new(move |()| send())>
                {self.sending.summary()}
                <form class="stack" novalidate=true on:submit=submit>
                    <Select id=id(Field::InvoiceLine) label=t("field.invoice_line") value=self.line options=move || self.lines() error=self.sending.error(Field::InvoiceLine) />
                    <div class="pair">
                        {line(Field::Licences, self.licences, self.sending, Line::default())}
                        {line(Field::Months, self.months, self.sending, Line::default())}
                    </div>
                    <RadioGroup id=id(Field::Fate) label=t("field.fate") value=self.fate choices=fates error=self.sending.error(Field::Fate) />
                    <RadioGroup id=id(Field::Refund) label=t("field.refund") value=self.refund choices=move || self.refunds() error=self.sending.error(Field::Refund) />
                    {drawn(move || self.quote().map(|quote| words(&quote)))}
                    <button type="submit" class="hush" tabindex="-1" aria-hidden="true"></button>
                </form>
            </ConfirmDialog>
        }
        .into_any()
    }

    fn lines(self) -> Vec<(String, String)> {
        self.view.with(|view| {
            let Some(view) = view else { return Vec::new() };
            let lines = (0..).zip(lines(&view.quote));
            lines
                .map(|(line, of)| {
                    (
                        line.to_string(),
                        named(of, left(&view.quote, &view.credits, line)),
                    )
                })
                .collect()
        })
    }

    fn refunds(self) -> Vec<Choice> {
        let by_card = self.view.with(|view| view.is_some_and(|view| view.by_card));
        let card = Choice {
            disabled: !by_card,
            ..choice("card", "credit_notes.card", "credit_notes.card.detail")
        };
        vec![
            card,
            choice(
                "balance",
                "credit_notes.balance",
                "credit_notes.balance.detail",
            ),
        ]
    }

    async fn issue(self) -> Result<(), Failure> {
        let asked = untrack(|| {
            let invoice = self.view.with(|view| view.map(|view| view.row.id))?;
            Some(IssueCreditNote {
                id: self.note.get()?,
                invoice,
                form: self.form(),
                expected_total: self.quote()?.total,
            })
        });
        let Some(ask) = asked else { return Ok(()) };
        http::persist(&ask).await?;
        self.open.set(false);
        self.again.update(|again| *again += 1);
        let amount = format::money(ask.expected_total);
        self.said
            .set(Some(say_with("credit_notes.given", &[("amount", &amount)])));
        request_animation_frame(|| focus(OUTCOME));
        Ok(())
    }
}

fn fates() -> Vec<Choice> {
    vec![
        choice("end", "credit_notes.end", "credit_notes.end.detail"),
        choice("stay", "credit_notes.stay", "credit_notes.stay.detail"),
    ]
}

/// A line of the invoice, and how much of it is left.
fn named(line: &QuoteLine, left: u64) -> String {
    let days = match &line.reason {
        LineReason::WholePeriod { period }
        | LineReason::StartedMonths { period }
        | LineReason::NextPeriod { period } => slip::days(period),
        LineReason::Discount | LineReason::Vat { .. } => String::new(),
    };
    let left = u32::try_from(left).unwrap_or(u32::MAX);
    say_with(
        "credit_notes.line",
        &[
            (
                "licences",
                &format::licences(line.quantity.unwrap_or_default()),
            ),
            ("months", &format::months(line.months.unwrap_or_default())),
            ("days", &days),
            ("left", &format::number(left)),
        ],
    )
}

/// Net and VAT of what is given back.
fn words(quote: &Quote) -> AnyView {
    let text = say_with(
        "credit_notes.sums",
        &[
            ("net", &format::money(quote.net)),
            ("vat", &format::money(quote.vat)),
            ("total", &format::money(quote.total)),
        ],
    );
    view! { <p aria-live="polite">{text}</p> }.into_any()
}
