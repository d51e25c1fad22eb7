//! What is to be bought: the change, and which periods it concerns.
//!
//! Promises: the rules of which period a change buys and which months of it.
//! Leaves prices and VAT to [`super::quote`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{LineReason, QuoteError};
use crate::currency::Currency;
use crate::price_list::UnitPrice;
use crate::proration::{Grace, Period, PeriodError};
use crate::term::Term;

/// The most licences of one quote.
pub const MOST_LICENCES: u32 = 100_000;

/// What is to be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteRequest {
    /// For which subscription period.
    pub kind: QuoteKind,
    /// In what it is paid.
    pub currency: Currency,
    /// The plan; for a top-up that of the running period.
    pub term: Term,
    /// How many licences; for a top-up how many more.
    pub licences: u32,
}

/// The change, with what is known of the subscription's periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// A new subscription, from today.
    Create,
    /// More licences to the end of the running period, and of the next if that is paid too.
    TopUp {
        /// The running period.
        period: Period,
        /// The one after it, once it is paid.
        next: Option<NextPeriod>,
    },
    /// Another period.
    Renew {
        /// The period that runs or ran last; none: from today.
        running: Option<Period>,
        /// How long after its end it still is continued.
        grace: Grace,
    },
}

/// A period that is paid ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextPeriod {
    /// It begins where the running one ends.
    pub period: Period,
    /// The price of its own price list.
    pub unit_price: UnitPrice,
}

/// The kind of a quote, without what it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "as in `QuoteKind`")]
pub enum Change {
    Create,
    TopUp,
    Renew,
}

/// Licences of one period, before they are multiplied.
pub(super) struct Part {
    pub months: u32,
    pub unit_price: UnitPrice,
    pub reason: LineReason,
}

impl QuoteRequest {
    /// The period that would be bought today; for a top-up the running one.
    ///
    /// # Errors
    /// When there is no such period.
    pub fn period(&self, today: Date) -> Result<Period, PeriodError> {
        match &self.kind {
            QuoteKind::Create => Period::first(today, self.term),
            QuoteKind::TopUp { period, .. } => Ok(*period),
            QuoteKind::Renew { running, grace } => {
                Period::renewal(running.as_ref(), self.term, today, *grace)
            }
        }
    }

    /// The day whose price list applies: the first day of the period.
    ///
    /// # Errors
    /// When there is no such period.
    pub fn price_day(&self, today: Date) -> Result<Date, PeriodError> {
        self.period(today).map(|period| period.start())
    }

    /// The day whose discount applies: a top-up has today's, everything else that of the first day.
    ///
    /// # Errors
    /// When there is no such period.
    pub fn discount_day(&self, today: Date) -> Result<Date, PeriodError> {
        match self.kind {
            QuoteKind::TopUp { .. } => Ok(today),
            _ => self.price_day(today),
        }
    }

    /// What is multiplied: the licences of `period`, and of the next for a top-up of both.
    pub(super) fn parts(
        &self,
        period: Period,
        unit_price: UnitPrice,
        today: Date,
    ) -> Result<(Part, Option<Part>), QuoteError> {
        let QuoteKind::TopUp { next, .. } = &self.kind else {
            let reason = LineReason::WholePeriod { period };
            return Ok((
                Part {
                    months: period.months(),
                    unit_price,
                    reason,
                },
                None,
            ));
        };
        if period.term() != self.term {
            return Err(QuoteError::OtherTerm {
                running: period.term(),
            });
        }
        let ended = QuoteError::Ended { end: period.end() };
        let months = period.months_left(today).ok_or(ended)?;
        let main = Part {
            months,
            unit_price,
            reason: LineReason::StartedMonths { period },
        };
        let Some(NextPeriod {
            period: ahead,
            unit_price,
        }) = *next
        else {
            return Ok((main, None));
        };
        if ahead.start() != period.end() {
            return Err(QuoteError::NextDoesNotFollow);
        }
        let reason = LineReason::NextPeriod { period: ahead };
        Ok((
            main,
            Some(Part {
                months: ahead.months(),
                unit_price,
                reason,
            }),
        ))
    }
}

impl QuoteKind {
    /// The kind alone.
    pub const fn change(&self) -> Change {
        match self {
            Self::Create => Change::Create,
            Self::TopUp { .. } => Change::TopUp,
            Self::Renew { .. } => Change::Renew,
        }
    }
}
