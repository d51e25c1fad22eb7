//! The price: what a change of a subscription costs on a day, line by line, and why.
//!
//! Promises: browser and server compute the same [`Quote`] from the same values and compare it
//! whole; lines add up to the total; each product is rounded once, VAT once per rate.
//! Leaves which price list and discount apply to the caller, by [`QuoteRequest::price_day`] and
//! [`QuoteRequest::discount_day`]; who may buy to permissions.

mod request;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use self::request::Part;
pub use self::request::{Change, MOST_LICENCES, NextPeriod, QuoteKind, QuoteRequest};
use crate::currency::Currency;
use crate::discount::Percent;
use crate::money::{Money, MoneyError};
use crate::price_list::{PriceList, UnitPrice};
use crate::proration::{Period, PeriodError};
use crate::term::Term;
use crate::vat::{Buyer, Seller, VatDecision, VatError, VatReason, VatTreatment, decide};

/// Between whom, and with which discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    /// Who sells.
    pub seller: Seller,
    /// Whom it is billed to.
    pub buyer: Buyer,
    /// The payer's discount; zero when the customer's own administrator pays.
    pub discount: Percent,
}

/// A computed price. Two quotes are the same price exactly if they are equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// What is bought.
    pub kind: Change,
    /// In what it is paid.
    pub currency: Currency,
    /// The plan.
    pub term: Term,
    /// How many licences; for a top-up how many more.
    pub licences: u32,
    /// How many months of `period` are paid.
    pub months: u32,
    /// The period that is bought; for a top-up the running one.
    pub period: Period,
    /// A licence's price a month in `period`.
    pub unit_price: UnitPrice,
    /// The payer's discount.
    pub discount_percent: Percent,
    /// The sum of the licence lines.
    pub list: Money,
    /// The discount, as a positive amount.
    pub discount: Money,
    /// `list` less `discount`.
    pub net: Money,
    /// What happens to the VAT.
    pub vat_treatment: VatTreatment,
    /// Its rate.
    pub vat_rate: Percent,
    /// Why.
    pub vat_reason: VatReason,
    /// The VAT on `net`.
    pub vat: Money,
    /// `net` and `vat`: what is paid.
    pub total: Money,
    /// The same, line by line; their amounts add up to `total`.
    pub lines: Vec<QuoteLine>,
}

/// A line of a quote, which says itself in any language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// What it is about.
    pub kind: LineKind,
    /// How many licences.
    pub quantity: Option<u32>,
    /// For how many months.
    pub months: Option<u32>,
    /// At which price a licence and month.
    pub unit_price: Option<UnitPrice>,
    /// Which percentage.
    pub percent: Option<Percent>,
    /// What it adds to the total; negative for a discount.
    pub amount: Money,
    /// Why.
    pub reason: LineReason,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they say themselves")]
pub enum LineKind {
    Licences,
    Discount,
    Vat,
}

/// Why a line is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineReason {
    /// Licences for a whole period.
    WholePeriod {
        /// That period.
        period: Period,
    },
    /// Licences for the started months of the running period.
    StartedMonths {
        /// That period.
        period: Period,
    },
    /// Licences for the period that is paid ahead.
    NextPeriod {
        /// That period.
        period: Period,
    },
    /// The payer's discount on all licences.
    Discount,
    /// The VAT and why it is so.
    Vat {
        /// Why.
        reason: VatReason,
    },
}

/// Why there is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteError {
    /// Too few or too many licences.
    #[error("Licences are bought 1 to 100,000 at a time.")]
    Licences,
    /// The price list has no price.
    #[error("Nothing is sold in {currency} for {} months.", term.months())]
    NotSold {
        /// In this currency.
        currency: Currency,
        /// For this term.
        term: Term,
    },
    /// A top-up has the term of its running period.
    #[error("Licences are added for the running period's term, {} months.", running.months())]
    OtherTerm {
        /// That term.
        running: Term,
    },
    /// Nothing can be added to a period that has ended, only renewed.
    #[error("The period ended before {end}; it can only be renewed.")]
    Ended {
        /// The first day after it.
        #[serde(with = "crate::day")]
        end: Date,
    },
    /// The period paid ahead does not follow the running one.
    #[error("The next period does not begin where the running one ends.")]
    NextDoesNotFollow,
    /// There is no such period.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// The VAT cannot be decided.
    #[error(transparent)]
    Vat(#[from] VatError),
    /// An amount cannot be had.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Quote {
    /// The same price for a period that begins on another day, because it is paid on that day.
    ///
    /// # Errors
    /// When the period would end after the calendar does.
    pub fn starting_on(&self, day: Date) -> Result<Self, PeriodError> {
        let period = Period::first(day, self.term)?;
        let mut moved = Self {
            period,
            ..self.clone()
        };
        for line in &mut moved.lines {
            if matches!(line.reason, LineReason::WholePeriod { .. }) {
                line.reason = LineReason::WholePeriod { period };
            }
        }
        Ok(moved)
    }
}

/// The price of `request` today, when the payment is received today.
///
/// `prices` is the list of [`QuoteRequest::price_day`]; for a top-up, the running period's.
///
/// # Errors
/// When it cannot be bought or its price or VAT is not known.
pub fn quote(
    request: &QuoteRequest,
    prices: &PriceList,
    sale: &Sale,
    today: Date,
) -> Result<Quote, QuoteError> {
    let QuoteRequest {
        currency,
        term,
        licences,
        ..
    } = *request;
    if !(1..=MOST_LICENCES).contains(&licences) {
        return Err(QuoteError::Licences);
    }
    let period = request.period(today)?;
    let unit_price = prices
        .unit(currency, term)
        .ok_or(QuoteError::NotSold { currency, term })?;
    let (main, ahead) = request.parts(period, unit_price, today)?;
    let months = main.months;
    let vat = decide(&sale.seller, &sale.buyer, today)?;

    let mut lines = Vec::with_capacity(4);
    let mut list = Money::zero(currency);
    for part in [Some(main), ahead].into_iter().flatten() {
        let line = licences_line(part, licences, currency)?;
        list = list.checked_add(line.amount)?;
        lines.push(line);
    }
    let discount = list.share(sale.discount.value())?;
    let net = list.checked_sub(discount)?;
    let vat_amount = net.share(vat.rate.value())?;
    let total = net.checked_add(vat_amount)?;
    if !sale.discount.is_zero() {
        lines.push(percent_line(
            sale.discount,
            discount.negated(),
            LineReason::Discount,
        ));
    }
    let VatDecision {
        treatment,
        rate,
        reason,
    } = vat;
    lines.push(percent_line(
        rate,
        vat_amount,
        LineReason::Vat {
            reason: reason.clone(),
        },
    ));
    Ok(Quote {
        kind: request.kind.change(),
        currency,
        term,
        licences,
        months,
        period,
        unit_price,
        discount_percent: sale.discount,
        list,
        discount,
        net,
        vat_treatment: treatment,
        vat_rate: rate,
        vat_reason: reason,
        vat: vat_amount,
        total,
        lines,
    })
}

fn licences_line(part: Part, licences: u32, currency: Currency) -> Result<QuoteLine, MoneyError> {
    let Part {
        months,
        unit_price,
        reason,
    } = part;
    let count = u64::from(licences) * u64::from(months);
    Ok(QuoteLine {
        kind: LineKind::Licences,
        quantity: Some(licences),
        months: Some(months),
        unit_price: Some(unit_price),
        percent: None,
        amount: Money::times(unit_price.value(), count, currency)?,
        reason,
    })
}

fn percent_line(percent: Percent, amount: Money, reason: LineReason) -> QuoteLine {
    let kind = match reason {
        LineReason::Vat { .. } => LineKind::Vat,
        _ => LineKind::Discount,
    };
    let percent = Some(percent);
    QuoteLine {
        kind,
        quantity: None,
        months: None,
        unit_price: None,
        percent,
        amount,
        reason,
    }
}
