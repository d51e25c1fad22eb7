//! What the list is narrowed down to and sorted by. Each choice is a piece of the address's query and is
//! followed from there, so that the back button and a link do the same.

use leptos::prelude::*;
use seatkeeper_app::ui::{SearchField, Select, whenever};
use seatkeeper_core::api::ListCustomers;

use super::{ask, asked};
use crate::{format, i18n::t, pages::inputs::said, session};

/// The search, the filter and the order.
pub(super) fn tools() -> AnyView {
    let search = RwSignal::new(String::new());
    whenever(move || search.set(asked().search));
    let find = move |text: String| {
        let text = format::composed(text.trim());
        if search.with_untracked(|search| *search != text) {
            ask(&|ask| ask.search.clone_from(&text), true);
        }
    };
    let show = choice(("show-customers", "overview.show"), filters, |to, from| {
        to.filter = from.filter;
    });
    let sort = choice(("sort-customers", "overview.sort"), sorts, |to, from| {
        (to.sort, to.falling) = (from.sort, from.falling);
    });
    view! {
        <div class="cluster end narrowing">
            <SearchField id="find-customer" label=t("overview.find") example=t("overview.find.example") value=search search=find />
            {show}
            {sort}
        </div>
    }
    .into_any()
}

/// To a technician nothing is unpaid.
fn filters() -> Vec<(String, String)> {
    let mut all = said(&[
        ("", "overview.show.all"),
        ("filter=attention", "overview.show.attention"),
        ("filter=ending", "overview.show.ending"),
        ("filter=unpaid", "overview.show.unpaid"),
    ]);
    if session::is_technician() {
        all.pop();
    }
    all
}

fn sorts() -> Vec<(String, String)> {
    said(&[
        ("", "overview.sort.name"),
        ("falling=true", "overview.sort.name_falling"),
        ("sort=ends", "overview.sort.ends"),
        ("sort=ends&falling=true", "overview.sort.ends_falling"),
        ("sort=used&falling=true", "overview.sort.used_falling"),
        ("sort=used", "overview.sort.used"),
        (
            "sort=licences&falling=true",
            "overview.sort.licences_falling",
        ),
        ("sort=licences", "overview.sort.licences"),
    ])
}

/// A list to choose from, each option the query of what `take` takes from one way of asking to another.
fn choice(
    (id, label): (&'static str, &'static str),
    options: fn() -> Vec<(String, String)>,
    take: fn(&mut ListCustomers, &ListCustomers),
) -> AnyView {
    let value = RwSignal::new(String::new());
    whenever(move || {
        let mut part = ListCustomers::default();
        take(&mut part, &asked());
        value.set(part.query());
    });
    let choose = move |query: String| {
        let chosen = ListCustomers::read(&query);
        ask(&|ask| take(ask, &chosen), false);
    };
    view! { <Select id=id label=t(label) value=value options=options choose=Callback::new(choose) /> }
        .into_any()
}
