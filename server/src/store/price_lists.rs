//! Price lists: published once, never changed.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{id::AccountId, price_list::PriceList};

use super::{Row, StoreError, Tx, Value};
use crate::params;

/// The price list of a day.
///
/// # Errors
/// The store's.
pub fn on(tx: &mut Tx<'_>, day: Date) -> Result<Option<PriceList>, StoreError> {
    tx.one(
        "select version, from_on, prices from price_lists where from_on <= $1 order by from_on desc, version desc limit 1",
        params![day],
        read,
    )
}

/// Every price list, those to come too.
///
/// # Errors
/// The store's.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<PriceList>, StoreError> {
    tx.query(
        "select version, from_on, prices from price_lists order by version",
        params![],
        read,
    )
}

/// A price list by its version.
///
/// # Errors
/// The store's.
pub fn version(tx: &mut Tx<'_>, version: u32) -> Result<Option<PriceList>, StoreError> {
    tx.one(
        "select version, from_on, prices from price_lists where version = $1",
        params![version],
        read,
    )
}

/// Publishes a price list.
///
/// # Errors
/// A conflict when the version exists.
pub fn publish(
    tx: &mut Tx<'_>,
    list: &PriceList,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into price_lists (version, from_on, prices, published_by, published_at) values ($1, $2, $3, $4, $5)",
        params![list.version, list.from_on, Value::json(&list.prices)?, by.map(|id| id.0), now],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<PriceList, StoreError> {
    Ok(PriceList {
        version: row.get("version")?,
        from_on: row.get("from_on")?,
        prices: row.json("prices")?,
    })
}
