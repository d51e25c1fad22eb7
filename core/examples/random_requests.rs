//! Prints random requests of the line protocol: `random_requests COUNT SEED`, the same for the same
//! seed; with `answers` as a third argument, the answers to them instead. Most are valid, many lie
//! on an edge, every eighth or so is broken somehow.

use std::io::{self, Write};

use jiff::civil::{Date, date};
use seatkeeper_core::country::Country;
use seatkeeper_core::quote_line::answer;
use serde_json::{Map, Value, json};

const CURRENCIES: [&str; 9] = [
    "EUR", "EUR", "SEK", "USD", "GBP", "JPY", "KWD", "CLF", "HUF",
];

const NUMBERS: [&str; 30] = [
    "ATU13585627",
    "BE0428759497",
    "BG175074752",
    "CY10259033P",
    "CZ25123891",
    "DE136695976",
    "DK13585628",
    "EE100931558",
    "EL094259216",
    "ESB58378431",
    "FI20774740",
    "FR40303265045",
    "HR33392005961",
    "HU12892312",
    "IE6433435F",
    "IT00743110157",
    "LT119511515",
    "LU15027442",
    "LV40003521600",
    "MT11679112",
    "NL004495445B01",
    "PL8567346215",
    "PT501964843",
    "RO18547290",
    "SE556967618101",
    "SI50223054",
    "SK2022749619",
    "XI980780684",
    "GB980780684",
    "CHE107787577IVA",
];

/// What a price's digits are below: the last makes amounts that are too large.
const MOST: [u64; 6] = [
    100,
    10_000,
    100_000,
    100_000,
    10_000_000,
    1_000_000_000_000_000_000,
];

/// The generator `SplitMix64`: enough for picking, and nothing to depend on.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let index = self.below(u64::try_from(from.len()).expect("short"));
        &from[usize::try_from(index).expect("short")]
    }
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, default: u64| {
        let argument = arguments.get(index);
        argument.map_or(default, |text| {
            text.parse().expect("COUNT and SEED are numbers")
        })
    };
    let answered = arguments.get(2).is_some_and(|word| word == "answers");
    let mut dice = Dice(number(1, 1));
    let mut out = io::BufWriter::new(io::stdout().lock());
    for _ in 0..number(0, 20_000) {
        let request = line(&mut dice);
        let line = if answered { answer(&request) } else { request };
        writeln!(out, "{line}")?;
    }
    out.flush()
}

fn line(dice: &mut Dice) -> String {
    let mut keys = request(dice);
    if dice.one_in(14) {
        let names: Vec<String> = keys.keys().cloned().collect();
        let key = dice.pick(&names).clone();
        match dice.below(4) {
            0 => drop(keys.remove(&key)),
            1 => drop(keys.insert(key + "x", json!("1"))),
            2 => drop(keys.insert(key, json!(dice.below(40)))),
            _ => drop(keys.insert(key, json!(dice.pick(&["", "-1", "é", "1e5", "2026-02-30"])))),
        }
    }
    let mut line = Value::Object(keys).to_string();
    if dice.one_in(40) {
        let at = usize::try_from(dice.below(200))
            .expect("short")
            .min(line.len());
        let at = line.floor_char_boundary(at);
        match dice.below(3) {
            0 => line.truncate(at),
            1 => line.insert(at, *dice.pick(&['"', '}', '[', 'ß', '\u{1F600}', '\u{7f}'])),
            _ => line.insert_str(at, &"[".repeat(300)),
        }
    }
    line
}

fn request(dice: &mut Dice) -> Map<String, Value> {
    let term = *dice.pick(&[1, 12]);
    let start = day(dice);
    let mut period = json!({ "anchor": start.to_string(), "months": term });
    if dice.one_in(3) {
        let last = start == start.last_of_month();
        let more = if last || dice.one_in(9) {
            dice.below(4)
        } else {
            0
        };
        period["anchor_day"] =
            json!(start.day().unsigned_abs() + u8::try_from(more).expect("short"));
    }
    let kind = *dice.pick(&["create", "top_up", "top_up", "renew"]);
    let today = if kind == "create" {
        day(dice)
    } else {
        near(dice, start, term)
    };
    let mut keys = json!({
        "kind": kind,
        "today": today.to_string(),
        "currency": dice.pick(&CURRENCIES),
        "term_months": term,
        "licences": licences(dice),
        "unit_price": price(dice),
        "discount_percent": percent(dice),
        "seller_country": dice.pick(&["SE", "SE", "SE", "DE", "FR", "IE"]),
        "country": country(dice),
        "vat_number_status": dice.pick(&["absent", "pending", "valid", "valid", "invalid", "unavailable"]),
    });
    if dice.below(3) > 0 {
        keys["vat_number"] = json!(number(dice, keys["country"].as_str().unwrap_or_default()));
    }
    if kind == "top_up" || dice.one_in(2) {
        keys["period"] = period;
    }
    let Value::Object(keys) = keys else {
        unreachable!("it is an object")
    };
    keys
}

/// From 2014, before the first VAT rate, to 2033; every third is the end of a month.
fn day(dice: &mut Dice) -> Date {
    let days = i64::try_from(dice.below(19 * 365)).expect("short");
    let day = date(2014, 9, 1).saturating_add(jiff::Span::new().days(days));
    if dice.one_in(3) {
        day.last_of_month()
    } else {
        day
    }
}

/// A day of the period, every fourth on or beside a boundary, some before or after it.
fn near(dice: &mut Dice, start: Date, months: u64) -> Date {
    let length = i64::try_from(months * 31 + 12).expect("short");
    let days = i64::try_from(dice.below(length.unsigned_abs())).expect("short") - 3;
    if dice.one_in(4) {
        let months = i64::try_from(dice.below(months + 1)).expect("short");
        let beside = i64::try_from(dice.below(3)).expect("short") - 1;
        let boundary = start.saturating_add(jiff::Span::new().months(months));
        return boundary.saturating_add(jiff::Span::new().days(beside));
    }
    start.saturating_add(jiff::Span::new().days(days))
}

fn licences(dice: &mut Dice) -> u64 {
    match dice.below(10) {
        0 => *dice.pick(&[0, 1, 99_999, 100_000, 100_001]),
        1 | 2 => dice.below(100_000),
        _ => 1 + dice.below(200),
    }
}

fn price(dice: &mut Dice) -> String {
    let decimals = usize::try_from(dice.below(5)).expect("short");
    let most = *dice.pick(&MOST);
    let digits = format!("{:0>width$}", dice.below(most), width = decimals + 1);
    match digits.split_at(digits.len() - decimals) {
        (whole, "") => whole.to_owned(),
        (whole, fraction) => format!("{whole}.{fraction}"),
    }
}

fn percent(dice: &mut Dice) -> String {
    match dice.below(6) {
        0 => "0".to_owned(),
        1 => "100".to_owned(),
        2 => format!("{}.{}", dice.below(100), dice.below(1_000_000_000)),
        3 => format!("{}.5", dice.below(100)),
        _ => dice.below(101).to_string(),
    }
}

fn country(dice: &mut Dice) -> &'static str {
    let eu: Vec<_> = Country::ALL
        .iter()
        .filter(|country| country.is_eu())
        .collect();
    match dice.below(8) {
        0 => dice.pick(Country::ALL).code(),
        1 => "GB",
        _ => dice.pick(&eu).code(),
    }
}

/// Mostly one of the country's own, with its digits right or changed.
fn number(dice: &mut Dice, country: &str) -> String {
    let prefix = country
        .parse::<Country>()
        .ok()
        .and_then(Country::vat_prefix);
    let own = NUMBERS
        .iter()
        .find(|number| prefix.is_some_and(|prefix| number.starts_with(prefix)));
    let number = match own {
        Some(own) if dice.below(4) > 0 => *own,
        _ => *dice.pick(&NUMBERS),
    };
    if !dice.one_in(4) {
        return number.to_owned();
    }
    let changed = *dice.pick(&['0', '5', 'X', ' ', '.']);
    let at = usize::try_from(dice.below(14)).expect("short");
    number
        .chars()
        .enumerate()
        .map(|(index, sign)| if index == at { changed } else { sign })
        .collect()
}
