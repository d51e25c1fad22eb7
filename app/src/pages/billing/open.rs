//! What still has to be transferred, and what is left of what was.

use leptos::prelude::*;
use seatkeeper_app::ui::{Cell, Column, Mood, Notice, Row, Table, drawn};
use seatkeeper_core::{
    api::{ListTransfers, OwnTransfer, OwnTransfers},
    money::Money,
    page::{Address, Page},
    transfer::in_fours,
};

use crate::{
    format, http,
    i18n::{say, say_with, t},
    session::{self, acting},
};

/// Open transfers and balances; nothing where there is neither.
pub(super) fn open() -> AnyView {
    let list = http::follow(|| {
        acting::follow_changes();
        session::today();
        Some(ListTransfers {})
    });
    drawn(move || {
        let OwnTransfers { open, balances } = list.get().ready().cloned()?;
        let kept = (!balances.is_empty()).then(|| balance(&balances));
        let table = (!open.is_empty()).then(|| transfers(open));
        Some(view! { {kept}{table} })
    })
}

fn balance(balances: &[Money]) -> AnyView {
    let amounts: Vec<_> = balances.iter().map(|money| format::money(*money)).collect();
    let title = say_with("billing.balance", &[("amount", &format::list(&amounts))]);
    view! { <Notice mood=Mood::Info title=Signal::stored(title)><p>{t("billing.balance.text")}</p></Notice> }
        .into_any()
}

fn transfers(open: Vec<OwnTransfer>) -> AnyView {
    let columns = || {
        let words = ["request.reference", "billing.paid_for", "request.due"];
        let mut columns = words.map(|key| Column::words(say(key))).to_vec();
        columns.push(Column::number(say("request.amount")));
        columns
    };
    let rows = open.into_iter().map(row).collect_view();
    view! {
        <section class="stack" aria-labelledby="open-transfers">
            <h2 id="open-transfers">{t("billing.open")}</h2>
            <Table caption=t("billing.open") columns=columns>{rows}</Table>
        </section>
    }
    .into_any()
}

fn row(transfer: OwnTransfer) -> AnyView {
    let href = Address {
        page: Page::Order(transfer.order),
        acting_on: acting::chosen(),
    }
    .href();
    let (missing, due_on) = (transfer.missing, transfer.due_on);
    view! {
        <Row>
            <Cell head=true><a href=href>{in_fours(&transfer.reference)}</a></Cell>
            <Cell column=t("billing.paid_for")>{transfer.paid_for}</Cell>
            <Cell column=t("request.due")>{Signal::derive(move || format::short_date(due_on))}</Cell>
            <Cell column=t("request.amount") number=true>{Signal::derive(move || format::money(missing))}</Cell>
        </Row>
    }
    .into_any()
}
