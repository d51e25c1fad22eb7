//! The seam to VIES, the EU's register of VAT numbers: one question, its answer, and what the
//! answer is worth for an invoice.
//!
//! Promises: an outage is an error, never "invalid"; a withheld name is not an empty one.
//! Leaves to the caller: to store the answer with its instant, to let it age, to ask again.

use std::{future::Future, pin::Pin};

use seatkeeper_core::vat_number::VatNumber;
use serde::{Deserialize, Serialize};

pub mod client;
pub mod resemblance;
pub mod stand_in;
pub mod wire;

/// What a check returns; boxed, so that it can be chosen at start.
pub type Checked<'a> = Pin<Box<dyn Future<Output = Result<Answer, CheckError>> + Send + 'a>>;

/// Whoever tells whether a VAT number is valid.
pub trait VatNumberCheck: Send + Sync {
    /// Asks once. With the seller's own number as `requester` the answer carries a consultation
    /// number, the proof that it was asked.
    fn check<'a>(
        &'a self,
        number: &'a VatNumber,
        business_name: &'a str,
        requester: Option<&'a VatNumber>,
    ) -> Checked<'a>;
}

/// What the register said. Stored as evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Registered on the day it was asked.
    pub valid: bool,
    /// The trader's name; `None` when the member state withholds it.
    pub name: Option<String>,
    /// The trader's address; `None` when withheld.
    pub address: Option<String>,
    /// Proof of the check.
    pub consultation_number: Option<String>,
    /// The answer as it came, byte for byte.
    pub raw: String,
}

/// Why there is no answer. None of them says anything about the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum CheckError {
    /// The register finds the question malformed.
    #[error("the register did not accept the number as one")]
    InvalidInput,
    /// The seller's own number is not accepted: a wrong setting.
    #[error("the register did not accept the requester's number")]
    InvalidRequester,
    /// VIES itself is down.
    #[error("VIES is not available")]
    ServiceUnavailable,
    /// The member state's register is down.
    #[error("the member state's register is not available")]
    MemberStateUnavailable,
    /// No answer in time.
    #[error("VIES did not answer in time")]
    TimedOut,
    /// Too many questions at once, by everyone or to this state.
    #[error("VIES is busy")]
    Busy,
    /// This requester or address is locked out.
    #[error("VIES has blocked the requester")]
    Blocked,
    /// An answer that cannot be read.
    #[error("VIES answered something else")]
    Unreadable,
}

/// What an answer is worth for a business of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Valid, and the name resembles: reverse charge may apply.
    Confirmed,
    /// Valid, but for a business of another name: pending.
    NameDiffers,
    /// Valid, but the state tells no name: pending until staff accept it.
    NameWithheld,
    /// Not registered.
    Invalid,
}

/// Judges an answer.
pub fn judge(answer: &Answer, business_name: &str) -> Verdict {
    match (&answer.name, answer.valid) {
        (_, false) => Verdict::Invalid,
        (None, true) => Verdict::NameWithheld,
        (Some(name), true) if resemblance::resembles(name, business_name) => Verdict::Confirmed,
        (Some(_), true) => Verdict::NameDiffers,
    }
}
