//! For staff: the invoices of everybody, and giving some of one back.

mod giving;

use leptos::prelude::*;
use seatkeeper_app::ui::{PageHeader, Tone, drawn};
use seatkeeper_core::{
    api::{FindInvoices, FoundInvoices, INVOICES_A_PAGE, InvoiceRow},
    invoice::DocumentKind,
    order::OrderState,
};

use self::giving::Giving;
use super::{
    billing::{self, narrowing},
    listing::{self, Finding, Head},
};
use crate::{http, i18n::t, session};

const HEADS: &[Head] = &[
    ("billing.number", false),
    ("billing.date", false),
    ("billing.paid_for", false),
    ("billing.total", true),
    ("overview.state", false),
    ("", false),
];

/// The page.
#[component]
pub fn CreditNotes() -> AnyView {
    listing::for_staff("nav.credit_notes", list)
}

fn list() -> AnyView {
    let finding = Finding::following();
    let again = RwSignal::new(0_u32);
    let found = http::follow(move || {
        again.get();
        session::today();
        Some(FindInvoices {
            search: finding.search.get(),
            page: finding.page.get(),
            only: narrowing::asked(),
        })
    });
    let giving = Giving::new(again);
    let rows = move |found| rows(&found, finding, giving);
    view! {
        <PageHeader title=t("nav.credit_notes") lead=t("credit_notes.lead") />
        {giving.outcome()}
        {finding.field("find-invoice", "credit_notes.find")}
        {narrowing::tools()}
        {drawn(move || listing::loaded(found, rows))}
        {giving.dialog()}
    }
    .into_any()
}

fn rows(found: &FoundInvoices, finding: Finding, giving: Giving) -> AnyView {
    if found.total == 0 && untrack(narrowing::is_narrowed) {
        return narrowing::none_such();
    }
    if found.total == 0 {
        return listing::nothing("transfers.no_match", "credit_notes.none");
    }
    let pager = finding.pager(found.page, found.rows.len(), INVOICES_A_PAGE, found.total);
    let rows = found.rows.iter().map(|row| line(row, giving));
    let table = listing::table("nav.credit_notes", HEADS, rows.collect());
    view! { {table}{pager} }.into_any()
}

fn line(row: &InvoiceRow, giving: Giving) -> AnyView {
    let is_note = row.kind == DocumentKind::CreditNote;
    let has_left = !is_note
        && row.state.was_paid()
        && !matches!(row.state, OrderState::Disputed | OrderState::Refunded);
    let id = row.id;
    let give = has_left.then(|| {
        let press = move || giving.ask(id);
        listing::button(Tone::Quiet, "credit_notes.give", &row.number, None, press)
    });
    let paid_for = listing::lines(row.paid_for.clone(), row.paid_by.clone());
    listing::row(
        billing::document(row, String::new()),
        vec![
            listing::day("billing.date", row.issued_on),
            listing::cell("billing.paid_for", paid_for),
            listing::money("billing.total", billing::signed(row)),
            billing::state(row),
            listing::buttons(give.into_iter().collect()),
        ],
    )
}
