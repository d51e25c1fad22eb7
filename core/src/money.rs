//! Amounts: whole minor units with a currency, and the only place where anything is rounded.
//!
//! Promises: exact integers, every sum checked, half a minor unit is rounded away from zero.
//! Leaves what is multiplied and in which order to [`crate::quote`], and symbols to each language.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::currency::Currency;

/// An amount of money, positive or negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyError {
    /// It does not fit into 63 bits of minor units.
    #[error("The amount is too large.")]
    TooLarge,
    /// Two currencies were to be added up.
    #[error("Amounts in different currencies cannot be added up.")]
    CurrenciesDiffer,
}

impl Money {
    /// So many minor units, such as cents.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The amount in minor units, such as cents.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The amount in major units with exactly the currency's decimals.
    pub fn major(self) -> Decimal {
        Decimal::new(self.minor, self.currency.decimals())
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The same amount the other way.
    pub const fn negated(self) -> Self {
        Self::new(self.minor.saturating_neg(), self.currency)
    }

    /// The sum.
    ///
    /// # Errors
    /// When the currencies differ or the sum is too large.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.with(self.minor.checked_add(other.minor), other.currency)
    }

    /// The difference.
    ///
    /// # Errors
    /// When the currencies differ or the difference is too large.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.with(self.minor.checked_sub(other.minor), other.currency)
    }

    fn with(self, minor: Option<i64>, currency: Currency) -> Result<Self, MoneyError> {
        if self.currency != currency {
            return Err(MoneyError::CurrenciesDiffer);
        }
        let minor = minor.ok_or(MoneyError::TooLarge)?;
        Ok(Self::new(minor, currency))
    }

    /// An amount in major units, rounded to the currency's minor unit.
    ///
    /// # Errors
    /// When it is too large.
    pub fn round(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        Self::times(amount, 1, currency)
    }

    /// `unit` major units, `count` times, rounded once.
    ///
    /// # Errors
    /// When the product is too large.
    pub fn times(unit: Decimal, count: u64, currency: Currency) -> Result<Self, MoneyError> {
        let minor = unit
            .mantissa()
            .checked_mul(i128::from(count))
            .and_then(|product| product.checked_mul(ten_to(currency.decimals())))
            .and_then(|product| half_away_from_zero(product, ten_to(unit.scale())))
            .ok_or(MoneyError::TooLarge)?;
        Ok(Self::new(minor, currency))
    }

    /// The portion of it that `part` is of `whole`, which is not below zero, rounded once; nothing of
    /// nothing.
    ///
    /// # Errors
    /// When the portion is too large.
    pub fn portion(self, part: i64, whole: i64) -> Result<Self, MoneyError> {
        if whole == 0 {
            return Ok(Self::new(0, self.currency));
        }
        let minor = i128::from(self.minor)
            .checked_mul(i128::from(part))
            .and_then(|product| half_away_from_zero(product, i128::from(whole)))
            .ok_or(MoneyError::TooLarge)?;
        Ok(Self::new(minor, self.currency))
    }

    /// `percent` hundredths of this amount, rounded once.
    ///
    /// # Errors
    /// When the share is too large.
    pub fn share(self, percent: Decimal) -> Result<Self, MoneyError> {
        let minor = i128::from(self.minor)
            .checked_mul(percent.mantissa())
            .and_then(|product| half_away_from_zero(product, 100 * ten_to(percent.scale())))
            .ok_or(MoneyError::TooLarge)?;
        Ok(Self::new(minor, self.currency))
    }
}

/// The one rounding. `divisor` is positive and below 2^126.
fn half_away_from_zero(dividend: i128, divisor: i128) -> Option<i64> {
    let whole = dividend / divisor;
    let rest = dividend % divisor;
    let away = if rest.abs() * 2 >= divisor {
        rest.signum()
    } else {
        0
    };
    i64::try_from(whole + away).ok()
}

/// `exponent` is at most 28, the largest scale of a `Decimal`.
fn ten_to(exponent: u32) -> i128 {
    10_i128.pow(exponent)
}

/// Plain major units with exactly the currency's decimals: `839.16`, `-167.83`, `1200`.
impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.major().array_string().as_ref())
    }
}

/// Reads digits with at most one point between them: no sign, exponent, space or separator.
/// Refuses what a `Decimal` cannot hold exactly.
pub(crate) fn plain_decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}
