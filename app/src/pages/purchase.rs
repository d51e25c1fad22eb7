//! Purchase Licence: more licences within the running period, priced by started months.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    ButtonLink, Mood, Notice, PageHeader, Skeleton, SkeletonShape, Tone, derived, drawn_by,
};
use seatkeeper_core::{
    api::CustomerView,
    id::CustomerId,
    page::{Address, Page},
    permission::Refusal,
};

use super::{
    change::{self, Kind},
    refused,
};
use crate::{
    format,
    http::{Failure, Load},
    i18n::{say_with, t},
    session::acting,
};

/// What decides which page this is; the numbers in it change without making the form anew.
pub enum Shown {
    Nobody,
    Waiting,
    Failed(Failure),
    MayNot,
    Known(Box<CustomerView>),
}

/// What can be shown of buying for the customer acted on.
pub fn shown() -> Shown {
    if acting::chosen().is_none() {
        return Shown::Nobody;
    }
    match acting::customer() {
        Load::Waiting => Shown::Waiting,
        Load::Failed(failure) => Shown::Failed(failure),
        Load::Ready(view) if view.buying.is_none() => Shown::MayNot,
        Load::Ready(view) => Shown::Known(Box::new(view)),
    }
}

impl Shown {
    /// The page is made anew when this changes; `of` tells what matters of a known customer.
    pub fn key(&self, of: impl Fn(&CustomerView) -> String) -> String {
        match self {
            Self::Nobody => String::from("nobody"),
            Self::Waiting => String::from("waiting"),
            Self::Failed(failure) => failure.sentence().to_owned(),
            Self::MayNot => String::from("may not"),
            Self::Known(view) => [view.id.to_string(), of(view)].concat(),
        }
    }

    /// The page, where it is not about a known customer.
    pub fn draw(self, known: impl Fn(&CustomerView) -> AnyView) -> AnyView {
        match self {
            Self::Nobody => refused::nobody_chosen(),
            Self::Waiting => {
                view! { <Skeleton shape=SkeletonShape::Form label=t("page.loading") /> }.into_any()
            }
            Self::Failed(failure) => refused::failure(&failure),
            Self::MayNot => refused::buying(Refusal::MembersHaveOnlyTheirLicence),
            Self::Known(view) => known(&view),
        }
    }
}

/// The page.
#[component]
pub fn PurchaseLicence() -> AnyView {
    let lead = derived(|| {
        acting::customer()
            .ready()
            .map(|view| {
                let (total, until) = (
                    format::licences(view.seats.total),
                    format::date(view.subscription.period.last_day()),
                );
                say_with(
                    "purchase.lead",
                    &[("name", &view.name), ("licences", &total), ("date", &until)],
                )
            })
            .unwrap_or_default()
    });
    let key = || shown().key(|view| view.state.has_ended().to_string());
    let body = || {
        shown().draw(|view| {
            if view.state.has_ended() {
                ended(view.id)
            } else {
                change::form(Kind::TopUp, view.id)
            }
        })
    };
    view! {
        <PageHeader title=t("purchase.title") lead=lead />
        {drawn_by(key, body)}
    }
    .into_any()
}

/// There is only renewal.
fn ended(customer: CustomerId) -> AnyView {
    let href = Address {
        page: Page::Renew,
        acting_on: Some(customer),
    }
    .href();
    view! {
        <Notice mood=Mood::Warn title=t("purchase.expired")>
            <p>{t("purchase.expired.text")}</p>
            <ButtonLink href=href tone=Tone::Main>{t("renew.action")}</ButtonLink>
        </Notice>
    }
    .into_any()
}
