//! The books: double-entry, append-only. An entry that does not balance cannot be built.
//! Accounts are data; here are the codes of the ones the rules move money between.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{currency::Currency, money::Money, proration::Period};

/// Money at the card gateway, not yet paid out.
pub const GATEWAY: &str = "1580";
/// Card money that a payer's bank wants back, until that is decided.
pub const DISPUTED: &str = "1590";
/// What payers owe after disputes that were lost: what was delivered, and its VAT.
pub const OWED: &str = "1519";
/// Money on the seller's bank account.
pub const BANK: &str = "1930";
/// VAT owed to the tax office, by country of the rate in the posting's detail.
pub const VAT_OWED: &str = "2610";
/// Periods paid for and not yet delivered.
pub const DEFERRED_REVENUE: &str = "2970";
/// Revenue of months delivered.
pub const REVENUE: &str = "3000";
/// Money of payers that no order has used.
pub const BALANCE: &str = "2420";

/// One line of an entry: positive debits, negative credits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// The account's code.
    pub account: String,
    /// Signed minor units.
    pub amount: Money,
}

/// Moves money between accounts; sums to zero in each currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    on: Date,
    text: String,
    postings: Vec<Posting>,
}

/// The sum that should have been zero.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the entry does not balance in {currency}: {sum_minor} minor units are left over", currency = currency.code())]
pub struct Unbalanced {
    /// Where.
    pub currency: Currency,
    /// What is left, in minor units.
    pub sum_minor: i128,
}

impl Entry {
    /// Builds an entry, leaving out postings of nothing.
    ///
    /// # Errors
    /// [`Unbalanced`] when a currency does not sum to zero.
    pub fn new(
        on: Date,
        text: impl Into<String>,
        postings: Vec<Posting>,
    ) -> Result<Self, Unbalanced> {
        let mut sums: BTreeMap<&str, (Currency, i128)> = BTreeMap::new();
        for posting in &postings {
            let currency = posting.amount.currency();
            sums.entry(currency.code()).or_insert((currency, 0)).1 +=
                i128::from(posting.amount.minor());
        }
        if let Some((currency, sum_minor)) = sums.into_values().find(|(_, sum)| *sum != 0) {
            return Err(Unbalanced {
                currency,
                sum_minor,
            });
        }
        let postings = postings
            .into_iter()
            .filter(|p| p.amount.minor() != 0)
            .collect();
        Ok(Self {
            on,
            text: text.into(),
            postings,
        })
    }

    /// The business date.
    pub fn on(&self) -> Date {
        self.on
    }

    /// What it is about.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its lines.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }
}

/// A debit (positive) or credit (negative) of an account.
pub fn posting(account: &str, amount: Money) -> Posting {
    Posting {
        account: account.to_owned(),
        amount,
    }
}

/// How deferred revenue is released: at each boundary of the period the share of the months
/// gone by, computed as a running sum so that the parts are exactly the whole.
/// `months` are the paid months up to the period's end (a top-up pays fewer than the period has).
pub fn releases(net: Money, period: &Period, months: u32) -> Vec<(Date, Money)> {
    let first = period.months().saturating_sub(months);
    let mut released: i64 = 0;
    (1..=months)
        .filter_map(|month| {
            let so_far = i128::from(net.minor()) * i128::from(month) / i128::from(months);
            let so_far = i64::try_from(so_far).ok()?;
            let part = Money::new(so_far - released, net.currency());
            released = so_far;
            Some((period.boundary(first + month)?, part))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn the_months_of_a_year_release_exactly_the_year() {
        let period =
            Period::first(jiff::civil::date(2026, 1, 31), crate::term::Term::Year).expect("a year");
        let parts = releases(eur(10_001), &period, 12);
        assert_eq!(
            parts.iter().map(|(_, part)| part.minor()).sum::<i64>(),
            10_001
        );
        assert_eq!(
            parts.first().map(|(on, _)| *on),
            Some(jiff::civil::date(2026, 2, 28))
        );
        assert_eq!(parts.last().map(|(on, _)| *on), Some(period.end()));
        assert_eq!(
            releases(eur(200), &period, 2).first().map(|(on, _)| *on),
            Some(jiff::civil::date(2026, 12, 31))
        );
    }

    #[test]
    fn only_what_balances_is_an_entry() {
        let on = jiff::civil::date(2026, 11, 23);
        let good = vec![
            posting(GATEWAY, eur(12_500)),
            posting(VAT_OWED, eur(-2_500)),
            posting(DEFERRED_REVENUE, eur(-10_000)),
        ];
        assert_eq!(
            Entry::new(on, "sale", good).map(|e| e.postings().len()),
            Ok(3)
        );
        let bad = vec![
            posting(GATEWAY, eur(1)),
            posting(REVENUE, Money::new(-1, Currency::SEK)),
        ];
        assert!(Entry::new(on, "mixed", bad).is_err());
    }
}
