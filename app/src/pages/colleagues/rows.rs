//! The table of those who work for the reseller and those who are invited.

use jiff::civil::Date;
use leptos::prelude::*;
use seatkeeper_app::ui::{Button, Cell, Column, Mood, Row, Table, Tag, Tone, drawn};
use seatkeeper_core::{
    api::{Colleague, ColleagueState},
    page::Page,
    permission::ResellerRole,
};

use super::{
    Shared,
    deeds::{Deed, Deeds},
};
use crate::{
    format,
    i18n::{say, say_with, t},
    session,
};

/// The heading, which takes the focus when the row that had it is gone.
pub(super) const HEADING: &str = "colleagues";

pub(super) fn table(shared: Shared) -> AnyView {
    let deeds = Deeds::new(shared);
    let columns = || {
        vec![
            Column::words(say("colleagues.colleague")),
            Column::words(say("manage.role")),
            Column::words(say("manage.state")),
            Column::actions(),
        ]
    };
    let rows = move || {
        let found = shared
            .colleagues
            .with(|colleagues| colleagues.ready().map(|found| found.rows.clone()));
        let rows = found.unwrap_or_default().into_iter();
        rows.map(|colleague| row(colleague, deeds)).collect_view()
    };
    view! {
        <section class="stack" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">{t("colleagues.team")}</h2>
            {deeds.summary()}
            <Table caption=t("colleagues.team") columns=columns>{drawn(rows)}</Table>
        </section>
        {deeds.dialog()}
    }
    .into_any()
}

fn row(colleague: Colleague, deeds: Deeds) -> AnyView {
    let role = t(match colleague.role {
        ResellerRole::Administrator => "role.administrator",
        ResellerRole::Technician => "role.technician",
    });
    let email = colleague.email.clone();
    let who = match colleague.name.clone() {
        Some(name) => view! { {name}<span class="cell-detail">{email}</span> }.into_any(),
        None => email.into_any(),
    };
    view! {
        <Row>
            <Cell head=true>{who}</Cell>
            <Cell column=t("manage.role")>{role}</Cell>
            <Cell column=t("manage.state")>{state(colleague.since_on, colleague.state)}</Cell>
            <Cell actions=true>{actions(&colleague, deeds)}</Cell>
        </Row>
    }
    .into_any()
}

fn state(since_on: Date, state: ColleagueState) -> AnyView {
    let (mood, tag, detail, day) = match state {
        ColleagueState::Invited(until_on) => (
            Mood::Warn,
            "colleagues.waiting",
            "member.waiting.until",
            Some(until_on),
        ),
        ColleagueState::Works(seen_on) => {
            (Mood::Good, "colleagues.since", "colleagues.seen", seen_on)
        }
    };
    let since = Signal::derive(move || {
        let when = format::days_from(session::today(), since_on);
        say_with(tag, &[("when", &when), ("date", &format::date(since_on))])
    });
    let detail = day.map(|on| {
        let words = Signal::derive(move || say_with(detail, &[("date", &format::date(on))]));
        view! { <span class="cell-detail">{words}</span> }
    });
    view! { <Tag mood=mood>{since}</Tag>{detail} }.into_any()
}

/// What can be done about a colleague, each in its words.
fn actions(colleague: &Colleague, deeds: Deeds) -> AnyView {
    if colleague.own {
        return view! { <a class="small" href=Page::Account.path()>{t("manage.own")}</a> }
            .into_any();
    }
    let offered = match (colleague.state, colleague.role) {
        (ColleagueState::Invited(_), _) => [Deed::Resend, Deed::Withdraw],
        (_, ResellerRole::Technician) => [Deed::MakeAdministrator, Deed::Remove],
        (_, ResellerRole::Administrator) => [Deed::MakeTechnician, Deed::Remove],
    };
    let buttons = offered.map(|deed| button(deed, colleague.clone(), deeds));
    view! { <div class="cluster">{buttons.into_iter().collect_view()}</div> }.into_any()
}

fn button(deed: Deed, colleague: Colleague, deeds: Deeds) -> AnyView {
    let email = colleague.email.clone();
    let name = Signal::derive(move || deed.named(&email));
    let tone = if deed.takes_something() {
        Tone::QuietBad
    } else {
        Tone::Quiet
    };
    let press = move |()| deeds.ask(deed, &colleague);
    view! { <Button tone=tone name=name press=Callback::new(press)>{t(deed.words())}</Button> }
        .into_any()
}
