//! Business days whose work is done.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tx};
use crate::params;

/// The last day whose work is done; none before the first.
///
/// # Errors
/// The store's.
pub fn last(tx: &mut Tx<'_>) -> Result<Option<Date>, StoreError> {
    tx.only(
        "select max(day) as last from business_days",
        params![],
        |row| row.get("last"),
    )
}

/// A day's work is done; twice is no fault.
///
/// # Errors
/// The store's.
pub fn finish(tx: &mut Tx<'_>, day: Date, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "insert into business_days (day, finished_at) values ($1, $2) on conflict (day) do nothing",
        params![day, now],
    )?;
    Ok(())
}
