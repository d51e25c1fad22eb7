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
    /// The business name that it was asked for.
    pub asked_name: String,
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
pub fn insert(tx: &mut Tx<'_>, number: &VatNumber, kept: &Kept) -> Result<(), StoreError> {
    tx.execute(
        "insert into vat_checks (id, vat_number, asked_name, answer, name_given, address_given, consultation_number, raw,
            checked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            kept.id,
            number.as_str(),
            &kept.asked_name,
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

/// The latest decided answer since an instant: an outage in between does not undo it. One that was
/// asked for this name comes before those that were asked for others.
///
/// # Errors
/// The store's.
pub fn latest(
    tx: &mut Tx<'_>,
    number: &VatNumber,
    name: &str,
    since: Timestamp,
) -> Result<Option<Kept>, StoreError> {
    tx.one(
        "select id, asked_name, answer, name_given, address_given, consultation_number, raw, checked_at, accepted_at
         from vat_checks where vat_number = $1 and checked_at >= $2
         order by case when answer = 'unavailable' then 1 else 0 end, case when asked_name = $3 then 0 else 1 end,
            checked_at desc limit 1",
        params![number.as_str(), since, name],
        |row| {
            Ok(Kept {
                id: row.get("id")?,
                asked_name: row.get("asked_name")?,
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

/// Numbers of active customers and of resellers, each with its business name, that have no answer
/// for that name since `decided_since`, and that nobody asked about since `tried_since`.
///
/// # Errors
/// The store's.
pub fn growing_old(
    tx: &mut Tx<'_>,
    (tried_since, decided_since): (Timestamp, Timestamp),
    most: u32,
) -> Result<Vec<(VatNumber, String)>, StoreError> {
    let found = tx.query(
        "select held.vat_number, held.name from (
            select vat_number, name from customers where vat_number is not null and active_on is not null
            union select vat_number, name from resellers where vat_number is not null) held
         where not exists (select 1 from vat_checks c where c.vat_number = held.vat_number and c.asked_name = held.name
                and c.checked_at >= case when c.answer = 'unavailable' then $1 else $2 end)
         order by held.vat_number, held.name limit $3",
        params![tried_since, decided_since, most],
        |row| Ok((row.get::<String>("vat_number")?, row.get("name")?)),
    )?;
    let read = |(number, name): (String, String)| {
        let (number, _) = VatNumber::parse(&number).ok()?;
        Some((number, name))
    };
    Ok(found.into_iter().filter_map(read).collect())
}
