//! Billing: what the payer has still to transfer, and the invoices of its own orders, of all customers
//! or of the one acted on.

mod open;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    ButtonLink, Cell, Column, EmptyState, Mood, PageHeader, Row, Skeleton, SkeletonShape, Table,
    Tag, drawn, whenever,
};
use seatkeeper_core::{
    api::{INVOICE_DOCUMENT, INVOICES_A_PAGE, InvoicePage, InvoiceRow, ListInvoices},
    invoice::DocumentKind,
    order::OrderState,
    page::{Address, Page},
};

use super::{paging, refused, sentences};
use crate::{
    format,
    http::{self, Load},
    i18n::{say, say_with, t},
    session::{self, acting},
};

/// The page.
#[component]
pub fn Billing() -> AnyView {
    let page = RwSignal::new(1_u32);
    whenever(move || {
        // another customer's list begins at its beginning
        let _ = acting::chosen();
        page.set(1);
    });
    let list = http::follow(move || {
        acting::follow_changes();
        Some(ListInvoices {
            customer: acting::chosen(),
            page: page.get(),
        })
    });
    let lead = Signal::derive(|| match (acting::chosen(), acting::customer().ready()) {
        (Some(_), Some(view)) => say_with("billing.lead.customer", &[("name", &view.name)]),
        (Some(_), None) => String::new(),
        (None, _) => say("billing.lead"),
    });
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
        {drawn(move || rows(list, page))}
    }
    .into_any()
}

fn rows(list: RwSignal<Load<InvoicePage>>, page: RwSignal<u32>) -> AnyView {
    let found = match list.get() {
        Load::Waiting => {
            return view! { <Skeleton shape=SkeletonShape::Table label=t("page.loading") /> }
                .into_any();
        }
        Load::Failed(failure) => return refused::failure(&failure),
        Load::Ready(found) => found,
    };
    if found.total == 0 {
        return view! { <EmptyState title=t("billing.none")><p>{t("billing.none.text")}</p></EmptyState> }
            .into_any();
    }
    let columns = || {
        let words = [
            "billing.number",
            "billing.date",
            "billing.billed_to",
            "billing.paid_for",
        ];
        let mut columns = words.map(|key| Column::words(say(key))).to_vec();
        columns.push(Column::number(say("billing.total")));
        columns.push(Column::words(say("overview.state")));
        columns
    };
    let before = found.page.saturating_sub(1).saturating_mul(INVOICES_A_PAGE);
    let shown = u32::try_from(found.rows.len()).unwrap_or(INVOICES_A_PAGE);
    let (now, total) = (found.page, found.total);
    let pager = (total > INVOICES_A_PAGE).then(|| {
        let turn = move |forward: bool| {
            page.set(if forward {
                now + 1
            } else {
                now.saturating_sub(1).max(1)
            });
        };
        paging::pager(before + 1, before + shown, total, Callback::new(turn))
    });
    let rows = found.rows.into_iter().map(row).collect_view();
    view! { <Table caption=t("billing.table") columns=columns>{rows}</Table>{pager} }.into_any()
}

fn row(invoice: InvoiceRow) -> AnyView {
    let document = INVOICE_DOCUMENT.replace("{invoice}", &invoice.id.to_string());
    let order = Address {
        page: Page::Order(invoice.order),
        acting_on: acting::chosen(),
    }
    .href();
    let is_note = invoice.kind == DocumentKind::CreditNote;
    let (issued_on, total) = (invoice.issued_on, invoice.total);
    let total = if is_note { total.negated() } else { total };
    let kind =
        is_note.then(|| view! { <span class="cell-detail">{t("billing.credit_note")}</span> });
    let mood = match invoice.state {
        OrderState::Paid | OrderState::Won => Mood::Good,
        _ => Mood::Warn,
    };
    view! {
        <Row>
            <Cell head=true><a href=document target="_blank">{invoice.number}</a>{kind}</Cell>
            <Cell column=t("billing.date")>{Signal::derive(move || format::short_date(issued_on))}</Cell>
            <Cell column=t("billing.billed_to")>{invoice.billed_to}</Cell>
            <Cell column=t("billing.paid_for")><a href=order>{invoice.paid_for}</a></Cell>
            <Cell column=t("billing.total") number=true>{Signal::derive(move || format::money(total))}</Cell>
            <Cell column=t("overview.state")><Tag mood=mood>{t(sentences::order_state(invoice.state))}</Tag></Cell>
        </Row>
    }
    .into_any()
}
