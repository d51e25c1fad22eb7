//! A quote in words: its lines with their reasons, for the slip and for the receipt.

use leptos::prelude::*;
use seatkeeper_app::ui::{Seats, SlipLine, SlipTotal, derived};
use seatkeeper_core::{
    currency::Currency,
    proration::Period,
    quote::{LineReason, Quote, QuoteLine},
};

use super::sentences;
use crate::{
    format,
    i18n::{say, say_with},
};

/// Every line of a quote; the net amount stands before the VAT.
pub fn lines(quote: &Quote) -> Vec<SlipLine> {
    let mut lines = Vec::with_capacity(quote.lines.len() + 1);
    for line in &quote.lines {
        if matches!(line.reason, LineReason::Vat { .. }) {
            lines.push(net(quote));
        }
        lines.push(words(line, quote.currency));
    }
    lines
}

/// The lines that hold wherever the buyer is: for a quote whose VAT is not yet decided.
pub fn lines_before_vat(quote: &Quote) -> Vec<SlipLine> {
    let before = quote
        .lines
        .iter()
        .filter(|line| !matches!(line.reason, LineReason::Vat { .. }));
    before
        .map(|line| words(line, quote.currency))
        .chain([net(quote)])
        .collect()
}

/// What is paid, under this name.
pub fn total(quote: &Quote, label: &str) -> SlipTotal {
    let (label, amount) = (say(label), format::money(quote.total));
    let spoken = say_with("slip.spoken", &[("label", &label), ("amount", &amount)]);
    SlipTotal {
        label,
        amount,
        spoken,
    }
}

/// The licences of a quote as squares to be filled.
pub fn figure(licences: impl Into<Signal<u32>>) -> AnyView {
    let licences = licences.into();
    let label = derived(move || format::licences(licences.get()));
    view! { <Seats used=0_u32 total=licences label=label /> }.into_any()
}

/// The days of a period, first and last.
pub fn days(period: &Period) -> String {
    say_with(
        "slip.days",
        &[
            ("first", &format::date(period.start())),
            ("last", &format::date(period.last_day())),
        ],
    )
}

fn net(quote: &Quote) -> SlipLine {
    SlipLine {
        label: say("slip.net"),
        amount: format::money(quote.net),
        ..SlipLine::default()
    }
}

fn words(line: &QuoteLine, currency: Currency) -> SlipLine {
    let amount = format::money(line.amount);
    let percent = line.percent.map(format::percent).unwrap_or_default();
    match &line.reason {
        LineReason::WholePeriod { .. } => SlipLine {
            label: say("slip.list"),
            reason: product(line, currency, "unit.months"),
            amount,
            saving: false,
        },
        LineReason::StartedMonths { .. } => SlipLine {
            label: say("slip.list"),
            reason: product(line, currency, "unit.started_months"),
            amount,
            saving: false,
        },
        LineReason::NextPeriod { period } => {
            let label = say_with("slip.next_period", &[("days", &days(period))]);
            SlipLine {
                label,
                reason: product(line, currency, "unit.months"),
                amount,
                saving: false,
            }
        }
        LineReason::Discount => {
            let label = say_with("slip.discount", &[("percent", &percent)]);
            SlipLine {
                label,
                reason: String::new(),
                amount,
                saving: true,
            }
        }
        LineReason::Vat { reason } => {
            let label = say_with("slip.vat", &[("percent", &percent)]);
            SlipLine {
                label,
                reason: sentences::vat_reason(reason),
                amount,
                saving: false,
            }
        }
    }
}

/// Months, licences and price, as they are multiplied.
fn product(line: &QuoteLine, currency: Currency, months: &str) -> String {
    let months = crate::i18n::say_count(months, line.months.unwrap_or_default(), &[]);
    let licences = format::licences(line.quantity.unwrap_or_default());
    let price = line
        .unit_price
        .map(|price| format::unit_price(price, currency))
        .unwrap_or_default();
    say_with(
        "slip.product",
        &[
            ("months", &months),
            ("licences", &licences),
            ("price", &price),
        ],
    )
}
