//! Business Information: a customer's details as they may be corrected.

use seatkeeper_core::{
    form::{BusinessForm, NewBusiness},
    permission::Managed,
    vat_number::VatNumber,
};

use super::{StoreError, Tx, customers};
use crate::params;

/// A customer's details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Business {
    /// As they would be typed.
    pub form: BusinessForm,
    /// Counts changes.
    pub version: i64,
}

/// The details of a reseller's active customer.
///
/// # Errors
/// The store's.
pub fn get(tx: &mut Tx<'_>, managed: Managed) -> Result<Option<Business>, StoreError> {
    tx.one(
        "select name, address, postcode, city, country, vat_number, invoice_email, version from customers
         where id = $1 and reseller_id = $2 and active_on is not null",
        params![managed.customer.0, managed.reseller.0],
        |row| {
            Ok(Business {
                form: BusinessForm {
                    business_name: row.get("name")?,
                    address: row.get("address")?,
                    postcode: row.get("postcode")?,
                    city: row.get("city")?,
                    country: row.get("country")?,
                    vat_number: row
                        .get::<Option<String>>("vat_number")?
                        .unwrap_or_default(),
                    invoice_email: row.get("invoice_email")?,
                },
                version: row.get("version")?,
            })
        },
    )
}

/// Corrects them, if nobody else did since that version; tells whether it did.
///
/// # Errors
/// The store's.
pub fn correct(
    tx: &mut Tx<'_>,
    managed: Managed,
    version: i64,
    new: &NewBusiness,
) -> Result<bool, StoreError> {
    let customer = &new.customer;
    let number = customer.vat_number.as_ref().map(VatNumber::as_str);
    let rows = tx.execute(
        "update customers set name = $1, name_folded = $2, found_by = $3, address = $4, postcode = $5, city = $6,
            country = $7, vat_number = $8, vat_status = $9, invoice_email = $10, version = version + 1
         where id = $11 and reseller_id = $12 and version = $13",
        params![
            &customer.name,
            customer.name.to_lowercase(),
            customers::found_by(&customer.city, number),
            &customer.address,
            &customer.postcode,
            &customer.city,
            customer.country.code(),
            number.map(str::to_owned),
            if number.is_some() { "pending" } else { "absent" },
            new.invoice_email.clone().unwrap_or_default(),
            managed.customer.0,
            managed.reseller.0,
            version,
        ],
    )?;
    Ok(rows == 1)
}
