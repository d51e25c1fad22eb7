//! The discounts of a reseller, each from a day on: those that there are, and another.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, Mood, Tone, drawn, focus};
use seatkeeper_core::{
    api::{EnterDiscount, ResellerDetails, WithdrawDiscount},
    discount::DatedDiscount,
    form::Beginning,
    id::ResellerId,
};

use super::{Known, editing::Discount, take};
use crate::{
    format, http,
    i18n::{say, t},
    pages::{
        listing::{self, Head},
        sending::Sending,
    },
    session,
};

/// Takes the focus when the row of what was pressed is gone.
const HEADING: &str = "the-discounts";

const HEADS: &[Head] = &[
    ("resellers.discount", false),
    ("field.from_on", false),
    ("overview.state", false),
    ("", false),
];

pub(super) fn section(known: Known) -> AnyView {
    let typed = Discount::new();
    let faults = move || {
        let form = typed.form();
        let read = known.with(|known| {
            let details = known?;
            let beginning = Beginning {
                today: session::today(),
                lower_from: details.lower_from,
            };
            form.read(&details.discounts, beginning).err()
        });
        read.unwrap_or_default()
    };
    let (sending, withdrawing) = (Sending::new(faults), Sending::new(Vec::new));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        sending.send(move || async move {
            let Some(reseller) = known.with_untracked(|known| known.map(|known| known.id)) else {
                return Ok(());
            };
            let form = untrack(|| typed.form());
            let now = http::call(&EnterDiscount { reseller, form }).await?;
            take(known, now);
            typed.percent.set(String::new());
            sending.reset();
            Ok(())
        });
    };
    view! {
        <section class="stack narrow" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">{t("resellers.discounts")}</h2>
            {withdrawing.summary()}
            {drawn(move || known.get().map(|details| table(&details, known, withdrawing)))}
            <form class="stack" novalidate=true on:submit=submit>
                {sending.summary()}
                {typed.lines(sending)}
                <p class="soft">{t("resellers.discounts.rule")}</p>
                <div><Button submit=true busy=sending.busy>{t("resellers.enter")}</Button></div>
            </form>
        </section>
    }
    .into_any()
}

fn table(details: &ResellerDetails, known: Known, sending: Sending) -> AnyView {
    let today = session::today();
    let holds = details.discounts.iter().find(|one| one.from_on <= today);
    let rows = details.discounts.iter().map(|one| {
        let state = if one.from_on > today {
            (Mood::Warn, "resellers.begins")
        } else if Some(one) == holds {
            (Mood::Good, "resellers.holds")
        } else {
            (Mood::Info, "resellers.over")
        };
        line(one, state, (details.id, known, sending))
    });
    listing::table("resellers.discounts", HEADS, rows.collect())
}

fn line(
    discount: &DatedDiscount,
    (mood, state): (Mood, &'static str),
    (reseller, known, sending): (ResellerId, Known, Sending),
) -> AnyView {
    let from_on = discount.from_on;
    let mut buttons = Vec::new();
    if state == "resellers.begins" {
        let press = move || {
            sending.run(async move {
                let now = http::call(&WithdrawDiscount { reseller, from_on }).await?;
                take(known, now);
                request_animation_frame(|| focus(HEADING));
                Ok(())
            });
        };
        let (key, about) = ("transfers.withdraw", format::date(from_on));
        buttons.push(listing::button(
            Tone::QuietBad,
            key,
            &about,
            Some(sending.busy),
            press,
        ));
    }
    listing::row(
        format::percent(discount.percent).into_any(),
        vec![
            listing::day("field.from_on", from_on),
            listing::state("overview.state", mood, say(state), None),
            listing::buttons(buttons),
        ],
    )
}
