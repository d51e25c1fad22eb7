//! For staff: the orders that wait for bank transfers, and recording what has come.

mod recording;

use leptos::prelude::*;
use seatkeeper_app::ui::{Mood, PageHeader, Tone, drawn};
use seatkeeper_core::{
    api::{FindTransfers, TRANSFERS_A_PAGE, TransferPage, TransferRow, WaitingEntry},
    order::OrderState,
    transfer::in_fours,
};

use self::recording::Recording;
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
    let rows = move |found| rows(found, finding, recording);
    view! {
        <PageHeader title=t("nav.transfers") lead=t("transfers.lead") />
        {recording.outcome()}
        {finding.field("find-transfer", "transfers.find")}
        {drawn(move || listing::loaded(found, rows))}
        {recording.dialog()}
    }
    .into_any()
}

fn rows(found: TransferPage, finding: Finding, recording: Recording) -> AnyView {
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
    let rows = found.rows.into_iter().map(|row| line(row, recording));
    let table = listing::table("nav.transfers", HEADS, rows.collect());
    view! { {table}{pager} }.into_any()
}

fn line(row: TransferRow, recording: Recording) -> AnyView {
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
    let waiting = row.waiting.as_ref().and_then(waits);
    let state = say(sentences::order_state(row.state));
    let amount = listing::lines(format::money(row.amount), received);
    listing::row(
        view! { <span class="number">{in_fours(&row.reference)}</span> }.into_any(),
        vec![
            listing::cell(
                "billing.paid_for",
                listing::lines(row.paid_for.clone(), whose),
            ),
            listing::day("request.due", row.due_on),
            listing::number("request.amount", amount),
            listing::state("overview.state", mood, state, waiting),
            listing::buttons(actions(row, recording)),
        ],
    )
}

/// Money that a second person has to confirm.
fn waits(entry: &WaitingEntry) -> Option<AnyView> {
    listing::detail(say_with(
        "transfers.waits",
        &[
            ("amount", &format::money(entry.amount)),
            ("name", &entry.recorded_by),
            ("date", &format::short_date(entry.booked_on)),
            ("reference", &entry.entry_reference),
        ],
    ))
}

fn actions(row: TransferRow, recording: Recording) -> Vec<AnyView> {
    let about = in_fours(&row.reference);
    let mut buttons = Vec::new();
    let decide = |tone, key, id, is_right| {
        listing::button(tone, key, &about, None, move || {
            recording.decide(id, is_right);
        })
    };
    if let Some(entry) = &row.waiting {
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
    let record = move || recording.ask(&row);
    buttons.push(listing::button(
        Tone::Quiet,
        "transfers.record",
        &about,
        None,
        record,
    ));
    buttons
}
