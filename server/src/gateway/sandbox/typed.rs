//! What the payer typed on the card page, and what it means: a card of the table or a sentence
//! for each field.
//!
//! Promises: the same text gives the same answer; nothing here keeps or prints a number.

use jiff::civil::Date;
use serde::Deserialize;

use super::cards::{ALL, Expiry, TestCard};

/// The card form as the browser sends it. Its `Debug` is left out, so that it cannot be logged.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CardForm {
    pub(super) number: String,
    pub(super) expiry: String,
    pub(super) security_code: String,
    pub(super) save_card: Option<String>,
}

/// Why a field cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldError {
    NumberMissing,
    NumberWrong,
    NumberNoTestCard,
    ExpiryMissing,
    ExpiryWrong,
    ExpiryPast,
    CodeMissing,
    CodeWrong,
}

/// At most one error a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldErrors {
    pub(super) number: Option<FieldError>,
    pub(super) expiry: Option<FieldError>,
    pub(super) security_code: Option<FieldError>,
}

impl CardForm {
    /// The card and its expiry; every field is looked at before any error is told.
    pub(super) fn read(&self, today: Date) -> Result<(&'static TestCard, Expiry), FieldErrors> {
        let number = number(&self.number);
        let expiry = expiry(&self.expiry, today);
        let code = security_code(&self.security_code);
        match (number, expiry, code) {
            (Ok(card), Ok(expiry), Ok(())) => Ok((card, expiry)),
            (number, expiry, code) => Err(FieldErrors {
                number: number.err(),
                expiry: expiry.err(),
                security_code: code.err(),
            }),
        }
    }
}

fn number(typed: &str) -> Result<&'static TestCard, FieldError> {
    let digits: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .collect();
    if digits.is_empty() {
        return Err(FieldError::NumberMissing);
    }
    if !(12..=19).contains(&digits.len()) || !passes_luhn(&digits) {
        return Err(FieldError::NumberWrong);
    }
    ALL.iter()
        .find(|card| card.number == digits)
        .ok_or(FieldError::NumberNoTestCard)
}

/// ISO/IEC 7812-1, annex B: every second digit from the right is doubled, the sum ends in 0.
pub(super) fn passes_luhn(digits: &str) -> bool {
    let mut sum = 0;
    for (place, digit) in digits.chars().rev().enumerate() {
        let Some(digit) = digit.to_digit(10).filter(|_| digit.is_ascii()) else {
            return false;
        };
        let doubled = if place % 2 == 1 { digit * 2 } else { digit };
        sum += doubled / 10 + doubled % 10;
    }
    sum % 10 == 0
}

/// `MM/YY`, `MM/YYYY`, `MMYY` or `MMYYYY`, blanks anywhere, a one-digit month before the stroke.
fn expiry(typed: &str, today: Date) -> Result<Expiry, FieldError> {
    let text: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    if text.is_empty() {
        return Err(FieldError::ExpiryMissing);
    }
    let expiry = month_and_year(&text).ok_or(FieldError::ExpiryWrong)?;
    let this_month = Expiry {
        year: today.year(),
        month: today.month(),
    };
    if expiry < this_month {
        return Err(FieldError::ExpiryPast);
    }
    Ok(expiry)
}

fn month_and_year(text: &str) -> Option<Expiry> {
    if !text
        .chars()
        .all(|letter| letter.is_ascii_digit() || letter == '/')
    {
        return None;
    }
    let (month, year) = match text.split_once('/') {
        Some(parts) => parts,
        None => text.split_at_checked(2)?,
    };
    let month: i8 = month
        .parse()
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (2, year) => 2000 + year,
        (4, year @ 2000..=2099) => year,
        _ => return None,
    };
    Some(Expiry { year, month })
}

fn security_code(typed: &str) -> Result<(), FieldError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(FieldError::CodeMissing);
    }
    if typed.len() != 3 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FieldError::CodeWrong);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn numbers() {
        let ok = |typed| number(typed).map(|card| card.number);
        assert_eq!(ok("4242424242424242"), Ok("4242424242424242"));
        assert_eq!(ok(" 4242 4242-4242 4242\t"), Ok("4242424242424242"));
        assert_eq!(ok("4242\u{a0}4242 4242 4242"), Ok("4242424242424242"));
        assert_eq!(ok("  "), Err(FieldError::NumberMissing));
        assert_eq!(ok("4242424242424241"), Err(FieldError::NumberWrong));
        assert_eq!(ok("4242"), Err(FieldError::NumberWrong));
        assert_eq!(ok("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"), Err(FieldError::NumberWrong));
        assert_eq!(ok("378282246310005"), Err(FieldError::NumberNoTestCard));
    }

    #[test]
    fn expiries() {
        let ok = |typed| expiry(typed, TODAY).map(|is| (is.year, is.month));
        for typed in ["12/26", "12 / 26", "1226", "122026", "12/2026"] {
            assert_eq!(ok(typed), Ok((2026, 12)), "{typed}");
        }
        assert_eq!(ok("11/26"), Ok((2026, 11)));
        assert_eq!(ok("1/27"), Ok((2027, 1)));
        assert_eq!(ok("10/26"), Err(FieldError::ExpiryPast));
        assert_eq!(ok(" "), Err(FieldError::ExpiryMissing));
        for typed in [
            "13/27", "0/27", "12", "1/", "/27", "12/27/1", "a", "12/1926", "é2", "-1/27",
        ] {
            assert_eq!(ok(typed), Err(FieldError::ExpiryWrong), "{typed}");
        }
    }

    #[test]
    fn security_codes() {
        assert_eq!(security_code(" 123 "), Ok(()));
        assert_eq!(security_code(""), Err(FieldError::CodeMissing));
        for typed in ["12", "1234", "12a", "١٢٣"] {
            assert_eq!(security_code(typed), Err(FieldError::CodeWrong), "{typed}");
        }
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let Err(errors) = CardForm::default().read(TODAY) else {
            panic!("an empty form was read");
        };
        assert_eq!(errors.number, Some(FieldError::NumberMissing));
        assert_eq!(errors.expiry, Some(FieldError::ExpiryMissing));
        assert_eq!(errors.security_code, Some(FieldError::CodeMissing));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(number in "\\PC*", expiry in "\\PC*", security_code in "\\PC*") {
            let form = CardForm { number, expiry, security_code, save_card: None };
            prop_assert!(form.read(TODAY).is_err());
        }

        #[test]
        fn one_wrong_digit_never_passes(card in 0..ALL.len(), place in 0_usize..16, by in 1_u32..10) {
            let wrong: String = ALL[card].number.chars().enumerate().map(|(at, digit)| {
                let value = digit.to_digit(10).unwrap();
                let value = if at == place { (value + by) % 10 } else { value };
                char::from_digit(value, 10).unwrap()
            }).collect();
            prop_assert!(!passes_luhn(&wrong));
        }
    }
}
