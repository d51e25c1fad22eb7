//! Resellers as staff keep them: found by name, corrected with a version, with their discounts.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{RESELLERS_A_PAGE, ResellerPage, ResellerRow},
    discount::{DatedDiscount, Percent},
    form::{BusinessForm, NewBusiness, ResellerForm},
    id::{AccountId, ResellerId},
    vat_number::VatNumber,
};

use super::{StoreError, Tx, Value, customers::pattern, orders::from_word, parties};
use crate::params;

/// A reseller's details.
#[derive(Clone, Debug)]
pub struct Held {
    /// As they would be typed.
    pub form: ResellerForm,
    /// Counts changes.
    pub version: i64,
    /// What it was made of; nothing where the portal was set up with it.
    pub created_as: Option<String>,
    /// Everybody who works for it is asked for a second factor.
    pub second_factor_required: bool,
}

/// One page of the resellers whose name holds a text, by name.
///
/// # Errors
/// The store's.
pub fn search(
    tx: &mut Tx<'_>,
    text: &str,
    page: u32,
    today: Date,
) -> Result<ResellerPage, StoreError> {
    let name = pattern(text);
    let total: u32 = tx.only(
        "select count(*) as found from resellers where id <> $1 and name_folded like $2 escape '!'",
        params![ResellerId::NOBODY.0, &name],
        |row| row.get("found"),
    )?;
    let page = page.clamp(1, total.div_ceil(RESELLERS_A_PAGE).max(1));
    let rows = tx.query(
        "select r.id, r.name, r.city, r.country, r.bill_to,
            (select count(*) from customers c where c.reseller_id = r.id and c.active_on is not null) as customers,
            (select d.percent from reseller_discounts d where d.reseller_id = r.id and d.from_on <= $1
             order by d.from_on desc limit 1) as percent
         from resellers r where r.id <> $2 and r.name_folded like $3 escape '!'
         order by r.name_folded, r.id limit $4 offset $5",
        params![
            today,
            ResellerId::NOBODY.0,
            &name,
            RESELLERS_A_PAGE,
            (page - 1) * RESELLERS_A_PAGE
        ],
        |row| {
            let percent: Option<String> = row.get("percent")?;
            let unread = |_| StoreError::Unexpected("a discount is no percentage".to_owned());
            Ok(ResellerRow {
                id: row.parse("id")?,
                name: row.get("name")?,
                city: row.get("city")?,
                country: row.get("country")?,
                bill_to: from_word(row.get("bill_to")?)?,
                percent: percent.map_or(Ok(Percent::ZERO), |text| text.parse().map_err(unread))?,
                customers: row.get("customers")?,
            })
        },
    )?;
    Ok(ResellerPage { rows, total, page })
}

/// The details of a reseller.
///
/// # Errors
/// The store's.
pub fn get(tx: &mut Tx<'_>, id: ResellerId) -> Result<Option<Held>, StoreError> {
    tx.one(
        "select name, address, postcode, city, country, vat_number, invoice_email, bill_to, version, created_as,
            second_factor_required
         from resellers where id = $1 and id <> $2",
        params![id.0, ResellerId::NOBODY.0],
        |row| {
            Ok(Held {
                form: ResellerForm {
                    business: BusinessForm {
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
                    bill_to: row.get("bill_to")?,
                },
                version: row.get("version")?,
                created_as: row.get("created_as")?,
                second_factor_required: row.get("second_factor_required")?,
            })
        },
    )
}

/// Keeps what a reseller was made of, and by whom.
///
/// # Errors
/// The store's.
pub fn keep_request(
    tx: &mut Tx<'_>,
    id: ResellerId,
    request: &serde_json::Value,
) -> Result<(), StoreError> {
    tx.execute(
        "update resellers set created_as = $1 where id = $2",
        params![Value::json(request)?, id.0],
    )?;
    Ok(())
}

/// Corrects the details, if nobody else did since that version; tells whether it did.
///
/// # Errors
/// The store's.
pub fn correct(
    tx: &mut Tx<'_>,
    id: ResellerId,
    version: i64,
    (new, bill_to): (&NewBusiness, &str),
) -> Result<bool, StoreError> {
    let company = &new.customer;
    let number = company.vat_number.as_ref().map(VatNumber::as_str);
    let rows = tx.execute(
        "update resellers set name = $1, name_folded = $2, address = $3, postcode = $4, city = $5, country = $6,
            vat_number = $7, vat_status = $8, invoice_email = $9, bill_to = $10, version = version + 1
         where id = $11 and version = $12",
        params![
            &company.name,
            company.name.to_lowercase(),
            &company.address,
            &company.postcode,
            &company.city,
            company.country.code(),
            number.map(str::to_owned),
            if number.is_some() { "pending" } else { "absent" },
            new.invoice_email.clone().unwrap_or_default(),
            bill_to,
            id.0,
            version,
        ],
    )?;
    Ok(rows == 1)
}

/// Every discount of a reseller, the latest first.
///
/// # Errors
/// The store's.
pub fn discounts(tx: &mut Tx<'_>, id: ResellerId) -> Result<Vec<DatedDiscount>, StoreError> {
    let mut discounts = parties::discounts(tx, id)?;
    discounts.sort_by_key(|discount| std::cmp::Reverse(discount.from_on));
    Ok(discounts)
}

/// Enters a discount; the same as [`parties::enter_discount`], by one of the seller's people.
///
/// # Errors
/// A conflict when that day has one.
pub fn enter_discount(
    tx: &mut Tx<'_>,
    id: ResellerId,
    discount: DatedDiscount,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    parties::enter_discount(tx, id, (discount.from_on, discount.percent), Some(by), now)
}

/// Withdraws a discount that begins after today; tells whether there was one.
///
/// # Errors
/// The store's.
pub fn withdraw_discount(
    tx: &mut Tx<'_>,
    id: ResellerId,
    from_on: Date,
    today: Date,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "delete from reseller_discounts where reseller_id = $1 and from_on = $2 and from_on > $3",
        params![id.0, from_on, today],
    )?;
    Ok(rows == 1)
}

/// Whether there is one of this id.
///
/// # Errors
/// The store's.
pub fn is_there(tx: &mut Tx<'_>, id: ResellerId) -> Result<bool, StoreError> {
    let found = tx.one(
        "select id from resellers where id = $1 and id <> $2",
        params![id.0, ResellerId::NOBODY.0],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Asks a second factor of everybody who works for a reseller, or no longer.
///
/// # Errors
/// The store's.
pub fn require_second_factor(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    required: bool,
) -> Result<(), StoreError> {
    tx.execute(
        "update resellers set second_factor_required = $1 where id = $2",
        params![i64::from(required), reseller.0],
    )?;
    Ok(())
}
