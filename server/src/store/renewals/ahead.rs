//! Next periods that are paid already and have not begun, and what they have too few of.

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::id::{CustomerId, SubscriptionId};

use super::{super::licences, Ending, StoreError, Tx, read};
use crate::params;

/// The subscriptions whose next period is paid and begins after `today`, in so many days at most; with
/// its first day.
///
/// # Errors
/// The store's.
pub fn ahead(tx: &mut Tx<'_>, today: Date, days: i64) -> Result<Vec<(Ending, Date)>, StoreError> {
    tx.query(
        concat!(
            super::ending_rows!(),
            " and p.starts_on > $1 and p.starts_on <= $2 order by p.starts_on, s.id"
        ),
        params![today, today.saturating_add(days.days())],
        |row| Ok((read(row)?, row.get("starts_on")?)),
    )
}

/// A subscription, while its last paid period still begins on this day.
///
/// # Errors
/// The store's.
pub fn still_ahead(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    starts_on: Date,
) -> Result<Option<Ending>, StoreError> {
    tx.one(
        concat!(super::ending_rows!(), " and s.id = $1 and p.starts_on = $2"),
        params![subscription.0, starts_on],
        read,
    )
}

/// How many licences the period has that begins on a day to come, and how many members have one
/// today; `None` where nobody will be without. Where it has none at all they will rest, and nobody
/// loses the place.
///
/// # Errors
/// The store's.
pub fn too_few(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    starts_on: Date,
    today: Date,
) -> Result<Option<(u32, u32)>, StoreError> {
    let licences = licences::seats(tx, customer, starts_on)?.total;
    let now = licences::seats(tx, customer, today)?;
    let members = now.used.saturating_add(now.invited);
    Ok((1..members)
        .contains(&licences)
        .then_some((licences, members)))
}
