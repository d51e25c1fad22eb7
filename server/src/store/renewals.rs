//! Subscriptions whose period ends: which they are, what was said about them, and the order by which
//! they renew by themselves.

mod ahead;

use jiff::civil::Date;
use seatkeeper_core::{
    id::{CustomerId, OrderId, ResellerId, SubscriptionId},
    money::Money,
    permission::Managed,
    proration::Period,
    quote::Quote,
};
use serde::{Deserialize, Serialize};

use super::{Row, StoreError, Tx, Value, orders::Payer, saved_cards};
use crate::params;
pub use ahead::{ahead, still_ahead, too_few};

/// A subscription whose last paid period ends in a span of days.
#[derive(Clone, Copy, Debug)]
pub struct Ending {
    /// Which.
    pub subscription: SubscriptionId,
    /// Whose, and who manages it.
    pub managed: Managed,
    /// The first day that is not paid.
    pub ends_on: Date,
    /// The day from which licences rest.
    pub rests_on: Date,
    /// How many months its term has.
    pub term_months: u32,
}

impl Ending {
    /// Whether it may be renewed by itself on a day: until licences rest, and always on the day
    /// of its end, where there may be no grace.
    pub fn may_renew_on(&self, day: Date) -> bool {
        day <= self.ends_on || day < self.rests_on
    }

    /// Whether a declined card may be tried again on a day: until the day on which licences rest,
    /// whose work begins it.
    pub fn may_be_tried_on(&self, day: Date) -> bool {
        day <= self.rests_on
    }
}

/// What was said about a coming renewal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// It renews by itself.
    pub automatic: bool,
    /// What it costs; nothing where it cannot be said yet.
    pub quote: Option<Quote>,
}

impl Notice {
    /// What it says will be charged by itself.
    pub fn promise(&self) -> Option<Promise> {
        let quote = self.quote.as_ref().filter(|_| self.automatic);
        quote.map(|quote| Promise {
            total: quote.total,
            licences: quote.licences,
            period: quote.period,
        })
    }
}

/// What a renewal that happens by itself charges, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// How much.
    pub total: Money,
    /// How many licences.
    pub licences: u32,
    /// For when.
    pub period: Period,
}

/// The last paid periods of active customers.
macro_rules! ending_rows {
    () => {
        "select s.id, s.customer_id, c.reseller_id, s.term_months, p.starts_on, p.ends_on, p.rests_on
         from periods p join subscriptions s on s.id = p.subscription_id join customers c on c.id = s.customer_id
         where c.reseller_id is not null and c.active_on is not null
            and p.given_back_on is null and not exists (select q.id from periods q
                where q.subscription_id = s.id and q.starts_on > p.starts_on and q.given_back_on is null)"
    };
}
use ending_rows;

/// The subscriptions of which something may be said on `from`: their licences do not rest before it,
/// and their last paid period ends up to `to`.
///
/// # Errors
/// The store's.
pub fn ending(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<Vec<Ending>, StoreError> {
    tx.query(
        concat!(
            ending_rows!(),
            " and p.rests_on >= $1 and p.ends_on <= $2 order by p.ends_on, s.id"
        ),
        params![from, to],
        read,
    )
}

/// The subscriptions whose last paid period has ended by a day, and whose licences rest from that
/// day on at the earliest.
///
/// # Errors
/// The store's.
pub fn renewable(tx: &mut Tx<'_>, day: Date) -> Result<Vec<Ending>, StoreError> {
    ending(tx, day, day)
}

/// The subscriptions whose licences rest from a day on.
///
/// # Errors
/// The store's.
pub fn resting(tx: &mut Tx<'_>, day: Date) -> Result<Vec<Ending>, StoreError> {
    tx.query(
        concat!(ending_rows!(), " and p.rests_on = $1 order by s.id"),
        params![day],
        read,
    )
}

/// A subscription, while its last paid period still ends on this day.
///
/// # Errors
/// The store's.
pub fn still_ending(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    ends_on: Date,
) -> Result<Option<Ending>, StoreError> {
    tx.one(
        concat!(ending_rows!(), " and s.id = $1 and p.ends_on = $2"),
        params![subscription.0, ends_on],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Ending, StoreError> {
    Ok(Ending {
        subscription: row.parse("id")?,
        managed: Managed {
            reseller: row.parse::<ResellerId>("reseller_id")?,
            customer: row.parse::<CustomerId>("customer_id")?,
        },
        ends_on: row.get("ends_on")?,
        rests_on: row.get("rests_on")?,
        term_months: row.get("term_months")?,
    })
}

/// Who pays the next period: whoever keeps a card for it, else who paid the last create or renewal. The
/// place of a reseller that does not manage the customer any more has whoever manages it now: another
/// reseller, or the customer itself.
///
/// # Errors
/// The store's.
pub fn next_payer(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
) -> Result<Option<Payer>, StoreError> {
    if let Some(kept) = saved_cards::find(tx, subscription)? {
        return Ok(Some(kept.payer));
    }
    let payers = tx.query(
        "select case when o.payer_reseller_id is not null and c.reseller_id <> $2 then c.reseller_id end as payer_reseller_id,
            case when o.payer_reseller_id is null or c.reseller_id = $2 then c.id end as payer_customer_id
         from orders o join customers c on c.id = o.customer_id
         where o.subscription_id = $1 and o.kind in ('create', 'renew') and o.paid_on is not null
         order by o.settled_at desc, o.id desc limit 1",
        params![subscription.0, ResellerId::NOBODY.0],
        Payer::of,
    )?;
    Ok(payers.into_iter().next())
}

/// The number of the next period, where it was changed.
///
/// # Errors
/// The store's.
pub fn next_licences(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
) -> Result<Option<u32>, StoreError> {
    let found = tx.one(
        "select next_licences from subscriptions where id = $1",
        params![subscription.0],
        |row| row.get::<Option<u32>>("next_licences"),
    )?;
    Ok(found.flatten())
}

/// Chooses the number of the next period.
///
/// # Errors
/// The store's.
pub fn choose_licences(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    licences: u32,
) -> Result<(), StoreError> {
    tx.execute(
        "update subscriptions set next_licences = $1, version = version + 1 where id = $2",
        params![licences, subscription.0],
    )?;
    Ok(())
}

/// The next period is as large as the last again.
///
/// # Errors
/// The store's.
pub fn forget_licences(tx: &mut Tx<'_>, subscription: SubscriptionId) -> Result<(), StoreError> {
    tx.execute(
        "update subscriptions set next_licences = null where id = $1 and next_licences is not null",
        params![subscription.0],
    )?;
    Ok(())
}

/// Whether a subscription renews by itself once there is a card.
///
/// # Errors
/// The store's.
pub fn is_on(tx: &mut Tx<'_>, subscription: SubscriptionId) -> Result<bool, StoreError> {
    let on = tx.one(
        "select auto_renew from subscriptions where id = $1",
        params![subscription.0],
        |row| row.get("auto_renew"),
    )?;
    Ok(on.unwrap_or_default())
}

/// Switches renewing by itself on or off.
///
/// # Errors
/// The store's.
pub fn switch(tx: &mut Tx<'_>, subscription: SubscriptionId, on: bool) -> Result<(), StoreError> {
    tx.execute(
        "update subscriptions set auto_renew = $1, version = version + 1 where id = $2",
        params![on, subscription.0],
    )?;
    Ok(())
}

/// Writes down what is said on a day about the period that begins on `starts_on`; `false` when it
/// was said that day already.
///
/// # Errors
/// The store's.
pub fn notice(
    tx: &mut Tx<'_>,
    ending: &Ending,
    noticed_on: Date,
    notice: &Notice,
) -> Result<bool, StoreError> {
    let total = notice.quote.as_ref().map(|quote| quote.total);
    let days_before = noticed_on
        .until(ending.ends_on)
        .map_or(0, |span| span.get_days());
    let rows = tx.execute(
        "insert into renewal_notices (subscription_id, period_starts_on, days_before, noticed_on, currency, total_minor, quote)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        params![
            ending.subscription.0,
            ending.ends_on,
            i64::from(days_before),
            noticed_on,
            total.map_or("", |total| total.currency().code()),
            total.map_or(0, Money::minor),
            Value::json(notice)?,
        ],
    )?;
    Ok(rows == 1)
}

/// What was said last about the period that begins on a day, and when.
///
/// # Errors
/// The store's.
pub fn last_notice(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    starts_on: Date,
) -> Result<Option<(Date, Notice)>, StoreError> {
    let notices = tx.query(
        "select noticed_on, quote from renewal_notices
         where subscription_id = $1 and period_starts_on = $2 order by noticed_on desc limit 1",
        params![subscription.0, starts_on],
        |row| Ok((row.get("noticed_on")?, row.json("quote")?)),
    )?;
    Ok(notices.into_iter().next())
}

/// What was said on a day about the period that begins on a day.
///
/// # Errors
/// The store's.
pub fn notice_of(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    starts_on: Date,
    noticed_on: Date,
) -> Result<Option<Notice>, StoreError> {
    let notices = tx.query(
        "select quote from renewal_notices
         where subscription_id = $1 and period_starts_on = $2 and noticed_on = $3 limit 1",
        params![subscription.0, starts_on, noticed_on],
        |row| row.json("quote"),
    )?;
    Ok(notices.into_iter().next())
}

/// The order by which a subscription renewed by itself since a day.
///
/// # Errors
/// The store's.
pub fn automatic_order(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    since: Date,
) -> Result<Option<OrderId>, StoreError> {
    let orders = tx.query(
        "select id from orders where subscription_id = $1 and kind = 'renew' and placed_by is null and placed_on >= $2
         order by placed_at desc limit 1",
        params![subscription.0, since],
        |row| row.parse("id"),
    )?;
    Ok(orders.into_iter().next())
}
