//! The form of Renew.

use serde::{Deserialize, Serialize};

use super::{Field, FieldError, FieldFault, Reading, card, licences, payment};
use crate::{id::CustomerId, payment::PaymentMethod, quote::MOST_LICENCES};

/// As typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewForm {
    /// Whose subscription.
    pub customer: CustomerId,
    /// How many licences the next period has.
    pub licences: String,
    /// `card` or `bank_transfer`.
    #[serde(default = "card")]
    pub payment: String,
}

/// As meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewRenewal {
    /// Whose subscription.
    pub customer: CustomerId,
    /// How many licences the next period has.
    pub licences: u32,
    /// How it is paid.
    pub payment: PaymentMethod,
}

impl RenewForm {
    /// A renewal that is paid by card.
    pub fn by_card(customer: CustomerId, licences: String) -> Self {
        Self {
            customer,
            licences,
            payment: card(),
        }
    }

    /// Reads the form. A renewal has at least the licences that are `in_use`.
    ///
    /// # Errors
    /// The faults of each field.
    pub fn read(&self, in_use: u32) -> Result<NewRenewal, Vec<FieldError>> {
        let mut reading = Reading::default();
        let enough = licences(&self.licences).and_then(|licences| {
            if licences < in_use {
                Err(FieldFault::OutOfRange {
                    least: in_use,
                    most: MOST_LICENCES,
                })
            } else {
                Ok(licences)
            }
        });
        let licences = reading.take(Field::Licences, enough);
        let payment = reading.take(Field::Payment, payment(&self.payment));
        match (licences, payment) {
            (Some(licences), Some(payment)) => Ok(NewRenewal {
                customer: self.customer,
                licences,
                payment,
            }),
            _ => Err(reading.errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renewal_has_at_least_the_licences_in_use() {
        let form =
            |typed: &str| RenewForm::by_card(CustomerId(uuid::Uuid::nil()), typed.to_owned());
        let read = |typed, in_use| form(typed).read(in_use).map(|new| new.licences);
        assert_eq!(
            (read("5", 5), read(" 6 ", 5), read("1", 0)),
            (Ok(5), Ok(6), Ok(1))
        );
        let fault = read("4", 5).map_err(|errors| {
            errors
                .into_iter()
                .map(|error| error.fault)
                .collect::<Vec<_>>()
        });
        let least = FieldFault::OutOfRange {
            least: 5,
            most: MOST_LICENCES,
        };
        assert_eq!(fault, Err(vec![least]));
        assert!(read("0", 0).is_err() && read("", 5).is_err() && read("x", 5).is_err());
    }
}
