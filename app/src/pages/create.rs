//! Create: a customer and its first subscription, with the price beside it at each key stroke.
//!
//! Promises: everything typed is kept in this tab until it is paid; the button carries the amount
//! that is asked for. Leaves the price to core, the order to [`super::paying`].

mod fields;
mod pricing;
mod vat_check;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Choice, Mood, Notice, PageHeader, Paybar, RadioGroup, Select, Skeleton, SkeletonShape,
    Slip, Stepper, TextField, TextKind, Tone, drawn, whenever,
};
use seatkeeper_core::{
    api::{Problem, Selling},
    form::{CreateForm, Field},
    order::{BillTo, OrderRequest},
    term::Term,
};

use self::{
    fields::{Fields, blank, offered},
    pricing::{Price, price},
    vat_check::VatCheck,
};
use super::{
    outcome,
    paying::{Asked, pay},
    refused,
    sending::{Sending, id},
    slip,
};
use crate::{
    draft::{self, Attempt, Draft},
    format,
    http::Failure,
    i18n::{say, say_with, t},
    session,
};

/// The name under which the draft is kept.
pub const DRAFT: &str = "draft:create";

/// The page.
#[component]
pub fn Create() -> AnyView {
    let may = Memo::new(|_| session::with(|session| session.selling.is_some()));
    let body = move || match may.get() {
        Some(true) => view! { <Form /> }.into_any(),
        Some(false) => refused::create(),
        None => view! { <Skeleton shape=SkeletonShape::Form label=t("page.loading") /> }.into_any(),
    };
    view! {
        <PageHeader title=t("create.title") lead=t("create.lead") />
        {drawn(body)}
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
    price: Memo<Option<Price>>,
    sending: Sending,
    attempt: RwSignal<Option<Attempt>>,
}

impl State {
    fn new() -> Self {
        let kept = session::session_now()
            .and_then(|session| draft::find::<CreateForm>(DRAFT, session.account));
        let attempt = RwSignal::new(kept.as_ref().and_then(|kept| kept.attempt.clone()));
        let form = kept
            .map(|kept| kept.form)
            .or_else(|| untrack(selling).map(|selling| blank(&selling)));
        let fields = Fields::of(form.unwrap_or_default());
        let form = Memo::new(move |_| fields.form());
        let check = VatCheck::new(form);
        let price = Memo::new(move |_| {
            let form = form.get();
            selling().map(|selling| price(&form, check.status(&form), &selling, session::today()))
        });
        let sending = Sending::new(move || form.get().read().err().unwrap_or_default());
        whenever(move || {
            let (form, attempt) = (form.get(), attempt.get());
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
            price,
            sending,
            attempt,
        }
    }

    fn pay(self) {
        let asked = untrack(|| {
            let price = self.price.get()?;
            let quote = price.quote()?;
            let version = session::with(|session| {
                session
                    .selling
                    .as_ref()
                    .map(|selling| selling.prices.version)
            })??;
            let request = OrderRequest::Create(self.fields.form());
            Some(Asked {
                request,
                price_list: version,
                today: session::today(),
                total: quote.total,
            })
        });
        self.sending.send(move || async move {
            // a form without faults has a price, or the slip says why not
            let Some(asked) = asked else { return Ok(()) };
            let paid = pay(asked, self.attempt).await;
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
        price,
        sending,
        attempt,
        ..
    } = state;
    let lines = Signal::derive(move || price.get().map(|price| price.lines()).unwrap_or_default());
    let total = Signal::derive(move || {
        price.with(|price| {
            price
                .as_ref()?
                .quote()
                .map(|quote| slip::total(quote, "slip.total_today"))
        })
    });
    let quoted = Signal::derive(move || state.fields.form().licences().unwrap_or_default());
    let missing =
        Signal::derive(move || price.get().map(|price| price.missing()).unwrap_or_default());
    let period = move || {
        let days = price.with(|price| Some(slip::days(&price.as_ref()?.quote()?.period)))?;
        Some(view! { <p>{say_with("create.period", &[("days", &days)])}</p> })
    };
    let amount = Signal::derive(move || match total.get() {
        Some(total) => say_with("pay.amount", &[("amount", &total.amount)]),
        None => say("pay.pay"),
    });
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
                {business(state)}
                {subscription(state)}
            </div>
            <div class="split-side">
                <Slip title=t("slip.title") figure=slip::figure(quoted) lines=lines total=total missing=missing>{drawn(period)}</Slip>
                {pass_on()}
                <Paybar note=t("pay.exactly")>
                    <Button tone=Tone::Main wide=true submit=true busy=sending.busy>{amount}</Button>
                </Paybar>
            </div>
        </form>
    }
    .into_any()
}

/// Who is billed has to know before the money moves who gets the paper.
fn pass_on() -> AnyView {
    let to_customer =
        Memo::new(|_| selling().is_some_and(|selling| selling.bill_to == BillTo::Customer));
    drawn(move || {
        let key = if to_customer.get() {
            "create.billed_to_customer"
        } else {
            "create.billed_to_reseller"
        };
        view! { <Notice mood=Mood::Info><p>{t(key)}</p></Notice> }
    })
}

fn business(state: State) -> AnyView {
    let State {
        fields,
        check,
        sending,
        ..
    } = state;
    let leave = Callback::new(move |()| check.leave());
    let vat_error = sending.error_or(Field::VatNumber, move || check.fault());
    view! {
        <section class="stack" aria-labelledby="the-business">
            <h2 id="the-business">{t("create.business")}</h2>
            <TextField id=id(Field::BusinessName) label=t("field.business_name") value=fields.business_name error=sending.error(Field::BusinessName) autocomplete="organization" leave=leave />
            <TextField id=id(Field::Address) label=t("field.address") value=fields.address error=sending.error(Field::Address) autocomplete="street-address" />
            <div class="pair postal">
                <TextField id=id(Field::Postcode) label=t("field.postcode") value=fields.postcode error=sending.error(Field::Postcode) autocomplete="postal-code" />
                <TextField id=id(Field::City) label=t("field.city") value=fields.city error=sending.error(Field::City) autocomplete="address-level2" />
            </div>
            <div class="pair">
                <Select
                    id=id(Field::Country)
                    label=t("field.country")
                    value=fields.country
                    options=Signal::derive(format::countries)
                    empty=t("field.choose")
                    error=sending.error(Field::Country)
                    autocomplete="country"
                    choose=move |_| check.leave()
                />
                <TextField
                    id=id(Field::VatNumber)
                    label=t("field.vat_number")
                    value=fields.vat_number
                    kind=TextKind::Code
                    mark=t("field.optional")
                    hint=t("field.vat_number.hint")
                    error=vat_error
                    leave=leave
                >
                    {drawn(move || check.remark())}
                </TextField>
            </div>
        </section>
    }
    .into_any()
}

fn subscription(state: State) -> AnyView {
    let State {
        fields, sending, ..
    } = state;
    let currencies = Signal::derive(|| {
        let offered = selling()
            .map(|selling| offered(&selling))
            .unwrap_or_default();
        offered
            .into_iter()
            .map(|currency| (currency.code().to_owned(), format::currency(currency)))
            .collect::<Vec<_>>()
    });
    let terms = Signal::derive(move || Term::ALL.map(|term| term_choice(term, fields)).to_vec());
    let payments = Signal::derive(|| {
        let (title, detail) = (say("payment.card"), say("payment.card.detail"));
        vec![Choice {
            value: "card".to_owned(),
            title,
            detail,
            disabled: false,
        }]
    });
    view! {
        <section class="stack" aria-labelledby="the-subscription">
            <h2 id="the-subscription">{t("create.subscription")}</h2>
            <div class="pair">
                <Stepper id=id(Field::Licences) label=t("field.licences") value=fields.licences less=t("field.one_less") more=t("field.one_more") error=sending.error(Field::Licences) />
                <Select id=id(Field::Currency) label=t("field.currency") value=fields.currency options=currencies error=sending.error(Field::Currency) />
            </div>
            <RadioGroup id=id(Field::Term) label=t("field.term") value=fields.term choices=terms error=sending.error(Field::Term) />
            <RadioGroup id=id(Field::Payment) label=t("field.payment") value=fields.payment choices=payments error=sending.error(Field::Payment) />
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
