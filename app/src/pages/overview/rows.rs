//! The list: a row for each customer, with what somebody should look at.

use leptos::prelude::*;
use seatkeeper_app::ui::{Mood, SeatBar, Tag};
use seatkeeper_core::{
    api::{CUSTOMER_USAGE, CUSTOMERS_A_PAGE, CustomerPage, CustomerRow, Unpaid, Warning, with_id},
    licence::Seats,
    page::{Address, Page},
    subscription::SubscriptionState,
};

use super::{ask, asked};
use crate::{
    format,
    http::Loading,
    i18n::{say, say_count, say_with},
    pages::listing::{self, Head},
};

const HEADS: &[Head] = &[
    ("overview.customer", false),
    ("field.licences", false),
    ("overview.period", false),
    ("overview.state", false),
];

/// The table of them, and the walk through its pages.
pub(super) fn rows(list: Loading<CustomerPage>) -> AnyView {
    listing::loaded(list, |found| {
        if found.total == 0 {
            return nothing();
        }
        let now = found.page;
        let turn = move |forward| ask(&|ask| ask.page = listing::turned(now, forward), false);
        let turn = Callback::new(turn);
        let pager = listing::pager(now, found.rows.len(), CUSTOMERS_A_PAGE, found.total, turn);
        let rows = found.rows.into_iter().map(row).collect();
        let table = listing::table("overview.table", HEADS, rows);
        view! { {table}{pager} }.into_any()
    })
}

/// Nothing matches what was looked for.
fn nothing() -> AnyView {
    let search = untrack(asked).search;
    let text = if search.is_empty() {
        say("overview.none_such")
    } else {
        say_with("overview.no_match", &[("search", &search)])
    };
    listing::none_such(Signal::stored(text), "overview.all")
}

/// Its words are as they are now: the whole list is drawn anew in another language.
fn row(customer: CustomerRow) -> AnyView {
    let (id, seats) = (customer.id, customer.seats);
    let href = Address {
        page: Page::Manage,
        acting_on: Some(id),
    }
    .href();
    let (place, period) = (place(&customer), period(&customer));
    let rests = customer.state == SubscriptionState::Expired;
    let bar = (!rests)
        .then(|| view! { <SeatBar used=seats.used invited=seats.invited total=seats.total /> });
    let usage = with_id(CUSTOMER_USAGE, id);
    let label = listing::named("overview.usage", &customer.name);
    let licences = view! {
        <span class="seat-count"><span>{licences(rests, seats)}</span>{bar}<a class="small" download="" href=usage aria-label=label>{say("overview.usage")}</a></span>
    };
    let tags: Vec<AnyView> = tags(&customer).collect();
    let unpaid = customer.unpaid.as_ref().map(unpaid);
    let state = view! { <div class="cell-tags">{tags}{unpaid}</div> };
    listing::row(
        listing::link(href, customer.name, place),
        vec![
            listing::cell("field.licences", licences.into_any()),
            listing::cell("overview.period", period.into_any()),
            listing::cell("overview.state", state.into_any()),
        ],
    )
}

/// Where it is; for the seller's people also whose.
fn place(customer: &CustomerRow) -> String {
    let country = format::country_of(&customer.country);
    let values = [("city", customer.city.as_str()), ("country", &country)];
    let place = say_with("overview.place", &values);
    match &customer.reseller {
        Some(reseller) => [&place, " · ", reseller].concat(),
        None => place,
    }
}

fn licences(rests: bool, seats: Seats) -> String {
    let given = seats.used.saturating_add(seats.invited);
    if rests {
        return say_count("overview.resting", given, &[]);
    }
    let (used, total) = (format::number(given), format::number(seats.total));
    say_with("overview.seats", &[("used", &used), ("total", &total)])
}

fn period(customer: &CustomerRow) -> String {
    let (ends_on, rests_on) = (customer.ends_on, customer.rests_on);
    let (key, day) = match customer.state {
        SubscriptionState::Expired => ("overview.expired_on", ends_on),
        SubscriptionState::Grace => ("overview.rests_on", rests_on),
        _ if customer.renews => ("overview.renews_on", ends_on),
        _ => ("overview.ends_on", ends_on.yesterday().unwrap_or(ends_on)),
    };
    say_with(key, &[("date", &format::short_date(day))])
}

/// Its state and what else there is to look at.
fn tags(customer: &CustomerRow) -> impl Iterator<Item = AnyView> {
    let (mood, key) = match customer.state {
        SubscriptionState::Expired => (Mood::Bad, "state.expired"),
        SubscriptionState::Grace => (Mood::Bad, "state.grace"),
        SubscriptionState::Expiring => (Mood::Warn, "state.expiring"),
        // worth knowing, and as it should be: every licence is in use
        SubscriptionState::Active if customer.seats.free() == 0 => (Mood::Info, "state.full"),
        SubscriptionState::Active => (Mood::Good, "state.active"),
    };
    let warnings = customer.warnings.iter().map(|warning| {
        let key = match warning {
            Warning::VatNumber => "warning.vat_number",
            Warning::OneAdministrator => "warning.one_administrator",
            Warning::FewerLicences => "warning.fewer_licences",
            Warning::Disputed => "warning.disputed",
        };
        (Mood::Warn, key)
    });
    let all = std::iter::once((mood, key)).chain(warnings);
    all.map(|(mood, key)| view! { <Tag mood=mood>{say(key)}</Tag> }.into_any())
}

/// The way to an order that waits to be paid.
fn unpaid(unpaid: &Unpaid) -> AnyView {
    let href = Page::Order(unpaid.order).path();
    let key = match unpaid.due_on {
        Some(_) => "overview.transfer",
        None => "overview.declined",
    };
    let date = unpaid.due_on.map(format::short_date).unwrap_or_default();
    let amount = format::money(unpaid.missing);
    let text = say_with(key, &[("amount", &amount), ("date", &date)]);
    view! { <a class="small" href=href>{text}</a> }.into_any()
}
