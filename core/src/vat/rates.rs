//! The standard VAT rates since 2015 as dated rows, with where each was read.
//!
//! Promises: a rate is that of the tax point; a day or country without one is an error. Future
//! changes are added as rows, old rows stay. How the table was checked: docs/checks/vat.md.
//! Leaves which country's rate applies to [`super::decide`].

use jiff::civil::Date;

use super::VatError;
use super::territories::Territory;
use crate::country::Country;
use crate::discount::Percent;

/// The day on which the rows were last compared with the sources.
pub const RATES_CHECKED_ON: Date = Date::constant(2026, 11, 23);

/// Where a rate was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateSource {
    /// The European Commission's list "VAT rates applied in the member states".
    Commission,
    /// The state's own act or announcement of a change.
    NationalAct,
}

/// A rate from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The member state.
    pub country: Country,
    /// The part of it with a rate of its own.
    pub territory: Option<Territory>,
    /// The first tax point to which it applies.
    pub from: Date,
    /// Hundredths of a percent.
    pub basis_points: u16,
    /// Where it was read.
    pub source: RateSource,
}

const START: Date = Date::constant(2015, 1, 1);

const fn base(country: &str, basis_points: u16) -> Rate {
    let country = Country::listed(country);
    Rate {
        country,
        territory: None,
        from: START,
        basis_points,
        source: RateSource::Commission,
    }
}

const fn change(country: &str, from: (i16, i8, i8), basis_points: u16) -> Rate {
    Rate {
        from: Date::constant(from.0, from.1, from.2),
        source: RateSource::NationalAct,
        ..base(country, basis_points)
    }
}

const fn inside(territory: Territory, rate: Rate) -> Rate {
    Rate {
        territory: Some(territory),
        ..rate
    }
}

/// Every rate that is known.
pub static RATES: &[Rate] = &[
    base("AT", 2000),
    inside(Territory::Jungholz, base("AT", 1900)),
    inside(Territory::Mittelberg, base("AT", 1900)),
    base("BE", 2100),
    base("BG", 2000),
    base("CY", 1900),
    base("CZ", 2100),
    base("DE", 1900),
    change("DE", (2020, 7, 1), 1600),
    change("DE", (2021, 1, 1), 1900),
    base("DK", 2500),
    base("EE", 2000),
    change("EE", (2024, 1, 1), 2200),
    change("EE", (2025, 7, 1), 2400),
    base("ES", 2100),
    base("FI", 2400),
    change("FI", (2024, 9, 1), 2550),
    base("FR", 2000),
    base("GR", 2300),
    change("GR", (2016, 6, 1), 2400),
    base("HR", 2500),
    base("HU", 2700),
    base("IE", 2300),
    change("IE", (2020, 9, 1), 2100),
    change("IE", (2021, 3, 1), 2300),
    base("IT", 2200),
    base("LT", 2100),
    base("LU", 1700),
    change("LU", (2023, 1, 1), 1600),
    change("LU", (2024, 1, 1), 1700),
    base("LV", 2100),
    base("MT", 1800),
    base("NL", 2100),
    base("PL", 2300),
    base("PT", 2300),
    inside(Territory::Madeira, base("PT", 2200)),
    inside(Territory::Azores, base("PT", 1800)),
    inside(Territory::Azores, change("PT", (2021, 7, 1), 1600)),
    base("RO", 2400),
    change("RO", (2016, 1, 1), 2000),
    change("RO", (2017, 1, 1), 1900),
    change("RO", (2025, 8, 1), 2100),
    base("SE", 2500),
    base("SI", 2200),
    base("SK", 2000),
    change("SK", (2025, 1, 1), 2300),
];

/// The standard rate of a state, or of a part of it, for payments received on a day.
///
/// # Errors
/// When the table has none.
pub fn standard_rate(
    country: Country,
    territory: Option<Territory>,
    on: Date,
) -> Result<Percent, VatError> {
    let known = RATES
        .iter()
        .filter(|rate| rate.country == country && rate.territory == territory && rate.from <= on);
    let latest = known.max_by_key(|rate| rate.from);
    latest
        .map(|rate| Percent::from_basis_points(rate.basis_points))
        .ok_or(VatError::MissingRate { country, on })
}
