//! Parts of member states with VAT rules of their own, told by the postcode, as dated rows.
//!
//! Promises: only postcodes that belong to nowhere else are listed, so that nobody loses VAT by a
//! neighbour's postcode (the codes that Livigno and Campione shared until they had their own).
//! Territories with a country code of their own (Åland as AX, Réunion as RE) need no row.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::country::Country;

/// A part of a member state where its ordinary VAT rule does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "proper names")]
pub enum Territory {
    Aland,
    Athos,
    Azores,
    Busingen,
    Campione,
    CanaryIslands,
    Ceuta,
    FrenchOverseas,
    Heligoland,
    Jungholz,
    Livigno,
    Madeira,
    Melilla,
    Mittelberg,
}

/// The postcodes of a territory, and what holds there from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerritoryRow {
    /// The state of which it is a part.
    pub country: Country,
    /// The territory.
    pub territory: Territory,
    /// The first tax point to which the row applies.
    pub from: Date,
    /// Whether the Union's VAT does not reach it; else it has a rate of its own.
    pub outside: bool,
    /// How many of the postcode's first digits are compared.
    pub digits: u8,
    /// The lowest of them.
    pub first: u32,
    /// The highest of them.
    pub last: u32,
}

const START: Date = Date::constant(2015, 1, 1);

const fn outside(territory: Territory, country: &str, digits: u8, codes: [u32; 2]) -> TerritoryRow {
    let [first, last] = codes;
    let country = Country::listed(country);
    TerritoryRow {
        country,
        territory,
        from: START,
        outside: true,
        digits,
        first,
        last,
    }
}

const fn own_rate(
    territory: Territory,
    country: &str,
    digits: u8,
    codes: [u32; 2],
) -> TerritoryRow {
    TerritoryRow {
        outside: false,
        ..outside(territory, country, digits, codes)
    }
}

/// Every territory that is known.
pub static TERRITORIES: &[TerritoryRow] = &[
    own_rate(Territory::Jungholz, "AT", 4, [6691, 6691]),
    own_rate(Territory::Mittelberg, "AT", 4, [6991, 6993]),
    outside(Territory::Busingen, "DE", 5, [78266, 78266]),
    outside(Territory::Heligoland, "DE", 5, [27498, 27498]),
    outside(Territory::CanaryIslands, "ES", 2, [35, 35]),
    outside(Territory::CanaryIslands, "ES", 2, [38, 38]),
    outside(Territory::Ceuta, "ES", 2, [51, 51]),
    outside(Territory::Melilla, "ES", 2, [52, 52]),
    outside(Territory::Aland, "FI", 2, [22, 22]),
    outside(Territory::FrenchOverseas, "FR", 3, [971, 978]),
    outside(Territory::FrenchOverseas, "FR", 3, [984, 988]),
    outside(Territory::Athos, "GR", 5, [63086, 63087]),
    outside(Territory::Campione, "IT", 5, [22061, 22061]),
    outside(Territory::Livigno, "IT", 5, [23041, 23041]),
    own_rate(Territory::Madeira, "PT", 4, [9000, 9499]),
    own_rate(Territory::Azores, "PT", 4, [9500, 9999]),
];

impl TerritoryRow {
    /// The row that holds at a postcode on a day, if it is in a territory.
    pub(super) fn of(country: Country, postcode: &str, on: Date) -> Option<&'static Self> {
        let rows = TERRITORIES
            .iter()
            .filter(|row| row.country == country && row.from <= on);
        rows.filter(|row| row.holds(postcode))
            .max_by_key(|row| row.from)
    }

    /// Whether the postcode, written with or without spaces, dashes and letters, is in the range.
    fn holds(&self, postcode: &str) -> bool {
        let digits = postcode.chars().filter_map(|sign| sign.to_digit(10));
        let mut compared = 0;
        let mut value = 0;
        for digit in digits.take(usize::from(self.digits)) {
            value = value * 10 + digit;
            compared += 1;
        }
        compared == self.digits && (self.first..=self.last).contains(&value)
    }
}
