//! The table of those who work for the reseller and those who are invited.

use jiff::civil::Date;
use leptos::prelude::*;
use seatkeeper_app::ui::{Mood, Tag, Tone, drawn};
use seatkeeper_core::{
    api::{Colleague, ColleagueState},
    permission::ResellerRole,
};

use super::{
    Shared,
    deeds::{Deed, Deeds},
};
use crate::{
    format,
    i18n::{say, say_with, t},
    pages::listing::{self, Head},
    session,
};

const HEADS: &[Head] = &[
    ("colleagues.colleague", false),
    ("manage.role", false),
    ("manage.state", false),
    ("", false),
];

/// The heading, which takes the focus when the row that had it is gone.
pub(super) const HEADING: &str = "colleagues";

pub(super) fn table(shared: Shared) -> AnyView {
    let deeds = Deeds::new(shared);
    let table = move || {
        let found = shared
            .colleagues
            .ready(|colleagues| colleagues.rows.clone());
        let found = found.unwrap_or_default();
        let rows = found
            .iter()
            .map(|colleague| row(colleague, deeds))
            .collect();
        listing::table("colleagues.team", HEADS, rows)
    };
    view! {
        <section class="stack" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">{t("colleagues.team")}</h2>
            {deeds.summary()}
            {drawn(table)}
        </section>
        {deeds.dialog()}
    }
    .into_any()
}

fn row(colleague: &Colleague, deeds: Deeds) -> AnyView {
    let role = say(match colleague.role {
        ResellerRole::Administrator => "role.administrator",
        ResellerRole::Technician => "role.technician",
    });
    let who = match colleague.name.clone() {
        Some(name) => listing::lines(name, colleague.email.as_str()),
        None => listing::lines(colleague.email.as_str(), ""),
    };
    let state = state(colleague.since_on, colleague.state);
    listing::row(
        who,
        vec![
            listing::cell("manage.role", role.into_any()),
            listing::cell("manage.state", state),
            actions(colleague, deeds),
        ],
    )
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
    let when = format::days_from(session::today(), since_on);
    let since = say_with(tag, &[("when", &when), ("date", &format::date(since_on))]);
    let detail = day.map(|on| say_with(detail, &[("date", &format::date(on))]));
    let detail = listing::detail(detail.unwrap_or_default());
    view! { <Tag mood=mood>{since}</Tag>{detail} }.into_any()
}

fn actions(colleague: &Colleague, deeds: Deeds) -> AnyView {
    if colleague.own {
        return listing::own();
    }
    let offered = match (colleague.state, colleague.role) {
        (ColleagueState::Invited(_), _) => [Deed::Resend, Deed::Withdraw],
        (_, ResellerRole::Technician) => [Deed::MakeAdministrator, Deed::Remove],
        (_, ResellerRole::Administrator) => [Deed::MakeTechnician, Deed::Remove],
    };
    let buttons = offered.map(|deed| {
        let tone = if deed.takes_something() {
            Tone::QuietBad
        } else {
            Tone::Quiet
        };
        let about = colleague.clone();
        let press = move || deeds.ask(deed, &about);
        listing::button(tone, deed.words(), &colleague.email, None, press)
    });
    listing::buttons(buttons.into())
}
