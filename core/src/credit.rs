//! Credit notes: what is given back of an invoice, by licences × months of one of its lines.
//!
//! Promises: each note is what is credited with it less what was credited before it, so that notes
//! for all licences and months sum to exactly the invoice; rate and treatment are the invoice's,
//! whatever holds today (Directive 2006/112/EC, Art. 90 and 219).

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    money::{Money, MoneyError},
    quote::{LineKind, LineReason, Quote, QuoteLine},
};

/// What a credit note gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Which of the invoice's lines of licences, from 0.
    pub line: u32,
    /// How many licences …
    pub licences: u32,
    /// … for how many months.
    pub months: u32,
}

impl Credit {
    /// Licences × months.
    pub fn units(&self) -> u64 {
        u64::from(self.licences) * u64::from(self.months)
    }
}

/// Why nothing can be credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CreditError {
    /// The invoice has no such line of licences.
    #[error("the invoice has no such line")]
    NoSuchLine,
    /// Nothing, or more than the line has left.
    #[error("the line has {left} licence months left")]
    TooMuch {
        /// Licences × months that are not credited yet.
        left: u64,
    },
    /// An amount cannot be had.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// The lines of licences of an invoice.
pub fn lines(quote: &Quote) -> impl Iterator<Item = &QuoteLine> {
    let lines = quote.lines.iter();
    lines.filter(|line| line.kind == LineKind::Licences)
}

/// How many licences × months a line has.
pub fn units(line: &QuoteLine) -> u64 {
    u64::from(line.quantity.unwrap_or_default()) * u64::from(line.months.unwrap_or_default())
}

/// How many licences × months of a line are not credited yet.
pub fn left(quote: &Quote, before: &[Credit], line: u32) -> u64 {
    let all = usize::try_from(line).ok();
    let all = all.and_then(|line| lines(quote).nth(line)).map_or(0, units);
    all.saturating_sub(credited(before, line))
}

/// Whether nothing is left of an invoice.
pub fn is_all(quote: &Quote, before: &[Credit]) -> bool {
    (0..)
        .zip(lines(quote))
        .all(|(line, of)| credited(before, line) >= units(of))
}

fn credited(before: &[Credit], line: u32) -> u64 {
    let of_line = before.iter().filter(|credit| credit.line == line);
    of_line.map(Credit::units).sum()
}

/// The amounts of a credit note, as a quote whose amounts are given back.
///
/// # Errors
/// [`CreditError`]; more licences than the line has or more months are too much as well.
pub fn credit(quote: &Quote, before: &[Credit], this: Credit) -> Result<Quote, CreditError> {
    let place = usize::try_from(this.line).map_err(|_| CreditError::NoSuchLine)?;
    let line = lines(quote).nth(place).ok_or(CreditError::NoSuchLine)?;
    let left = left(quote, before, this.line);
    let fits = this.licences <= line.quantity.unwrap_or_default()
        && this.months <= line.months.unwrap_or_default();
    if !fits || this.units() == 0 || this.units() > left {
        return Err(CreditError::TooMuch { left });
    }
    let after = Sums::of(quote, &[before, &[this]].concat())?;
    let sums = after.less(Sums::of(quote, before)?)?;
    let net = sums.list.checked_sub(sums.discount)?;
    let mut lines = vec![QuoteLine {
        quantity: Some(this.licences),
        months: Some(this.months),
        amount: sums.list,
        ..line.clone()
    }];
    for of in &quote.lines {
        let amount = match of.kind {
            LineKind::Licences => continue,
            LineKind::Discount => sums.discount.negated(),
            LineKind::Vat => sums.vat,
        };
        lines.push(QuoteLine {
            amount,
            ..of.clone()
        });
    }
    Ok(Quote {
        licences: this.licences,
        months: this.months,
        period: match line.reason {
            LineReason::WholePeriod { period }
            | LineReason::StartedMonths { period }
            | LineReason::NextPeriod { period } => period,
            LineReason::Discount | LineReason::Vat { .. } => quote.period,
        },
        unit_price: line.unit_price.unwrap_or(quote.unit_price),
        list: sums.list,
        discount: sums.discount,
        net,
        vat: sums.vat,
        total: net.checked_add(sums.vat)?,
        lines,
        ..quote.clone()
    })
}

/// What is credited of an invoice in all: running sums, which are exactly the invoice when all of
/// it is.
#[derive(Clone, Copy)]
struct Sums {
    list: Money,
    discount: Money,
    vat: Money,
}

impl Sums {
    fn of(quote: &Quote, credits: &[Credit]) -> Result<Self, MoneyError> {
        let mut list = Money::new(0, quote.currency);
        for (line, of) in (0..).zip(lines(quote)) {
            let whole = count(units(of));
            let part = count(credited(credits, line)).min(whole);
            list = list.checked_add(of.amount.portion(part, whole)?)?;
        }
        let discount = quote.discount.portion(list.minor(), quote.list.minor())?;
        let net = list.checked_sub(discount)?;
        let vat = quote.vat.portion(net.minor(), quote.net.minor())?;
        Ok(Self {
            list,
            discount,
            vat,
        })
    }

    fn less(self, before: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            list: self.list.checked_sub(before.list)?,
            discount: self.discount.checked_sub(before.discount)?,
            vat: self.vat.checked_sub(before.vat)?,
        })
    }
}

/// Licence months are far fewer than that: 100,000 licences for twelve.
fn count(units: u64) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}
