//! Writes a quote as a slip.

use jiff::civil::Date;
use seatkeeper_core::money::Money;
use seatkeeper_core::proration::Period;
use seatkeeper_core::quote::{LineReason, Quote, QuoteError, QuoteLine};
use seatkeeper_core::vat::{Territory, Unconfirmed, VatReason};

/// The slip's lines; `follow` more periods are listed beneath the quote's own.
pub fn of(quote: Result<Quote, QuoteError>, follow: u32) -> Vec<String> {
    let quote = match quote {
        Ok(quote) => quote,
        Err(error) => return vec![format!("  Refused: {error}")],
    };
    let mut slip = vec![format!("  {}", days(&quote.period))];
    let mut period = quote.period;
    for _ in 0..follow {
        period = period.next(quote.term).expect("it is in the calendar");
        slip.push(format!("  then {}", days(&period)));
    }
    slip.extend(
        quote
            .lines
            .iter()
            .map(|line| row(&words(line, quote.net), line.amount)),
    );
    let code = quote.currency.code();
    slip.push(row(&format!("Total in {code}"), quote.total));
    slip
}

fn row(words: &str, amount: Money) -> String {
    format!("  {words:<72}{:>20}", amount.to_string())
}

fn days(period: &Period) -> String {
    let (first, last) = (period.start(), period.last_day());
    let day = period.anchor_day().get();
    let term = months(period.months());
    format!("{first} to {last}, {term} from day {day}")
}

fn months(count: u32) -> String {
    if count == 1 {
        "1 month".to_owned()
    } else {
        format!("{count} months")
    }
}

fn words(line: &QuoteLine, net: Money) -> String {
    let percent = line
        .percent
        .map(|percent| percent.to_string())
        .unwrap_or_default();
    let product = |what: &str| {
        let quantity = line.quantity.unwrap_or(0);
        let licences = if quantity == 1 { "licence" } else { "licences" };
        let term = months(line.months.unwrap_or(0));
        let price = line
            .unit_price
            .map(|price| price.display(line.amount.currency()));
        format!(
            "{quantity} {licences} × {term} × {}, {what}",
            price.unwrap_or_default()
        )
    };
    match &line.reason {
        LineReason::WholePeriod { .. } => product("the whole period"),
        LineReason::StartedMonths { .. } => product("started months"),
        LineReason::NextPeriod { period } => product(&format!("from {}", period.start())),
        LineReason::Discount => format!("Discount {percent} %"),
        LineReason::Vat { reason } => format!("VAT {percent} % of {net}, {}", why(reason)),
    }
}

fn why(reason: &VatReason) -> String {
    match reason {
        VatReason::SellerCountry { country, territory } => {
            format!("the seller's country {country}{}", part(*territory))
        }
        VatReason::DestinationRate {
            country,
            territory,
            number,
        } => {
            format!(
                "rate of {country}{}: {}",
                part(*territory),
                missing(*number)
            )
        }
        VatReason::SellerRateBeforeOss {
            country,
            oss_from,
            number,
        } => {
            format!(
                "rate of {country} until {}: {}",
                eve(*oss_from),
                missing(*number)
            )
        }
        VatReason::ReverseCharge { number } => format!("reverse charge to {number}"),
        VatReason::OutsideEu { country } => format!("{country} is outside the EU"),
        VatReason::NorthernIreland { number } => format!("Northern Ireland, {number}"),
        VatReason::OutsideTerritory { country, territory } => {
            format!("outside the scope in {country}{}", part(Some(*territory)))
        }
    }
}

fn part(territory: Option<Territory>) -> String {
    territory
        .map(|territory| format!(", {territory:?}"))
        .unwrap_or_default()
}

fn eve(day: Date) -> Date {
    day.yesterday().expect("it is in the calendar")
}

fn missing(number: Unconfirmed) -> &'static str {
    match number {
        Unconfirmed::NoNumber => "no number",
        Unconfirmed::Pending => "number not yet confirmed",
        Unconfirmed::Invalid => "number invalid",
        Unconfirmed::Unavailable => "number cannot be checked now",
        Unconfirmed::OtherCountry => "number of another country",
    }
}
