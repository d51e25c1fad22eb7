//! The form of Purchase Licence.

use serde::{Deserialize, Serialize};

use super::{Field, FieldError, Reading, card, licences, payment};
use crate::{id::CustomerId, payment::PaymentMethod};

/// As typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopUpForm {
    /// Whose licences.
    pub customer: CustomerId,
    /// How many more.
    pub licences: String,
    /// `card` or `bank_transfer`.
    #[serde(default = "card")]
    pub payment: String,
}

/// As meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewTopUp {
    /// Whose licences.
    pub customer: CustomerId,
    /// How many more.
    pub licences: u32,
    /// How it is paid.
    pub payment: PaymentMethod,
}

impl TopUpForm {
    /// Reads the form.
    ///
    /// # Errors
    /// The faults of each field.
    pub fn read(&self) -> Result<NewTopUp, Vec<FieldError>> {
        let mut reading = Reading::default();
        let licences = reading.take(Field::MoreLicences, licences(&self.licences));
        let payment = reading.take(Field::Payment, payment(&self.payment));
        match (licences, payment) {
            (Some(licences), Some(payment)) => Ok(NewTopUp {
                customer: self.customer,
                licences,
                payment,
            }),
            _ => Err(reading.errors),
        }
    }
}
