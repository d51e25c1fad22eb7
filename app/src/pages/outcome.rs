//! Why one is back at a form: the card was declined, the order was given up, the price has changed.

use leptos::prelude::*;
use seatkeeper_app::ui::{ButtonLink, Mood, Notice, derived, drawn, focus, whenever};
use seatkeeper_core::{
    api::Problem,
    page::{Address, Page},
};

use super::sentences;
use crate::{
    draft::{Attempt, Outcome},
    format,
    held::Held,
    http::Failure,
    i18n::{say_with, t},
    router,
};

/// How the order ended that this form last became.
pub fn notice(attempt: Held<Attempt>) -> AnyView {
    let ended = move || attempt.with(|attempt| attempt.and_then(|attempt| attempt.outcome));
    drawn(move || {
        ended().map(|ended| match ended {
            Outcome::Declined(reason) => view! {
                <Notice mood=Mood::Bad title=t("outcome.declined") live=true>
                    <p>{derived(move || sentences::declined(reason))}</p>
                    <p>{t("outcome.nothing_charged")}</p>
                </Notice>
            },
            Outcome::Cancelled => view! {
                <Notice mood=Mood::Warn title=t("outcome.cancelled") live=true>
                    <p>{t("outcome.nothing_charged")}</p>
                </Notice>
            },
        })
    })
}

const PLACE: &str = "outcome";

/// What stopped an order, where there is more to say than the summary's sentence.
pub fn failure(failure: RwSignal<Option<Failure>>) -> AnyView {
    whenever(move || {
        if failure.with(Option::is_some) {
            request_animation_frame(|| focus(PLACE));
        }
    });
    let said = move || match failure.get() {
        Some(Failure::Refused(Problem::QuoteChanged { quote, .. })) => {
            let total = quote.total;
            let text = derived(move || {
                say_with(
                    "outcome.quote_changed",
                    &[("amount", &format::money(total))],
                )
            });
            Some(
                view! { <Notice mood=Mood::Warn title=t("problem.quote_changed") live=true><p>{text}</p></Notice> },
            )
        }
        Some(Failure::Refused(Problem::OrderOpen { order: Some(order) })) => {
            let href = Address {
                page: Page::Order(order),
                acting_on: router::here_now().acting_on,
            }
            .href();
            Some(view! {
                <Notice mood=Mood::Warn title=t("problem.order_open") live=true>
                    <ButtonLink href=href>{t("outcome.to_that_order")}</ButtonLink>
                </Notice>
            })
        }
        _ => None,
    };
    drawn(move || said().map(|said| view! { <div id=PLACE tabindex="-1">{said}</div> }))
}
