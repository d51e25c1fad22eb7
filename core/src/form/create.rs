//! The form of Create: a customer and its first subscription.

use serde::{Deserialize, Serialize};

use super::{BusinessForm, Field, FieldError, FieldFault, Reading, chosen, licences, payment};
use crate::{
    country::Country, currency::Currency, payment::PaymentMethod, term::Term, vat_number::VatNumber,
};

/// As typed; kept in the page and sent as it stands, so that nothing typed is ever lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateForm {
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
    /// How many licences.
    pub licences: String,
    /// `1` or `12` months.
    pub term: String,
    /// ISO 4217 code.
    pub currency: String,
    /// `card` or `bank_transfer`.
    pub payment: String,
}

/// A customer's identity, as meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCustomer {
    /// The customer's name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postal code.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Where it is.
    pub country: Country,
    /// Its EU VAT number, well-formed, its prefix the country's.
    pub vat_number: Option<VatNumber>,
}

/// The whole form, as meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSubscription {
    /// Who gets it.
    pub customer: NewCustomer,
    /// How many licences.
    pub licences: u32,
    /// For how long.
    pub term: Term,
    /// In what currency.
    pub currency: Currency,
    /// How it is paid.
    pub payment: PaymentMethod,
}

impl CreateForm {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Every faulty field, in the order of the page.
    pub fn read(&self) -> Result<NewSubscription, Vec<FieldError>> {
        let mut reading = Reading::default();
        let customer = self.business().customer(&mut reading);
        let licences = reading.take(Field::Licences, self.licences());
        let currency = reading.take(Field::Currency, self.currency());
        let term = reading.take(Field::Term, self.term());
        let payment = reading.take(Field::Payment, self.payment());
        match (customer, licences, currency, term, payment) {
            (Some(customer), Some(licences), Some(currency), Some(term), Some(payment)) => {
                Ok(NewSubscription {
                    customer,
                    licences,
                    term,
                    currency,
                    payment,
                })
            }
            _ => Err(reading.errors),
        }
    }

    /// The part that is about the business.
    pub fn business(&self) -> BusinessForm {
        BusinessForm {
            business_name: self.business_name.clone(),
            address: self.address.clone(),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            country: self.country.clone(),
            vat_number: self.vat_number.clone(),
            invoice_email: String::new(),
        }
    }

    /// The currency chosen.
    ///
    /// # Errors
    /// [`FieldFault::Missing`] or [`FieldFault::NotOffered`].
    pub fn currency(&self) -> Result<Currency, FieldFault> {
        chosen(&self.currency)
    }

    /// The number of licences typed.
    ///
    /// # Errors
    /// [`FieldFault::Missing`], [`FieldFault::NotANumber`] or [`FieldFault::OutOfRange`].
    pub fn licences(&self) -> Result<u32, FieldFault> {
        licences(&self.licences)
    }

    /// The term chosen.
    ///
    /// # Errors
    /// [`FieldFault::Missing`] or [`FieldFault::NotOffered`].
    pub fn term(&self) -> Result<Term, FieldFault> {
        match self.term.as_str() {
            "" => Err(FieldFault::Missing),
            "1" => Ok(Term::Month),
            "12" => Ok(Term::Year),
            _ => Err(FieldFault::NotOffered),
        }
    }

    /// How it is to be paid.
    ///
    /// # Errors
    /// [`FieldFault::Missing`] or [`FieldFault::NotOffered`].
    pub fn payment(&self) -> Result<PaymentMethod, FieldFault> {
        payment(&self.payment)
    }
}
