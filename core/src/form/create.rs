//! The form of Create: a customer and its first subscription.

use serde::{Deserialize, Serialize};

use super::{Field, FieldError, FieldFault, Reading, licences, line, payment};
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
        let name = reading.take(Field::BusinessName, line(&self.business_name));
        let address = reading.take(Field::Address, line(&self.address));
        let postcode = reading.take(Field::Postcode, line(&self.postcode));
        let city = reading.take(Field::City, line(&self.city));
        let country = reading.take(Field::Country, self.country());
        let vat_number = reading.take(Field::VatNumber, self.vat_number());
        let licences = reading.take(Field::Licences, self.licences());
        let currency = reading.take(Field::Currency, self.currency());
        let term = reading.take(Field::Term, self.term());
        let payment = reading.take(Field::Payment, self.payment());
        match (
            name, address, postcode, city, country, vat_number, licences, currency, term, payment,
        ) {
            (
                Some(name),
                Some(address),
                Some(postcode),
                Some(city),
                Some(country),
                Some(vat_number),
                Some(licences),
                Some(currency),
                Some(term),
                Some(payment),
            ) => {
                let customer = NewCustomer {
                    name,
                    address,
                    postcode,
                    city,
                    country,
                    vat_number,
                };
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

    /// The country chosen.
    ///
    /// # Errors
    /// [`FieldFault::Missing`] or [`FieldFault::NotOffered`].
    pub fn country(&self) -> Result<Country, FieldFault> {
        chosen(&self.country)
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
}

fn chosen<T: std::str::FromStr>(text: &str) -> Result<T, FieldFault> {
    if text.is_empty() {
        return Err(FieldFault::Missing);
    }
    text.parse().map_err(|_| FieldFault::NotOffered)
}
