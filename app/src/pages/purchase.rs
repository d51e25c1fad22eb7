//! Purchase Licence: more licences within the running period, priced by started months.
//!
//! Promises: the price follows each key stroke without a request; what was typed is kept in this
//! tab for this customer. Leaves the price to core, the order to [`super::paying`].

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, ButtonLink, Mood, Notice, PageHeader, Paybar, Seats, Skeleton, SkeletonShape, Slip,
    Stepper, Tone, drawn, whenever,
};
use seatkeeper_core::{
    api::{Buying, CustomerView},
    form::{Field, TopUpForm},
    id::CustomerId,
    order::{BillTo, OrderRequest},
    page::{Address, Page},
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
    http::Load,
    i18n::{say, say_with, t},
    session::{self, acting},
};

/// The name under which a customer's draft is kept.
pub fn draft_name(customer: CustomerId) -> String {
    ["draft:top-up:", &customer.to_string()].concat()
}

/// What decides which page this is; the numbers in it change without making the form anew.
#[derive(Clone, PartialEq, Eq)]
enum Shown {
    Nobody,
    Waiting,
    Failed(crate::http::Failure),
    MayNot,
    Expired,
    Form(CustomerId),
}

/// The page.
#[component]
pub fn PurchaseLicence() -> AnyView {
    let shown = Memo::new(|_| {
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
    });
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
    let body = move || {
        match shown.get() {
        Shown::Nobody => refused::nobody_chosen(),
        Shown::Waiting => view! { <Skeleton shape=SkeletonShape::Form label=t("page.loading") /> }.into_any(),
        Shown::Failed(failure) => refused::failure(&failure),
        Shown::MayNot => may_not(),
        Shown::Expired => view! { <Notice mood=Mood::Warn title=t("purchase.expired")><p>{t("purchase.expired.text")}</p></Notice> }.into_any(),
        Shown::Form(customer) => view! { <Form customer=customer /> }.into_any(),
    }
    };
    view! {
        <PageHeader title=t("purchase.title") lead=lead />
        {drawn(body)}
    }
    .into_any()
}

fn may_not() -> AnyView {
    let reason = if session::is_technician() {
        Refusal::TechniciansDoNotSpend
    } else {
        Refusal::MembersHaveOnlyTheirLicence
    };
    let href = Address {
        page: Page::Overview,
        acting_on: None,
    }
    .href();
    view! {
        <Notice mood=Mood::Warn title=Signal::derive(move || sentences::refusal(reason))>
            <ButtonLink href=href>{t("not_found.home")}</ButtonLink>
        </Notice>
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
    let form = Memo::new(move |_| TopUpForm {
        customer,
        licences: licences.get(),
    });
    let sending = Sending::new(move || form.get().read().err().unwrap_or_default());
    let priced = Memo::new(move |_| {
        let read = form.get().read().ok()?;
        let (view, buying) = known()?;
        Some(price(&view, &buying, read.licences))
    });
    whenever(move || {
        let (form, attempt) = (form.get(), attempt.get());
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
    let note = Signal::derive(move || match priced.get() {
        Some(Ok(quote)) => say_with(
            "pay.exactly.amount",
            &[("amount", &format::money(quote.total))],
        ),
        _ => say("pay.exactly"),
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        sending.send(|| asked_and_paid(form, priced, attempt));
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
                {quote_slip(priced)}
                {billed_to()}
                <Paybar note=note>
                    <Button tone=Tone::Main wide=true submit=true busy=sending.busy>{t("purchase.action")}</Button>
                </Paybar>
            </div>
        </form>
    }
    .into_any()
}

async fn asked_and_paid(
    form: Memo<TopUpForm>,
    priced: Memo<Option<Result<Quote, QuoteError>>>,
    attempt: RwSignal<Option<Attempt>>,
) -> Result<(), crate::http::Failure> {
    let asked = untrack(|| {
        let total = priced.get()?.ok()?.total;
        let (_, buying) = known()?;
        let request = OrderRequest::TopUp(form.get());
        Some(Asked {
            request,
            price_list: buying.prices.version,
            today: session::today(),
            total,
        })
    });
    match asked {
        Some(asked) => pay(asked, attempt).await,
        // the slip says why there is no price
        None => Ok(()),
    }
}

fn quote_slip(priced: Memo<Option<Result<Quote, QuoteError>>>) -> AnyView {
    let whole = move || priced.get().and_then(Result::ok);
    let lines =
        Signal::derive(move || whole().map(|quote| slip::lines(&quote)).unwrap_or_default());
    let total =
        Signal::derive(move || whole().map(|quote| slip::total(&quote, "slip.total_today")));
    let missing = Signal::derive(move || match priced.get() {
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
    let seats = Signal::derive(|| known().map(|(view, _)| view.seats).unwrap_or_default());
    let words = Signal::derive(move || {
        let seats = seats.get();
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
                used=Signal::derive(move || seats.get().used)
                invited=Signal::derive(move || seats.get().invited)
                total=Signal::derive(move || seats.get().total)
                label=words
            />
        </div>
    }
    .into_any()
}

/// Whoever buys for a customer that is billed has to pass the invoice on.
fn billed_to() -> AnyView {
    let key = Memo::new(|_| {
        let (view, buying) = known()?;
        match buying.bill_to {
            _ if !view.is_ours => Some("purchase.list_price"),
            BillTo::Customer => Some("create.billed_to_customer"),
            BillTo::Reseller => Some("create.billed_to_reseller"),
        }
    });
    drawn(move || {
        key.get()
            .map(|key| view! { <Notice mood=Mood::Info><p>{t(key)}</p></Notice> })
    })
}
