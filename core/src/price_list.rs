//! What a licence costs a month, by currency and term, from a day on.
//!
//! Promises: a unit price is exact, not negative and has at most four decimals; the list of a day
//! is the one with the latest first day. Prices, currencies and terms are data.
//! Leaves multiplication and rounding to [`crate::quote`] and [`crate::money`].

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::currency::Currency;
use crate::money::plain_decimal;
use crate::term::Term;

/// How many days before its first day a price list, or a lower discount, must be published.
pub const NOTICE_DAYS: u16 = 31;

/// The price of one licence for one month, in major units with at most four decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitPrice(Decimal);

/// The text is no unit price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A unit price is a number from 0 with at most 4 decimals, such as 9.99.")]
pub struct NoUnitPrice;

/// One price of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// In what.
    pub currency: Currency,
    /// For which term.
    pub term: Term,
    /// Of one licence for one month, yearly plans too.
    pub unit: UnitPrice,
}

/// The prices from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    /// Counts up with each list.
    pub version: u32,
    /// The first day on which it holds.
    #[serde(with = "crate::day")]
    pub from_on: Date,
    /// At most one for each currency and term.
    pub prices: Vec<Price>,
}

/// What is wrong with a price list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceListError {
    /// It has no price.
    #[error("The price list has no price.")]
    Empty,
    /// It has two prices for the same thing.
    #[error("The price list has two prices in {currency} for {} months.", term.months())]
    Twice {
        /// In this currency.
        currency: Currency,
        /// For this term.
        term: Term,
    },
    /// It would hold too soon.
    #[error("A price list holds at the earliest on {earliest}, 31 days after it is published.")]
    TooSoon {
        /// The earliest first day.
        #[serde(with = "crate::day")]
        earliest: Date,
    },
}

impl PriceList {
    /// What a licence costs a month, if it is sold in this currency and for this term.
    pub fn unit(&self, currency: Currency, term: Term) -> Option<UnitPrice> {
        let mut prices = self.prices.iter();
        prices
            .find(|price| price.currency == currency && price.term == term)
            .map(|price| price.unit)
    }

    /// The list of a day: that with the latest first day, the later version if two share it.
    pub fn on(lists: &[Self], day: Date) -> Option<&Self> {
        let begun = lists.iter().filter(|list| list.from_on <= day);
        begun.max_by_key(|list| (list.from_on, list.version))
    }

    /// Whether it can be sold from.
    ///
    /// # Errors
    /// When it has no price, or two for the same currency and term.
    pub fn check(&self) -> Result<(), PriceListError> {
        let mut rest = self.prices.as_slice();
        if rest.is_empty() {
            return Err(PriceListError::Empty);
        }
        while let [Price { currency, term, .. }, later @ ..] = rest {
            if later
                .iter()
                .any(|price| price.currency == *currency && price.term == *term)
            {
                return Err(PriceListError::Twice {
                    currency: *currency,
                    term: *term,
                });
            }
            rest = later;
        }
        Ok(())
    }

    /// Whether it may be published today.
    ///
    /// # Errors
    /// As [`Self::check`], and when its first day is less than 31 days away.
    pub fn publish(&self, today: Date) -> Result<(), PriceListError> {
        self.check()?;
        let earliest = earliest_change(today);
        if self.from_on < earliest {
            Err(PriceListError::TooSoon { earliest })
        } else {
            Ok(())
        }
    }
}

/// The earliest first day of a price list or a lower discount that is entered today.
pub fn earliest_change(today: Date) -> Date {
    today.saturating_add(i64::from(NOTICE_DAYS).days())
}

impl UnitPrice {
    /// The price with this value.
    ///
    /// # Errors
    /// When it is negative or has more than four decimals.
    pub fn new(value: Decimal) -> Result<Self, NoUnitPrice> {
        if value.is_sign_negative() || value.scale() > 4 {
            return Err(NoUnitPrice);
        }
        Ok(Self(value.normalize()))
    }

    /// The number of major units.
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Plain major units with the currency's decimals, or more where the price has more.
    pub fn display(self, currency: Currency) -> String {
        let mut value = self.0;
        value.rescale(value.scale().max(currency.decimals()));
        value.array_string().as_ref().to_owned()
    }
}

impl FromStr for UnitPrice {
    type Err = NoUnitPrice;

    fn from_str(text: &str) -> Result<Self, NoUnitPrice> {
        Self::new(plain_decimal(text).ok_or(NoUnitPrice)?)
    }
}

impl TryFrom<String> for UnitPrice {
    type Error = NoUnitPrice;

    fn try_from(text: String) -> Result<Self, NoUnitPrice> {
        text.parse()
    }
}

impl From<UnitPrice> for String {
    fn from(price: UnitPrice) -> Self {
        price.0.array_string().as_ref().to_owned()
    }
}

impl fmt::Display for UnitPrice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0.array_string().as_ref())
    }
}
