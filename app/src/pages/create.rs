//! Create: a customer and its first subscription, with the price beside it at each key stroke.
//!
//! Promises: everything typed is kept in this tab until it is paid; the button carries the amount
//! that is asked for. Leaves the price to core, the order to [`super::paying`].

mod fields;
mod pricing;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Choice, Mood, Notice, PageHeader, Paybar, RadioGroup, Select, Slip, Stepper, Tone,
    derived, drawn, drawn_by, drawn_later, whenever, whether,
};
use seatkeeper_core::{
    api::{Problem, Selling},
    form::{CreateForm, Field},
    order::{BillTo, OrderRequest},
    permission::Refusal,
    term::Term,
};

use self::{
    fields::{Fields, blank, offered},
    pricing::{Price, price},
};
use super::{
    business::{
        fields::{place, vat},
        vat_check::VatCheck,
    },
    method, outcome,
    paying::{Asked, pay},
    refused,
    sending::{Sending, id},
    slip,
};
use crate::{
    draft::{self, Attempt, Draft},
    format,
    held::Held,
    http::Failure,
    i18n::{say, say_with, t},
    session,
};

/// The name under which the draft is kept.
pub const DRAFT: &str = "draft:create";

/// The page.
#[component]
pub fn Create() -> AnyView {
    let may = || session::with(|session| session.selling.is_some()).unwrap_or_default();
    let body = move || {
        if may() {
            view! { <Form /> }.into_any()
        } else {
            refused::buying(Refusal::ResellerAdministratorsOnly)
        }
    };
    view! {
        <PageHeader title=t("create.title") lead=t("create.lead") />
        {drawn_by(move || may().to_string(), body)}
    }
    .into_any()
}

/// What a quote needs from the session; follows it.
fn selling() -> Option<Selling> {
    session::with(|session| session.selling.clone()).flatten()
}

#[derive(Clone, Copy)]
struct State {
    fields: Fields,
    check: VatCheck,
    sending: Sending,
    attempt: Held<Attempt>,
}

impl State {
    fn new() -> Self {
        let kept = session::session_now()
            .and_then(|session| draft::find::<CreateForm>(DRAFT, session.account));
        let attempt = Held::new(kept.as_ref().and_then(|kept| kept.attempt.clone()));
        let form = kept
            .map(|kept| kept.form)
            .or_else(|| untrack(selling).map(|selling| blank(&selling)));
        let fields = Fields::of(form.unwrap_or_default());
        let check = VatCheck::knowing(fields.business, None);
        let sending = Sending::new(move || fields.form().read().err().unwrap_or_default());
        whenever(move || {
            let (form, attempt) = (fields.form(), attempt.get());
            if let Some(account) = session::with(|session| session.account) {
                draft::keep(
                    DRAFT,
                    &Draft {
                        account,
                        form,
                        attempt,
                    },
                );
            }
        });
        check.leave();
        Self {
            fields,
            check,
            sending,
            attempt,
        }
    }

    /// The price of what stands in the fields; computed at each call, which costs less than keeping it.
    fn price(self) -> Option<Price> {
        let (form, selling) = (self.fields.form(), selling()?);
        Some(price(
            &form,
            self.check.status(&form.business()),
            &selling,
            session::today(),
        ))
    }

    /// What the page asks to pay, or why there is no price.
    fn asked(self) -> Result<Asked, Failure> {
        let unpriced = |error| Failure::Refused(Problem::NoPrice { error });
        let price = self.price().ok_or_else(|| unpriced(None))?;
        let quote = match &price {
            Price::Whole(quote) => quote,
            Price::Partial { .. } => return Err(unpriced(None)),
            Price::None(error) => return Err(unpriced(Some(*error))),
        };
        let price_list = selling().map(|selling| selling.prices.version);
        let price_list = price_list.ok_or_else(|| unpriced(None))?;
        let request = OrderRequest::Create(self.fields.form());
        Ok(Asked::at(quote, request, price_list, session::today()))
    }

    fn pay(self) {
        let asked = untrack(|| self.asked());
        self.sending.send(move || async move {
            let paid = pay(asked?, self.attempt).await;
            if matches!(paid, Err(Failure::Refused(Problem::QuoteChanged { .. }))) {
                self.check.again();
            }
            paid
        });
    }
}

#[component]
fn Form() -> AnyView {
    let state = State::new();
    let State {
        sending, attempt, ..
    } = state;
    view! {
        {outcome::notice(attempt)}
        {outcome::failure(sending.failure)}
        <form
            class="split"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                state.pay();
            }
        >
            <div class="stack wide">
                {sending.summary()}
                {drawn_later(move || business(&state))}
                {drawn_later(move || subscription(&state))}
            </div>
            <div class="split-side">{drawn_later(move || side(&state))}</div>
        </form>
    }
    .into_any()
}

/// The price, whose invoice it is, and the button.
fn side(state: &State) -> AnyView {
    let state = *state;
    let lines = move || state.price().map(|price| price.lines()).unwrap_or_default();
    let total = move || {
        state
            .price()?
            .quote()
            .map(|quote| slip::total(quote, method::total_label(state.fields.payment)))
    };
    let quoted = derived(move || state.fields.form().licences().unwrap_or_default());
    let missing = derived(move || {
        state
            .price()
            .map(|price| price.missing())
            .unwrap_or_default()
    });
    let period = move || {
        let days = slip::days(&state.price()?.quote()?.period);
        let text = if method::is_transfer(state.fields.payment) {
            say("create.period.transfer")
        } else {
            say_with("create.period", &[("days", &days)])
        };
        Some(view! { <p>{text}</p> })
    };
    let amount = derived(move || match total() {
        Some(total) if method::is_transfer(state.fields.payment) => {
            say_with("pay.transfer", &[("amount", &total.amount)])
        }
        Some(total) => say_with("pay.amount", &[("amount", &total.amount)]),
        None => say("pay.pay"),
    });
    let busy = state.sending.busy;
    view! {
        <Slip title=t("slip.title") figure=slip::figure(quoted) lines=lines total=total missing=missing>{drawn(period)}</Slip>
        {pass_on()}
        <Paybar note=derived(move || method::note(state.fields.payment))>
            <Button tone=Tone::Main wide=true submit=true busy=busy>{amount}</Button>
        </Paybar>
    }
    .into_any()
}

/// Who is billed has to know before the money moves who gets the paper.
fn pass_on() -> AnyView {
    let text = derived(|| {
        let to_customer = selling().is_some_and(|selling| selling.bill_to == BillTo::Customer);
        say(if to_customer {
            "create.billed_to_customer"
        } else {
            "create.billed_to_reseller"
        })
    });
    view! { <Notice mood=Mood::Info><p>{text}</p></Notice> }.into_any()
}

fn business(state: &State) -> AnyView {
    let state = *state;
    let State {
        fields,
        check,
        sending,
        ..
    } = state;
    view! {
        <section class="stack" aria-labelledby="the-business">
            <h2 id="the-business">{t("create.business")}</h2>
            {place(fields.business, check, sending, [true, true])}
            {vat(fields.business, check, sending, || Some(selling()?.bill_to))}
        </section>
    }
    .into_any()
}

fn subscription(state: &State) -> AnyView {
    let state = *state;
    let State {
        fields, sending, ..
    } = state;
    let currencies = || {
        let offered = selling()
            .map(|selling| offered(&selling))
            .unwrap_or_default();
        offered
            .into_iter()
            .map(|currency| (currency.code().to_owned(), format::currency(currency)))
            .collect::<Vec<_>>()
    };
    let offered_terms = move || Term::ALL.map(|term| term_choice(term, fields)).to_vec();
    let transferred = whether(move || {
        let currency = fields.currency.with(|code| code.parse().ok());
        currency.is_some_and(|currency| {
            selling().is_some_and(|selling| selling.transfer_currencies.contains(&currency))
        })
    });
    let terms = move || {
        let (form, selling) = (fields.form(), selling()?);
        let terms = pricing::terms(
            &form,
            state.check.status(&form.business()),
            &selling,
            session::today(),
        );
        terms.filter(|_| transferred.get())
    };
    view! {
        <section class="stack" aria-labelledby="the-subscription">
            <h2 id="the-subscription">{t("create.subscription")}</h2>
            <div class="pair">
                <Stepper id=id(Field::Licences) label=t("field.licences") value=fields.licences less=t("field.one_less") more=t("field.one_more") error=sending.error(Field::Licences) />
                <Select id=id(Field::Currency) label=t("field.currency") value=fields.currency options=currencies error=sending.error(Field::Currency) />
            </div>
            <RadioGroup id=id(Field::Term) label=t("field.term") value=fields.term choices=offered_terms error=sending.error(Field::Term) />
            {method::choice(fields.payment, sending, terms)}
        </section>
    }
    .into_any()
}

/// A term with what a licence then costs a month.
fn term_choice(term: Term, fields: Fields) -> Choice {
    let currency = fields.form().currency().ok();
    let unit = currency.and_then(|currency| {
        let unit = selling()?.prices.unit(currency, term)?;
        Some(format::unit_price(unit, currency))
    });
    let disabled = currency.is_some() && unit.is_none();
    let detail = match (&unit, term) {
        (Some(price), Term::Month) => say_with("term.month.detail", &[("price", price)]),
        (Some(price), Term::Year) => say_with("term.year.detail", &[("price", price)]),
        (None, _) if disabled => say("term.not_sold"),
        (None, _) => String::new(),
    };
    Choice {
        value: term.months().to_string(),
        title: format::months(term.months()),
        detail,
        disabled,
    }
}
