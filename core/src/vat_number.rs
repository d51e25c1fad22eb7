//! VAT numbers of the European Union: how they are written, and whether they can be right.
//!
//! Promises: a `VatNumber` fits its own prefix's pattern, in capitals, without spaces, dots and
//! dashes. A wrong check digit only warns, since the rules are not official; VIES decides.
//! Leaves what a number means for the tax to [`crate::vat`].

mod check;
mod letters;
mod pattern;
mod persons;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::country::Country;

/// No number is longer than this, prefix included.
const LONGEST: usize = 14;

/// A VAT number with its prefix, such as `DE136695976`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VatNumber(String);

/// The check digit, or another part that can be computed, does not fit: probably mistyped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("The check digits of this VAT number do not fit; please compare it once more.")]
pub struct CheckDigitWarning;

/// Why a text is no EU VAT number.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatNumberError {
    /// It does not begin with two letters, or holds other signs than letters and digits.
    #[error("A VAT number begins with its country's two letters, such as DE136695976.")]
    NoPrefix,
    /// Greek numbers begin with EL.
    #[error("Greek VAT numbers begin with EL, not GR.")]
    GreeceIsEl,
    /// The prefix is of no EU member state, nor XI.
    #[error("{prefix} is not the prefix of an EU VAT number.")]
    NotEu {
        /// Its first two letters.
        prefix: String,
    },
    /// What follows the prefix cannot be a number of that state.
    #[error("This is not how VAT numbers that begin with {prefix} are written.")]
    Pattern {
        /// Its first two letters.
        prefix: String,
    },
}

/// What is known about a buyer's VAT number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatNumberStatus {
    /// There is none.
    #[default]
    Absent,
    /// Not yet decided: not asked, the name differs, the answer is awaited.
    Pending,
    /// VIES said valid within 90 days, and the name fits.
    Valid,
    /// VIES said that there is no such number.
    Invalid,
    /// VIES could not be reached.
    Unavailable,
}

impl VatNumber {
    /// Reads a number as people write it.
    ///
    /// # Errors
    /// When it is no EU number or breaks its prefix's pattern.
    pub fn parse(text: &str) -> Result<(Self, Option<CheckDigitWarning>), VatNumberError> {
        let number = normalise(text).ok_or(VatNumberError::NoPrefix)?;
        let (prefix, rest) = number.split_at_checked(2).ok_or(VatNumberError::NoPrefix)?;
        if !prefix.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(VatNumberError::NoPrefix);
        }
        if prefix == "GR" {
            return Err(VatNumberError::GreeceIsEl);
        }
        if Country::of_vat_prefix(prefix).is_none() {
            return Err(VatNumberError::NotEu {
                prefix: prefix.to_owned(),
            });
        }
        // Belgium's numbers had nine digits until 2005 and now begin with a zero
        let old_belgian = prefix == "BE" && rest.len() == 9;
        let rest = if old_belgian {
            format!("0{rest}")
        } else {
            rest.to_owned()
        };
        if !pattern::fits(prefix, &rest) {
            return Err(VatNumberError::Pattern {
                prefix: prefix.to_owned(),
            });
        }
        let warning = (!check::fits(prefix, &rest)).then_some(CheckDigitWarning);
        Ok((Self([prefix, &rest].concat()), warning))
    }

    /// The whole number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first two letters, such as EL or XI.
    pub fn prefix(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// What follows the prefix.
    pub fn without_prefix(&self) -> &str {
        self.0.get(2..).unwrap_or_default()
    }

    /// The country that issued it: Greece for EL, the United Kingdom for XI.
    pub fn country(&self) -> Option<Country> {
        Country::of_vat_prefix(self.prefix())
    }

    /// Whether it can belong to a business in this country.
    pub fn is_of(&self, country: Country) -> bool {
        country.vat_prefix() == Some(self.prefix())
    }
}

/// In capitals, without spaces, dots and dashes. None if another sign is left, or too many.
fn normalise(text: &str) -> Option<String> {
    let mut number = String::new();
    for sign in text.chars() {
        match sign {
            '.' | '-' | '\u{2010}'..='\u{2015}' => {}
            _ if sign.is_whitespace() => {}
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '*' => number.push(sign.to_ascii_uppercase()),
            _ => return None,
        }
        // a foreign number may be longer, but is only told that it is one
        if number.len() > 2 * LONGEST {
            return None;
        }
    }
    Some(number)
}

impl FromStr for VatNumber {
    type Err = VatNumberError;

    fn from_str(text: &str) -> Result<Self, VatNumberError> {
        Self::parse(text).map(|(number, _)| number)
    }
}

impl TryFrom<String> for VatNumber {
    type Error = VatNumberError;

    fn try_from(text: String) -> Result<Self, VatNumberError> {
        text.parse()
    }
}

impl From<VatNumber> for String {
    fn from(number: VatNumber) -> Self {
        number.0
    }
}

impl fmt::Display for VatNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
