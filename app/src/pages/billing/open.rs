//! What still has to be transferred, and what is left of what was.

use leptos::prelude::*;
use seatkeeper_app::ui::{Mood, Notice, drawn};
use seatkeeper_core::{
    api::{ListTransfers, OwnTransfer, OwnTransfers},
    money::Money,
    page::{Address, Page},
    transfer::in_fours,
};

use crate::{
    format, http,
    i18n::{say_with, t},
    pages::listing::{self, Head},
    session::{self, acting},
};

const HEADS: &[Head] = &[
    ("request.reference", false),
    ("billing.paid_for", false),
    ("request.due", false),
    ("request.amount", true),
];

/// Open transfers and balances; nothing where there is neither.
pub(super) fn open() -> AnyView {
    let list = http::follow(|| {
        acting::follow_changes();
        session::today();
        Some(ListTransfers {})
    });
    drawn(move || {
        let OwnTransfers { open, balances } = list.ready(Clone::clone)?;
        let kept = (!balances.is_empty()).then(|| balance(&balances));
        let table = (!open.is_empty()).then(|| transfers(&open));
        Some(view! { {kept}{table} })
    })
}

fn balance(balances: &[Money]) -> AnyView {
    let amounts: Vec<_> = balances.iter().map(|money| format::money(*money)).collect();
    let title = say_with("billing.balance", &[("amount", &format::list(&amounts))]);
    view! { <Notice mood=Mood::Info title=Signal::stored(title)><p>{t("billing.balance.text")}</p></Notice> }
        .into_any()
}

fn transfers(open: &[OwnTransfer]) -> AnyView {
    let rows = open.iter().map(row).collect();
    view! {
        <section class="stack" aria-labelledby="open-transfers">
            <h2 id="open-transfers">{t("billing.open")}</h2>
            {listing::table("billing.open", HEADS, rows)}
        </section>
    }
    .into_any()
}

fn row(transfer: &OwnTransfer) -> AnyView {
    let order = Address {
        page: Page::Order(transfer.order),
        acting_on: acting::chosen(),
    };
    let reference = in_fours(&transfer.reference);
    listing::row(
        listing::link(order.href(), reference, String::new()),
        vec![
            listing::words("billing.paid_for", &transfer.paid_for),
            listing::day("request.due", transfer.due_on),
            listing::money("request.amount", transfer.missing),
        ],
    )
}
