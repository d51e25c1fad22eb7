//! Checking a VAT number while a form is filled in.

use serde::{Deserialize, Serialize};

use super::{Endpoint, Method};
use crate::vat_number::VatNumberStatus;

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
