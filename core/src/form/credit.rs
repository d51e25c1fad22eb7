//! The form of a credit note: how many licences of which line, for how many months, and what becomes
//! of the licences and the money.

use serde::{Deserialize, Serialize};

use super::{Field, FieldError, FieldFault, Reading, chosen};
use crate::{
    credit::{self, Credit},
    quote::Quote,
};

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditForm {
    /// Which line of licences, from 0.
    pub line: String,
    /// How many licences.
    pub licences: String,
    /// For how many months.
    pub months: String,
    /// `end` or `stay`: what becomes of so many licences.
    pub fate: String,
    /// `card` or `balance`: where the money goes.
    pub refund: String,
}

/// What is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCredit {
    /// What is given back.
    pub credit: Credit,
    /// The licences end today.
    pub licences_end: bool,
    /// To the card that paid; else it is the payer's balance.
    pub to_card: bool,
}

impl CreditForm {
    /// Reads the form for an invoice of which some was given back already.
    ///
    /// # Errors
    /// Every faulty field, in the order of the page.
    pub fn read(
        &self,
        quote: &Quote,
        before: &[Credit],
        by_card: bool,
    ) -> Result<NewCredit, Vec<FieldError>> {
        let mut reading = Reading::default();
        let line = chosen::<u32>(&self.line).and_then(|line| {
            let left = credit::left(quote, before, line);
            (left > 0)
                .then_some((line, left))
                .ok_or(FieldFault::NotOffered)
        });
        let line = reading.take(Field::InvoiceLine, line);
        let of = |line: u32| credit::lines(quote).nth(usize::try_from(line).unwrap_or(usize::MAX));
        let most = line.and_then(|(line, left)| {
            let of = of(line)?;
            let months = of.months.unwrap_or_default();
            Some((of.quantity.unwrap_or_default(), months, left))
        });
        let (most_licences, most_months, left) = most.unwrap_or((u32::MAX, u32::MAX, u64::MAX));
        let licences = reading.take(Field::Licences, count(&self.licences, most_licences));
        // no more than what is left for so many licences
        let months = licences.map_or(most_months, |licences| {
            let each = left / u64::from(licences.max(1));
            most_months.min(u32::try_from(each).unwrap_or(u32::MAX))
        });
        let months = reading.take(Field::Months, count(&self.months, months));
        let licences_end = reading.take(Field::Fate, one_of(&self.fate, ["stay", "end"]));
        let to_card = reading.take(
            Field::Refund,
            one_of(&self.refund, ["balance", "card"]).and_then(|card| {
                (!card || by_card)
                    .then_some(card)
                    .ok_or(FieldFault::NotOffered)
            }),
        );
        match (line, licences, months, licences_end, to_card) {
            (Some((line, _)), Some(licences), Some(months), Some(licences_end), Some(to_card)) => {
                let credit = Credit {
                    line,
                    licences,
                    months,
                };
                Ok(NewCredit {
                    credit,
                    licences_end,
                    to_card,
                })
            }
            _ => Err(reading.errors),
        }
    }
}

/// Whether it is the second of two words.
fn one_of(text: &str, [no, yes]: [&str; 2]) -> Result<bool, FieldFault> {
    match text {
        "" => Err(FieldFault::Missing),
        text if text == no => Ok(false),
        text if text == yes => Ok(true),
        _ => Err(FieldFault::NotOffered),
    }
}

fn count(text: &str, most: u32) -> Result<u32, FieldFault> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Err(FieldFault::Missing);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FieldFault::NotANumber);
    }
    match digits.parse() {
        Ok(count) if (1..=most).contains(&count) => Ok(count),
        _ => Err(FieldFault::OutOfRange { least: 1, most }),
    }
}
