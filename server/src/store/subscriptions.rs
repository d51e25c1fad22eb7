//! Subscriptions, their paid periods and the licences in them.

use jiff::{Timestamp, ToSpan, civil::Date};
use seatkeeper_core::{
    id::{CustomerId, OrderId, PeriodId, SubscriptionId},
    order::Grant,
    permission::Managed,
    price_list::UnitPrice,
    proration::{AnchorDay, Period},
    subscription::Subscription,
    term::Term,
};
use uuid::Uuid;

use super::{Row, StoreError, Tx, licences};
use crate::params;

/// A paid period with what it was priced by.
#[derive(Clone, Copy, Debug)]
pub struct PaidPeriod {
    /// Its id.
    pub id: PeriodId,
    /// The days.
    pub period: Period,
    /// The price list it was bought with.
    pub price_list: u32,
    /// Whether it began at the old end although it was paid later.
    pub by_grace: bool,
    /// The day from which its licences rest, if no other follows.
    pub rests_on: Date,
}

/// A subscription with its running and next period.
#[derive(Clone, Debug)]
pub struct Held {
    /// As everybody may see it.
    pub subscription: Subscription,
    /// The running period, or the last that ran.
    pub running: PaidPeriod,
    /// The period after it, when that is paid too.
    pub next: Option<PaidPeriod>,
}

/// Opens a subscription that has no paid period yet.
///
/// # Errors
/// A conflict when the customer has one.
pub fn insert(
    tx: &mut Tx<'_>,
    id: SubscriptionId,
    customer: CustomerId,
    (term, currency): (Term, seatkeeper_core::currency::Currency),
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into subscriptions (id, customer_id, term_months, currency, auto_renew, created_at)
         values ($1, $2, $3, $4, 1, $5)",
        params![id.0, customer.0, term.months(), currency.code(), now],
    )?;
    Ok(())
}

/// The customer's subscription on a day; `None` while nothing was ever paid.
///
/// # Errors
/// The store's.
pub fn of_customer(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    today: Date,
) -> Result<Option<Held>, StoreError> {
    let found = tx.one(
        "select s.id, s.term_months, s.currency, s.auto_renew,
             (select count(*) from saved_cards c where c.subscription_id = s.id) as cards
         from subscriptions s where s.customer_id = $1",
        params![customer.0],
        |row| {
            Ok((
                row.parse::<SubscriptionId>("id")?,
                term(row)?,
                row.parse("currency")?,
                // without a card nothing is paid by itself
                row.get::<bool>("auto_renew")? && row.get::<u32>("cards")? > 0,
            ))
        },
    )?;
    let Some((id, term, currency, auto_renew)) = found else {
        return Ok(None);
    };
    // The latest two periods: one that is ahead, and the one that runs or ran.
    let mut periods = tx.query(
        "select id, starts_on, term_months, anchor_day, price_list, by_grace, rests_on from periods
         where subscription_id = $1 and given_back_on is null order by starts_on desc limit 2",
        params![id.0],
        read,
    )?;
    let ahead = match periods.first() {
        Some(latest) if latest.period.start() > today && periods.len() == 2 => {
            Some(periods.remove(0))
        }
        _ => None,
    };
    let Some(running) = periods.first().copied() else {
        return Ok(None);
    };
    let next = ahead.map(|paid| paid.period);
    let subscription = Subscription {
        id,
        term,
        currency,
        period: running.period,
        next,
        rests_on: ahead.map_or(running.rests_on, |ahead| ahead.rests_on),
        auto_renew,
    };
    Ok(Some(Held {
        subscription,
        running,
        next: ahead,
    }))
}

/// Whose a subscription is, and who manages it.
///
/// # Errors
/// The store's.
pub fn managed(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
) -> Result<Option<Managed>, StoreError> {
    tx.one(
        "select c.id, c.reseller_id from subscriptions s join customers c on c.id = s.customer_id
         where s.id = $1 and c.reseller_id is not null",
        params![subscription.0],
        |row| {
            Ok(Managed {
                reseller: row.parse("reseller_id")?,
                customer: row.parse("id")?,
            })
        },
    )
}

/// Adds licences that an order paid for, and their period when it is new. After its end they go on
/// for so many days of grace, unless the period began by a grace itself.
///
/// # Errors
/// The store's.
pub fn grant(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    order: OrderId,
    grant: &Grant,
    (price_list, unit_price): (u32, UnitPrice),
    grace_days: u16,
) -> Result<(), StoreError> {
    let Grant {
        period,
        quantity,
        by_grace,
        ..
    } = grant;
    let days = if *by_grace { 0 } else { grace_days };
    let rests_on = period.end().saturating_add(i64::from(days).days());
    tx.execute(
        "insert into periods (id, subscription_id, order_id, starts_on, ends_on, term_months, anchor_day, by_grace,
            price_list, unit_price, rests_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (subscription_id, starts_on) do update
         set order_id = $3, ends_on = $5, term_months = $6, anchor_day = $7, by_grace = $8, price_list = $9,
            unit_price = $10, rests_on = $11, given_back_on = null
         where periods.given_back_on is not null",
        params![
            Uuid::now_v7(),
            subscription.0,
            order.0,
            period.start(),
            period.end(),
            period.months(),
            period.anchor_day().get(),
            *by_grace,
            price_list,
            unit_price.value(),
            rests_on,
        ],
    )?;
    tx.execute(
        "insert into licences (id, subscription_id, period_id, order_id, quantity)
         select $1, p.subscription_id, p.id, $2, $3 from periods p where p.subscription_id = $4 and p.starts_on = $5",
        params![Uuid::now_v7(), order.0, *quantity, subscription.0, period.start()],
    )?;
    tx.execute(
        "update subscriptions set anchor_day = $1, version = version + 1 where id = $2",
        params![period.anchor_day().get(), subscription.0],
    )?;
    Ok(())
}

/// A period of which no licence is left.
#[derive(Clone, Copy, Debug)]
pub struct Emptied {
    /// Its id.
    pub id: PeriodId,
    /// Its first day.
    pub starts_on: Date,
}

/// A subscription's last period, if nothing is left of what was bought for it.
///
/// # Errors
/// The store's.
pub fn emptied(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
) -> Result<Option<Emptied>, StoreError> {
    let last = tx.one(
        "select id, starts_on from periods
         where subscription_id = $1 and given_back_on is null order by starts_on desc limit 1",
        params![subscription.0],
        |row| {
            Ok(Emptied {
                id: row.parse("id")?,
                starts_on: row.get("starts_on")?,
            })
        },
    )?;
    match last {
        Some(last) if licences::bought(tx, last.id)? == 0 => Ok(Some(last)),
        _ => Ok(None),
    }
}

/// A period that has not begun is as if it had never been bought.
///
/// # Errors
/// The store's.
pub fn give_back(tx: &mut Tx<'_>, period: PeriodId, today: Date) -> Result<(), StoreError> {
    tx.execute(
        "update periods set given_back_on = $1 where id = $2",
        params![today, period.0],
    )?;
    Ok(())
}

/// Reads the column of a term's months.
pub(super) fn term(row: &Row<'_>) -> Result<Term, StoreError> {
    let months: u32 = row.get("term_months")?;
    Term::from_months(months)
        .ok_or_else(|| StoreError::Unexpected(format!("no term of {months} months")))
}

/// Reads the columns of a paid period.
pub(super) fn read(row: &Row<'_>) -> Result<PaidPeriod, StoreError> {
    let day: u8 = row.get("anchor_day")?;
    let anchor = AnchorDay::new(day)
        .ok_or_else(|| StoreError::Unexpected(format!("no anchor day {day}")))?;
    let period = Period::starting(row.get("starts_on")?, term(row)?.months(), anchor)
        .map_err(|error| StoreError::Unexpected(error.to_string()))?;
    Ok(PaidPeriod {
        id: row.parse("id")?,
        period,
        price_list: row.get("price_list")?,
        by_grace: row.get("by_grace")?,
        rests_on: row.get("rests_on")?,
    })
}
