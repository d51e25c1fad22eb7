//! For staff: what payers have left, and recording what of it was paid back.

use leptos::prelude::*;
use seatkeeper_core::api::BalanceRow;

use super::{
    actions,
    recording::{About, Recording},
    waits,
};
use crate::{
    format,
    i18n::t,
    pages::listing::{self, Head},
};

const BALANCES: &[Head] = &[
    ("billing.paid_by", false),
    ("request.amount", true),
    ("", false),
];

/// What payers have left, to be paid out; nothing where nobody has anything.
pub(super) fn balances(rows: &[BalanceRow], recording: Recording) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.iter().map(|row| balance(row, recording));
    let table = listing::table("transfers.balances", BALANCES, rows.collect());
    Some(
        view! {
            <section class="stack" aria-labelledby="balances">
                <h2 id="balances">{t("transfers.balances")}</h2>
                {table}
            </section>
        }
        .into_any(),
    )
}

fn balance(row: &BalanceRow, recording: Recording) -> AnyView {
    let waiting = row.waiting.as_ref().map(waits).unwrap_or_default();
    let left = row.waiting.as_ref().map(|entry| entry.amount);
    let left = left.and_then(|waits| row.amount.checked_sub(waits).ok());
    let about = About {
        order: row.order,
        is_payout: true,
        name: row.paid_by.clone(),
        since: row.since_on,
        amount: left.unwrap_or(row.amount),
    };
    let amount = listing::lines(format::money(row.amount), waiting);
    let buttons = actions(row.waiting.as_ref(), "transfers.payout", about, recording);
    listing::row(
        listing::lines(row.paid_by.as_str(), whose(row)),
        vec![listing::number("request.amount", amount), buttons],
    )
}

/// The reseller of a payer that is none itself.
fn whose(row: &BalanceRow) -> &str {
    if row.paid_by == row.reseller {
        ""
    } else {
        &row.reseller
    }
}
