//! Who an order is between: the reseller and the customer as companies, for prices and papers.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    discount::{DatedDiscount, Percent},
    form::NewCustomer,
    id::{AccountId, CustomerId, ResellerId},
    invoice::Party,
    order::BillTo,
    permission::Managed,
    vat_number::VatNumber,
};

use super::{Row, StoreError, Tx, customers, orders::from_word};
use crate::params;

/// A reseller, as an order needs it.
#[derive(Clone, Debug)]
pub struct Reseller {
    /// Name, address and VAT number.
    pub party: Party,
    /// Whom its orders are billed to.
    pub bill_to: BillTo,
    /// The language of its papers.
    pub locale: String,
    /// Where its invoices go.
    pub invoice_email: String,
}

/// A customer, as an order needs it.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Name, address and VAT number.
    pub party: Party,
    /// Who manages it.
    pub reseller: ResellerId,
}

/// A reseller by its id.
///
/// # Errors
/// The store's.
pub fn reseller(tx: &mut Tx<'_>, id: ResellerId) -> Result<Option<Reseller>, StoreError> {
    tx.one(
        "select name, address, postcode, city, country, vat_number, bill_to, locale, invoice_email
         from resellers where id = $1",
        params![id.0],
        |row| {
            Ok(Reseller {
                party: party(row)?,
                bill_to: from_word(row.get("bill_to")?)?,
                locale: row.get("locale")?,
                invoice_email: row.get("invoice_email")?,
            })
        },
    )
}

/// The discount of a reseller on a day.
///
/// # Errors
/// The store's.
pub fn discount(tx: &mut Tx<'_>, id: ResellerId, day: Date) -> Result<Percent, StoreError> {
    Ok(DatedDiscount::on(&discounts(tx, id)?, day))
}

/// Every discount of a reseller, those to come too.
///
/// # Errors
/// The store's.
pub fn discounts(tx: &mut Tx<'_>, id: ResellerId) -> Result<Vec<DatedDiscount>, StoreError> {
    tx.query(
        "select from_on, percent from reseller_discounts where reseller_id = $1",
        params![id.0],
        |row| {
            Ok(DatedDiscount {
                from_on: row.get("from_on")?,
                percent: row.parse("percent")?,
            })
        },
    )
}

/// A customer of a reseller.
///
/// # Errors
/// The store's.
pub fn customer(tx: &mut Tx<'_>, managed: Managed) -> Result<Option<Customer>, StoreError> {
    tx.one(
        "select name, address, postcode, city, country, vat_number, reseller_id
         from customers where id = $1 and reseller_id = $2",
        params![managed.customer.0, managed.reseller.0],
        |row| {
            Ok(Customer {
                party: party(row)?,
                reseller: row.parse("reseller_id")?,
            })
        },
    )
}

/// Where a customer's own invoices go, empty when nobody has said so, and its language.
///
/// # Errors
/// The store's.
pub fn invoices_of(
    tx: &mut Tx<'_>,
    managed: Managed,
) -> Result<Option<(String, String)>, StoreError> {
    tx.one(
        "select invoice_email, locale from customers where id = $1 and reseller_id = $2",
        params![managed.customer.0, managed.reseller.0],
        |row| Ok((row.get("invoice_email")?, row.get("locale")?)),
    )
}

/// Who manages an active customer; what the permission rule asks first.
///
/// # Errors
/// The store's.
pub fn managed(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Option<Managed>, StoreError> {
    tx.one(
        "select reseller_id from customers where id = $1 and active_on is not null and reseller_id is not null",
        params![customer.0],
        |row| Ok(Managed { reseller: row.parse("reseller_id")?, customer }),
    )
}

/// Writes a new customer down; it is active from its first paid order on. Where its own invoices go
/// nobody has said yet: the reseller's address is not its own.
///
/// # Errors
/// The store's.
pub fn insert_customer(
    tx: &mut Tx<'_>,
    managed: Managed,
    new: &NewCustomer,
    locale: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into customers (id, reseller_id, name, name_folded, found_by, address, postcode, city, country, vat_number,
            vat_status, invoice_email, locale, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![
            managed.customer.0,
            managed.reseller.0,
            &new.name,
            new.name.to_lowercase(),
            customers::found_by(&new.city, new.vat_number.as_ref().map(VatNumber::as_str)),
            &new.address,
            &new.postcode,
            &new.city,
            new.country.code(),
            new.vat_number.as_ref().map(|number| number.as_str().to_owned()),
            if new.vat_number.is_some() { "pending" } else { "absent" },
            "",
            locale,
            by.0,
            now,
        ],
    )?;
    Ok(())
}

/// Makes a customer active with its first paid order.
///
/// # Errors
/// The store's.
pub fn activate(tx: &mut Tx<'_>, managed: Managed, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "update customers set active_on = $1, version = version + 1
         where id = $2 and reseller_id = $3 and active_on is null",
        params![on, managed.customer.0, managed.reseller.0],
    )?;
    Ok(())
}

/// Reads the columns of a company.
pub(super) fn party(row: &Row<'_>) -> Result<Party, StoreError> {
    let number: Option<String> = row.get("vat_number")?;
    Ok(Party {
        name: row.get("name")?,
        address: row.get("address")?,
        postcode: row.get("postcode")?,
        city: row.get("city")?,
        country: row.parse("country")?,
        vat_number: number
            .and_then(|text| VatNumber::parse(&text).ok())
            .map(|(number, _)| number),
    })
}

/// A reseller to be.
pub struct NewReseller<'a> {
    /// Name, address and VAT number.
    pub party: Party,
    /// `reseller` or `customer`: chosen, never assumed.
    pub bill_to: &'a str,
    /// Where its invoices go.
    pub invoice_email: &'a str,
}

/// Writes a new reseller down.
///
/// # Errors
/// The store's.
pub fn insert_reseller(
    tx: &mut Tx<'_>,
    id: ResellerId,
    new: &NewReseller<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Party {
        name,
        address,
        postcode,
        city,
        country,
        vat_number,
    } = &new.party;
    tx.execute(
        "insert into resellers (id, name, name_folded, address, postcode, city, country, vat_number, vat_status, bill_to,
            invoice_email, locale, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'en', $12)
         on conflict (id) do nothing",
        params![
            id.0,
            name,
            name.to_lowercase(),
            address,
            postcode,
            city,
            country.code(),
            vat_number.as_ref().map(|number| number.as_str().to_owned()),
            if vat_number.is_some() { "pending" } else { "absent" },
            new.bill_to,
            new.invoice_email,
            now,
        ],
    )?;
    Ok(())
}

/// Enters a reseller's discount from a day on.
///
/// # Errors
/// A conflict when that day has one.
pub fn enter_discount(
    tx: &mut Tx<'_>,
    id: ResellerId,
    (from_on, percent): (Date, Percent),
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into reseller_discounts (reseller_id, from_on, percent, entered_by, entered_at) values ($1, $2, $3, $4, $5)",
        params![id.0, from_on, percent.value(), by.map(|id| id.0), now],
    )?;
    Ok(())
}
