//! For staff: the orders that wait for bank transfers, and recording what has come.

mod recording;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Cell, Column, EmptyState, Mood, PageHeader, Row, SearchField, Skeleton, SkeletonShape,
    Table, Tag, Tone, drawn,
};
use seatkeeper_core::{
    api::{FindTransfers, TRANSFERS_A_PAGE, TransferPage, TransferRow, WaitingEntry},
    order::OrderState,
    permission::Refusal,
    transfer::in_fours,
};

use self::recording::Recording;
use super::{paging, refused, sentences};
use crate::{
    format,
    http::{self, Load},
    i18n::{say, say_with, t},
    session,
};

/// The page.
#[component]
pub fn Transfers() -> AnyView {
    let staff = || session::with(|session| session.staff).unwrap_or_default();
    drawn(move || {
        if staff() {
            list()
        } else {
            view! { <PageHeader title=t("nav.transfers") />{refused::buying(Refusal::StaffOnly)} }
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
        Some(FindTransfers {
            search: search.get(),
            page: page.get(),
        })
    });
    let recording = Recording::new(again);
    let find = move |text: String| {
        let text = format::composed(text.trim());
        if search.with_untracked(|search| *search != text) {
            page.set(1);
            search.set(text);
        }
    };
    view! {
        <PageHeader title=t("nav.transfers") lead=t("transfers.lead") />
        {recording.outcome()}
        <SearchField id="find-transfer" label=t("transfers.find") value=search search=find />
        {drawn(move || rows(found, search, page, recording))}
        {recording.dialog()}
    }
    .into_any()
}

fn rows(
    found: RwSignal<Load<TransferPage>>,
    search: RwSignal<String>,
    page: RwSignal<u32>,
    recording: Recording,
) -> AnyView {
    let found = match found.get() {
        Load::Waiting => {
            return view! { <Skeleton shape=SkeletonShape::Table label=t("page.loading") /> }
                .into_any();
        }
        Load::Failed(failure) => return refused::failure(&failure),
        Load::Ready(found) => found,
    };
    if found.total == 0 {
        let key = if search.with_untracked(String::is_empty) {
            "transfers.none"
        } else {
            "transfers.no_match"
        };
        return view! { <EmptyState title=t(key)><p>{t("transfers.none.text")}</p></EmptyState> }
            .into_any();
    }
    let columns = || {
        let words = ["request.reference", "billing.paid_for", "request.due"];
        let mut columns = words.map(|key| Column::words(say(key))).to_vec();
        columns.push(Column::number(say("request.amount")));
        columns.push(Column::words(say("overview.state")));
        columns.push(Column::actions());
        columns
    };
    let before = (found.page - 1) * TRANSFERS_A_PAGE;
    let shown = u32::try_from(found.rows.len()).unwrap_or(TRANSFERS_A_PAGE);
    let (now, total) = (found.page, found.total);
    let pager = (total > TRANSFERS_A_PAGE).then(|| {
        let turn = move |forward: bool| page.set(if forward { now + 1 } else { now - 1 });
        paging::pager(before + 1, before + shown, total, Callback::new(turn))
    });
    let rows = found.rows.into_iter().map(|row| line(row, recording));
    let rows = rows.collect_view();
    view! { <Table caption=t("nav.transfers") columns=columns>{rows}</Table>{pager} }.into_any()
}

fn line(row: TransferRow, recording: Recording) -> AnyView {
    let (amount, received, due_on, state) = (row.amount, row.received, row.due_on, row.state);
    let money = Signal::derive(move || format::money(amount));
    let came = (!received.is_zero()).then(|| {
        let text = Signal::derive(move || {
            say_with(
                "transfers.received",
                &[("amount", &format::money(received))],
            )
        });
        view! { <span class="cell-detail">{text}</span> }
    });
    let mood = match state {
        OrderState::Paid => Mood::Good,
        _ => Mood::Warn,
    };
    let whose = if row.paid_by == row.reseller {
        row.reseller.clone()
    } else {
        [row.paid_by.as_str(), " · ", &row.reseller].concat()
    };
    let waiting = row.waiting.clone().map(waits);
    let (reference, paid_for) = (in_fours(&row.reference), row.paid_for.clone());
    view! {
        <Row>
            <Cell head=true><span class="number">{reference}</span></Cell>
            <Cell column=t("billing.paid_for")>{paid_for}<span class="cell-detail">{whose}</span></Cell>
            <Cell column=t("request.due")>{Signal::derive(move || format::short_date(due_on))}</Cell>
            <Cell column=t("request.amount") number=true>{money}{came}</Cell>
            <Cell column=t("overview.state")><div class="cell-tags"><Tag mood=mood>{t(sentences::order_state(state))}</Tag>{waiting}</div></Cell>
            <Cell actions=true>{actions(row, recording)}</Cell>
        </Row>
    }
    .into_any()
}

/// Money that a second person has to confirm.
fn waits(entry: WaitingEntry) -> AnyView {
    let text = Signal::derive(move || {
        say_with(
            "transfers.waits",
            &[
                ("amount", &format::money(entry.amount)),
                ("name", &entry.recorded_by),
                ("date", &format::short_date(entry.booked_on)),
                ("reference", &entry.entry_reference),
            ],
        )
    });
    view! { <span class="cell-detail">{text}</span> }.into_any()
}

fn actions(row: TransferRow, recording: Recording) -> AnyView {
    let named = |key: &'static str| {
        let reference = in_fours(&row.reference);
        Signal::derive(move || {
            say_with(
                "manage.named",
                &[("action", &say(key)), ("email", &reference)],
            )
        })
    };
    let decide = row.waiting.clone().map(|entry| {
        let (id, own) = (entry.id, entry.is_own);
        let confirm = (!own).then(|| {
            let press = move |()| recording.decide(id, true);
            view! { <Button tone=Tone::Quiet name=named("transfers.confirm") press=Callback::new(press)>{t("transfers.confirm")}</Button> }
        });
        let press = move |()| recording.decide(id, false);
        view! {
            {confirm}
            <Button tone=Tone::QuietBad name=named("transfers.withdraw") press=Callback::new(press)>{t("transfers.withdraw")}</Button>
        }
    });
    let name = named("transfers.record");
    let press = move |()| recording.ask(&row);
    view! {
        <div class="cluster">
            {decide}
            <Button tone=Tone::Quiet name=name press=Callback::new(press)>{t("transfers.record")}</Button>
        </div>
    }
    .into_any()
}
