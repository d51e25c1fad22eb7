//! The form of Purchase Licence.

use serde::{Deserialize, Serialize};

use super::{Field, FieldError, Reading, licences};
use crate::id::CustomerId;

/// As typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopUpForm {
    /// Whose licences.
    pub customer: CustomerId,
    /// How many more.
    pub licences: String,
}

/// As meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewTopUp {
    /// Whose licences.
    pub customer: CustomerId,
    /// How many more.
    pub licences: u32,
}

impl TopUpForm {
    /// Reads the form.
    ///
    /// # Errors
    /// The faults of each field.
    pub fn read(&self) -> Result<NewTopUp, Vec<FieldError>> {
        let mut reading = Reading::default();
        match reading.take(Field::MoreLicences, licences(&self.licences)) {
            Some(licences) => Ok(NewTopUp {
                customer: self.customer,
                licences,
            }),
            None => Err(reading.errors),
        }
    }
}
