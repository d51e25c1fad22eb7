//! Invoices and credit notes: drafted when an order is paid, issued with a gapless number just
//! after. What Art. 226 of Directive 2006/112/EC asks for stands in the draft, frozen.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    form::NewCredit,
    id::{InvoiceId, OrderId},
    payment::CardSummary,
    proration::Period,
    quote::Quote,
    vat_number::VatNumber,
};

/// Which series of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// `2026-000123`
    Invoice,
    /// `C2026-000004`
    CreditNote,
}

impl DocumentKind {
    /// Reads the word of a kind, as it stands in the database and on the wire.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "invoice" => Some(Self::Invoice),
            "credit_note" => Some(Self::CreditNote),
            _ => None,
        }
    }
}

/// A number of a series: one series per calendar year and kind, without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceNumber {
    /// Which series.
    pub kind: DocumentKind,
    /// The calendar year of issue.
    pub year: i16,
    /// From 1.
    pub number: u32,
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match self.kind {
            DocumentKind::Invoice => "",
            DocumentKind::CreditNote => "C",
        };
        write!(f, "{prefix}{}-{:06}", self.year, self.number)
    }
}

/// The text is no number of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a document's number reads 2026-000123 or C2026-000004")]
pub struct NotANumber;

impl FromStr for InvoiceNumber {
    type Err = NotANumber;

    /// Reads it as it is printed, also without its zeros.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        let (kind, rest) = match text.strip_prefix(['C', 'c']) {
            Some(rest) => (DocumentKind::CreditNote, rest),
            None => (DocumentKind::Invoice, text),
        };
        let (year, number) = rest.split_once('-').ok_or(NotANumber)?;
        Ok(Self {
            kind,
            year: year.parse().map_err(|_| NotANumber)?,
            number: number.parse().map_err(|_| NotANumber)?,
        })
    }
}

/// A company on a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Full name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postal code.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Country.
    pub country: Country,
    /// VAT number, where it has one.
    pub vat_number: Option<VatNumber>,
}

/// An invoice that has no number yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id.
    pub id: InvoiceId,
    /// Which series.
    pub kind: DocumentKind,
    /// The order that it equals.
    pub order: OrderId,
    /// Who sells.
    pub seller: Party,
    /// Who is billed (decides the VAT).
    pub buyer: Party,
    /// Who paid.
    pub paid_by: String,
    /// For which customer.
    pub paid_for: String,
    /// The paid days.
    pub period: Period,
    /// The accepted quote: quantities, prices, rates and amounts.
    pub quote: Quote,
    /// The day the payment was received: the tax point.
    #[serde(with = "crate::day")]
    pub paid_on: Date,
    /// The card that paid, when it was one.
    pub card: Option<CardSummary>,
    /// The language of the document.
    pub locale: String,
    /// The database holds demo data: the document says so.
    pub demo: bool,
    /// For a credit note: what it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Corrects>,
}

/// What a credit note corrects (Directive 2006/112/EC, Art. 219).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrects {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: InvoiceNumber,
    /// Its day of issue.
    #[serde(with = "crate::day")]
    pub issued_on: Date,
    /// What is given back of it, and how.
    pub new: NewCredit,
    /// The payment was taken back by a lost dispute: the note gives up what is owed for it.
    #[serde(default)]
    pub owed: bool,
    /// Nothing is left of the subscription's last period, which therefore does not renew by itself any
    /// more.
    #[serde(default)]
    pub ends_renewal: bool,
}

/// An issued invoice: never changed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its number.
    pub number: InvoiceNumber,
    /// The day of issue.
    #[serde(with = "crate::day")]
    pub issued_on: Date,
    /// What it says.
    pub draft: Draft,
}

/// Issues a draft.
pub fn issue(draft: Draft, number: InvoiceNumber, on: Date) -> Invoice {
    Invoice {
        number,
        issued_on: on,
        draft,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_their_series() {
        let of = |kind, number| {
            InvoiceNumber {
                kind,
                year: 2026,
                number,
            }
            .to_string()
        };
        assert_eq!(of(DocumentKind::Invoice, 123), "2026-000123");
        assert_eq!(of(DocumentKind::CreditNote, 4), "C2026-000004");
        assert_eq!(of(DocumentKind::Invoice, 1_234_567), "2026-1234567");
        for text in ["2026-000123", "C2026-000004"] {
            let read: InvoiceNumber = text.parse().unwrap();
            assert_eq!(read.to_string(), text);
        }
        assert_eq!("c2026-4".parse(), "C2026-000004".parse::<InvoiceNumber>());
        for text in ["", "2026", "-", "2026-x", "nordwind"] {
            assert_eq!(text.parse::<InvoiceNumber>(), Err(NotANumber), "{text}");
        }
    }
}
