//! The form of Business Information: who a customer is, and where its own invoices go.

use serde::{Deserialize, Serialize};

use super::{Field, FieldError, FieldFault, NewCustomer, Reading, chosen, email, line};
use crate::{country::Country, vat_number::VatNumber};

/// As typed; also the part of [`super::CreateForm`] that is about the business.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessForm {
    /// The customer's name.
    pub business_name: String,
    /// Street and number.
    pub address: String,
    /// Postal code.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// EU VAT number, may be empty.
    pub vat_number: String,
    /// Where the customer's own invoices go, may be empty.
    pub invoice_email: String,
}

/// A customer's details, as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBusiness {
    /// Who it is.
    pub customer: NewCustomer,
    /// Where its own invoices go; `None` where they go to whoever ordered.
    pub invoice_email: Option<String>,
}

impl BusinessForm {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Every faulty field, in the order of the page.
    pub fn read(&self) -> Result<NewBusiness, Vec<FieldError>> {
        let mut reading = Reading::default();
        let customer = self.customer(&mut reading);
        let invoice_email = reading.take(Field::InvoiceEmail, self.invoice_email());
        match (customer, invoice_email) {
            (Some(customer), Some(invoice_email)) => Ok(NewBusiness {
                customer,
                invoice_email,
            }),
            _ => Err(reading.errors),
        }
    }

    /// Reads who it is.
    pub(super) fn customer(&self, reading: &mut Reading) -> Option<NewCustomer> {
        let name = reading.take(Field::BusinessName, line(&self.business_name));
        let address = reading.take(Field::Address, line(&self.address));
        let postcode = reading.take(Field::Postcode, line(&self.postcode));
        let city = reading.take(Field::City, line(&self.city));
        let country = reading.take(Field::Country, self.country());
        let vat_number = reading.take(Field::VatNumber, self.vat_number());
        Some(NewCustomer {
            name: name?,
            address: address?,
            postcode: postcode?,
            city: city?,
            country: country?,
            vat_number: vat_number?,
        })
    }

    /// The country chosen.
    ///
    /// # Errors
    /// [`FieldFault::Missing`] or [`FieldFault::NotOffered`].
    pub fn country(&self) -> Result<Country, FieldFault> {
        chosen(&self.country)
    }

    /// The VAT number typed, `None` when there is none. A wrong check digit is no fault here
    /// (only VIES decides); a prefix of another country than the one chosen is.
    ///
    /// # Errors
    /// [`FieldFault::VatNumberPattern`] or [`FieldFault::VatNumberOtherCountry`].
    pub fn vat_number(&self) -> Result<Option<VatNumber>, FieldFault> {
        if self.vat_number.trim().is_empty() {
            return Ok(None);
        }
        let (number, _) =
            VatNumber::parse(&self.vat_number).map_err(|_| FieldFault::VatNumberPattern)?;
        match self.country() {
            Ok(country) if country.vat_prefix() != Some(number.prefix()) => {
                Err(FieldFault::VatNumberOtherCountry)
            }
            _ => Ok(Some(number)),
        }
    }

    fn invoice_email(&self) -> Result<Option<String>, FieldFault> {
        if self.invoice_email.trim().is_empty() {
            return Ok(None);
        }
        email(&self.invoice_email).map(Some)
    }

    /// Whether nothing but the address differs: all that a technician may change.
    pub fn differs_in_address_only(&self, before: &Self) -> bool {
        let with_its_address = Self {
            address: self.address.clone(),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            ..before.clone()
        };
        *self == with_its_address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> BusinessForm {
        BusinessForm {
            business_name: "Rotkehlchen GmbH".to_owned(),
            address: "Am Ring 1".to_owned(),
            postcode: "10115".to_owned(),
            city: "Berlin".to_owned(),
            country: "DE".to_owned(),
            vat_number: "de 136 695 976".to_owned(),
            invoice_email: String::new(),
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let read = BusinessForm {
            business_name: " ".to_owned(),
            country: "SE".to_owned(),
            invoice_email: "nobody".to_owned(),
            ..form()
        };
        let faults = read.read().expect_err("faults");
        let fields: Vec<Field> = faults.iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [Field::BusinessName, Field::VatNumber, Field::InvoiceEmail]
        );
        let meant = form().read().expect("a business");
        assert_eq!(meant.invoice_email, None);
        let number = meant.customer.vat_number.expect("a number");
        assert_eq!(number.as_str(), "DE136695976");
    }

    #[test]
    fn only_the_address_is_a_technicians() {
        let moved = BusinessForm {
            city: "Bonn".to_owned(),
            ..form()
        };
        assert!(moved.differs_in_address_only(&form()));
        for other in [
            BusinessForm {
                business_name: "Amsel GmbH".to_owned(),
                ..form()
            },
            BusinessForm {
                country: "AT".to_owned(),
                ..form()
            },
            BusinessForm {
                vat_number: String::new(),
                ..form()
            },
            BusinessForm {
                invoice_email: "a@b.example".to_owned(),
                ..form()
            },
        ] {
            assert!(!other.differs_in_address_only(&form()));
        }
    }
}
