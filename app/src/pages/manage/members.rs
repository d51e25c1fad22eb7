//! The table of members. Its first row is the reseller that manages the business: it stands there
//! as long as it does so, and takes no licence.

use leptos::prelude::*;
use seatkeeper_app::ui::{Cell, Column, Mood, Row, Table, Tag, drawn};
use seatkeeper_core::{
    api::Members,
    member::{Member, MemberRole, MemberState},
};

use crate::{
    format,
    http::Load,
    i18n::{say, say_with, t},
    session::{self, acting},
};

pub(super) fn table(members: RwSignal<Load<Members>>) -> AnyView {
    let columns = || {
        vec![
            Column::words(say("manage.member")),
            Column::words(say("manage.role")),
            Column::words(say("manage.state")),
        ]
    };
    let rows = move || {
        let members =
            members.with(|members| members.ready().map(|members| members.members.clone()));
        members
            .unwrap_or_default()
            .into_iter()
            .map(row)
            .collect_view()
    };
    view! {
        <Table caption=t("manage.members") columns=columns>
            {drawn(reseller)}
            {drawn(rows)}
        </Table>
    }
    .into_any()
}

fn reseller() -> Option<AnyView> {
    let view = acting::customer().ready().cloned()?;
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
            </Row>
        }
        .into_any(),
    )
}

fn row(member: Member) -> AnyView {
    let Member {
        email,
        name,
        role,
        state,
        licensed,
        ..
    } = member;
    let role = t(match role {
        MemberRole::Member => "role.member",
        MemberRole::Administrator => "role.administrator",
    });
    let who = match name {
        Some(name) => view! { {name}<span class="cell-detail">{email}</span> }.into_any(),
        None => view! { {email}<span class="cell-detail">{t("manage.nameless")}</span> }.into_any(),
    };
    let without =
        (!licensed).then(|| view! { <Tag mood=Mood::Bad>{t("manage.without_licence")}</Tag> });
    view! {
        <Row>
            <Cell head=true>{who}</Cell>
            <Cell column=t("manage.role")>{role}</Cell>
            <Cell column=t("manage.state")><div class="cell-tags">{state_tag(state)}{without}</div></Cell>
        </Row>
    }
    .into_any()
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
