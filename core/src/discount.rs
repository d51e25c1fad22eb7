//! Percentages, and the reseller's discount, which is one with a first day.
//!
//! Promises: a `Percent` is 0 to 100, exact, and written without trailing zeros everywhere.
//! Leaves whose discount applies to the order, and the multiplication to [`crate::money`].

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::money::plain_decimal;

/// A percentage from 0 to 100 with at most 16 decimals, which keeps every product exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Percent(Decimal);

/// The text is no percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A percentage is a number from 0 to 100 with at most 16 decimals, such as 12.5.")]
pub struct NoPercent;

/// A reseller's discount from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedDiscount {
    /// The first day on which it applies.
    #[serde(with = "crate::day")]
    pub from_on: Date,
    /// How much.
    pub percent: Percent,
}

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// The whole.
    pub const HUNDRED: Self = Self(Decimal::ONE_HUNDRED);

    /// The percentage with this value.
    ///
    /// # Errors
    /// Below 0, above 100, or with more than 16 decimals.
    pub fn new(value: Decimal) -> Result<Self, NoPercent> {
        let value = value.normalize();
        let fits = value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED && value.scale() <= 16;
        if fits {
            Ok(Self(value))
        } else {
            Err(NoPercent)
        }
    }

    /// Hundredths of a percent, up to 10,000: 2550 is 25.5 %.
    pub fn from_basis_points(points: u16) -> Self {
        Self(Decimal::new(i64::from(points.min(10_000)), 2).normalize())
    }

    /// The number before the percent sign.
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl DatedDiscount {
    /// The discount of a day: that with the latest first day, or nothing before them all.
    pub fn on(discounts: &[Self], day: Date) -> Percent {
        let begun = discounts.iter().filter(|discount| discount.from_on <= day);
        begun
            .max_by_key(|discount| discount.from_on)
            .map_or(Percent::ZERO, |latest| latest.percent)
    }
}

impl FromStr for Percent {
    type Err = NoPercent;

    fn from_str(text: &str) -> Result<Self, NoPercent> {
        Self::new(plain_decimal(text).ok_or(NoPercent)?)
    }
}

impl TryFrom<String> for Percent {
    type Error = NoPercent;

    fn try_from(text: String) -> Result<Self, NoPercent> {
        text.parse()
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> Self {
        percent.0.array_string().as_ref().to_owned()
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0.array_string().as_ref())
    }
}
