//! Writes values as the server does: one JSON request a line on standard input, one JSON string a
//! line on standard output. A script beside the server's tests compares them with `Intl`.

use std::io::{self, BufRead, Write};

use jiff::civil::Date;
use seatkeeper_core::{
    country::Country, currency::Currency, discount::Percent, money::Money, price_list::UnitPrice,
};
use seatkeeper_server::words::{Formats, Language, country_name};
use serde::Deserialize;

/// A value to be written; a request is the language and this.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Value {
    Money {
        minor: i64,
        currency: Currency,
    },
    UnitPrice {
        value: UnitPrice,
        currency: Currency,
    },
    Percent {
        value: Percent,
    },
    Number {
        value: u32,
    },
    LongDate {
        value: Date,
    },
    Date {
        value: Date,
    },
    Country {
        value: Country,
    },
}

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let (language, value): (String, Value) = serde_json::from_str(&line?)?;
        serde_json::to_writer(&mut out, &written(Language::of(&language), &value))?;
        writeln!(out)?;
    }
    out.flush()
}

fn written(language: Language, value: &Value) -> String {
    let formats = Formats::of(language);
    match *value {
        Value::Money { minor, currency } => formats.money(Money::new(minor, currency)),
        Value::UnitPrice { value, currency } => formats.unit_price(value, currency),
        Value::Percent { value } => formats.percent(value),
        Value::Number { value } => formats.number(value),
        Value::LongDate { value } => formats.long_date(value),
        Value::Date { value } => formats.date_of(value),
        Value::Country { value } => country_name(language, value),
    }
}
