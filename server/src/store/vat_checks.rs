//! What was asked about VAT numbers and what was answered: kept as evidence, never changed.

use jiff::Timestamp;
use seatkeeper_core::vat_number::VatNumber;
use uuid::Uuid;

use super::{StoreError, Tx};
use crate::params;

/// An answer, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id: what an order refers to.
    pub id: Uuid,
    /// `valid`, `invalid` or `unavailable`.
    pub answer: String,
    /// The name that the register gave.
    pub name_given: Option<String>,
    /// The address that the register gave.
    pub address_given: Option<String>,
    /// The register's proof of the check.
    pub consultation_number: Option<String>,
    /// The whole answer, as it came.
    pub raw: Option<String>,
    /// When.
    pub checked_at: Timestamp,
    /// Whether staff accepted it although the name does not match.
    pub accepted: bool,
}

/// Keeps an answer.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    number: &VatNumber,
    asked_name: &str,
    kept: &Kept,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into vat_checks (id, vat_number, asked_name, answer, name_given, address_given, consultation_number, raw,
            checked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            kept.id,
            number.as_str(),
            asked_name,
            &kept.answer,
            kept.name_given.clone(),
            kept.address_given.clone(),
            kept.consultation_number.clone(),
            kept.raw.clone(),
            kept.checked_at,
        ],
    )?;
    Ok(())
}

/// The latest decided answer since an instant: an outage in between does not undo it.
///
/// # Errors
/// The store's.
pub fn latest(
    tx: &mut Tx<'_>,
    number: &VatNumber,
    since: Timestamp,
) -> Result<Option<Kept>, StoreError> {
    tx.one(
        "select id, answer, name_given, address_given, consultation_number, raw, checked_at, accepted_at
         from vat_checks where vat_number = $1 and checked_at >= $2
         order by case when answer = 'unavailable' then 1 else 0 end, checked_at desc limit 1",
        params![number.as_str(), since],
        |row| {
            Ok(Kept {
                id: row.get("id")?,
                answer: row.get("answer")?,
                name_given: row.get("name_given")?,
                address_given: row.get("address_given")?,
                consultation_number: row.get("consultation_number")?,
                raw: row.get("raw")?,
                checked_at: row.get("checked_at")?,
                accepted: row.get::<Option<String>>("accepted_at")?.is_some(),
            })
        },
    )
}
