//! The list of members. Its first row is the reseller that manages the business: it stands there as
//! long as it does so, and takes no licence.

use leptos::prelude::*;
use seatkeeper_app::ui::{Mood, Tag, Tone, derived, drawn, whether};
use seatkeeper_core::{
    api::{MEMBERS_A_PAGE, Members},
    member::{Member, MemberRole, MemberState, Reach},
};

use super::{
    Shared,
    deeds::{Deed, Deeds},
};
use crate::{
    format,
    i18n::{say, say_with, t},
    pages::{
        changing_hands::{Deed as Handing, opener},
        listing::{self, Head},
    },
    session::{self, acting},
};

const HEADS: &[Head] = &[
    ("manage.member", false),
    ("manage.role", false),
    ("manage.state", false),
    ("", false),
];

/// The heading, which takes the focus when the row that had it is gone.
pub(super) const HEADING: &str = "members";

pub(super) fn list(shared: Shared) -> AnyView {
    let deeds = Deeds::new(shared);
    let rows = move || {
        let found = members(shared);
        let rows = found.map(|found| found.members).unwrap_or_default();
        let rows = rows.iter().map(|member| row(member, deeds));
        rows.collect::<Vec<_>>()
    };
    let first =
        move || shared.finding.page.get() == 1 && shared.finding.search.with(String::is_empty);
    let rows = vec![drawn(move || first().then(reseller).flatten()), drawn(rows)];
    view! {
        <section class="stack" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">{t("manage.members")}</h2>
            {deeds.summary()}
            {drawn(move || search(shared))}
            {listing::table("manage.members", HEADS, rows)}
            {drawn(move || none_found(shared))}
            {drawn(move || pager(shared))}
        </section>
        {deeds.dialog()}
    }
    .into_any()
}

fn members(shared: Shared) -> Option<Members> {
    shared.members.ready(Clone::clone)
}

/// Where there are more than fit, or something is looked for already.
fn search(shared: Shared) -> Option<AnyView> {
    let many = whether(move || {
        let total = members(shared).map_or(0, |found| found.total);
        let looks = shared.finding.search.with(|search| !search.is_empty());
        total > MEMBERS_A_PAGE || looks
    });
    many.get()
        .then(|| shared.finding.field("find-member", "manage.find"))
}

fn none_found(shared: Shared) -> Option<AnyView> {
    let search = shared.finding.search.get();
    let none = members(shared)?.total == 0 && !search.is_empty();
    none.then(|| {
        let text = derived(move || say_with("manage.no_match", &[("search", &search)]));
        view! { <p class="soft" role="status">{text}</p> }.into_any()
    })
}

fn pager(shared: Shared) -> Option<AnyView> {
    let found = members(shared)?;
    let shown = found.members.len();
    shared
        .finding
        .pager(found.page, shown, MEMBERS_A_PAGE, found.total)
}

fn reseller() -> Option<AnyView> {
    let view = acting::customer().ready().cloned()?;
    if view.managed_by.is_empty() {
        return None;
    }
    let deeds = [Handing::HandOver(view.id), Handing::Detach(view.id)];
    let ends: Option<Vec<AnyView>> = view
        .may_end_managing
        .then(|| deeds.map(|deed| opener(deed, view.name.clone())).into());
    let about = say(if view.is_ours {
        "manage.reseller.ours"
    } else {
        "manage.reseller"
    });
    Some(listing::row(
        listing::lines(view.managed_by, about),
        vec![
            listing::cell("manage.role", say("role.administrator").into_any()),
            listing::state("manage.state", Mood::Info, say("role.reseller"), None),
            listing::buttons(ends.unwrap_or_default()),
        ],
    ))
}

fn row(member: &Member, deeds: Deeds) -> AnyView {
    let role = say(match member.role {
        MemberRole::Member => "role.member",
        MemberRole::Administrator => "role.administrator",
    });
    let who = match member.name.clone() {
        Some(name) => listing::lines(name, member.email.as_str()),
        None => listing::lines(member.email.as_str(), say("manage.nameless")),
    };
    let without = (!member.licensed)
        .then(|| view! { <Tag mood=Mood::Bad>{say("manage.without_licence")}</Tag> }.into_any());
    let (mood, words, until) = match member.state {
        MemberState::Active => (Mood::Good, say("member.active"), String::new()),
        MemberState::Waiting { since_on, until_on } => {
            let when = format::days_from(session::today(), since_on);
            (
                Mood::Warn,
                say_with("member.waiting", &[("when", &when)]),
                say_with("member.waiting.until", &[("date", &format::date(until_on))]),
            )
        }
    };
    let more = view! { {listing::detail(until)}{without} }.into_any();
    listing::row(
        who,
        vec![
            listing::cell("manage.role", role.into_any()),
            listing::state("manage.state", mood, words, Some(more)),
            actions(member, deeds),
        ],
    )
}

/// What this person may do about a member, each in its words.
fn actions(member: &Member, deeds: Deeds) -> AnyView {
    if member.reach == Reach::Own {
        return listing::own();
    }
    let waits = matches!(member.state, MemberState::Waiting { .. });
    let role = match member.role {
        MemberRole::Member => Deed::MakeAdministrator,
        MemberRole::Administrator => Deed::MakeMember,
    };
    let changes = matches!(member.reach, Reach::Change | Reach::SetRole);
    let offered = [
        (role, member.reach == Reach::SetRole && !waits),
        (Deed::Resend, changes && waits),
        (Deed::ChangeAddress, changes),
        (Deed::Remove, changes),
    ];
    let offered = offered.into_iter().filter(|(_, may)| *may);
    let buttons = offered.map(|(deed, _)| {
        let tone = match deed {
            Deed::Remove => Tone::QuietBad,
            _ => Tone::Quiet,
        };
        let about = member.clone();
        let press = move || deeds.ask(deed, &about);
        listing::button(tone, deed.words(), &member.email, None, press)
    });
    listing::buttons(buttons.collect())
}
