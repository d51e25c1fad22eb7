//! The terms that are sold: a month or a year at a time.
//!
//! Promises: on the wire and in the database a term is its number of months, 1 or 12.
//! Leaves the dates of a term to [`crate::proration`], its price to [`crate::price_list`].

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How long a period is bought for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub enum Term {
    /// One month.
    Month,
    /// Twelve months, paid at once.
    Year,
}

/// The number of months is not that of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A term is 1 or 12 months.")]
pub struct UnknownTerm;

impl Term {
    /// Both terms, the shorter first.
    pub const ALL: [Self; 2] = [Self::Month, Self::Year];

    /// The number of months: 1 or 12.
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Year => 12,
        }
    }

    /// The term of so many months.
    pub const fn from_months(months: u32) -> Option<Self> {
        match months {
            1 => Some(Self::Month),
            12 => Some(Self::Year),
            _ => None,
        }
    }
}

impl TryFrom<u32> for Term {
    type Error = UnknownTerm;

    fn try_from(months: u32) -> Result<Self, UnknownTerm> {
        Self::from_months(months).ok_or(UnknownTerm)
    }
}

impl From<Term> for u32 {
    fn from(term: Term) -> Self {
        term.months()
    }
}
