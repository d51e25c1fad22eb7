//! What was asked about VAT numbers and what was answered: kept as evidence, never changed.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::{CustomerId, ResellerId},
    vat_number::VatNumber,
};
use uuid::Uuid;

use super::{Row, StoreError, Tx};
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
    /// What staff decided where the name does not match.
    pub decision: Option<Decision>,
}

/// What staff decided on a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is the business's number.
    Accepted,
    /// It is not.
    Refused,
}

/// Customer `c` has a number, and the latest decided answer that was asked for its very name since
/// `$2` does not confirm it: not registered, or to another name that nobody has accepted.
macro_rules! vat_number_unconfirmed {
    () => {
        "case when c.vat_number is null or exists (
             select k.id from vat_checks k
             where k.vat_number = c.vat_number and k.asked_name = c.name and k.checked_at >= $2
               and k.answer = 'valid' and (k.resembles = 1 or k.accepted_at is not null)
               and not exists (select n.id from vat_checks n
                   where n.vat_number = k.vat_number and n.asked_name = k.asked_name
                     and n.answer <> 'unavailable' and n.checked_at > k.checked_at)) then 0 else 1 end"
    };
}
pub(super) use vat_number_unconfirmed;

/// Keeps an answer, and whether its name resembles the one asked about.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    number: &VatNumber,
    kept: &Kept,
    resembles: bool,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into vat_checks (id, vat_number, asked_name, answer, name_given, address_given, consultation_number, raw,
            checked_at, resembles)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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
            resembles,
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
        "select id, asked_name, answer, name_given, address_given, consultation_number, raw, checked_at, accepted_at,
            refused_at
         from vat_checks where vat_number = $1 and checked_at >= $2
         order by case when answer = 'unavailable' then 1 else 0 end, case when asked_name = $3 then 0 else 1 end,
            checked_at desc limit 1",
        params![number.as_str(), since, name],
        read,
    )
}

/// The [`latest`] answer about each customer of a reseller that has a number, in one statement.
///
/// # Errors
/// The store's.
pub fn latest_of_all(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    since: Timestamp,
) -> Result<BTreeMap<CustomerId, Kept>, StoreError> {
    let answers = tx.query(
        "select c.id as customer_id, k.id, k.asked_name, k.answer, k.name_given, k.address_given,
             k.consultation_number, k.raw, k.checked_at, k.accepted_at, k.refused_at
         from customers c join vat_checks k on k.vat_number = c.vat_number
         where c.reseller_id = $1 and k.checked_at >= $2
         order by c.id, case when k.answer = 'unavailable' then 1 else 0 end,
            case when k.asked_name = c.name then 0 else 1 end, k.checked_at desc",
        params![reseller.0, since],
        |row| Ok((row.parse("customer_id")?, read(row)?)),
    )?;
    let mut latest = BTreeMap::new();
    for (customer, kept) in answers {
        latest.entry(customer).or_insert(kept);
    }
    Ok(latest)
}

pub(super) fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    let accepted: Option<String> = row.get("accepted_at")?;
    let refused: Option<String> = row.get("refused_at")?;
    Ok(Kept {
        id: row.get("id")?,
        asked_name: row.get("asked_name")?,
        answer: row.get("answer")?,
        name_given: row.get("name_given")?,
        address_given: row.get("address_given")?,
        consultation_number: row.get("consultation_number")?,
        raw: row.get("raw")?,
        checked_at: row.get("checked_at")?,
        decision: match (accepted, refused) {
            (Some(_), _) => Some(Decision::Accepted),
            (None, Some(_)) => Some(Decision::Refused),
            (None, None) => None,
        },
    })
}

/// A number that has to be asked about for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The number.
    pub number: VatNumber,
    /// The business name.
    pub name: String,
    /// How often the register did not answer since it last decided.
    pub tries: u32,
    /// When it last did not.
    pub tried_at: Option<Timestamp>,
}

/// Since when the register must have decided.
#[derive(Clone, Copy, Debug)]
pub struct Fresh {
    /// For every number that is held.
    pub since: Timestamp,
    /// For those by which a renewal will be billed …
    pub before_renewal: Timestamp,
    /// … that is due in these days, both included.
    pub renewing: (Date, Date),
}

/// Numbers of active customers and of resellers, each with its business name, on which the register
/// has not decided since they must be fresh.
///
/// # Errors
/// The store's.
pub fn growing_old(tx: &mut Tx<'_>, fresh: Fresh, most: u32) -> Result<Vec<Waiting>, StoreError> {
    let (first, last) = fresh.renewing;
    let found = tx.query(
        "select held.vat_number, held.name,
            (select count(*) from vat_checks c where c.vat_number = held.vat_number and c.asked_name = held.name
                and c.answer = 'unavailable' and not exists (select 1 from vat_checks d
                    where d.vat_number = c.vat_number and d.asked_name = c.asked_name
                        and d.answer <> 'unavailable' and d.checked_at > c.checked_at)) as tries,
            (select max(c.checked_at) from vat_checks c where c.vat_number = held.vat_number
                and c.asked_name = held.name and c.answer = 'unavailable') as tried_at
         from (select every.vat_number, every.name, max(every.since) as since from (
                select vat_number, name, cast($1 as text) as since from customers
                where vat_number is not null and active_on is not null
                union all select vat_number, name, cast($1 as text) from resellers where vat_number is not null
                union all select case when r.bill_to = 'reseller' then r.vat_number else c.vat_number end,
                    case when r.bill_to = 'reseller' then r.name else c.name end, cast($2 as text)
                from customers c join resellers r on r.id = c.reseller_id
                    join subscriptions s on s.customer_id = c.id join periods p on p.subscription_id = s.id
                where c.active_on is not null and p.ends_on >= $3 and p.ends_on <= $4
                    and p.given_back_on is null) every
            where every.vat_number is not null group by every.vat_number, every.name) held
         where not exists (select 1 from vat_checks c where c.vat_number = held.vat_number and c.asked_name = held.name
                and c.answer <> 'unavailable' and c.checked_at >= held.since)
         order by held.vat_number, held.name limit $5",
        params![fresh.since, fresh.before_renewal, first, last, most],
        |row| {
            Ok((
                row.get::<String>("vat_number")?,
                row.get("name")?,
                row.get("tries")?,
                row.get("tried_at")?,
            ))
        },
    )?;
    let read = |(number, name, tries, tried_at): (String, String, u32, Option<Timestamp>)| {
        let (number, _) = VatNumber::parse(&number).ok()?;
        Some(Waiting {
            number,
            name,
            tries,
            tried_at,
        })
    };
    Ok(found.into_iter().filter_map(read).collect())
}
