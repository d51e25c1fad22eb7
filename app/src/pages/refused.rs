//! What is shown instead of a page: not allowed and why, nothing there, not reachable.

use leptos::prelude::*;
use seatkeeper_app::ui::{ButtonLink, EmptyState, Mood, Notice, PageHeader, derived};
use seatkeeper_core::{
    api::Problem,
    page::{Address, Page},
    permission::Refusal,
};

use super::sentences;
use crate::{http::Failure, i18n::t, session};

/// Why this account cannot buy here; whoever is neither a technician nor staff hears `otherwise`.
pub fn buying(otherwise: Refusal) -> AnyView {
    let reason = if session::is_technician() {
        Refusal::TechniciansDoNotSpend
    } else if session::with(|session| session.staff) == Some(true) {
        Refusal::StaffActAsAReseller
    } else {
        otherwise
    };
    view! { <Notice mood=Mood::Warn title=derived(move || sentences::refusal(reason))>{home()}</Notice> }.into_any()
}

/// What could not be had, and why.
pub fn failure(failure: &Failure) -> AnyView {
    let mood = match failure {
        Failure::Refused(Problem::Forbidden { .. } | Problem::NotFound) => Mood::Warn,
        _ => Mood::Bad,
    };
    let failure = failure.clone();
    view! { <Notice mood=mood title=derived(move || sentences::failure(&failure)) live=true>{home()}</Notice> }.into_any()
}

/// Nobody is chosen in *Acting on*.
pub fn nobody_chosen() -> AnyView {
    view! {
        <EmptyState title=t("nobody_chosen.title")>
            <p>{t("nobody_chosen.text")}</p>
            {home()}
        </EmptyState>
    }
    .into_any()
}

/// No such address.
#[component]
pub fn NotFound() -> AnyView {
    view! {
        <PageHeader title=t("not_found.title") lead=t("not_found.text") />
        <div>{home()}</div>
    }
    .into_any()
}

fn home() -> AnyView {
    let href = Address {
        page: Page::Overview,
        acting_on: None,
    }
    .href();
    view! { <ButtonLink href=href>{t("not_found.home")}</ButtonLink> }.into_any()
}
