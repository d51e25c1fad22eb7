//! Reads a line: every key by name, so that an error says which one is wrong and what it takes.
//!
//! Promises: unknown and repeated keys, other types and other spellings are refused.

use std::fmt::Display;
use std::str::FromStr;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;

use super::Trouble;
use crate::country::Country;
use crate::currency::Currency;
use crate::discount::Percent;
use crate::price_list::UnitPrice;
use crate::proration::{AnchorDay, Grace, Period};
use crate::quote::QuoteKind;
use crate::term::Term;
use crate::vat_number::{VatNumber, VatNumberError, VatNumberStatus};

/// A line, read.
pub(super) struct Asked {
    pub kind: QuoteKind,
    pub today: Date,
    pub currency: Currency,
    pub term: Term,
    pub licences: u32,
    pub unit_price: UnitPrice,
    pub discount: Percent,
    pub seller_country: Country,
    pub country: Country,
    pub vat_number: Option<VatNumber>,
    pub vat_status: VatNumberStatus,
}

/// A line's keys with whatever they hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    kind: Option<Value>,
    today: Option<Value>,
    currency: Option<Value>,
    term_months: Option<Value>,
    licences: Option<Value>,
    unit_price: Option<Value>,
    discount_percent: Option<Value>,
    seller_country: Option<Value>,
    country: Option<Value>,
    vat_number: Option<Value>,
    vat_number_status: Option<Value>,
    period: Option<Value>,
}

impl Asked {
    pub(super) fn read(line: &str) -> Result<Self, Trouble> {
        if !line.trim_start().starts_with('{') {
            return Err(Trouble::new("not_json", "A request is one JSON object."));
        }
        let keys: Keys = serde_json::from_str(line).map_err(|error| refuse(&error))?;
        let period = keys.period.as_ref().map(read_period).transpose()?;
        let term = number("term_months", keys.term_months.as_ref())?;
        Ok(Self {
            kind: read_kind(&text("kind", keys.kind.as_ref())?, period)?,
            today: date("today", keys.today.as_ref())?,
            currency: parsed("currency", keys.currency.as_ref())?,
            term: Term::try_from(term).map_err(|error| bad("term_months", error))?,
            licences: number("licences", keys.licences.as_ref())?,
            unit_price: parsed("unit_price", keys.unit_price.as_ref())?,
            discount: parsed("discount_percent", keys.discount_percent.as_ref())?,
            seller_country: parsed("seller_country", keys.seller_country.as_ref())?,
            country: parsed("country", keys.country.as_ref())?,
            vat_number: read_vat_number(keys.vat_number.as_ref())?,
            vat_status: read_status(&text("vat_number_status", keys.vat_number_status.as_ref())?)?,
        })
    }
}

/// What serde says, without its list of all the keys.
fn refuse(error: &serde_json::Error) -> Trouble {
    let message = error.to_string();
    let message = message
        .split_once(", expected one of")
        .map_or(&*message, |(start, _)| start);
    let code = match error.classify() {
        Category::Data if message.starts_with("unknown field") => "unknown_key",
        Category::Data => "repeated_key",
        Category::Io | Category::Syntax | Category::Eof => "not_json",
    };
    Trouble::new(code, message.chars().take(200).collect::<String>())
}

fn read_kind(kind: &str, period: Option<Period>) -> Result<QuoteKind, Trouble> {
    match (kind, period) {
        ("create", _) => Ok(QuoteKind::Create),
        ("top_up", Some(period)) => Ok(QuoteKind::TopUp { period, next: None }),
        ("top_up", None) => Err(missing("period")),
        ("renew", running) => Ok(QuoteKind::Renew {
            running,
            grace: Grace::default(),
        }),
        _ => Err(bad("kind", "It is create, top_up or renew.")),
    }
}

fn read_status(status: &str) -> Result<VatNumberStatus, Trouble> {
    match status {
        "absent" => Ok(VatNumberStatus::Absent),
        "pending" => Ok(VatNumberStatus::Pending),
        "valid" => Ok(VatNumberStatus::Valid),
        "invalid" => Ok(VatNumberStatus::Invalid),
        "unavailable" => Ok(VatNumberStatus::Unavailable),
        _ => Err(bad(
            "vat_number_status",
            "It is absent, pending, valid, invalid or unavailable.",
        )),
    }
}

/// A number with a prefix from outside the Union confirms nothing and hinders nothing.
fn read_vat_number(value: Option<&Value>) -> Result<Option<VatNumber>, Trouble> {
    if value.is_none() {
        return Ok(None);
    }
    let number = text("vat_number", value)?;
    if number.trim().is_empty() {
        return Ok(None);
    }
    match VatNumber::parse(&number) {
        Ok((number, _)) => Ok(Some(number)),
        Err(VatNumberError::NotEu { .. } | VatNumberError::GreeceIsEl) => Ok(None),
        Err(error @ (VatNumberError::NoPrefix | VatNumberError::Pattern { .. })) => {
            Err(Trouble::new("vat_number", error.to_string()))
        }
    }
}

fn read_period(value: &Value) -> Result<Period, Trouble> {
    let Value::Object(keys) = value else {
        return Err(bad("period", "It is an object."));
    };
    let known = ["anchor", "months", "anchor_day"];
    if let Some(key) = keys.keys().find(|key| !known.contains(&key.as_str())) {
        let key: String = key.chars().take(40).collect();
        return Err(Trouble::new(
            "unknown_key",
            format!("period: unknown key {key}"),
        ));
    }
    let anchor = date("period.anchor", keys.get("anchor"))?;
    let months = number("period.months", keys.get("months"))?;
    let anchor_day = match keys.get("anchor_day") {
        None => AnchorDay::of(anchor),
        day => {
            let day = u8::try_from(number("period.anchor_day", day)?).ok();
            day.and_then(AnchorDay::new)
                .ok_or_else(|| bad("period.anchor_day", "It is a day of the month, 1 to 31."))?
        }
    };
    Period::starting(anchor, months, anchor_day).map_err(|error| bad("period", error))
}

fn date(key: &str, value: Option<&Value>) -> Result<Date, Trouble> {
    let text = text(key, value)?;
    crate::day::read(&text)
        .ok_or_else(|| bad(key, "It is a day of the calendar, such as 2026-11-23."))
}

fn parsed<T: FromStr<Err: Display>>(key: &str, value: Option<&Value>) -> Result<T, Trouble> {
    text(key, value)?.parse().map_err(|error| bad(key, error))
}

fn text(key: &str, value: Option<&Value>) -> Result<String, Trouble> {
    match value {
        None => Err(missing(key)),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(bad(key, "It is written in quotation marks.")),
    }
}

fn number(key: &str, value: Option<&Value>) -> Result<u32, Trouble> {
    let value = value.ok_or_else(|| missing(key))?;
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| bad(key, "It is a whole number, without quotation marks."))
}

fn missing(key: &str) -> Trouble {
    Trouble::new("missing_key", format!("{key}: it is missing"))
}

fn bad(key: &str, error: impl Display) -> Trouble {
    Trouble::new("bad_value", format!("{key}: {error}"))
}
