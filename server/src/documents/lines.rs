//! The lines and sums of an invoice: the quote's own, said in a language.

use seatkeeper_core::{
    country::Country,
    invoice::Draft,
    proration::Period,
    quote::{LineKind, LineReason, Quote, QuoteLine},
    vat::{Territory, VatReason, VatTreatment},
};

use crate::words::{Formats, Language, country_name};

/// The words that Art. 226 (11a) of the directive prescribes, in every language of the document.
const REVERSE_CHARGE: &str = "Reverse charge";

/// What was delivered.
pub(super) struct Row {
    pub(super) description: String,
    pub(super) period: String,
    pub(super) quantity: String,
    pub(super) months: String,
    pub(super) unit_price: String,
    pub(super) amount: String,
}

/// A line of the sums.
pub(super) struct Sum {
    pub(super) name: String,
    pub(super) literal: Option<&'static str>,
    pub(super) note: Option<String>,
    pub(super) amount: String,
    pub(super) is_total: bool,
}

/// The lines of licences.
pub(super) fn rows(draft: &Draft, language: Language) -> Vec<Row> {
    let lines = draft
        .quote
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Licences);
    lines
        .map(|line| row(line, &draft.paid_for, language))
        .collect()
}

fn row(line: &QuoteLine, customer: &str, language: Language) -> Row {
    let formats = Formats::of(language);
    let number = |count: Option<u32>| count.map(|count| formats.number(count)).unwrap_or_default();
    Row {
        description: language.count("invoice.licences", line.quantity.unwrap_or_default()),
        period: period(line, customer, language),
        quantity: number(line.quantity),
        months: number(line.months),
        unit_price: line
            .unit_price
            .map(|price| formats.unit_price(price, line.amount.currency()))
            .unwrap_or_default(),
        amount: formats.money(line.amount),
    }
}

/// The days that a line pays for, and for whom.
fn period(line: &QuoteLine, customer: &str, language: Language) -> String {
    let days = |period: &Period| {
        let formats = Formats::of(language);
        (
            formats.long_date(period.start()),
            formats.long_date(period.last_day()),
        )
    };
    match &line.reason {
        LineReason::WholePeriod { period } | LineReason::NextPeriod { period } => {
            let (first, last) = days(period);
            language.say(
                "invoice.whole_period",
                &[("first", &first), ("last", &last), ("customer", &customer)],
            )
        }
        LineReason::StartedMonths { period } => {
            let (first, last) = days(period);
            let months = language.count("invoice.started_months", line.months.unwrap_or_default());
            let with: [(&str, &dyn std::fmt::Display); 4] = [
                ("months", &months),
                ("first", &first),
                ("last", &last),
                ("customer", &customer),
            ];
            language.say("invoice.top_up_period", &with)
        }
        LineReason::Discount | LineReason::Vat { .. } => String::new(),
    }
}

/// List price, discount, net, VAT and total.
pub(super) fn sums(quote: &Quote, language: Language) -> Vec<Sum> {
    let formats = Formats::of(language);
    let sum = |name, amount| Sum {
        name,
        literal: None,
        note: None,
        amount: formats.money(amount),
        is_total: false,
    };
    let mut sums = Vec::new();
    if !quote.discount_percent.is_zero() {
        let percent = formats.percent(quote.discount_percent);
        sums.push(sum(language.say("invoice.list", &[]), quote.list));
        sums.push(sum(
            language.say("invoice.discount", &[("percent", &percent)]),
            quote.discount.negated(),
        ));
    }
    sums.push(sum(language.say("invoice.net", &[]), quote.net));
    sums.push(vat(quote, language));
    sums.push(Sum {
        is_total: true,
        ..sum(language.say("invoice.total", &[]), quote.total)
    });
    sums
}

fn vat(quote: &Quote, language: Language) -> Sum {
    let formats = Formats::of(language);
    let name = match quote.vat_treatment {
        VatTreatment::OutsideScope => language.say("invoice.no_vat", &[]),
        VatTreatment::Standard | VatTreatment::ReverseCharge => {
            let (percent, net) = (formats.percent(quote.vat_rate), formats.money(quote.net));
            language.say("invoice.vat", &[("percent", &percent), ("net", &net)])
        }
    };
    Sum {
        name,
        literal: (quote.vat_treatment == VatTreatment::ReverseCharge).then_some(REVERSE_CHARGE),
        note: Some(reason(&quote.vat_reason, language)),
        amount: formats.money(quote.vat),
        is_total: false,
    }
}

fn reason(reason: &VatReason, language: Language) -> String {
    let at_rate = |place: String| language.say("invoice.vat.at_rate", &[("place", &place)]);
    let outside = |place: String| language.say("invoice.vat.outside_eu", &[("place", &place)]);
    match reason {
        VatReason::SellerCountry { country, territory }
        | VatReason::DestinationRate {
            country, territory, ..
        } => at_rate(place(*country, *territory, language)),
        VatReason::SellerRateBeforeOss { country, .. } => at_rate(place(*country, None, language)),
        VatReason::ReverseCharge { .. } => language.say("invoice.vat.reverse_charge", &[]),
        VatReason::OutsideEu { country } => outside(place(*country, None, language)),
        VatReason::OutsideTerritory { country, territory } => {
            outside(place(*country, Some(*territory), language))
        }
        VatReason::NorthernIreland { number } => {
            language.say("invoice.vat.northern_ireland", &[("number", number)])
        }
    }
}

fn place(country: Country, territory: Option<Territory>, language: Language) -> String {
    let country = country_name(language, country);
    match territory {
        None => country,
        Some(territory) => {
            let territory = language.say(territory_key(territory), &[]);
            language.say(
                "invoice.place_in",
                &[("territory", &territory), ("country", &country)],
            )
        }
    }
}

const fn territory_key(territory: Territory) -> &'static str {
    match territory {
        Territory::Aland => "territory.aland",
        Territory::Athos => "territory.athos",
        Territory::Azores => "territory.azores",
        Territory::Busingen => "territory.busingen",
        Territory::Campione => "territory.campione",
        Territory::CanaryIslands => "territory.canary_islands",
        Territory::Ceuta => "territory.ceuta",
        Territory::FrenchOverseas => "territory.french_overseas",
        Territory::Heligoland => "territory.heligoland",
        Territory::Jungholz => "territory.jungholz",
        Territory::Livigno => "territory.livigno",
        Territory::Madeira => "territory.madeira",
        Territory::Melilla => "territory.melilla",
        Territory::Mittelberg => "territory.mittelberg",
    }
}
