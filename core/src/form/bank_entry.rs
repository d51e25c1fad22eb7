//! The form by which staff record money on the bank account.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Field, FieldError, FieldFault, Reading, line, optional_line};
use crate::{
    currency::Currency,
    day,
    money::{Money, plain_decimal},
};

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankEntryForm {
    /// The bank's own reference of the entry: the same entry is recorded once.
    pub entry_reference: String,
    /// The day on which the bank booked it, as `2026-11-26`.
    pub booked_on: String,
    /// In the order's currency, with a point or a comma before the decimals.
    pub amount: String,
    /// What the payer wrote; may be empty.
    pub remittance: String,
}

/// As meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBankEntry {
    /// The bank's own reference.
    pub entry_reference: String,
    /// The bank's day.
    pub booked_on: Date,
    /// How much came, above nothing.
    pub amount: Money,
    /// What the payer wrote; empty for nothing.
    pub remittance: String,
}

impl BankEntryForm {
    /// Reads the form for an order of a currency, whose money can have come from `first` to `last`.
    ///
    /// # Errors
    /// The faults of each field.
    pub fn read(
        &self,
        currency: Currency,
        (first, last): (Date, Date),
    ) -> Result<NewBankEntry, Vec<FieldError>> {
        let mut reading = Reading::default();
        let entry_reference = reading.take(Field::EntryReference, line(&self.entry_reference));
        let booked_on = reading.take(Field::BookedOn, booked_on(&self.booked_on, first, last));
        let amount = reading.take(Field::Amount, amount(&self.amount, currency));
        let remittance = reading.take(Field::Remittance, optional_line(&self.remittance));
        match (entry_reference, booked_on, amount, remittance) {
            (Some(entry_reference), Some(booked_on), Some(amount), Some(remittance)) => {
                Ok(NewBankEntry {
                    entry_reference,
                    booked_on,
                    amount,
                    remittance: remittance.unwrap_or_default(),
                })
            }
            _ => Err(reading.errors),
        }
    }
}

fn booked_on(text: &str, first: Date, last: Date) -> Result<Date, FieldFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldFault::Missing);
    }
    let day = day::read(text).ok_or(FieldFault::NotADay)?;
    if day < first || last < day {
        return Err(FieldFault::OtherDay { first, last });
    }
    Ok(day)
}

/// Reads an amount. One point or comma stands before the decimals, and spaces may group the rest:
/// whatever could be read in two ways is no amount.
fn amount(text: &str, currency: Currency) -> Result<Money, FieldFault> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Err(FieldFault::Missing);
    }
    let read = plain_decimal(&text.replacen(',', ".", 1)).ok_or(FieldFault::NotAnAmount)?;
    let amount = Money::round(read, currency).map_err(|_| FieldFault::NotAnAmount)?;
    if read > Decimal::ZERO && amount.major() == read {
        Ok(amount)
    } else {
        Err(FieldFault::NotAnAmount)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_amount_can_be_read_in_one_way_only() {
        let euro = |text| amount(text, Currency::EUR).map(Money::minor);
        for (text, minor) in [
            ("1234.50", 123_450),
            ("1 234,50", 123_450),
            ("1234,5", 123_450),
            ("0.01", 1),
            (" 7 ", 700),
        ] {
            assert_eq!(euro(text), Ok(minor), "{text:?}");
        }
        for text in [
            "1,234",
            "1.234,50",
            "1,234.50",
            "0",
            "0.00",
            "-5",
            "5 EUR",
            "1e3",
            "0.001",
            ".5",
            "5.",
            "99999999999999999999",
        ] {
            assert_eq!(euro(text), Err(FieldFault::NotAnAmount), "{text:?}");
        }
        assert_eq!(euro("  "), Err(FieldFault::Missing));
        assert_eq!(amount("100", Currency::JPY).map(Money::minor), Ok(100));
        assert_eq!(amount("1.5", Currency::JPY), Err(FieldFault::NotAnAmount));
    }

    #[test]
    fn the_bank_day_lies_between_the_order_and_today() {
        let (first, last) = (date(2026, 11, 1), date(2026, 11, 26));
        let read = |text| booked_on(text, first, last);
        assert_eq!(read("2026-11-01"), Ok(first));
        assert_eq!(read(" 2026-11-26 "), Ok(last));
        let other = Err(FieldFault::OtherDay { first, last });
        assert_eq!(
            (read("2026-10-31"), read("2026-11-27")),
            (other.clone(), other)
        );
        assert_eq!(read("26.11.2026"), Err(FieldFault::NotADay));
        assert_eq!(read(""), Err(FieldFault::Missing));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let form = BankEntryForm {
            remittance: "a\nb".to_owned(),
            ..BankEntryForm::default()
        };
        let day = date(2026, 11, 26);
        let errors = form.read(Currency::EUR, (day, day));
        assert_eq!(errors.map_err(|errors| errors.len()), Err(4));
    }
}
