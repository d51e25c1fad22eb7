//! How many licences a customer has, and how many of them are given or held.
//!
//! The one definition of the counts: a list and an assignment never disagree.

use jiff::civil::Date;
use seatkeeper_core::{
    id::{CustomerId, PeriodId},
    licence::Seats,
};

use super::{Row, StoreError, Tx};
use crate::params;

/// The counts of customer `c` on the day `$1`, as columns. A licence counts in its period and
/// the days of grace after it, until the next period begins, while it has not been ended and its order is paid and neither disputed nor given back. An invitation
/// holds one up to its last day; an account that was added at once has its own from then on.
macro_rules! seat_columns {
    () => {
        "cast(coalesce((
             select sum(l.quantity) from licences l
             join periods p on p.id = l.period_id
             join subscriptions s on s.id = l.subscription_id
             join orders o on o.id = l.order_id
             where s.customer_id = c.id and p.starts_on <= $1 and p.rests_on > $1
               and not exists (select q.id from periods q
                   where q.subscription_id = p.subscription_id and q.starts_on <= $1 and q.starts_on > p.starts_on
                     and q.given_back_on is null)
               and (l.ended_on is null or l.ended_on > $1)
               and o.state in ('paid', 'partly_refunded', 'won')), 0) as bigint) as total,
         (select count(*) from members m
          where m.customer_id = c.id and m.licensed = 1
            and (m.state = 'active' or (m.account_id is not null and m.invited_until_on < $1))) as used,
         (select count(*) from members m
          where m.customer_id = c.id and m.licensed = 1
            and m.state <> 'active' and m.invited_until_on >= $1) as invited"
    };
}
pub(super) use seat_columns;

/// The licences of subscription `s` that rest on the day `$1` because their payment is disputed.
macro_rules! suspended_licences {
    () => {
        "(select cast(coalesce(sum(l.quantity), 0) as bigint) from licences l
             join periods p on p.id = l.period_id join orders o on o.id = l.order_id
          where l.subscription_id = s.id and o.state = 'disputed' and l.ended_on is null
            and p.starts_on <= $1 and p.rests_on > $1)"
    };
}
pub(super) use suspended_licences;

/// The licences of a customer that rest on a day because their payment is disputed.
///
/// # Errors
/// The store's.
pub fn suspended(tx: &mut Tx<'_>, customer: CustomerId, today: Date) -> Result<u32, StoreError> {
    let found = tx.one(
        concat!(
            "select ",
            suspended_licences!(),
            " as suspended from subscriptions s where s.customer_id = $2"
        ),
        params![today, customer.0],
        |row| row.get("suspended"),
    )?;
    Ok(found.unwrap_or_default())
}

/// The seats of a customer on a day.
///
/// # Errors
/// The store's.
pub fn seats(tx: &mut Tx<'_>, customer: CustomerId, today: Date) -> Result<Seats, StoreError> {
    let seats = tx.one(
        concat!(
            "select ",
            seat_columns!(),
            " from customers c where c.id = $2"
        ),
        params![today, customer.0],
        read,
    )?;
    Ok(seats.unwrap_or_default())
}

/// The licences that were bought for a period and were not given back; also those that rest while their
/// payment is disputed.
///
/// # Errors
/// The store's.
pub fn bought(tx: &mut Tx<'_>, period: PeriodId) -> Result<u32, StoreError> {
    tx.only(
        "select cast(coalesce(sum(l.quantity), 0) as bigint) as bought
         from licences l join orders o on o.id = l.order_id
         where l.period_id = $1 and l.ended_on is null and o.state in ('paid', 'partly_refunded', 'won', 'disputed')",
        params![period.0],
        |row| row.get("bought"),
    )
}

/// The customers whose period begins on a day.
///
/// # Errors
/// The store's.
pub fn beginning(tx: &mut Tx<'_>, day: Date) -> Result<Vec<CustomerId>, StoreError> {
    tx.query(
        "select s.customer_id from periods p join subscriptions s on s.id = p.subscription_id
         where p.starts_on = $1 order by s.customer_id",
        params![day],
        |row| row.parse("customer_id"),
    )
}

/// Reads [`seat_columns`].
pub(super) fn read(row: &Row<'_>) -> Result<Seats, StoreError> {
    Ok(Seats {
        total: row.get("total")?,
        used: row.get("used")?,
        invited: row.get("invited")?,
    })
}
