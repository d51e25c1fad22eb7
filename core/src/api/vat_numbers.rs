//! Checking a VAT number while a form is filled in; for staff, numbers whose name is to be decided on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, with_id};
use crate::{id::VatCheckId, vat_number::VatNumberStatus};

/// Asks once, when the field is left. The answer is kept and is the one an order is placed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckVatNumber {
    /// As typed.
    pub vat_number: String,
    /// The name that it should belong to.
    pub business_name: String,
}

/// What is known of a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatNumberCheck {
    /// As normalised.
    pub vat_number: String,
    /// The business name that was asked for.
    pub business_name: String,
    /// What a quote may build on; `Valid` only where the name resembles, too.
    pub status: VatNumberStatus,
    /// Why it is pending.
    pub note: Option<VatNumberNote>,
    /// Whether the check digit is wrong: a typing error is likely.
    pub odd_check_digit: bool,
}

/// Why a number is not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatNumberNote {
    /// The register names somebody else.
    NameDiffers,
    /// The register withholds the name; staff decide.
    NameWithheld,
    /// The register did not answer; it is asked again later.
    Unavailable,
}

impl Endpoint for CheckVatNumber {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/vat-numbers/check";
    type Reply = VatNumberCheck;
}

/// For staff: the valid numbers whose name in the register is not that of the business.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ListVatNames {}

/// How many of them are told at once; the others follow as these are decided.
pub const VAT_NAMES_AT_ONCE: usize = 50;

/// The names to be decided on, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatNames {
    /// [`VAT_NAMES_AT_ONCE`] at most.
    pub rows: Vec<VatName>,
    /// How many there are.
    pub total: u32,
}

/// A number whose name is to be decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatName {
    /// The answer of the register.
    pub check: VatCheckId,
    /// The number.
    pub vat_number: String,
    /// The business that has it.
    pub business_name: String,
    /// The name in the register; `None` where the state withholds it.
    pub name_given: Option<String>,
    /// The address in the register.
    pub address_given: Option<String>,
    /// On which business date it was asked.
    #[serde(with = "crate::day")]
    pub asked_on: Date,
}

/// For staff: whether a number is that of the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideVatName {
    /// By which answer.
    pub check: VatCheckId,
    /// It is; else VAT is charged as without a number.
    pub is_theirs: bool,
}

impl Endpoint for ListVatNames {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/staff/vat-names";
    type Reply = VatNames;
}

impl Endpoint for DecideVatName {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/staff/vat-names/{check}";
    type Reply = VatNames;

    fn address(&self) -> String {
        with_id(Self::PATH, self.check)
    }
}
