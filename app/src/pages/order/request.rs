//! The payment request: what is to be transferred, until when and where to, on screen and on paper.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, Mood, Notice, PageHeader, Slip, Tone, derived, whenever};
use seatkeeper_core::{
    api::{OrderView, PaymentRequest},
    transfer::in_fours,
};

use super::receipt::row;
use crate::{
    format,
    i18n::{say_with, t},
    pages::{qr, sending::Sending, slip},
    router,
};

/// Why what is owed after a lost dispute is to be paid.
const OWED: &str = "request.owed";

/// The paper of an order that waits; `ways` lead on from it.
pub(super) fn paper(
    view: OrderView,
    request: PaymentRequest,
    sending: Sending,
    give_up: Callback<()>,
) -> AnyView {
    let name = view.customer_name;
    let due_on = request.due_on;
    let lead = derived(move || {
        say_with(
            "request.lead",
            &[("name", &name), ("date", &format::date(due_on))],
        )
    });
    let starts = if request.begins_when_recorded {
        "request.starts_with_money"
    } else {
        "request.starts_as_ordered"
    };
    let quote = StoredValue::new(view.order.quote);
    let lines = move || quote.with_value(slip::lines);
    let total = move || quote.with_value(|quote| Some(slip::total(quote, "slip.total_transfer")));
    whenever(|| router::entitle("request.title"));
    view! {
        <PageHeader title=t("request.title") lead=lead />
        {sending.summary()}
        <div class="split">
            <div class="stack wide">
                {to_pay(request, starts)}
                <Notice mood=Mood::Info><p>{t("request.mailed")}</p></Notice>
                <div class="cluster">
                    <Button tone=Tone::Main press=move |()| print()>{t("request.print")}</Button>
                    <Button busy=sending.busy press=give_up>{t("order.give_up")}</Button>
                </div>
            </div>
            <div class="split-side"><Slip title=t("order.slip") lines=lines total=total /></div>
        </div>
    }
    .into_any()
}

/// What is to be transferred, and why.
fn to_pay(request: PaymentRequest, why: &'static str) -> AnyView {
    let not_an_invoice =
        (why != OWED).then(|| view! { <p><strong>{t("request.not_an_invoice")}</strong></p> });
    view! {
        <section class="card stack" aria-labelledby="to-pay">
            <h2 id="to-pay">{t("request.to_pay")}</h2>
            <div class="request">
                {facts(&request)}
                {request.qr.map(|code| qr::figure(code, "request.qr", "request.qr.scan"))}
            </div>
            <p>{t(why)}</p>
            {not_an_invoice}
        </section>
    }
    .into_any()
}

/// What is owed for an order whose payment the bank took back; its invoice is there already.
pub(super) fn owed(request: PaymentRequest) -> AnyView {
    to_pay(request, OWED)
}

fn print() {
    // a browser that cannot print does nothing
    let _ = window().print();
}

fn facts(request: &PaymentRequest) -> AnyView {
    let PaymentRequest {
        missing,
        received,
        due_on,
        ..
    } = *request;
    let words = |text: String| view! { <span>{text}</span> }.into_any();
    let amount =
        move |money| view! { <span>{derived(move || format::money(money))}</span> }.into_any();
    let came = (!received.is_zero()).then(|| row("request.received", amount(received)));
    let bic = (!request.bic.is_empty()).then(|| row("request.bic", words(request.bic.clone())));
    view! {
        <dl class="facts">
            {row("request.amount", amount(missing))}
            {came}
            {row("request.reference", words(in_fours(&request.reference)))}
            {row("request.due", view! { <span>{derived(move || format::date(due_on))}</span> }.into_any())}
            {row("request.holder", words(request.holder.clone()))}
            {row("request.iban", words(in_fours(&request.iban)))}
            {bic}
        </dl>
    }
    .into_any()
}
