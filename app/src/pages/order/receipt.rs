//! The receipt: what was paid for whom, line by line, the invoice, and what comes next.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    ButtonLink, Mood, Notice, PageHeader, Slip, Tag, Tone, derived, whenever,
};
use seatkeeper_core::{
    api::{INVOICE_DOCUMENT, InvoiceRef, OrderView, with_id},
    order::{BillTo, Order, OrderState},
    page::{Address, Page},
    payment::CardSummary,
    quote::Change,
};

use super::request;
use crate::{
    format,
    i18n::{say_with, t},
    pages::{sentences, slip},
    router,
};

/// The receipt of an order that was paid, whatever became of it later.
pub(super) fn receipt(view: &OrderView) -> AnyView {
    let OrderView {
        order,
        customer_name,
        card,
        invoice,
        acted_by,
        request,
        ..
    } = view.clone();
    let (kind, licences, period) = (order.quote.kind, order.quote.licences, order.quote.period);
    // while it is disputed, and after it was lost or given back, there are none to give out
    let gives = !matches!(
        order.state,
        OrderState::Disputed | OrderState::Lost | OrderState::Refunded
    );
    let lead = derived(move || {
        let (licences, until) = (format::licences(licences), format::date(period.last_day()));
        let key = match kind {
            _ if !gives => "order.for",
            Change::Create => "receipt.created",
            Change::TopUp => "receipt.added",
            Change::Renew => "receipt.renewed",
        };
        say_with(
            key,
            &[
                ("name", &customer_name),
                ("licences", &licences),
                ("date", &until),
            ],
        )
    });
    let quote = StoredValue::new(order.quote.clone());
    let lines = move || quote.with_value(slip::lines);
    let total = move || quote.with_value(|quote| Some(slip::total(quote, "receipt.paid")));
    let manage = Address {
        page: Page::Manage,
        acting_on: Some(order.customer),
    }
    .href();
    whenever(|| router::entitle("receipt.title"));
    let bought = quote.with_value(|quote| quote.licences);
    view! {
        <PageHeader title=t("receipt.title") lead=lead>{state_tag(order.state)}</PageHeader>
        <div class="split">
            <div class="stack wide">
                {request.map(request::owed)}
                {gives.then(|| next_step(manage))}
                {details(&order, card, invoice, acted_by)}
            </div>
            <div class="split-side">
                <Slip title=t("receipt.slip") figure=slip::figure(bought) lines=lines total=total>
                    <p>{derived(move || slip::days(&period))}</p>
                </Slip>
            </div>
        </div>
    }
    .into_any()
}

fn next_step(manage: String) -> AnyView {
    view! {
        <section class="card stack" aria-labelledby="next-step">
            <h2 id="next-step">{t("receipt.next")}</h2>
            <p>{t("receipt.next.text")}</p>
            <div><ButtonLink href=manage tone=Tone::Main>{t("receipt.add_members")}</ButtonLink></div>
        </section>
    }
    .into_any()
}

fn state_tag(state: OrderState) -> AnyView {
    let mood = match state {
        OrderState::Paid | OrderState::Won => Mood::Good,
        _ => Mood::Warn,
    };
    view! { <Tag mood=mood>{t(sentences::order_state(state))}</Tag> }.into_any()
}

fn details(
    order: &Order,
    card: Option<CardSummary>,
    invoice: Option<InvoiceRef>,
    acted_by: Option<String>,
) -> AnyView {
    let placed_on = order.placed_on;
    let card = card.map(|CardSummary { brand, last_four }| {
        let words = derived(move || {
            say_with(
                "receipt.card.number",
                &[("brand", &brand), ("digits", &last_four)],
            )
        });
        row("receipt.card", view! { <span>{words}</span> }.into_any())
    });
    let invoice = match invoice {
        Some(InvoiceRef { id, number, .. }) => {
            let href = with_id(INVOICE_DOCUMENT, id);
            view! { <a href=href target="_blank">{number}</a> }.into_any()
        }
        None => view! { <span role="status">{t("receipt.invoice.soon")}</span> }.into_any(),
    };
    let pass_on = (order.bill_to == BillTo::Customer
        && order.payer == seatkeeper_core::permission::PayerSide::Reseller)
        .then(|| view! { <Notice mood=Mood::Info><p>{t("receipt.pass_on")}</p></Notice> });
    view! {
        <section class="card stack" aria-labelledby="papers">
            <h2 id="papers">{t("receipt.papers")}</h2>
            <dl class="facts">
                {row("receipt.invoice", invoice)}
                {row("receipt.date", view! { <span>{derived(move || format::date(placed_on))}</span> }.into_any())}
                {card}
                {acted_by.map(|name| row("receipt.acted_by", name.into_any()))}
            </dl>
            {pass_on}
        </section>
    }
    .into_any()
}

pub(super) fn row(label: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{t(label)}</dt><dd>{value}</dd></div> }.into_any()
}
