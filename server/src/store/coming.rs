//! The subscriptions of a reseller's customers that go on when their period ends, all in one statement.

use jiff::civil::Date;
use seatkeeper_core::{
    currency::Currency,
    id::{CustomerId, ResellerId},
    invoice::Party,
    term::Term,
};

use super::{
    Row, StoreError, Tx, licences, parties,
    subscriptions::{self, PaidPeriod},
};
use crate::params;

/// A subscription that goes on.
#[derive(Clone, Debug)]
pub struct GoingOn {
    /// Whose.
    pub customer: CustomerId,
    /// That customer's name, address and VAT number.
    pub party: Party,
    /// In what it is paid.
    pub currency: Currency,
    /// How long its next period is.
    pub term: Term,
    /// Its last paid period.
    pub last: PaidPeriod,
    /// The number of the next period, as the subscription is now.
    pub licences: u32,
}

/// Those whose last create or renewal a reseller paid, this one or the one that it took them over from, that have not expired on a day, and for which
/// renewing was not switched off.
///
/// # Errors
/// The store's.
pub fn going_on(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    today: Date,
) -> Result<Vec<GoingOn>, StoreError> {
    tx.query(
        concat!(
            "select ",
            licences::seat_columns!(),
            ", c.id as customer_id, c.name, c.address, c.postcode, c.city, c.country, c.vat_number, s.currency,
             s.term_months as plan_months, s.next_licences, p.id, p.starts_on, p.term_months, p.anchor_day, p.price_list,
             p.by_grace, p.rests_on,
             (select cast(coalesce(sum(l.quantity), 0) as bigint) from licences l join orders o on o.id = l.order_id
              where l.period_id = p.id and l.ended_on is null and o.state in ('paid', 'partly_refunded', 'won', 'disputed')) as bought
             from customers c join subscriptions s on s.customer_id = c.id join periods p on p.subscription_id = s.id
             where c.reseller_id = $2 and c.active_on is not null and s.auto_renew = 1
               and (p.ends_on >= $1 or p.rests_on > $1)
               and p.given_back_on is null and not exists (select q.id from periods q
                where q.subscription_id = s.id and q.starts_on > p.starts_on and q.given_back_on is null)
               and (select o.payer_reseller_id from orders o
                    where o.subscription_id = s.id and o.kind in ('create', 'renew') and o.paid_on is not null
                    order by o.settled_at desc, o.id desc limit 1) is not null
             order by c.id"
        ),
        params![today, reseller.0],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<GoingOn, StoreError> {
    let seats = licences::read(row)?;
    let months: u32 = row.get("plan_months")?;
    let number = match row.get::<Option<u32>>("next_licences")? {
        Some(chosen) => chosen,
        None => row.get("bought")?,
    };
    Ok(GoingOn {
        customer: row.parse("customer_id")?,
        party: parties::party(row)?,
        currency: row.parse("currency")?,
        term: Term::from_months(months)
            .ok_or_else(|| StoreError::Unexpected(format!("no term of {months} months")))?,
        last: subscriptions::read(row)?,
        licences: number.max(seats.used.saturating_add(seats.invited)),
    })
}
