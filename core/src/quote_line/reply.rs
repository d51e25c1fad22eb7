//! Writes an answer: amounts as strings with the currency's decimals, keys in a fixed order, keys
//! without a value left out.

use serde::Serialize;

use crate::quote::{LineKind, LineReason, Quote, QuoteLine};
use crate::vat::{Unconfirmed, VatReason, VatTreatment};

#[derive(Serialize)]
struct Quoted {
    months: u32,
    list: String,
    discount: String,
    net: String,
    vat_treatment: VatTreatment,
    vat_rate_percent: String,
    vat: String,
    total: String,
    period_start: String,
    period_end: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    kind: LineKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<String>,
    amount: String,
    reason: String,
}

#[derive(Serialize)]
struct Refused<'a> {
    error: Problem<'a>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    message: &'a str,
}

pub(super) fn quoted(quote: &Quote) -> String {
    written(&Quoted {
        months: quote.months,
        list: quote.list.to_string(),
        discount: quote.discount.to_string(),
        net: quote.net.to_string(),
        vat_treatment: quote.vat_treatment,
        vat_rate_percent: quote.vat_rate.to_string(),
        vat: quote.vat.to_string(),
        total: quote.total.to_string(),
        period_start: quote.period.start().to_string(),
        period_end: quote.period.end().to_string(),
        lines: quote.lines.iter().map(line).collect(),
    })
}

pub(super) fn refused(code: &str, message: &str) -> String {
    written(&Refused {
        error: Problem { code, message },
    })
}

fn line(line: &QuoteLine) -> Line {
    let currency = line.amount.currency();
    Line {
        kind: line.kind,
        quantity: line.quantity,
        months: line.months,
        unit_price: line.unit_price.map(|price| price.display(currency)),
        percent: line.percent.map(|percent| percent.to_string()),
        amount: line.amount.to_string(),
        reason: reason(&line.reason),
    }
}

/// The reason as words of the interface; what a number lacks stands behind a colon.
fn reason(reason: &LineReason) -> String {
    let (word, number) = match reason {
        LineReason::WholePeriod { .. } => ("whole_period", None),
        LineReason::StartedMonths { .. } => ("started_months", None),
        LineReason::NextPeriod { .. } => ("next_period", None),
        LineReason::Discount => ("reseller_discount", None),
        LineReason::Vat { reason } => match reason {
            VatReason::SellerCountry { .. } => ("seller_country", None),
            VatReason::DestinationRate { number, .. } => ("destination_rate", Some(*number)),
            VatReason::SellerRateBeforeOss { number, .. } => {
                ("seller_rate_before_oss", Some(*number))
            }
            VatReason::ReverseCharge { .. } => ("reverse_charge", None),
            VatReason::OutsideEu { .. } => ("outside_eu", None),
            VatReason::NorthernIreland { .. } => ("northern_ireland", None),
            VatReason::OutsideTerritory { .. } => ("outside_territory", None),
        },
    };
    match number.map(unconfirmed) {
        None => word.to_owned(),
        Some(number) => [word, ": ", number].concat(),
    }
}

fn unconfirmed(number: Unconfirmed) -> &'static str {
    match number {
        Unconfirmed::NoNumber => "no_number",
        Unconfirmed::Pending => "number_pending",
        Unconfirmed::Invalid => "number_invalid",
        Unconfirmed::Unavailable => "number_unavailable",
        Unconfirmed::OtherCountry => "number_of_other_country",
    }
}

/// Strings and numbers can always be written; the fallback is no more than a type's demand.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
