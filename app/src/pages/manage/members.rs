//! The list of members. Its first row is the reseller that manages the business: it stands there as
//! long as it does so, and takes no licence.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, Cell, Column, Mood, Row, SearchField, Table, Tag, Tone, drawn};
use seatkeeper_core::{
    api::{MEMBERS_A_PAGE, Members},
    member::{Member, MemberRole, MemberState, Reach},
    page::Page,
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
        paging,
    },
    session::{self, acting},
};

/// The heading, which takes the focus when the row that had it is gone.
pub(super) const HEADING: &str = "members";

pub(super) fn list(shared: Shared) -> AnyView {
    let deeds = Deeds::new(shared);
    let columns = || {
        vec![
            Column::words(say("manage.member")),
            Column::words(say("manage.role")),
            Column::words(say("manage.state")),
            Column::actions(),
        ]
    };
    let rows = move || {
        let found = members(shared);
        let rows = found.map(|found| found.members).unwrap_or_default();
        rows.into_iter()
            .map(|member| row(member, deeds))
            .collect_view()
    };
    let first = move || shared.page.get() == 1 && shared.search.with(String::is_empty);
    view! {
        <section class="stack" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">{t("manage.members")}</h2>
            {deeds.summary()}
            {drawn(move || search(shared))}
            <Table caption=t("manage.members") columns=columns>
                {drawn(move || first().then(reseller).flatten())}
                {drawn(rows)}
            </Table>
            {drawn(move || none_found(shared))}
            {drawn(move || pager(shared))}
        </section>
        {deeds.dialog()}
    }
    .into_any()
}

fn members(shared: Shared) -> Option<Members> {
    shared.members.with(|members| members.ready().cloned())
}

/// Worth looking through only when there is more than a page of them.
fn search(shared: Shared) -> Option<AnyView> {
    let many = Memo::new(move |_| {
        let total = members(shared).map_or(0, |found| found.total);
        total > MEMBERS_A_PAGE || shared.search.with(|search| !search.is_empty())
    });
    let find = move |text: String| {
        let text = format::composed(text.trim());
        if shared.search.with_untracked(|search| *search != text) {
            shared.page.set(1);
            shared.search.set(text);
        }
    };
    many.get().then(|| {
        view! { <SearchField id="find-member" label=t("manage.find") value=shared.search search=find /> }
            .into_any()
    })
}

fn none_found(shared: Shared) -> Option<AnyView> {
    let search = shared.search.get();
    let none = members(shared)?.total == 0 && !search.is_empty();
    none.then(|| {
        let text = Signal::derive(move || say_with("manage.no_match", &[("search", &search)]));
        view! { <p class="soft" role="status">{text}</p> }.into_any()
    })
}

fn pager(shared: Shared) -> Option<AnyView> {
    let found = members(shared)?;
    if found.total <= MEMBERS_A_PAGE {
        return None;
    }
    let before = found.page.saturating_sub(1).saturating_mul(MEMBERS_A_PAGE);
    let last = before + u32::try_from(found.members.len()).unwrap_or(MEMBERS_A_PAGE);
    let turn = move |forward: bool| {
        let to = if forward {
            found.page + 1
        } else {
            found.page.saturating_sub(1).max(1)
        };
        shared.page.set(to);
    };
    Some(paging::pager(
        before + 1,
        last,
        found.total,
        Callback::new(turn),
    ))
}

fn reseller() -> Option<AnyView> {
    let view = acting::customer().ready().cloned()?;
    if view.managed_by.is_empty() {
        return None;
    }
    let ends = view.may_end_managing.then(|| {
        let deeds = [Handing::HandOver(view.id), Handing::Detach(view.id)];
        let openers = deeds.map(|deed| opener(deed, view.name.clone()));
        view! { <div class="cluster">{openers.into_iter().collect_view()}</div> }
    });
    let about = if view.is_ours {
        t("manage.reseller.ours")
    } else {
        t("manage.reseller")
    };
    Some(
        view! {
            <Row>
                <Cell head=true>{view.managed_by}<span class="cell-detail">{about}</span></Cell>
                <Cell column=t("manage.role")>{t("role.administrator")}</Cell>
                <Cell column=t("manage.state")><Tag>{t("role.reseller")}</Tag></Cell>
                <Cell actions=true>{ends}</Cell>
            </Row>
        }
        .into_any(),
    )
}

fn row(member: Member, deeds: Deeds) -> AnyView {
    let role = t(match member.role {
        MemberRole::Member => "role.member",
        MemberRole::Administrator => "role.administrator",
    });
    let email = member.email.clone();
    let who = match member.name.clone() {
        Some(name) => view! { {name}<span class="cell-detail">{email}</span> }.into_any(),
        None => view! { {email}<span class="cell-detail">{t("manage.nameless")}</span> }.into_any(),
    };
    let without = (!member.licensed)
        .then(|| view! { <Tag mood=Mood::Bad>{t("manage.without_licence")}</Tag> });
    view! {
        <Row>
            <Cell head=true>{who}</Cell>
            <Cell column=t("manage.role")>{role}</Cell>
            <Cell column=t("manage.state")><div class="cell-tags">{state_tag(member.state)}{without}</div></Cell>
            <Cell actions=true>{actions(&member, deeds)}</Cell>
        </Row>
    }
    .into_any()
}

/// What this person may do about a member, each in its words.
fn actions(member: &Member, deeds: Deeds) -> AnyView {
    if member.reach == Reach::Own {
        return view! { <a class="small" href=Page::Account.path()>{t("manage.own")}</a> }
            .into_any();
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
    let offered: Vec<_> = offered.into_iter().filter(|(_, may)| *may).collect();
    if offered.is_empty() {
        return ().into_any();
    }
    let buttons = offered
        .into_iter()
        .map(|(deed, _)| button(deed, member.clone(), deeds));
    view! { <div class="cluster">{buttons.collect_view()}</div> }.into_any()
}

fn button(deed: Deed, member: Member, deeds: Deeds) -> AnyView {
    let email = member.email.clone();
    let name = Signal::derive(move || named(deed, &email));
    let tone = match deed {
        Deed::Remove => Tone::QuietBad,
        _ => Tone::Quiet,
    };
    let press = move |()| deeds.ask(deed, &member);
    view! { <Button tone=tone name=name press=Callback::new(press)>{t(deed.words())}</Button> }
        .into_any()
}

/// The words of a deed with the address that it is about.
pub(super) fn named(deed: Deed, email: &str) -> String {
    let action = say(deed.words());
    say_with("manage.named", &[("action", &action), ("email", email)])
}

fn state_tag(state: MemberState) -> AnyView {
    match state {
        MemberState::Active => view! { <Tag mood=Mood::Good>{t("member.active")}</Tag> }.into_any(),
        MemberState::Waiting { since_on, until_on } => {
            let since = Signal::derive(move || {
                say_with(
                    "member.waiting",
                    &[("when", &format::days_from(session::today(), since_on))],
                )
            });
            let until = Signal::derive(move || {
                say_with("member.waiting.until", &[("date", &format::date(until_on))])
            });
            view! { <Tag mood=Mood::Warn>{since}</Tag><span class="cell-detail">{until}</span> }
                .into_any()
        }
    }
}
