//! Offers by which customers change hands, until they are answered or lapse.

use jiff::civil::Date;
use seatkeeper_core::{
    id::{AccountId, CustomerId, ResellerId},
    permission::Managed,
};
use uuid::Uuid;

use super::{Span, StoreError, Tx, folded};
use crate::params;

/// An offer to be made.
#[derive(Clone, Debug)]
pub struct NewOffer {
    /// Its id.
    pub id: Uuid,
    /// The reseller that makes it.
    pub reseller: ResellerId,
    /// The customer that is handed over; none where the business of the address is asked.
    pub customer: Option<CustomerId>,
    /// The address as typed.
    pub email: String,
    /// Who makes it.
    pub by: AccountId,
    /// When, and until when.
    pub span: Span,
}

/// An offer as its mail and its link tell of it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The reseller that makes it.
    pub reseller: ResellerId,
    /// That reseller's name.
    pub company: String,
    /// The customer that is handed over.
    pub customer: Option<CustomerId>,
    /// The address as typed.
    pub email: String,
    /// Who made it.
    pub by: AccountId,
    /// The last day on which it can be answered.
    pub until_on: Date,
}

/// Makes an offer, in the place of an earlier one of the same to the same address.
///
/// # Errors
/// The store's.
pub fn insert(tx: &mut Tx<'_>, new: &NewOffer) -> Result<(), StoreError> {
    tx.execute(
        "delete from managing_offers where reseller_id = $1 and email = $2 and coalesce(customer_id, '') = $3",
        params![
            new.reseller.0,
            folded(&new.email),
            new.customer.map(|id| id.to_string()).unwrap_or_default()
        ],
    )?;
    tx.execute(
        "insert into managing_offers (id, reseller_id, customer_id, email, email_shown, offered_by, offered_at,
            offered_until_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            new.id,
            new.reseller.0,
            new.customer.map(|id| id.0),
            folded(&new.email),
            &new.email,
            new.by.0,
            new.span.at,
            new.span.until_on,
        ],
    )?;
    Ok(())
}

/// An offer that was not answered.
///
/// # Errors
/// The store's.
pub fn offer(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Offer>, StoreError> {
    tx.one(
        "select o.reseller_id, r.name as company, o.customer_id, o.email_shown, o.offered_by, o.offered_until_on
         from managing_offers o join resellers r on r.id = o.reseller_id where o.id = $1",
        params![id],
        |row| {
            Ok(Offer {
                reseller: row.parse("reseller_id")?,
                company: row.get("company")?,
                customer: row.parse_optional("customer_id")?,
                email: row.get("email_shown")?,
                by: row.parse("offered_by")?,
                until_on: row.get("offered_until_on")?,
            })
        },
    )
}

/// Takes an offer back, with its links.
///
/// # Errors
/// The store's.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid) -> Result<(), StoreError> {
    tx.execute("delete from managing_offers where id = $1", params![id])?;
    Ok(())
}

/// Takes every offer of a reseller for a customer back.
///
/// # Errors
/// The store's.
pub fn withdraw_of(tx: &mut Tx<'_>, managed: Managed) -> Result<(), StoreError> {
    tx.execute(
        "delete from managing_offers where reseller_id = $1 and customer_id = $2",
        params![managed.reseller.0, managed.customer.0],
    )?;
    Ok(())
}
