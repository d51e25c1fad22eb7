//! What the list is narrowed down to and sorted by. Each choice stands in the address: it is followed
//! from there, so that the back button and a link do the same.

use leptos::prelude::*;
use seatkeeper_app::ui::{SearchField, Select, whenever};
use seatkeeper_core::api::{CustomerFilter, CustomerSort, ListCustomers};

use super::{ask, asked};
use crate::{
    format,
    i18n::{say, t},
    session,
};

/// The search, the filter and the order.
pub(super) fn tools() -> AnyView {
    let find = move |text: String| {
        let text = format::composed(text.trim());
        if untrack(asked).search != text {
            ask(&|ask| ask.search.clone_from(&text), true);
        }
    };
    view! {
        <div class="cluster end narrowing">
            <SearchField id="find-customer" label=t("overview.find") example=t("overview.find.example") value=Signal::derive(|| asked().search) search=find />
            {choice("show-customers", "overview.show", filters, |ask| place(&FILTERS, ask.filter), |ask, place| {
                ask.filter = FILTERS.get(place).copied().unwrap_or_default();
            })}
            {choice("sort-customers", "overview.sort", sorts, |ask| place(&SORTS, (ask.sort, ask.falling)), |ask, place| {
                (ask.sort, ask.falling) = SORTS.get(place).copied().unwrap_or_default();
            })}
        </div>
    }
    .into_any()
}

const FILTERS: [CustomerFilter; 4] = [
    CustomerFilter::All,
    CustomerFilter::Attention,
    CustomerFilter::Ending,
    CustomerFilter::Unpaid,
];

const SORTS: [(CustomerSort, bool); 8] = [
    (CustomerSort::Name, false),
    (CustomerSort::Name, true),
    (CustomerSort::Ends, false),
    (CustomerSort::Ends, true),
    (CustomerSort::Used, true),
    (CustomerSort::Used, false),
    (CustomerSort::Licences, true),
    (CustomerSort::Licences, false),
];

/// Their words; to a technician nothing is unpaid.
fn filters() -> Vec<(String, String)> {
    let all = [
        "overview.show.all",
        "overview.show.attention",
        "overview.show.ending",
        "overview.show.unpaid",
    ];
    let told = if session::is_technician() { 3 } else { 4 };
    numbered(&all, told)
}

fn sorts() -> Vec<(String, String)> {
    let all = [
        "overview.sort.name",
        "overview.sort.name_falling",
        "overview.sort.ends",
        "overview.sort.ends_falling",
        "overview.sort.used_falling",
        "overview.sort.used",
        "overview.sort.licences_falling",
        "overview.sort.licences",
    ];
    numbered(&all, all.len())
}

/// Options are known by their places.
fn numbered(keys: &[&str], count: usize) -> Vec<(String, String)> {
    let keys = keys.iter().take(count).enumerate();
    keys.map(|(place, key)| (place.to_string(), say(key)))
        .collect()
}

fn place<T: PartialEq>(all: &[T], chosen: T) -> usize {
    all.iter()
        .position(|known| *known == chosen)
        .unwrap_or_default()
}

fn choice(
    id: &'static str,
    label: &'static str,
    options: fn() -> Vec<(String, String)>,
    read: fn(&ListCustomers) -> usize,
    write: fn(&mut ListCustomers, usize),
) -> AnyView {
    let value = RwSignal::new(String::new());
    whenever(move || value.set(read(&asked()).to_string()));
    let choose = move |chosen: String| {
        let place = chosen.parse().unwrap_or_default();
        ask(&|ask| write(ask, place), false);
    };
    view! { <Select id=id label=t(label) value=value options=options choose=Callback::new(choose) /> }
        .into_any()
}
