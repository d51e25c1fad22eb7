//! For staff: the orders that wait for bank transfers, and recording what has come.

mod balances;
mod recording;

use leptos::prelude::*;
use seatkeeper_app::ui::{Mood, PageHeader, Tone, drawn};
use seatkeeper_core::{
    api::{FindTransfers, TRANSFERS_A_PAGE, TransferPage, TransferRow, WaitingEntry},
    order::OrderState,
    transfer::in_fours,
};

use self::recording::{About, Recording};
use super::{
    listing::{self, Finding, Head},
    sentences,
};
use crate::{
    format, http,
    i18n::{say, say_with, t},
    session,
};

const HEADS: &[Head] = &[
    ("request.reference", false),
    ("billing.paid_for", false),
    ("request.due", false),
    ("request.amount", true),
    ("overview.state", false),
    ("", false),
];

/// The page.
#[component]
pub fn Transfers() -> AnyView {
    listing::for_staff("nav.transfers", list)
}

fn list() -> AnyView {
    let finding = Finding::new();
    let again = RwSignal::new(0_u32);
    let found = http::follow(move || {
        again.get();
        session::today();
        Some(FindTransfers {
            search: finding.search.get(),
            page: finding.page.get(),
        })
    });
    let recording = Recording::new(again);
    let rows = move |found| rows(&found, finding, recording);
    view! {
        <PageHeader title=t("nav.transfers") lead=t("transfers.lead") />
        {recording.outcome()}
        {finding.field("find-transfer", "transfers.find")}
        {drawn(move || listing::loaded(found, rows))}
        {recording.dialog()}
    }
    .into_any()
}

fn rows(found: &TransferPage, finding: Finding, recording: Recording) -> AnyView {
    let balances = balances::balances(&found.balances, recording);
    view! { {transfers(found, finding, recording)}{balances} }.into_any()
}

fn transfers(found: &TransferPage, finding: Finding, recording: Recording) -> AnyView {
    if found.total == 0 {
        let all = finding.search.with_untracked(String::is_empty);
        let key = if all {
            "transfers.none"
        } else {
            "transfers.no_match"
        };
        return listing::nothing(key, "transfers.none.text");
    }
    let pager = finding.pager(found.page, found.rows.len(), TRANSFERS_A_PAGE, found.total);
    let rows = found.rows.iter().map(|row| line(row, recording));
    let table = listing::table("nav.transfers", HEADS, rows.collect());
    view! { {table}{pager} }.into_any()
}

fn line(row: &TransferRow, recording: Recording) -> AnyView {
    let received = if row.received.is_zero() {
        String::new()
    } else {
        let amount = format::money(row.received);
        say_with("transfers.received", &[("amount", &amount)])
    };
    let mood = match row.state {
        OrderState::Paid => Mood::Good,
        _ => Mood::Warn,
    };
    let whose = if row.paid_by == row.reseller {
        row.reseller.clone()
    } else {
        [row.paid_by.as_str(), " · ", &row.reseller].concat()
    };
    let waiting = row.waiting.as_ref().map(waits).and_then(listing::detail);
    let state = say(sentences::order_state(row.state));
    let amount = listing::lines(format::money(row.amount), received);
    let reference = in_fours(&row.reference);
    let about = About {
        order: row.order,
        is_payout: false,
        name: reference.clone(),
        since: row.placed_on,
        amount: row.amount.checked_sub(row.received).unwrap_or(row.amount),
    };
    listing::row(
        view! { <span class="number">{reference}</span> }.into_any(),
        vec![
            listing::cell(
                "billing.paid_for",
                listing::lines(row.paid_for.clone(), whose),
            ),
            listing::day("request.due", row.due_on),
            listing::number("request.amount", amount),
            listing::state("overview.state", mood, state, waiting),
            actions(row.waiting.as_ref(), "transfers.record", about, recording),
        ],
    )
}

/// Money that a second person has to confirm.
fn waits(entry: &WaitingEntry) -> String {
    say_with(
        "transfers.waits",
        &[
            ("amount", &format::money(entry.amount)),
            ("name", &entry.recorded_by),
            ("date", &format::short_date(entry.booked_on)),
            ("reference", &entry.entry_reference),
        ],
    )
}

/// Decides about what waits, if anything does, and records more.
fn actions(
    waiting: Option<&WaitingEntry>,
    key: &'static str,
    about: About,
    recording: Recording,
) -> AnyView {
    let name = about.name.clone();
    let mut buttons = Vec::new();
    let decide = |tone, key, id, is_right| {
        listing::button(tone, key, &name, Some(recording.busy()), move || {
            recording.decide(id, is_right);
        })
    };
    if let Some(entry) = waiting {
        if !entry.is_own {
            buttons.push(decide(Tone::Quiet, "transfers.confirm", entry.id, true));
        }
        buttons.push(decide(
            Tone::QuietBad,
            "transfers.withdraw",
            entry.id,
            false,
        ));
    }
    let record = move || recording.ask(about.clone());
    buttons.push(listing::button(Tone::Quiet, key, &name, None, record));
    listing::buttons(buttons)
}
