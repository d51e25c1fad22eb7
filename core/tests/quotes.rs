//! Golden quotes: slips that a price manager can read, in `quotes/*.txt`.
//!
//! A block is a title, the request as `key = value` (what is left out stands in [`DEFAULTS`]) and
//! the slip that must come out. `UPDATE=1 cargo test -p seatkeeper-core --test quotes` writes the
//! slips anew; then read the difference.

#[path = "quotes/slip.rs"]
mod slip;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use seatkeeper_core::discount::Percent;
use seatkeeper_core::price_list::{Price, PriceList};
use seatkeeper_core::proration::{AnchorDay, Grace, Period};
use seatkeeper_core::quote::{NextPeriod, QuoteKind, QuoteRequest, Sale, quote};
use seatkeeper_core::term::Term;
use seatkeeper_core::vat::{Buyer, Seller};
use seatkeeper_core::vat_number::{VatNumber, VatNumberStatus};

/// What a block need not say. `period` and `next` have no default.
const DEFAULTS: [(&str, &str); 13] = [
    ("kind", "create"),
    ("today", "2026-11-23"),
    ("term", "12"),
    ("licences", "7"),
    ("unit", "EUR 9.99"),
    ("discount", "0"),
    ("seller", "SE"),
    ("oss from", ""),
    ("buyer", "SE 111 22"),
    ("VAT number", ""),
    ("number is", "absent"),
    ("grace", "7"),
    ("follow", "0"),
];

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the slips are files, the switch is UPDATE=1"
)]
fn every_slip_is_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quotes");
    let update = std::env::var_os("UPDATE").is_some();
    let mut titles = BTreeSet::new();
    let mut wrong = Vec::new();
    let entries = fs::read_dir(&folder).expect("the folder is there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    for path in paths {
        let old = fs::read_to_string(&path).expect("a golden file is text");
        let blocks: Vec<&str> = old.trim().split("\n\n").collect();
        let new = blocks
            .iter()
            .map(|block| priced(block, &mut titles))
            .collect::<Vec<_>>();
        let new = new.join("\n\n") + "\n";
        if new != old && update {
            fs::write(&path, &new).expect("a golden file can be written");
        } else if new != old {
            wrong.push(first_difference(&path, &old, &new));
        }
    }
    assert!(titles.len() >= 60, "only {} golden quotes", titles.len());
    assert!(
        wrong.is_empty(),
        "{}\nUPDATE=1 writes them anew.",
        wrong.join("\n")
    );
}

fn first_difference(path: &Path, old: &str, new: &str) -> String {
    let mut lines = old.lines().zip(new.lines()).enumerate();
    let (number, (was, is)) = lines.find(|(_, (was, is))| was != is).unwrap_or_default();
    format!(
        "{}:{}\n  reviewed: {was}\n  computed: {is}",
        path.display(),
        number + 1
    )
}

/// The block again, with the slip computed.
fn priced(block: &str, titles: &mut BTreeSet<String>) -> String {
    let mut kept = Vec::new();
    let mut keys: BTreeMap<&str, &str> = DEFAULTS.into();
    for line in block.lines() {
        if line.starts_with("  ") {
            continue;
        }
        kept.push(line.to_owned());
        if let Some((key, value)) = line.split_once(" = ") {
            let known = DEFAULTS.iter().any(|(name, _)| *name == key);
            assert!(
                known || key == "period" || key == "next",
                "unknown key: {line}"
            );
            keys.insert(key, value);
        } else {
            assert!(
                line.starts_with("# "),
                "neither title, key nor slip: {line}"
            );
            assert!(titles.insert(line.to_owned()), "twice: {line}");
        }
    }
    let (request, prices, sale, today) = read(&keys);
    let follow = keys["follow"].parse().expect("a number of periods");
    kept.extend(slip::of(quote(&request, &prices, &sale, today), follow));
    kept.join("\n")
}

fn read(keys: &BTreeMap<&str, &str>) -> (QuoteRequest, PriceList, Sale, Date) {
    let today: Date = keys["today"].parse().expect("a day");
    let term = Term::from_months(keys["term"].parse().expect("months")).expect("a term");
    let (currency, unit) = keys["unit"].split_once(' ').expect("currency and price");
    let currency = currency.parse().expect("a currency");
    let price = Price {
        currency,
        term,
        unit: unit.parse().expect("a price"),
    };
    let prices = PriceList {
        version: 1,
        from_on: today,
        prices: vec![price],
    };
    let (country, postcode) = keys["buyer"].split_once(' ').unwrap_or((keys["buyer"], ""));
    let sale = Sale {
        seller: Seller {
            country: keys["seller"].parse().expect("a country"),
            oss_from: keys["oss from"].parse().ok(),
        },
        buyer: Buyer {
            country: country.parse().expect("a country"),
            postcode: postcode.to_owned(),
            vat_number: read_number(keys["VAT number"]),
            vat_status: read_status(keys["number is"]),
        },
        discount: keys["discount"].parse::<Percent>().expect("a percentage"),
    };
    let licences = keys["licences"].parse().expect("a number");
    let request = QuoteRequest {
        kind: read_kind(keys),
        currency,
        term,
        licences,
    };
    (request, prices, sale, today)
}

fn read_kind(keys: &BTreeMap<&str, &str>) -> QuoteKind {
    let period = keys.get("period").map(|text| read_period(text));
    match keys["kind"] {
        "create" => QuoteKind::Create,
        "top-up" => {
            let period = period.expect("a top-up has a running period");
            let next = keys.get("next").map(|text| {
                let (months, unit) = text.split_once(" months at ").expect("months and price");
                let months = months.parse().expect("months");
                let term = Term::from_months(months).expect("a term");
                let period = period.next(term).expect("it is in the calendar");
                NextPeriod {
                    period,
                    unit_price: unit.parse().expect("a price"),
                }
            });
            QuoteKind::TopUp { period, next }
        }
        "renew" => {
            let (days, used) = match keys["grace"].strip_suffix(" used") {
                Some(days) => (days, true),
                None => (keys["grace"], false),
            };
            let grace = Grace {
                days: days.parse().expect("days"),
                used,
            };
            QuoteKind::Renew {
                running: period,
                grace,
            }
        }
        other => panic!("no kind: {other}"),
    }
}

/// `2026-01-31, 12 months` or `2026-02-28, 12 months, anchor day 31`.
fn read_period(text: &str) -> Period {
    let mut parts = text.split(", ");
    let start: Date = parts.next().expect("a start").parse().expect("a day");
    let months = parts.next().and_then(|part| part.strip_suffix(" months"));
    let months = months.expect("months").parse().expect("a number");
    let anchor_day = parts.next().map_or(AnchorDay::of(start), |part| {
        let day = part.strip_prefix("anchor day ").expect("an anchor day");
        AnchorDay::new(day.parse().expect("a number")).expect("a day of the month")
    });
    Period::starting(start, months, anchor_day).expect("a period")
}

fn read_number(text: &str) -> Option<VatNumber> {
    (!text.is_empty()).then(|| text.parse().expect("a VAT number"))
}

fn read_status(text: &str) -> VatNumberStatus {
    match text {
        "absent" => VatNumberStatus::Absent,
        "pending" => VatNumberStatus::Pending,
        "valid" => VatNumberStatus::Valid,
        "invalid" => VatNumberStatus::Invalid,
        "unavailable" => VatNumberStatus::Unavailable,
        other => panic!("no status: {other}"),
    }
}
