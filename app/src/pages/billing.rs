//! Billing: what the payer has still to transfer, and the invoices of its own orders, of all customers
//! or of the one acted on.

pub(super) mod narrowing;
mod open;

use leptos::prelude::*;
use seatkeeper_app::ui::{ButtonLink, Mood, PageHeader, derived, drawn, once};
use seatkeeper_core::{
    api::{INVOICE_DOCUMENT, INVOICES_A_PAGE, InvoicePage, InvoiceRow, ListInvoices, with_id},
    invoice::DocumentKind,
    money::Money,
    order::OrderState,
    page::{Address, Page},
};

use super::{
    listing::{self, Finding, Head},
    renew::by_itself,
    sentences,
};
use crate::{
    http,
    i18n::{say, say_with, t},
    session::{self, acting},
};

const HEADS: &[Head] = &[
    ("billing.number", false),
    ("billing.date", false),
    ("billing.paid_by", false),
    ("billing.billed_to", false),
    ("billing.paid_for", false),
    ("billing.total", true),
    ("overview.state", false),
];

/// The page.
#[component]
pub fn Billing() -> AnyView {
    let finding = Finding::following();
    let list = http::follow(move || {
        acting::follow_changes();
        Some(ListInvoices {
            customer: acting::chosen(),
            page: finding.page.get(),
            only: narrowing::asked(),
        })
    });
    // from when there is something to narrow, also while the list of all is only on its way
    let narrows =
        once(move || narrowing::is_narrowed() || list.ready(|list| list.total > 1) == Some(true));
    let lead = derived(|| match (acting::chosen(), acting::customer().ready()) {
        (Some(_), Some(view)) => say_with("billing.lead.customer", &[("name", &view.name)]),
        (Some(_), None) => String::new(),
        (None, _) => say("billing.lead"),
    });
    // of the customer acted on, for whoever pays; drawn anew only for another one
    let own = Memo::new(|_| by_itself::known().map(|(view, _)| view.id));
    let all = || {
        let narrowed = acting::chosen().is_some() && session::sells();
        let href = Address {
            page: Page::Billing,
            acting_on: None,
        }
        .href();
        narrowed.then(|| view! { <ButtonLink href=href>{t("billing.all")}</ButtonLink> })
    };
    view! {
        <PageHeader title=t("nav.billing") lead=lead>{drawn(all)}</PageHeader>
        {open::open()}
        {drawn(move || own.get().map(by_itself::card))}
        {drawn(move || narrows.get().then(narrowing::tools))}
        {drawn(move || listing::loaded(list, |found| rows(&found, finding)))}
    }
    .into_any()
}

fn rows(found: &InvoicePage, finding: Finding) -> AnyView {
    if found.total == 0 && untrack(narrowing::is_narrowed) {
        return narrowing::none_such();
    }
    if found.total == 0 {
        return listing::nothing("billing.none", "billing.none.text");
    }
    let pager = finding.pager(found.page, found.rows.len(), INVOICES_A_PAGE, found.total);
    let rows = found.rows.iter().map(row).collect();
    let table = listing::table("billing.table", HEADS, rows);
    view! { {table}{pager} }.into_any()
}

fn row(invoice: &InvoiceRow) -> AnyView {
    let order = Address {
        page: Page::Order(invoice.order),
        acting_on: acting::chosen(),
    };
    let kind = match invoice.kind {
        DocumentKind::CreditNote => say("billing.credit_note"),
        DocumentKind::Invoice => String::new(),
    };
    let paid_for = listing::link(order.href(), invoice.paid_for.clone(), String::new());
    listing::row(
        document(invoice, kind),
        vec![
            listing::day("billing.date", invoice.issued_on),
            listing::words("billing.paid_by", &invoice.paid_by),
            listing::words("billing.billed_to", &invoice.billed_to),
            listing::cell("billing.paid_for", paid_for),
            listing::money("billing.total", signed(invoice)),
            state(invoice),
        ],
    )
}

/// The number of an invoice, which leads to its document.
pub(super) fn document(invoice: &InvoiceRow, below: String) -> AnyView {
    let href = with_id(INVOICE_DOCUMENT, invoice.id);
    listing::document(href, invoice.number.clone(), below)
}

/// What it adds to what its payer has paid.
pub(super) fn signed(invoice: &InvoiceRow) -> Money {
    match invoice.kind {
        DocumentKind::CreditNote => invoice.total.negated(),
        DocumentKind::Invoice => invoice.total,
    }
}

/// The cell of its order's state.
pub(super) fn state(invoice: &InvoiceRow) -> AnyView {
    let mood = match invoice.state {
        OrderState::Paid | OrderState::Won => Mood::Good,
        _ => Mood::Warn,
    };
    let words = say(sentences::order_state(invoice.state));
    listing::state("overview.state", mood, words, None)
}
