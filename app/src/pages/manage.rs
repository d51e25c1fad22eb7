//! Manage: the members of the customer acted on, their seats, and adding one.

mod add_member;
mod members;

use leptos::prelude::*;
use seatkeeper_app::ui::{ButtonLink, PageHeader, Seats, Skeleton, SkeletonShape, drawn, drawn_by};
use seatkeeper_core::{
    api::{CustomerView, ListMembers, Members},
    licence,
    page::{Address, Page},
    subscription::SubscriptionState,
};

use super::refused;
use crate::{
    format,
    http::{self, Failure, Load},
    i18n::{say, say_count, say_with, t},
    session::acting,
};

/// The page.
#[component]
pub fn Manage() -> AnyView {
    let lead = Signal::derive(|| acting::customer().ready().map(lead).unwrap_or_default());
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
    let ends = view.subscription.ends_on();
    let key = match (view.state, view.subscription.auto_renew) {
        (SubscriptionState::Expired, _) => "manage.lead.expired",
        (_, true) => "manage.lead.renews",
        (_, false) => "manage.lead.ends",
    };
    let day = if view.subscription.auto_renew || view.state == SubscriptionState::Expired {
        ends
    } else {
        ends.yesterday().unwrap_or(ends)
    };
    say_with(key, &[("name", &view.name), ("date", &format::date(day))])
}

/// The way to more licences, for who may buy them.
fn purchase_link() -> Option<AnyView> {
    let view = acting::customer().ready().cloned()?;
    let may = view.buying.is_some() && view.state != SubscriptionState::Expired;
    let href = Address {
        page: Page::PurchaseLicence,
        acting_on: Some(view.id),
    }
    .href();
    may.then(|| view! { <ButtonLink href=href>{t("nav.purchase_licence")}</ButtonLink> }.into_any())
}

#[component]
fn Chosen() -> AnyView {
    let members = http::follow(|| {
        acting::follow_changes();
        acting::chosen().map(|customer| ListMembers { customer })
    });
    let failed = move || {
        members
            .with(failure)
            .or_else(|| failure(&acting::customer()))
    };
    let waiting = move || {
        members.with(|members| members.ready().is_none()) || acting::customer().ready().is_none()
    };
    let key = move || match failed() {
        Some(failure) => failure.sentence().to_owned(),
        None => waiting().to_string(),
    };
    let body = move || match (failed(), waiting()) {
        (Some(failure), _) => refused::failure(&failure),
        (None, true) => view! {
            <Skeleton shape=SkeletonShape::Card label=t("page.loading") />
            <Skeleton shape=SkeletonShape::Table label=t("page.loading") />
        }
        .into_any(),
        (None, false) => view! {
            {add_member::card(members)}
            {members::table(members)}
        }
        .into_any(),
    };
    drawn_by(key, body)
}

fn failure<T>(load: &Load<T>) -> Option<Failure> {
    match load {
        Load::Failed(failure) => Some(failure.clone()),
        Load::Waiting | Load::Ready(_) => None,
    }
}

/// How many licences are given, held and free.
fn counted(members: RwSignal<Load<Members>>) -> licence::Seats {
    members.with(|members| {
        members
            .ready()
            .map(|members| members.seats)
            .unwrap_or_default()
    })
}

fn seats(members: RwSignal<Load<Members>>) -> AnyView {
    let words = Signal::derive(move || {
        let seats = counted(members);
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
                used=Signal::derive(move || counted(members).used)
                invited=Signal::derive(move || counted(members).invited)
                total=Signal::derive(move || counted(members).total)
                label=words
            />
        </div>
    }
    .into_any()
}
