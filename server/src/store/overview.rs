//! The list of customers that somebody may act on, with all that a row says, in one statement: found,
//! filtered, sorted and cut into pages by the database.
//!
//! Promises that an order shows only in the list of whoever may see it, and that a customer is found
//! by what its row says. Leaves the words of the state to `core`, which the filter repeats (tested).

mod row;

use jiff::{Timestamp, ToSpan, civil::Date};
use seatkeeper_core::{
    api::{CUSTOMERS_A_PAGE, CustomerPage, CustomerRow, ListCustomers},
    id::{AccountId, ResellerId},
    licence::Seats,
    subscription::soon_days,
    term::Term,
};

use super::{
    Row, StoreError, Tx, Value, customers::pattern, licences, orders::word,
    vat_checks::vat_number_unconfirmed,
};
use crate::params;

/// Whose customers are listed, and whose unpaid orders are told.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Everybody's, with the name of each reseller.
    All,
    /// Those of a reseller's people, and those whose administrator the account is.
    Of {
        /// Whose list it is, if it is anybody's own.
        account: Option<AccountId>,
        /// The reseller that it works for.
        reseller: Option<ResellerId>,
        /// The same, if the account may see what that reseller pays.
        payer: Option<ResellerId>,
    },
}

/// On which day, and since when a VAT number's answer counts.
#[derive(Clone, Copy, Debug)]
pub struct On {
    /// The day of the counts.
    pub today: Date,
    /// Older answers about VAT numbers do not count.
    pub answers_since: Timestamp,
}

/// The caller may see order `o`: `$3` 1 for every order, `$4` the paying reseller, `$5` the account.
macro_rules! order_is_told {
    () => {
        "(cast($3 as bigint) = 1 or o.payer_reseller_id = $4
          or exists (select a.id from members a where a.customer_id = o.payer_customer_id
              and a.account_id = $5 and a.role = 'administrator'))"
    };
}

/// What is not paid of subscription `s`: the transfer that is due first, or the declined renewal, as
/// long as that renewal is still wanted and was not paid in another way.
macro_rules! unpaid_order {
    () => {
        concat!(
            "coalesce(
             (select o.id from orders o join transfers t on t.order_id = o.id
              where o.subscription_id = s.id and o.state = 'awaiting_transfer' and ",
            order_is_told!(),
            " order by t.due_on, t.number limit 1),
             (select o.id from orders o
              where o.subscription_id = s.id and o.kind = 'renew' and o.placed_by is null and s.auto_renew = 1
                and (o.state = 'declined' or (o.state = 'cancelled' and o.declined is not null))
                and o.placed_on >= (select max(p.ends_on) from periods p
                    where p.subscription_id = s.id and p.given_back_on is null) and ",
            order_is_told!(),
            " order by o.placed_at desc limit 1))"
        )
    };
}

/// `$1` is the day, `$2` since when VAT answers count, `$3` to `$5` as in [`order_is_told`], `$6` the
/// pattern, `$7` the reseller. Computed once for each customer, since the rest reads it several times.
macro_rules! customers_listed {
    () => {
        concat!(
            "with listed as materialized (select c.id, c.name, c.name_folded, c.city, c.country, c.reseller_id, s.term_months, ",
            licences::seat_columns!(),
            ", case when s.auto_renew = 1 and exists (select k.subscription_id from saved_cards k
                    where k.subscription_id = s.id) then 1 else 0 end as renews,
             (select max(p.ends_on) from periods p
                where p.subscription_id = s.id and p.given_back_on is null) as ends_on,
             (select max(p.rests_on) from periods p
                where p.subscription_id = s.id and p.given_back_on is null) as rests_on,
             (select cast(sum(l.quantity) as bigint) from periods p
                join licences l on l.period_id = p.id join orders o on o.id = l.order_id
              where p.subscription_id = s.id and p.starts_on > $1 and l.ended_on is null
                and o.state in ('paid', 'partly_refunded', 'won')) as next_licences,
             (select count(*) from members m where m.customer_id = c.id and m.role = 'administrator') as administrators, ",
            licences::suspended_licences!(),
            " as suspended, ",
            vat_number_unconfirmed!(),
            " as vat_unconfirmed, ",
            unpaid_order!(),
            " as unpaid
             from customers c join subscriptions s on s.customer_id = c.id
             where c.active_on is not null
               and (c.name_folded like $6 escape '!' or c.found_by like $6 escape '!')
               and (cast($3 as bigint) = 1 or c.reseller_id = $7
                    or c.id in (select m.customer_id from members m
                        where m.account_id = $5 and m.role = 'administrator'))) "
        )
    };
}

/// … with what the filters ask: `$8` and `$9` are the last days that are near for a month and a year.
macro_rules! customers_judged {
    () => {
        concat!(
            customers_listed!(),
            ", ending as materialized (select l.id,
                 case when l.ends_on <= $1
                     or (l.renews = 0 and l.ends_on <= case when l.term_months = 1 then $8 else $9 end)
                 then 1 else 0 end as is_ending
             from listed l),
             judged as (select l.*, e.is_ending,
                 case when e.is_ending = 1 or l.unpaid is not null or l.vat_unconfirmed = 1 or l.administrators = 1
                     or l.suspended > 0 or l.next_licences < l.used + l.invited then 1 else 0 end as is_warned
             from listed l join ending e on e.id = l.id) "
        )
    };
}

/// `$10` is the filter.
macro_rules! customers_wanted {
    () => {
        "where ($10 = 'all' or ($10 = 'attention' and j.is_warned = 1) or ($10 = 'ending' and j.is_ending = 1)
            or ($10 = 'unpaid' and j.unpaid is not null))"
    };
}

/// One page of the customers in a scope; that after the last is the last.
///
/// # Errors
/// The store's.
pub fn list(
    tx: &mut Tx<'_>,
    scope: Scope,
    ask: &ListCustomers,
    on: On,
) -> Result<CustomerPage, StoreError> {
    let given = given(scope, ask, on);
    if let Some(found) = cut(tx, &given, ask, on.today, ask.page.max(1))? {
        return Ok(found);
    }
    let totals = tx.only(
        concat!(
            customers_judged!(),
            "select count(*) as found, cast(coalesce(sum(j.total), 0) as bigint) as all_total,
                cast(coalesce(sum(j.used), 0) as bigint) as all_used,
                cast(coalesce(sum(j.invited), 0) as bigint) as all_invited,
                (select count(*) from judged w where w.is_warned = 1) as attention
             from judged j ",
            customers_wanted!()
        ),
        &given,
        Totals::read,
    )?;
    let last = totals.found.div_ceil(CUSTOMERS_A_PAGE).max(1);
    let found = cut(tx, &given, ask, on.today, last)?;
    Ok(found.unwrap_or_else(|| totals.over(Vec::new(), last)))
}

/// The rows of a page together with the totals, which cost nothing more in the same statement; nothing
/// where there are no rows.
fn cut(
    tx: &mut Tx<'_>,
    given: &[Value],
    ask: &ListCustomers,
    today: Date,
    page: u32,
) -> Result<Option<CustomerPage>, StoreError> {
    let mut given = given.to_vec();
    let before = i64::from(page - 1) * i64::from(CUSTOMERS_A_PAGE);
    given.extend_from_slice(params![order(ask), CUSTOMERS_A_PAGE, before]);
    let found = tx.query(
        concat!(
            customers_judged!(),
            "select j.id, j.name, j.city, j.country, j.term_months, j.total, j.used, j.invited, j.renews, j.ends_on,
                j.rests_on, j.next_licences, j.administrators, j.suspended, j.vat_unconfirmed, j.unpaid,
                case when cast($3 as bigint) = 1 then r.name end as reseller,
                o.currency, o.total_minor, t.amount_minor, t.received_minor, t.due_on,
                count(*) over () as found, cast(sum(j.total) over () as bigint) as all_total,
                cast(sum(j.used) over () as bigint) as all_used, cast(sum(j.invited) over () as bigint) as all_invited,
                (select count(*) from judged w where w.is_warned = 1) as attention
             from judged j left join resellers r on r.id = j.reseller_id left join orders o on o.id = j.unpaid
                left join transfers t on t.order_id = o.id and t.closed_at is null ",
            customers_wanted!(),
            " order by case when $11 = 'ends' then j.ends_on end, case when $11 = '-ends' then j.ends_on end desc,
                case when $11 = 'used' then j.used + j.invited end,
                case when $11 = '-used' then j.used + j.invited end desc,
                case when $11 = 'licences' then j.total end, case when $11 = '-licences' then j.total end desc,
                case when $11 = '-name' then j.name_folded end desc,
                j.name_folded, j.id limit $12 offset $13"
        ),
        &given,
        |row| Ok((Totals::read(row)?, row::read(row, today)?)),
    )?;
    let totals = found.first().map(|(totals, _)| *totals);
    let rows = found.into_iter().map(|(_, row)| row).collect();
    Ok(totals.map(|totals| totals.over(rows, page)))
}

/// What is told of all that match.
#[derive(Clone, Copy)]
struct Totals {
    found: u32,
    attention: u32,
    seats: Seats,
}

impl Totals {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            found: row.get("found")?,
            attention: row.get("attention")?,
            seats: Seats {
                total: row.get("all_total")?,
                used: row.get("all_used")?,
                invited: row.get("all_invited")?,
            },
        })
    }

    fn over(self, rows: Vec<CustomerRow>, page: u32) -> CustomerPage {
        CustomerPage {
            rows,
            total: self.found,
            attention: self.attention,
            page,
            seats: self.seats,
        }
    }
}

/// `$1` to `$10`.
fn given(scope: Scope, ask: &ListCustomers, on: On) -> Vec<Value> {
    let (all, payer, account, reseller) = match scope {
        Scope::All => (true, None, None, None),
        Scope::Of {
            account,
            reseller,
            payer,
        } => (false, payer, account, reseller),
    };
    let near = |term| on.today.saturating_add(i64::from(soon_days(term)).days());
    params![
        on.today,
        on.answers_since,
        all,
        payer.map(|id| id.0),
        account.map(|id| id.0),
        pattern(&ask.search),
        reseller.map(|id| id.0),
        near(Term::Month),
        near(Term::Year),
        word(&ask.filter),
    ]
    .to_vec()
}

/// The word that the statement sorts by.
fn order(ask: &ListCustomers) -> String {
    let falls = if ask.falling { "-" } else { "" };
    [falls, &word(&ask.sort)].concat()
}

#[cfg(test)]
mod tests {
    use seatkeeper_core::api::{CustomerFilter, CustomerSort};

    use super::*;

    #[test]
    fn each_order_has_its_word() {
        for (sort, known) in CustomerSort::ALL {
            let ask = |falling| ListCustomers {
                sort,
                falling,
                ..ListCustomers::default()
            };
            assert_eq!(order(&ask(false)), known);
            assert_eq!(order(&ask(true)), format!("-{known}"));
        }
        assert_eq!(word(&CustomerFilter::Attention), "attention");
    }
}
