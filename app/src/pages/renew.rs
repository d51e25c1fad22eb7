//! Renew: the next period, paid by hand from a month before the end on, and after it; and how the
//! subscription renews by itself.

pub(super) mod by_itself;

use leptos::prelude::*;
use seatkeeper_app::ui::{ButtonLink, Mood, Notice, PageHeader, derived, drawn_by};
use seatkeeper_core::{
    api::CustomerView,
    page::{Address, Page},
    subscription::SubscriptionState,
};

use super::{
    change::{self, Kind},
    purchase::shown,
};
use crate::{
    format,
    i18n::{say_with, t},
    session::acting,
};

/// The page.
#[component]
pub fn Renew() -> AnyView {
    let lead = derived(|| acting::customer().ready().map(lead).unwrap_or_default());
    let key = || {
        shown().key(|view| {
            [can_be_paid(view), pays(view)]
                .map(|yes| if yes { "y" } else { "n" })
                .concat()
        })
    };
    let body = || {
        shown().draw(|view| {
            let by_hand = if can_be_paid(view) {
                change::form(Kind::Renewal, view.id)
            } else {
                not_now(view)
            };
            let by_itself = pays(view).then(|| by_itself::card(view.id));
            view! { {by_hand}{by_itself} }.into_any()
        })
    };
    view! {
        <PageHeader title=t("renew.title") lead=lead />
        {drawn_by(key, body)}
    }
    .into_any()
}

fn can_be_paid(view: &CustomerView) -> bool {
    view.buying
        .as_ref()
        .is_some_and(|buying| buying.renewal.is_some())
}

/// Whether renewing by itself is the business of whoever looks.
fn pays(view: &CustomerView) -> bool {
    view.buying
        .as_ref()
        .is_some_and(|buying| buying.auto_renewal.is_some())
}

/// Until when it is paid, or since when it is not.
fn lead(view: &CustomerView) -> String {
    let subscription = &view.subscription;
    let ends_on = subscription.ends_on();
    let last = ends_on.yesterday().unwrap_or(ends_on);
    let (key, day) = match view.state {
        SubscriptionState::Grace => {
            let rests_on = subscription.rests_on;
            ("renew.lead.grace", rests_on.yesterday().unwrap_or(rests_on))
        }
        SubscriptionState::Expired => ("renew.lead.expired", ends_on),
        _ => ("renew.lead.until", last),
    };
    say_with(key, &[("name", &view.name), ("date", &format::date(day))])
}

/// The next period is paid, or its time has not come.
fn not_now(view: &CustomerView) -> AnyView {
    let from = view.subscription.renewable_from();
    let next = view.subscription.next;
    let title = t(if next.is_some() {
        "renew.paid"
    } else {
        "renew.not_yet"
    });
    let text = derived(move || match (next, from) {
        (Some(next), _) => say_with(
            "renew.paid.text",
            &[
                ("first", &format::date(next.start())),
                ("last", &format::date(next.last_day())),
            ],
        ),
        (None, Some(from)) => say_with("renew.not_yet.text", &[("date", &format::date(from))]),
        (None, None) => String::new(),
    });
    let more = Address {
        page: Page::PurchaseLicence,
        acting_on: Some(view.id),
    }
    .href();
    view! {
        <Notice mood=Mood::Info title=title>
            <p>{text}</p>
            <ButtonLink href=more>{t("nav.purchase_licence")}</ButtonLink>
        </Notice>
    }
    .into_any()
}
