//! Overview: who needs somebody, what renews in the months to come, and every customer with its licences,
//! its end date and its state. How the list is looked at stands in the address.

mod coming;
mod narrowing;
mod rows;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    ButtonLink, EmptyState, Mood, Notice, PageHeader, Tone, derived, drawn, whether,
};
use seatkeeper_core::{
    api::{CustomerFilter, CustomerPage, ListCustomers, Membership, Session},
    member::MemberRole,
    page::{Address, Page},
};

use super::{
    changing_hands::{self, Deed},
    membership,
};
use crate::{
    format,
    http::{self, Loading},
    i18n::{say_count, say_with, t},
    router, session,
};

/// The page.
#[component]
pub fn Overview() -> AnyView {
    let list = http::follow(move || {
        // another day, other ends
        session::today();
        Some(asked())
    });
    let may_create = whether(|| session::with(|session| session.may_create).unwrap_or_default());
    let none_at_all = whether(move || {
        is_everything(&asked()) && list.ready(|list| list.total == 0) == Some(true)
    });
    let create = move || (may_create.get() && !none_at_all.get()).then(create_link);
    let body = move || {
        if let Some(own) = own_licence_only() {
            return membership::card(own);
        }
        if none_at_all.get() {
            return none_yet(may_create.get());
        }
        view! {
            {drawn(move || attention(list))}
            {drawn(|| session::is_reseller_administrator().then(coming::chart))}
            {drawn(|| session::sells().then(narrowing::tools))}
            {drawn(move || rows::rows(list))}
        }
        .into_any()
    };
    let lead = derived(move || {
        let sums = || list.ready(summary);
        person().or_else(sums).unwrap_or_default()
    });
    view! {
        <PageHeader title=t("nav.overview") lead=lead>{drawn(create)}</PageHeader>
        {drawn(body)}
    }
    .into_any()
}

/// How the list is looked at.
fn asked() -> ListCustomers {
    ListCustomers::read(&router::query())
}

/// Looks at the list in another way, from its beginning.
fn ask(change: &dyn Fn(&mut ListCustomers), lightly: bool) {
    let mut ask = ListCustomers::read(&router::query_now());
    ask.page = 1;
    change(&mut ask);
    router::look(&ask.query(), lightly);
}

fn is_everything(ask: &ListCustomers) -> bool {
    ask.search.is_empty() && ask.filter == CustomerFilter::All
}

/// How many need somebody, unless they are what is listed.
fn attention(list: Loading<CustomerPage>) -> Option<AnyView> {
    let count = list.ready(|list| list.attention).unwrap_or_default();
    let is_said = count > 0 && session::sells() && is_everything(&asked());
    is_said.then(|| {
        let title = say_count("overview.attention", count, &[]);
        view! {
            <Notice mood=Mood::Warn title=Signal::stored(title)>
                <a href="/?filter=attention">{t("overview.attention.show")}</a>
            </Notice>
        }
        .into_any()
    })
}

/// What somebody sees who has a licence and nothing to manage.
fn own_licence_only() -> Option<Membership> {
    let own = session::with(|session| session.membership.clone()).flatten()?;
    (!session::sells() && own.role == MemberRole::Member).then_some(own)
}

/// Who sees only the own business is greeted by name instead of by sums.
fn person() -> Option<String> {
    let words = |session: &Session| {
        say_with(
            "overview.person",
            &[("name", &session.name), ("email", &session.email)],
        )
    };
    if session::sells() {
        None
    } else {
        session::with(words)
    }
}

fn summary(list: &CustomerPage) -> String {
    let customers = say_count("overview.customers", list.total, &[]);
    if !is_everything(&asked()) {
        // those that have expired have members and no licences: of a few, the sums would say nothing
        return customers;
    }
    let (used, total) = (
        format::number(list.seats.used + list.seats.invited),
        format::licences(list.seats.total),
    );
    say_with(
        "overview.summary",
        &[
            ("customers", &customers),
            ("used", &used),
            ("licences", &total),
        ],
    )
}

fn create_link() -> AnyView {
    let href = Address {
        page: Page::Create,
        acting_on: None,
    }
    .href();
    view! { <ButtonLink href=href tone=Tone::Main>{t("overview.create")}</ButtonLink>{changing_hands::opener(Deed::Ask, String::new())} }.into_any()
}

fn none_yet(may_create: bool) -> AnyView {
    let text = if may_create {
        "overview.empty.text"
    } else {
        "overview.empty.wait"
    };
    view! { <EmptyState title=t("overview.empty")><p>{t(text)}</p>{may_create.then(create_link)}</EmptyState> }.into_any()
}
