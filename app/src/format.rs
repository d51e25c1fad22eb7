//! Numbers, money, dates and names in the language of the page, by the browser's own `Intl`.
//!
//! Promises: amounts go to `Intl` as exact decimal text, so that no float touches money; a date is
//! a day, in no time zone. Everything follows the language when read in a view.

use jiff::civil::Date;
use js_sys::{Array, Function, Intl, JsString, Object, Reflect};
use seatkeeper_core::{
    country::Country, currency::Currency, day, discount::Percent, money::Money,
    price_list::UnitPrice,
};
use wasm_bindgen::{JsCast, JsValue};

use crate::i18n::{self, say, say_count};

fn locales() -> Array {
    Array::of1(&JsValue::from_str(i18n::language().locale()))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // setting a property of a fresh object cannot fail
        let _ = Reflect::set(
            &options,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        );
    }
    options
}

/// `Intl.NumberFormat` reads text exactly, where a number would be rounded to a float first.
fn exact(digits: &str, pairs: &[(&str, &str)]) -> String {
    let format = Intl::NumberFormat::new(&locales(), &options(pairs)).format();
    let text = format
        .call1(&JsValue::UNDEFINED, &JsValue::from_str(digits))
        .ok();
    text.and_then(|text| text.as_string())
        .unwrap_or_else(|| digits.to_owned())
}

fn currency_text(digits: &str, currency: Currency) -> String {
    let decimals = digits
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len())
        .to_string();
    exact(
        digits,
        &[
            ("style", "currency"),
            ("currency", currency.code()),
            ("minimumFractionDigits", &decimals),
            ("maximumFractionDigits", &decimals),
        ],
    )
}

/// An amount with exactly its currency's decimals.
pub fn money(amount: Money) -> String {
    currency_text(&amount.to_string(), amount.currency())
}

/// An amount where there is little room: €2.4K.
pub fn short_money(amount: Money) -> String {
    exact(
        &amount.to_string(),
        &[
            ("style", "currency"),
            ("currency", amount.currency().code()),
            ("notation", "compact"),
            ("maximumSignificantDigits", "2"),
        ],
    )
}

/// The price of a licence and month, with as many decimals as it has.
pub fn unit_price(price: UnitPrice, currency: Currency) -> String {
    currency_text(&price.display(currency), currency)
}

/// A percentage.
pub fn percent(percent: Percent) -> String {
    // hundredths by the exponent: exact, and the sign stands where the language wants it
    let hundredths = [&percent.to_string(), "E-2"].concat();
    exact(
        &hundredths,
        &[("style", "percent"), ("maximumFractionDigits", "16")],
    )
}

/// A whole number.
pub fn number(count: u32) -> String {
    exact(&count.to_string(), &[])
}

fn shown(date: Date, pairs: &[(&str, &str)]) -> String {
    let midnight = js_sys::Date::new(&JsValue::from_str(&day::text(date)));
    let format = Intl::DateTimeFormat::new(&locales(), &options(pairs)).format();
    let text = format.call1(&JsValue::UNDEFINED, &midnight).ok();
    text.and_then(|text| text.as_string())
        .unwrap_or_else(|| day::text(date))
}

/// Makes the browser read its languages' forms, which it does when `Intl` is used for the first
/// time: it blocks a phone for a tenth of a second, so no page waits in the same task.
pub fn get_ready() {
    date(Date::ZERO);
}

/// A day in full: 23 November 2026.
pub fn date(on: Date) -> String {
    shown(on, &[("dateStyle", "long"), ("timeZone", "UTC")])
}

/// A day where there is little room, on one line: 23 Nov 2026.
pub fn short_date(on: Date) -> String {
    let day = shown(on, &[("dateStyle", "medium"), ("timeZone", "UTC")]);
    day.replace(' ', "\u{a0}")
}

/// The month of a day: December 2026.
pub fn month(on: Date) -> String {
    let parts = [("month", "long"), ("year", "numeric"), ("timeZone", "UTC")];
    shown(on, &parts)
}

/// The month of a day without its year, where there is little room: Dec.
pub fn short_month(on: Date) -> String {
    shown(on, &[("month", "short"), ("timeZone", "UTC")])
}

/// How far a day lies from today, in words: today, tomorrow, in 12 days, 3 days ago.
pub fn days_from(today: Date, on: Date) -> String {
    let days = on.duration_since(today).as_hours() / 24;
    let days = i32::try_from(days).unwrap_or_default();
    let format = Intl::RelativeTimeFormat::new(&locales(), &options(&[("numeric", "auto")]));
    format.format(days.into(), "day").into()
}

fn display_name(kind: &str, code: &str) -> String {
    let names = Intl::DisplayNames::new(&locales(), &options(&[("type", kind)]));
    names.of(code).map_or_else(|| code.to_owned(), String::from)
}

/// The name of a country.
pub fn country(country: Country) -> String {
    display_name("region", country.code())
}

/// The name of a country by its code, the code where there is no such country.
pub fn country_of(code: &str) -> String {
    code.parse().map_or_else(|_| code.to_owned(), country)
}

/// The code and name of a currency.
pub fn currency(currency: Currency) -> String {
    [
        currency.code(),
        " – ",
        &display_name("currency", currency.code()),
    ]
    .concat()
}

/// Every country's code and name, sorted as the language sorts.
pub fn countries() -> Vec<(String, String)> {
    let names = Intl::DisplayNames::new(&locales(), &options(&[("type", "region")]));
    let compare = Intl::Collator::new(&locales(), &Object::new()).compare();
    let entries: Array = Country::ALL
        .iter()
        .map(|country| {
            let code = country.code();
            let name = names.of(code).map_or_else(|| code.to_owned(), String::from);
            JsValue::from([&name, BEHIND_NAME, code].concat())
        })
        .collect();
    // the browser sorts by its own function: two thousand comparisons without coming back here
    let sort = Reflect::get(&entries, &JsValue::from_str("sort")).unwrap_or_default();
    if let Some(sort) = sort.dyn_ref::<Function>() {
        // a list that is not sorted is still a list
        let _ = sort.call1(&entries, &compare);
    }
    let entries = entries.iter().filter_map(|entry| entry.as_string());
    entries
        .filter_map(|entry| {
            let (name, code) = entry.split_once(BEHIND_NAME)?;
            Some((code.to_owned(), name.to_owned()))
        })
        .collect()
}

/// The tabulator comes before every other sign in every language, so that Niger stays before Nigeria.
const BEHIND_NAME: &str = "\t";

/// A number of months in words.
pub fn months(count: u32) -> String {
    say_count("unit.months", count, &[])
}

/// A number of licences in words.
pub fn licences(count: u32) -> String {
    say_count("unit.licences", count, &[])
}

/// Several things in one sentence: a, b and c.
pub fn list(items: &[String]) -> String {
    let between = say("list.between");
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => [first.join(&between).as_str(), &say("list.last"), last].concat(),
    }
}

/// Letters with their marks as one character each (Unicode NFC), as the server reads them too.
pub fn composed(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        JsString::from(text).normalize("NFC").into()
    }
}
