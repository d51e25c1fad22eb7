//! For staff: the invoices of everybody, and giving some of one back.

mod giving;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Cell, Column, EmptyState, Mood, PageHeader, Row, SearchField, Skeleton, SkeletonShape,
    Table, Tag, Tone, drawn,
};
use seatkeeper_core::{
    api::{FindInvoices, FoundInvoices, INVOICE_DOCUMENT, INVOICES_A_PAGE, InvoiceRow},
    invoice::DocumentKind,
    order::OrderState,
    permission::Refusal,
};

use self::giving::Giving;
use super::{paging, refused, sentences};
use crate::{
    format,
    http::{self, Load},
    i18n::{say, say_with, t},
    session,
};

/// The page.
#[component]
pub fn CreditNotes() -> AnyView {
    let staff = || session::with(|session| session.staff).unwrap_or_default();
    drawn(move || {
        if staff() {
            list()
        } else {
            view! { <PageHeader title=t("nav.credit_notes") />{refused::buying(Refusal::StaffOnly)} }
                .into_any()
        }
    })
}

fn list() -> AnyView {
    let (search, page) = (RwSignal::new(String::new()), RwSignal::new(1_u32));
    let again = RwSignal::new(0_u32);
    let found = http::follow(move || {
        again.get();
        session::today();
        Some(FindInvoices {
            search: search.get(),
            page: page.get(),
        })
    });
    let giving = Giving::new(again);
    let find = move |text: String| {
        let text = format::composed(text.trim());
        if search.with_untracked(|search| *search != text) {
            page.set(1);
            search.set(text);
        }
    };
    view! {
        <PageHeader title=t("nav.credit_notes") lead=t("credit_notes.lead") />
        {giving.outcome()}
        <SearchField id="find-invoice" label=t("credit_notes.find") value=search search=find />
        {drawn(move || rows(found, page, giving))}
        {giving.dialog()}
    }
    .into_any()
}

fn rows(found: RwSignal<Load<FoundInvoices>>, page: RwSignal<u32>, giving: Giving) -> AnyView {
    let found = match found.get() {
        Load::Waiting => {
            return view! { <Skeleton shape=SkeletonShape::Table label=t("page.loading") /> }
                .into_any();
        }
        Load::Failed(failure) => return refused::failure(&failure),
        Load::Ready(found) => found,
    };
    if found.total == 0 {
        return view! { <EmptyState title=t("transfers.no_match")><p>{t("credit_notes.none")}</p></EmptyState> }
            .into_any();
    }
    let columns = || {
        let words = ["billing.number", "billing.date", "billing.paid_for"];
        let mut columns = words.map(|key| Column::words(say(key))).to_vec();
        columns.push(Column::number(say("billing.total")));
        columns.push(Column::words(say("overview.state")));
        columns.push(Column::actions());
        columns
    };
    let before = (found.page - 1) * INVOICES_A_PAGE;
    let shown = u32::try_from(found.rows.len()).unwrap_or(INVOICES_A_PAGE);
    let (now, total) = (found.page, found.total);
    let pager = (total > INVOICES_A_PAGE).then(|| {
        let turn = move |forward: bool| page.set(if forward { now + 1 } else { now - 1 });
        paging::pager(before + 1, before + shown, total, Callback::new(turn))
    });
    let rows = found.rows.into_iter().map(|row| line(row, giving));
    let rows = rows.collect_view();
    view! { <Table caption=t("nav.credit_notes") columns=columns>{rows}</Table>{pager} }.into_any()
}

fn line(row: InvoiceRow, giving: Giving) -> AnyView {
    let document = INVOICE_DOCUMENT.replace("{invoice}", &row.id.to_string());
    let (issued_on, total, state) = (row.issued_on, row.total, row.state);
    let is_note = row.kind == DocumentKind::CreditNote;
    let mood = match state {
        OrderState::Paid | OrderState::Won => Mood::Good,
        _ => Mood::Warn,
    };
    let has_left = !is_note && matches!(state, OrderState::Paid | OrderState::PartlyRefunded);
    let give = has_left.then(|| {
        let (id, number) = (row.id, row.number.clone());
        let name = Signal::derive(move || {
            let action = say("credit_notes.give");
            say_with("manage.named", &[("action", &action), ("email", &number)])
        });
        let press = move |()| giving.ask(id);
        view! { <Button tone=Tone::Quiet name=name press=press>{t("credit_notes.give")}</Button> }
    });
    let money =
        Signal::derive(move || format::money(if is_note { total.negated() } else { total }));
    view! {
        <Row>
            <Cell head=true><a href=document target="_blank">{row.number}</a></Cell>
            <Cell column=t("billing.date")>{Signal::derive(move || format::short_date(issued_on))}</Cell>
            <Cell column=t("billing.paid_for")>{row.paid_for}<span class="cell-detail">{row.paid_by}</span></Cell>
            <Cell column=t("billing.total") number=true>{money}</Cell>
            <Cell column=t("overview.state")><Tag mood=mood>{t(sentences::order_state(state))}</Tag></Cell>
            <Cell actions=true>{give}</Cell>
        </Row>
    }
    .into_any()
}
