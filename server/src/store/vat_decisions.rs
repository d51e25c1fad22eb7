//! What staff decide where the register's name is not the business's, or withheld.

use jiff::Timestamp;
use seatkeeper_core::{id::AccountId, vat_number::VatNumber};
use uuid::Uuid;

use super::{
    StoreError, Tx,
    vat_checks::{self, Decision, Kept},
};
use crate::params;

/// The latest valid answers about numbers that are held, each for the name of its business, on which
/// nobody has decided: most of them resemble the name, and need no decision.
///
/// # Errors
/// The store's.
pub fn undecided(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<(String, Kept)>, StoreError> {
    tx.query(
        "select c.vat_number, c.id, c.asked_name, c.answer, c.name_given, c.address_given, c.consultation_number, c.raw,
            c.checked_at, c.accepted_at, c.refused_at
         from (select vat_number, name from customers where vat_number is not null and active_on is not null
               union select vat_number, name from resellers where vat_number is not null) held
            join vat_checks c on c.vat_number = held.vat_number and c.asked_name = held.name
         where c.answer = 'valid' and c.accepted_at is null and c.refused_at is null and c.checked_at >= $1
            and not exists (select 1 from vat_checks d where d.vat_number = c.vat_number
                and d.asked_name = c.asked_name and d.answer <> 'unavailable' and d.checked_at > c.checked_at)
         order by c.checked_at, c.id",
        params![since],
        |row| Ok((row.get("vat_number")?, vat_checks::read(row)?)),
    )
}

/// Decides on the name of an answer; tells whether it was still to be decided.
///
/// # Errors
/// The store's.
pub fn decide(
    tx: &mut Tx<'_>,
    check: Uuid,
    decision: Decision,
    by: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rows = match decision {
        Decision::Accepted => tx.execute(
            "update vat_checks set accepted_by = $1, accepted_at = $2
             where id = $3 and answer = 'valid' and accepted_at is null and refused_at is null",
            params![by.0, now, check],
        )?,
        Decision::Refused => tx.execute(
            "update vat_checks set refused_by = $1, refused_at = $2
             where id = $3 and answer = 'valid' and accepted_at is null and refused_at is null",
            params![by.0, now, check],
        )?,
    };
    Ok(rows == 1)
}

/// The number and the name that an answer is about.
///
/// # Errors
/// The store's.
pub fn about(tx: &mut Tx<'_>, check: Uuid) -> Result<Option<(String, String)>, StoreError> {
    tx.one(
        "select vat_number, asked_name from vat_checks where id = $1",
        params![check],
        |row| Ok((row.get("vat_number")?, row.get("asked_name")?)),
    )
}

/// A later answer that says the same as one that was decided on is decided so, too.
///
/// # Errors
/// The store's.
pub fn inherit(tx: &mut Tx<'_>, number: &VatNumber, kept: &Kept) -> Result<(), StoreError> {
    let Some(before) = decided_before(tx, number, kept)? else {
        return Ok(());
    };
    tx.execute(
        "update vat_checks set
            accepted_by = (select d.accepted_by from vat_checks d where d.id = $2),
            accepted_at = (select d.accepted_at from vat_checks d where d.id = $2),
            refused_by = (select d.refused_by from vat_checks d where d.id = $2),
            refused_at = (select d.refused_at from vat_checks d where d.id = $2)
         where id = $1",
        params![kept.id, before],
    )?;
    Ok(())
}

/// The last answer with the same name for the same question that somebody decided on.
fn decided_before(
    tx: &mut Tx<'_>,
    number: &VatNumber,
    kept: &Kept,
) -> Result<Option<Uuid>, StoreError> {
    let found = tx.query(
        "select id from vat_checks where vat_number = $1 and asked_name = $2 and coalesce(name_given, '') = $3
            and answer = 'valid' and (accepted_at is not null or refused_at is not null)
         order by checked_at desc limit 1",
        params![
            number.as_str(),
            &kept.asked_name,
            kept.name_given.clone().unwrap_or_default()
        ],
        |row| row.get("id"),
    )?;
    Ok(found.into_iter().next())
}
