//! Overview: every customer with its licences, its end date and its state.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    ButtonLink, Cell, Column, EmptyState, Mood, PageHeader, Row, SearchField, SeatBar, Skeleton,
    SkeletonShape, Table, Tag, Tone, drawn, whenever,
};
use seatkeeper_core::{
    api::{CUSTOMERS_A_PAGE, CustomerPage, CustomerRow, ListCustomers, Membership, Session},
    member::MemberRole,
    page::{Address, Page},
    subscription::SubscriptionState,
};

use super::{membership, paging, refused};
use crate::{
    format,
    http::{self, Load},
    i18n::{say, say_count, say_with, t},
    session,
};

/// The page.
#[component]
pub fn Overview() -> AnyView {
    let (search, page) = (RwSignal::new(String::new()), RwSignal::new(1_u32));
    let list = http::follow(move || {
        // another day, other ends
        session::today();
        Some(ListCustomers {
            search: search.get(),
            page: page.get(),
            ..ListCustomers::default()
        })
    });
    let everything = RwSignal::new(None::<String>);
    whenever(move || {
        if let (true, Some(list)) = (
            search.with(String::is_empty),
            list.with(|list| list.ready().cloned()),
        ) {
            everything.set(Some(summary(&list)));
        }
    });
    let may_create = Memo::new(|_| session::with(|session| session.may_create).unwrap_or_default());
    let find = move |text: String| {
        let text = format::composed(text.trim());
        if search.with_untracked(|search| *search != text) {
            page.set(1);
            search.set(text);
        }
    };
    let none_at_all = Memo::new(move |_| {
        search.with(String::is_empty)
            && list.with(|list| list.ready().is_some_and(|list| list.total == 0))
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
            {drawn(move || session::sells().then(|| view! { <SearchField id="find-customer" label=t("overview.find") example=t("overview.find.example") value=search search=find /> }))}
            {drawn(move || rows(list, search, page))}
        }
        .into_any()
    };
    let lead = Signal::derive(move || person().or_else(|| everything.get()).unwrap_or_default());
    view! {
        <PageHeader title=t("nav.overview") lead=lead>{drawn(create)}</PageHeader>
        {drawn(body)}
    }
    .into_any()
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
    view! { <ButtonLink href=href tone=Tone::Main>{t("overview.create")}</ButtonLink> }.into_any()
}

fn none_yet(may_create: bool) -> AnyView {
    let text = if may_create {
        "overview.empty.text"
    } else {
        "overview.empty.wait"
    };
    view! { <EmptyState title=t("overview.empty")><p>{t(text)}</p>{may_create.then(create_link)}</EmptyState> }.into_any()
}

fn rows(
    list: RwSignal<Load<CustomerPage>>,
    search: RwSignal<String>,
    page: RwSignal<u32>,
) -> AnyView {
    let found = match list.get() {
        Load::Waiting => {
            return view! { <Skeleton shape=SkeletonShape::Table label=t("page.loading") /> }
                .into_any();
        }
        Load::Failed(failure) => return refused::failure(&failure),
        Load::Ready(found) => found,
    };
    if found.total == 0 {
        let text = say_with("overview.no_match", &[("search", &search.get_untracked())]);
        return view! { <p class="soft" role="status">{text}</p> }.into_any();
    }
    let columns = || {
        [
            "overview.customer",
            "field.licences",
            "overview.period",
            "overview.state",
        ]
        .map(|key| Column::words(say(key)))
        .to_vec()
    };
    let (from, to) = span(&found);
    let total = found.total;
    let pager = (total > CUSTOMERS_A_PAGE).then(|| {
        let turn = move |forward: bool| {
            page.update(|page| {
                *page = if forward {
                    *page + 1
                } else {
                    page.saturating_sub(1).max(1)
                };
            });
        };
        paging::pager(from, to, total, Callback::new(turn))
    });
    let rows = found.rows.into_iter().map(row).collect_view();
    view! { <Table caption=t("overview.table") columns=columns>{rows}</Table>{pager} }.into_any()
}

/// The numbers of the first and the last row of a page.
fn span(found: &CustomerPage) -> (u32, u32) {
    let before = found
        .page
        .saturating_sub(1)
        .saturating_mul(CUSTOMERS_A_PAGE);
    let shown = u32::try_from(found.rows.len()).unwrap_or(CUSTOMERS_A_PAGE);
    (before + 1, before + shown)
}

fn row(customer: CustomerRow) -> AnyView {
    let CustomerRow {
        id,
        name,
        city,
        country,
        seats,
        ends_on,
        rests_on,
        renews,
        state,
    } = customer;
    let href = Address {
        page: Page::Manage,
        acting_on: Some(id),
    }
    .href();
    let place = Signal::derive(move || {
        say_with(
            "overview.place",
            &[("city", &city), ("country", &format::country_of(&country))],
        )
    });
    let given = seats.used.saturating_add(seats.invited);
    let licences = Signal::derive(move || match state {
        SubscriptionState::Expired => say_count("overview.resting", given, &[]),
        _ => say_with(
            "overview.seats",
            &[
                ("used", &format::number(given)),
                ("total", &format::number(seats.total)),
            ],
        ),
    });
    let bar = (state != SubscriptionState::Expired)
        .then(|| view! { <SeatBar used=seats.used invited=seats.invited total=seats.total /> });
    let period = Signal::derive(move || {
        let (key, day) = match state {
            SubscriptionState::Expired => ("overview.expired_on", ends_on),
            SubscriptionState::Grace => ("overview.rests_on", rests_on),
            _ if renews => ("overview.renews_on", ends_on),
            _ => ("overview.ends_on", ends_on.yesterday().unwrap_or(ends_on)),
        };
        say_with(key, &[("date", &format::short_date(day))])
    });
    view! {
        <Row>
            <Cell head=true><a href=href>{name}</a><span class="cell-detail">{place}</span></Cell>
            <Cell column=t("field.licences")>
                <span class="seat-count"><span>{licences}</span>{bar}</span>
            </Cell>
            <Cell column=t("overview.period")>{period}</Cell>
            <Cell column=t("overview.state")>{state_tag(state, seats.free())}</Cell>
        </Row>
    }
    .into_any()
}

fn state_tag(state: SubscriptionState, free: u32) -> AnyView {
    let (mood, key) = match state {
        SubscriptionState::Expired => (Mood::Bad, "state.expired"),
        SubscriptionState::Grace => (Mood::Bad, "state.grace"),
        SubscriptionState::Expiring => (Mood::Warn, "state.expiring"),
        SubscriptionState::Active if free == 0 => (Mood::Warn, "state.full"),
        SubscriptionState::Active => (Mood::Good, "state.active"),
    };
    view! { <Tag mood=mood>{t(key)}</Tag> }.into_any()
}
