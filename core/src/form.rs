//! What a person types, read into what is meant. The page and the route call the same functions,
//! so a field is wrong in both or in neither. Text arrives in Unicode NFC: the browser and the
//! server's door each normalise with what their platform has.

mod addresses;
mod bank_entry;
mod business;
mod cancel;
mod code;
mod create;
mod credit;
mod renew;
mod reseller;
mod text;
mod top_up;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{payment::PaymentMethod, quote::MOST_LICENCES};
pub use addresses::{Counted, Holds, LARGEST_FILE, MOST_ROWS, Typed, addresses, decoded};
pub use bank_entry::{BankEntryForm, NewBankEntry};
pub use business::{BusinessForm, NewBusiness};
pub use cancel::{CancelForm, CancelReason, NewCancellation};
pub use code::{BACKUP_CODE_LENGTH, Code, code};
pub use create::{CreateForm, NewCustomer, NewSubscription};
pub use credit::{CreditForm, NewCredit};
pub use renew::{NewRenewal, RenewForm};
pub use reseller::{Beginning, DiscountForm, ResellerForm, stretch};
pub use text::{email, line, new_password, optional_line};
pub use top_up::{NewTopUp, TopUpForm};

/// The fewest licences an order may have.
pub const LEAST_LICENCES: u32 = 1;
/// The longest name or address line, in characters.
pub const LONGEST_LINE: usize = 100;
/// The shortest password, in characters (NIST SP 800-63B-4 asks for 15 without, 8 with a second factor).
pub const SHORTEST_PASSWORD: usize = 12;
/// The longest password, in characters; bounds the work of hashing.
pub const LONGEST_PASSWORD: usize = 200;

/// A field of any form; names the input in the page and in error summaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The customer's name.
    BusinessName,
    /// Street and number.
    Address,
    /// Postal code.
    Postcode,
    /// Town.
    City,
    /// ISO 3166-1 country.
    Country,
    /// Number of licences of a first order.
    Licences,
    /// Number of licences to add.
    MoreLicences,
    /// Number of licences that the next period is renewed with by itself.
    NextLicences,
    /// One month or twelve.
    Term,
    /// ISO 4217 currency.
    Currency,
    /// EU VAT number.
    VatNumber,
    /// Card or bank transfer.
    Payment,
    /// Where a customer's own invoices go.
    InvoiceEmail,
    /// An e-mail address.
    Email,
    /// The address that takes the place of another.
    NewEmail,
    /// Many addresses at once.
    Addresses,
    /// A password.
    Password,
    /// The password of whoever is signed in, asked for anew.
    CurrentPassword,
    /// A code of the second factor, or one of its backup codes.
    Code,
    /// The same, asked for anew of whoever is signed in.
    CurrentCode,
    /// A person's name.
    Name,
    /// The bank's own reference of an entry on its statement.
    EntryReference,
    /// The day on which the bank booked an entry.
    BookedOn,
    /// An amount of money.
    Amount,
    /// What the payer wrote to the bank.
    Remittance,
    /// A line of an invoice.
    InvoiceLine,
    /// A number of months.
    Months,
    /// What becomes of licences that are given back.
    Fate,
    /// Where money goes back to.
    Refund,
    /// Why a subscription is cancelled.
    Reason,
    /// What one wants to say about it.
    Note,
    /// Whom a reseller's orders are billed to.
    BillTo,
    /// A percentage.
    Percent,
    /// A first day.
    FromOn,
    /// A last day.
    UntilOn,
}

/// Why a field cannot be read; each has one sentence per language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldFault {
    /// Nothing was typed or chosen.
    Missing,
    /// More than `most` characters.
    TooLong {
        /// How many are allowed.
        most: u32,
    },
    /// Fewer than `least` characters.
    TooShort {
        /// How many are needed.
        least: u32,
    },
    /// A line break, control or bidirectional override character, `<` or `>`.
    ForbiddenCharacter,
    /// Not a whole number.
    NotANumber,
    /// Outside the allowed numbers.
    OutOfRange {
        /// The smallest allowed.
        least: u32,
        /// The largest allowed.
        most: u32,
    },
    /// A file, or a text, with more bytes than can be read.
    FileTooLarge,
    /// A file that is no text.
    NotText,
    /// More rows than can be taken at once.
    TooManyRows {
        /// The most.
        most: u32,
    },
    /// No row has an address that was not there before.
    NoAddress,
    /// Not an amount with the currency's decimals, above nothing.
    NotAnAmount,
    /// More than what is left of a balance.
    AboveBalance,
    /// Not a day.
    NotADay,
    /// Before or after the days that are possible.
    OtherDay {
        /// The first possible day.
        #[serde(with = "crate::day")]
        first: Date,
        /// The last possible day.
        #[serde(with = "crate::day")]
        last: Date,
    },
    /// Not a number from 0 to 100 with at most two decimals.
    NotAPercent,
    /// A discount begins on this day already.
    DayTaken,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not one of the choices offered.
    NotOffered,
    /// No code of the second factor, or not one that works now.
    WrongCode,
    /// Not written as this country's VAT numbers are.
    VatNumberPattern,
    /// The number's prefix belongs to another country than the one chosen.
    VatNumberOtherCountry,
}

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which input.
    pub field: Field,
    /// Why.
    pub fault: FieldFault,
}

/// Collects every error of a form instead of stopping at the first.
#[derive(Default)]
struct Reading {
    errors: Vec<FieldError>,
}

impl Reading {
    fn take<T>(&mut self, field: Field, read: Result<T, FieldFault>) -> Option<T> {
        read.map_err(|fault| self.errors.push(FieldError { field, fault }))
            .ok()
    }
}

/// `card`, as forms say it: what was ordered before there was a choice.
fn card() -> String {
    "card".to_owned()
}

/// Reads what was chosen from a list.
fn chosen<T: std::str::FromStr>(text: &str) -> Result<T, FieldFault> {
    if text.is_empty() {
        return Err(FieldFault::Missing);
    }
    text.parse().map_err(|_| FieldFault::NotOffered)
}

/// Reads `card` or `bank_transfer`.
fn payment(text: &str) -> Result<PaymentMethod, FieldFault> {
    match text {
        "" => Err(FieldFault::Missing),
        "card" => Ok(PaymentMethod::Card),
        "bank_transfer" => Ok(PaymentMethod::BankTransfer),
        _ => Err(FieldFault::NotOffered),
    }
}

/// Reads a number of licences; spaces around and grouping spaces within are no fault.
fn licences(text: &str) -> Result<u32, FieldFault> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Err(FieldFault::Missing);
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FieldFault::NotANumber);
    }
    let range = FieldFault::OutOfRange {
        least: LEAST_LICENCES,
        most: MOST_LICENCES,
    };
    match digits.parse::<u32>() {
        Ok(count) if (LEAST_LICENCES..=MOST_LICENCES).contains(&count) => Ok(count),
        _ => Err(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_whole_numbers_in_range() {
        let out = FieldFault::OutOfRange {
            least: 1,
            most: 100_000,
        };
        for (text, read) in [
            ("7", Ok(7)),
            (" 10 000 ", Ok(10_000)),
            ("100000", Ok(100_000)),
            ("", Err(FieldFault::Missing)),
            ("0", Err(out.clone())),
            ("100001", Err(out.clone())),
            ("99999999999999999999", Err(out)),
            ("-1", Err(FieldFault::NotANumber)),
            ("1.5", Err(FieldFault::NotANumber)),
            ("٣", Err(FieldFault::NotANumber)),
        ] {
            assert_eq!(licences(text), read, "{text:?}");
        }
    }
}
