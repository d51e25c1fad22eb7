//! Purchase Licence: more licences within the running period, priced by started months.
//!
//! Promises: the price follows each key stroke without a request; what was typed is kept in this
//! tab for this customer. Leaves the price to core, the order to [`super::paying`].

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Mood, Notice, PageHeader, Paybar, Seats, Skeleton, SkeletonShape, Slip, Stepper, Tone,
    drawn, drawn_by, whenever,
};
use seatkeeper_core::{
    api::{Buying, CustomerView, Problem},
    form::{Field, TopUpForm},
    id::CustomerId,
    order::{BillTo, OrderRequest},
    permission::Refusal,
    quote::{NextPeriod, Quote, QuoteError, QuoteKind, QuoteRequest, Sale, quote},
    subscription::SubscriptionState,
};

use super::{
    outcome,
    paying::{Asked, pay},
    refused,
    sending::{Sending, id},
    sentences, slip,
};
use crate::{
    draft::{self, Attempt, Draft},
    format,
    http::{Failure, Load},
    i18n::{say, say_with, t},
    session::{self, acting},
};

/// The name under which a customer's draft is kept.
pub fn draft_name(customer: CustomerId) -> String {
    ["draft:top-up:", &customer.to_string()].concat()
}

/// What decides which page this is; the numbers in it change without making the form anew.
enum Shown {
    Nobody,
    Waiting,
    Failed(Failure),
    MayNot,
    Expired,
    Form(CustomerId),
}

impl Shown {
    /// The page is made anew when this changes.
    fn key(&self) -> String {
        match self {
            Self::Nobody => String::from("nobody"),
            Self::Waiting => String::from("waiting"),
            Self::Failed(failure) => failure.sentence().to_owned(),
            Self::MayNot => String::from("may not"),
            Self::Expired => String::from("expired"),
            Self::Form(customer) => customer.to_string(),
        }
    }
}

fn shown() -> Shown {
    if acting::chosen().is_none() {
        return Shown::Nobody;
    }
    match acting::customer() {
        Load::Waiting => Shown::Waiting,
        Load::Failed(failure) => Shown::Failed(failure),
        Load::Ready(view) if view.buying.is_none() => Shown::MayNot,
        Load::Ready(view) if view.state == SubscriptionState::Expired => Shown::Expired,
        Load::Ready(view) => Shown::Form(view.id),
    }
}

/// The page.
#[component]
pub fn PurchaseLicence() -> AnyView {
    let lead = Signal::derive(|| {
        acting::customer()
            .ready()
            .map(|view| {
                let (total, until) = (
                    format::licences(view.seats.total),
                    format::date(view.subscription.period.last_day()),
                );
                say_with(
                    "purchase.lead",
                    &[("name", &view.name), ("licences", &total), ("date", &until)],
                )
            })
            .unwrap_or_default()
    });
    let body = || {
        match shown() {
        Shown::Nobody => refused::nobody_chosen(),
        Shown::Waiting => view! { <Skeleton shape=SkeletonShape::Form label=t("page.loading") /> }.into_any(),
        Shown::Failed(failure) => refused::failure(&failure),
        Shown::MayNot => refused::buying(Refusal::MembersHaveOnlyTheirLicence),
        Shown::Expired => view! { <Notice mood=Mood::Warn title=t("purchase.expired")><p>{t("purchase.expired.text")}</p></Notice> }.into_any(),
        Shown::Form(customer) => view! { <Form customer=customer /> }.into_any(),
    }
    };
    view! {
        <PageHeader title=t("purchase.title") lead=lead />
        {drawn_by(|| shown().key(), body)}
    }
    .into_any()
}

/// The price of so many more licences today.
fn price(view: &CustomerView, buying: &Buying, licences: u32) -> Result<Quote, QuoteError> {
    let subscription = &view.subscription;
    let (currency, term) = (subscription.currency, subscription.period.term());
    let next = subscription.next.and_then(|period| {
        let unit_price = buying.next_prices.as_ref()?.unit(currency, period.term())?;
        Some(NextPeriod { period, unit_price })
    });
    let kind = QuoteKind::TopUp {
        period: subscription.period,
        next,
    };
    let sale = Sale {
        seller: buying.seller,
        buyer: buying.buyer.clone(),
        discount: buying.discount,
    };
    quote(
        &QuoteRequest {
            kind,
            currency,
            term,
            licences,
        },
        &buying.prices,
        &sale,
        session::today(),
    )
}

/// What is typed, for whom.
#[derive(Clone, Copy)]
struct Typed {
    customer: CustomerId,
    licences: RwSignal<String>,
}

impl Typed {
    fn form(self) -> TopUpForm {
        TopUpForm {
            customer: self.customer,
            licences: self.licences.get(),
        }
    }

    /// The price, once a number is typed and the customer is known.
    fn price(self) -> Option<Result<Quote, QuoteError>> {
        let read = self.form().read().ok()?;
        let (view, buying) = known()?;
        Some(price(&view, &buying, read.licences))
    }
}

/// The customer and what buying for it needs, if it is there.
fn known() -> Option<(CustomerView, Buying)> {
    let view = acting::customer().ready().cloned()?;
    let buying = view.buying.clone()?;
    Some((view, buying))
}

#[component]
fn Form(customer: CustomerId) -> AnyView {
    let name = draft_name(customer);
    let kept =
        session::session_now().and_then(|session| draft::find::<TopUpForm>(&name, session.account));
    let attempt = RwSignal::new(
        kept.as_ref()
            .and_then(|kept: &Draft<TopUpForm>| kept.attempt.clone()),
    );
    let licences = RwSignal::new(kept.map_or_else(|| "1".to_owned(), |kept| kept.form.licences));
    let typed = Typed { customer, licences };
    let sending = Sending::new(move || typed.form().read().err().unwrap_or_default());
    whenever(move || {
        let (form, attempt) = (typed.form(), attempt.get());
        if let Some(account) = session::with(|session| session.account) {
            draft::keep(
                &name,
                &Draft {
                    account,
                    form,
                    attempt,
                },
            );
        }
    });
    let note = Signal::derive(move || match typed.price() {
        Some(Ok(quote)) => say_with(
            "pay.exactly.amount",
            &[("amount", &format::money(quote.total))],
        ),
        _ => say("pay.exactly"),
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        sending.send(|| asked_and_paid(typed, attempt));
    };
    view! {
        {outcome::notice(attempt)}
        {outcome::failure(sending.failure)}
        <form class="split" novalidate=true on:submit=submit>
            <div class="stack">
                {sending.summary()}
                {running()}
                <Stepper id=id(Field::MoreLicences) label=t("field.more_licences") value=licences less=t("field.one_less") more=t("field.one_more") hint=t("purchase.hint") error=sending.error(Field::MoreLicences) />
            </div>
            <div class="split-side">
                {quote_slip(typed)}
                {billed_to()}
                <Paybar note=note>
                    <Button tone=Tone::Main wide=true submit=true busy=sending.busy>{t("purchase.action")}</Button>
                </Paybar>
            </div>
        </form>
    }
    .into_any()
}

async fn asked_and_paid(typed: Typed, attempt: RwSignal<Option<Attempt>>) -> Result<(), Failure> {
    let unpriced = |error| Failure::Refused(Problem::NoPrice { error });
    let asked = untrack(|| {
        let price = typed.price().ok_or_else(|| unpriced(None))?;
        let (_, buying) = known().ok_or_else(|| unpriced(None))?;
        Ok(Asked {
            request: OrderRequest::TopUp(typed.form()),
            price_list: buying.prices.version,
            today: session::today(),
            total: price.map_err(|error| unpriced(Some(error)))?.total,
        })
    });
    pay(asked?, attempt).await
}

fn quote_slip(typed: Typed) -> AnyView {
    let whole = move || typed.price().and_then(Result::ok);
    let lines = move || whole().map(|quote| slip::lines(&quote)).unwrap_or_default();
    let total = move || whole().map(|quote| slip::total(&quote, "slip.total_today"));
    let missing = Signal::derive(move || match typed.price() {
        Some(Err(error)) => sentences::unpriced(&error),
        Some(Ok(_)) => String::new(),
        None => say_with(
            "slip.missing",
            &[("fields", &say(sentences::label(Field::MoreLicences)))],
        ),
    });
    let runs = move || {
        let quote = whole()?;
        let last = known()
            .map_or(quote.period, |(view, _)| {
                view.subscription.next.unwrap_or(quote.period)
            })
            .last_day();
        Some(view! { <p>{say_with("purchase.runs_until", &[("date", &format::date(last))])}</p> })
    };
    let added = Signal::derive(move || whole().map(|quote| quote.licences).unwrap_or_default());
    view! { <Slip title=t("slip.title") figure=slip::figure(added) lines=lines total=total missing=missing>{drawn(runs)}</Slip> }.into_any()
}

/// What there is already.
fn running() -> AnyView {
    let seats = || known().map(|(view, _)| view.seats).unwrap_or_default();
    let words = Signal::derive(move || {
        let seats = seats();
        say_with(
            "seats.given",
            &[
                ("used", &format::number(seats.used)),
                ("total", &format::number(seats.total)),
            ],
        )
    });
    view! {
        <div class="card figure">
            <h2>{t("purchase.running")}</h2>
            <p>{words}</p>
            <Seats
                used=Signal::derive(move || seats().used)
                invited=Signal::derive(move || seats().invited)
                total=Signal::derive(move || seats().total)
                label=words
            />
        </div>
    }
    .into_any()
}

/// Whoever buys for a customer that is billed has to pass the invoice on.
fn billed_to() -> AnyView {
    let text = Signal::derive(|| {
        let Some((view, buying)) = known() else {
            return String::new();
        };
        say(match buying.bill_to {
            _ if !view.is_ours => "purchase.list_price",
            BillTo::Customer => "create.billed_to_customer",
            BillTo::Reseller => "create.billed_to_reseller",
        })
    });
    view! { <Notice mood=Mood::Info><p>{text}</p></Notice> }.into_any()
}
