//! Buying for a customer that is there: more licences within the period, or another period. One
//! form for both, with the quote beside it.
//!
//! Promises: the price follows each key stroke without a request; what was typed is kept in this
//! tab for this customer. Leaves the price to core, the order to [`super::paying`], and whether
//! it may be bought now to the two pages.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Mood, Notice, Paybar, Seats, Slip, Stepper, Tone, derived, drawn, whenever, whether,
};
use seatkeeper_core::{
    api::{Buying, CustomerView, Problem},
    form::{Field, FieldError, RenewForm, TopUpForm},
    id::CustomerId,
    order::{BillTo, OrderRequest},
    price_list::PriceList,
    quote::{NextPeriod, Quote, QuoteError, QuoteKind, QuoteRequest, Sale, quote},
    term::Term,
    transfer::{Terms, terms},
};

use super::{
    method, outcome,
    paying::{Asked, pay},
    sending::{Sending, id},
    sentences, slip,
};
use crate::{
    draft::{self, Attempt, Draft},
    format,
    held::Held,
    http::Failure,
    i18n::{say, say_count, say_with, t},
    session::{self, acting},
};

/// What is bought.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    TopUp,
    Renewal,
}

impl Kind {
    const fn field(self) -> Field {
        match self {
            Self::TopUp => Field::MoreLicences,
            Self::Renewal => Field::Licences,
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::TopUp => "purchase.hint",
            Self::Renewal => "renew.hint",
        }
    }

    const fn action(self) -> &'static str {
        match self {
            Self::TopUp => "purchase.action",
            Self::Renewal => "renew.action",
        }
    }
}

/// The name under which a customer's draft is kept; both kinds keep a number of licences.
pub fn draft_name(kind: Kind, customer: CustomerId) -> String {
    let prefix = match kind {
        Kind::TopUp => "draft:top-up:",
        Kind::Renewal => "draft:renewal:",
    };
    [prefix, &customer.to_string()].concat()
}

/// What is typed, for whom.
#[derive(Clone, Copy)]
struct Typed {
    kind: Kind,
    customer: CustomerId,
    licences: RwSignal<String>,
    payment: RwSignal<String>,
}

/// The customer and what buying for it needs, if it is there.
fn known() -> Option<(CustomerView, Buying)> {
    let view = acting::customer().ready().cloned()?;
    let buying = view.buying.clone()?;
    Some((view, buying))
}

impl Typed {
    fn form(self) -> TopUpForm {
        TopUpForm {
            customer: self.customer,
            licences: self.licences.get(),
            payment: self.payment.get(),
        }
    }

    fn request(self) -> OrderRequest {
        let form = self.form();
        match self.kind {
            Kind::TopUp => OrderRequest::TopUp(form),
            Kind::Renewal => OrderRequest::Renew(RenewForm {
                customer: form.customer,
                licences: form.licences,
                payment: form.payment,
            }),
        }
    }

    /// The number, or what is wrong with it.
    fn read(self) -> Result<u32, Vec<FieldError>> {
        match self.request() {
            OrderRequest::Renew(form) => form.read(in_use()).map(|new| new.licences),
            _ => self.form().read().map(|new| new.licences),
        }
    }

    /// The price and its price list, once a number is typed and the customer is known.
    fn price(self) -> Option<Result<(Quote, u32), QuoteError>> {
        let licences = self.read().ok()?;
        let (view, buying) = known()?;
        Deal::of(self.kind, &view, &buying, licences).map(|deal| deal.price())
    }

    fn quote(self) -> Option<Quote> {
        self.price()?.ok().map(|(quote, _)| quote)
    }
}

fn in_use() -> u32 {
    let renewal = known().and_then(|(_, buying)| buying.renewal);
    renewal.map(|renewal| renewal.in_use).unwrap_or_default()
}

/// What the price of a change follows from, besides the day.
struct Deal {
    request: QuoteRequest,
    prices: PriceList,
    sale: Sale,
}

impl Deal {
    fn of(kind: Kind, view: &CustomerView, buying: &Buying, licences: u32) -> Option<Self> {
        let subscription = &view.subscription;
        let currency = subscription.currency;
        let (kind, term, prices, discount): (_, _, &PriceList, _) = match kind {
            Kind::TopUp => {
                let next = subscription.next.and_then(|period| {
                    let unit_price = buying.next_prices.as_ref()?.unit(currency, period.term())?;
                    Some(NextPeriod { period, unit_price })
                });
                let period = subscription.period;
                let kind = QuoteKind::TopUp { period, next };
                (kind, period.term(), &buying.prices, buying.discount)
            }
            Kind::Renewal => {
                let renewal = buying.renewal.as_ref()?;
                let kind = QuoteKind::Renew {
                    running: Some(subscription.period),
                    grace: renewal.grace,
                };
                (kind, subscription.term, &renewal.prices, renewal.discount)
            }
        };
        let sale = Sale {
            seller: buying.seller,
            buyer: buying.buyer.clone(),
            discount,
        };
        let request = QuoteRequest {
            kind,
            currency,
            term,
            licences,
        };
        Some(Self {
            request,
            prices: prices.clone(),
            sale,
        })
    }

    /// The price of today.
    fn price(&self) -> Result<(Quote, u32), QuoteError> {
        let quote = quote(&self.request, &self.prices, &self.sale, session::today());
        quote.map(|quote| (quote, self.prices.version))
    }

    /// Until when it would wait for a transfer.
    fn terms(&self) -> Option<Terms> {
        terms(&self.request, &self.prices, &self.sale, session::today())
    }
}

/// The form with its quote.
pub fn form(kind: Kind, customer: CustomerId) -> AnyView {
    let name = draft_name(kind, customer);
    let kept =
        session::session_now().and_then(|session| draft::find::<TopUpForm>(&name, session.account));
    let attempt = Held::new(
        kept.as_ref()
            .and_then(|kept: &Draft<TopUpForm>| kept.attempt.clone()),
    );
    let (licences, payment) = match kept {
        Some(kept) => (kept.form.licences, kept.form.payment),
        None => (untrack(|| usual(kind)), String::from("card")),
    };
    let typed = Typed {
        kind,
        customer,
        licences: RwSignal::new(licences),
        payment: RwSignal::new(payment),
    };
    let licences = typed.licences;
    let sending = Sending::new(move || typed.read().err().unwrap_or_default());
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
    let note = derived(move || match typed.quote() {
        _ if method::is_transfer(typed.payment) => method::note(typed.payment),
        Some(quote) => say_with(
            "pay.exactly.amount",
            &[("amount", &format::money(quote.total))],
        ),
        None => say("pay.exactly"),
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        sending.send(|| asked_and_paid(typed, attempt));
    };
    let field = kind.field();
    // whether there is a choice does not change while one types
    let chosen = whether(move || {
        known().is_some_and(|(view, buying)| {
            let term = match kind {
                Kind::TopUp => view.subscription.period.term(),
                Kind::Renewal => view.subscription.term,
            };
            buying.bank_transfer && term == Term::Year
        })
    });
    let waits = move || {
        let (view, buying) = known()?;
        Deal::of(kind, &view, &buying, 1)?.terms()
    };
    let ways = move || {
        chosen
            .get()
            .then(|| method::choice(typed.payment, sending, waits))
    };
    view! {
        {outcome::notice(attempt)}
        {outcome::failure(sending.failure)}
        <form class="split" novalidate=true on:submit=submit>
            <div class="stack">
                {sending.summary()}
                {running()}
                <Stepper id=id(field) label=t(sentences::label(field)) value=licences less=t("field.one_less") more=t("field.one_more") hint=t(kind.hint()) error=sending.error(field) />
                {drawn(ways)}
            </div>
            <div class="split-side">
                {quote_slip(typed)}
                {billed_to()}
                <Paybar note=note>
                    <Button tone=Tone::Main wide=true submit=true busy=sending.busy>{t(kind.action())}</Button>
                </Paybar>
            </div>
        </form>
    }
    .into_any()
}

/// The number before anything is typed: one more, or as many as before.
fn usual(kind: Kind) -> String {
    let renewal = known().and_then(|(_, buying)| buying.renewal);
    match (kind, renewal) {
        (Kind::Renewal, Some(renewal)) => renewal.licences.max(renewal.in_use).to_string(),
        _ => "1".to_owned(),
    }
}

async fn asked_and_paid(typed: Typed, attempt: Held<Attempt>) -> Result<(), Failure> {
    let unpriced = |error| Failure::Refused(Problem::NoPrice { error });
    let asked = untrack(|| {
        let price = typed.price().ok_or_else(|| unpriced(None))?;
        let (quote, price_list) = price.map_err(|error| unpriced(Some(error)))?;
        Ok(Asked::at(
            &quote,
            typed.request(),
            price_list,
            session::today(),
        ))
    });
    pay(asked?, attempt).await
}

fn quote_slip(typed: Typed) -> AnyView {
    let lines = move || {
        typed
            .quote()
            .map(|quote| slip::lines(&quote))
            .unwrap_or_default()
    };
    let total = move || {
        typed
            .quote()
            .map(|quote| slip::total(&quote, method::total_label(typed.payment)))
    };
    let missing = derived(move || match typed.price() {
        Some(Err(error)) => sentences::unpriced(&error),
        Some(Ok(_)) => String::new(),
        None => say_with(
            "slip.missing",
            &[("fields", &say(sentences::label(typed.kind.field())))],
        ),
    });
    let runs = move || {
        typed
            .quote()
            .map(|quote| view! { <p>{runs(typed.kind, &quote)}</p> })
    };
    let added = derived(move || {
        typed
            .quote()
            .map(|quote| quote.licences)
            .unwrap_or_default()
    });
    view! { <Slip title=t("slip.title") figure=slip::figure(added) lines=lines total=total missing=missing>{drawn(runs)}</Slip> }.into_any()
}

/// When what is bought runs.
fn runs(kind: Kind, quote: &Quote) -> String {
    if kind == Kind::Renewal {
        return slip::days(&quote.period);
    }
    let ahead = known().and_then(|(view, _)| view.subscription.next);
    let last = ahead.unwrap_or(quote.period).last_day();
    say_with("purchase.runs_until", &[("date", &format::date(last))])
}

/// What there is already.
fn running() -> AnyView {
    let seats = || known().map(|(view, _)| view.seats).unwrap_or_default();
    let words = derived(move || {
        let seats = seats();
        let given = seats.used.saturating_add(seats.invited);
        if seats.total == 0 && given > 0 {
            return say_count("overview.resting", given, &[]);
        }
        say_with(
            "seats.given",
            &[
                ("used", &format::number(given)),
                ("total", &format::number(seats.total)),
            ],
        )
    });
    view! {
        <div class="card figure">
            <h2>{t("purchase.running")}</h2>
            <p>{words}</p>
            {drawn(move || (seats().total > 0).then(|| view! { <Seats used=derived(move || seats().used) invited=derived(move || seats().invited) total=derived(move || seats().total) label=words /> }))}
        </div>
    }
    .into_any()
}

/// Whoever buys for a customer that is billed has to pass the invoice on.
fn billed_to() -> AnyView {
    let text = derived(|| {
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
