//! Manage: the members of the customer acted on, their seats, adding one or many, and what can be
//! done about each.

mod add_member;
mod deeds;
mod import;
mod members;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    ButtonLink, Mood, Notice, PageHeader, Seats, SkeletonShape, Toast, derived, drawn, drawn_by,
    whenever,
};
use seatkeeper_core::{
    api::{CustomerView, ListMembers, Members},
    licence,
    page::{Address, Page},
    subscription::SubscriptionState,
};

use super::{
    listing::{self, Finding},
    refused, said,
};
use crate::{
    format,
    http::{self, Failure, Load, Loading},
    i18n::{say, say_count, say_with, t},
    session::acting,
};

/// The page.
#[component]
pub fn Manage() -> AnyView {
    let lead = derived(|| acting::customer().ready().map(lead).unwrap_or_default());
    let nobody = || acting::chosen().is_none();
    let body = move || {
        if nobody() {
            refused::nobody_chosen()
        } else {
            view! { <Chosen /> }.into_any()
        }
    };
    view! {
        <PageHeader title=t("manage.title") lead=lead>{drawn(purchase_link)}</PageHeader>
        {drawn_by(move || nobody().to_string(), body)}
    }
    .into_any()
}

/// Whose members these are, and until when they have licences.
fn lead(view: &CustomerView) -> String {
    let (ends, rests) = (view.subscription.ends_on(), view.subscription.rests_on);
    let (key, day) = match (view.state, view.subscription.auto_renew) {
        (SubscriptionState::Expired, _) => ("manage.lead.expired", ends),
        (SubscriptionState::Grace, _) => ("renew.lead.grace", rests.yesterday().unwrap_or(rests)),
        (_, true) => ("manage.lead.renews", ends),
        (_, false) => ("manage.lead.ends", ends.yesterday().unwrap_or(ends)),
    };
    say_with(key, &[("name", &view.name), ("date", &format::date(day))])
}

/// The way to more licences, or to another period where there is only that; for who may buy.
fn purchase_link() -> Option<AnyView> {
    let view = acting::customer().ready().cloned()?;
    let (page, label) = if view.state.has_ended() {
        (Page::Renew, "renew.action")
    } else {
        (Page::PurchaseLicence, "nav.purchase_licence")
    };
    let href = Address {
        page,
        acting_on: Some(view.id),
    }
    .href();
    view.buying
        .is_some()
        .then(|| view! { <ButtonLink href=href>{t(label)}</ButtonLink> }.into_any())
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shared {
    /// One page of the members, with the seats of all.
    members: Loading<Members>,
    /// What is looked for among them, and which page of them it is.
    finding: Finding,
    /// What has just happened.
    done: RwSignal<Option<String>>,
}

impl Shared {
    fn new() -> Self {
        let finding = Finding::new();
        let members = http::follow(move || {
            acting::follow_changes();
            let customer = acting::chosen()?;
            Some(ListMembers {
                customer,
                search: finding.search.get(),
                page: finding.page.get(),
            })
        });
        let before = StoredValue::new(acting::chosen_now());
        whenever(move || {
            let now = acting::chosen();
            if before.get_value() != now {
                before.set_value(now);
                // what was looked for, and who was found, is of the earlier customer
                members.set(Load::Waiting);
                finding.page.set(1);
                finding.search.set(String::new());
            }
        });
        Self {
            members,
            finding,
            done: RwSignal::new(None),
        }
    }

    /// How many licences are given, held and free.
    fn seats(self) -> licence::Seats {
        let seats = self.members.ready(|members| members.seats);
        seats.unwrap_or_default()
    }

    /// Something was done: these are the seats now, and the rest is asked for again.
    fn changed(self, seats: licence::Seats) {
        self.members.update(|members| {
            if let Load::Ready(members) = members {
                members.seats = seats;
            }
        });
        acting::fetch_again();
    }

    /// Says for a while what has happened.
    fn say(self, words: String) {
        said::say_for_a_while(self.done, words);
    }
}

#[component]
fn Chosen() -> AnyView {
    let shared = Shared::new();
    let members = shared.members;
    let failed = move || members.failure().or_else(|| failure(&acting::customer()));
    let waiting = move || !members.is_ready() || acting::customer().ready().is_none();
    let key = move || match failed() {
        Some(failure) => failure.sentence().to_owned(),
        None => waiting().to_string(),
    };
    let body = move || match (failed(), waiting()) {
        (Some(failure), _) => refused::failure(&failure),
        (None, true) => view! {
            {listing::waiting(SkeletonShape::Card)}
            {listing::waiting(SkeletonShape::Table)}
        }
        .into_any(),
        (None, false) => view! {
            {drawn(suspended)}
            {drawn(move || fewer(shared))}
            {add_member::card(shared)}
            {members::list(shared)}
            <Toast message=shared.done close=t("page.close") />
        }
        .into_any(),
    };
    drawn_by(key, body)
}

/// Licences rest because their payment is disputed.
fn suspended() -> Option<AnyView> {
    let suspended = acting::customer().ready()?.suspended;
    let text = derived(move || say_count("manage.suspended.text", suspended, &[]));
    (suspended > 0).then(|| {
        view! { <Notice mood=Mood::Warn title=t("manage.suspended")><p>{text}</p></Notice> }
            .into_any()
    })
}

/// The next period has fewer licences than are given or held now: who will be without one.
fn fewer(shared: Shared) -> Option<AnyView> {
    let view = acting::customer().ready().cloned()?;
    let (next, period) = (view.next_licences?, view.subscription.next?);
    let seats = shared.seats();
    let without = seats
        .used
        .saturating_add(seats.invited)
        .saturating_sub(next);
    let text = derived(move || {
        let (date, licences) = (format::date(period.start()), format::licences(next));
        say_count(
            "manage.fewer.text",
            without,
            &[("date", &date), ("licences", &licences)],
        )
    });
    (without > 0).then(|| {
        view! { <Notice mood=Mood::Warn title=t("manage.fewer")><p>{text}</p></Notice> }.into_any()
    })
}

fn failure(load: &Load<CustomerView>) -> Option<Failure> {
    match load {
        Load::Failed(failure) => Some(failure.clone()),
        Load::Waiting | Load::Ready(_) => None,
    }
}

fn seats(shared: Shared) -> AnyView {
    let words = derived(move || {
        let seats = shared.seats();
        let total = format::number(seats.total);
        let given = say_with(
            "seats.given",
            &[("used", &format::number(seats.used)), ("total", &total)],
        );
        let held = (seats.invited > 0).then(|| say_count("seats.invited", seats.invited, &[]));
        let free = say_count("seats.free", seats.free(), &[]);
        [Some(given), held, Some(free)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(&say("list.between"))
    });
    view! {
        <div class="figure">
            <h2>{t("manage.seats")}</h2>
            <p>{words}</p>
            <Seats
                used=derived(move || shared.seats().used)
                invited=derived(move || shared.seats().invited)
                total=derived(move || shared.seats().total)
                label=words
            />
        </div>
    }
    .into_any()
}
