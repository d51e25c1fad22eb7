//! The list of customers that somebody may act on, and what everybody there sees of one.

use jiff::civil::Date;
use seatkeeper_core::{
    api::{CUSTOMERS_A_PAGE, CustomerPage, CustomerRow},
    id::{AccountId, ResellerId},
    licence::Seats,
    permission::Managed,
    subscription::SubscriptionState,
};

use super::{Row, StoreError, Tx, licences, subscriptions::term};
use crate::params;

/// Whose customers are listed.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Everybody's.
    All,
    /// Those of the reseller that this account works for, and those whose administrator it is.
    Of(AccountId, Option<ResellerId>),
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The day of the counts.
    pub today: Date,
    /// Any part of name, city or VAT number.
    pub search: String,
    /// From 1.
    pub page: u32,
}

/// A customer and its manager, as everybody who may see it does.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its name.
    pub name: String,
    /// Its town.
    pub city: String,
    /// ISO 3166-1 code.
    pub country: String,
    /// The managing reseller's name.
    pub managed_by: String,
    /// Its seats.
    pub seats: Seats,
}

/// `$1` is the day, `$2` the pattern, `$3` 1 for everybody's, `$4` the reseller, `$5` the account.
macro_rules! listed {
    () => {
        "from customers c join subscriptions s on s.customer_id = c.id
         where c.active_on is not null
           and (c.name_folded like $2 escape '!' or c.found_by like $2 escape '!')
           and (cast($3 as bigint) = 1 or c.reseller_id = $4
                or c.id in (select m.customer_id from members m where m.account_id = $5 and m.role = 'administrator'))"
    };
}

/// One page of the customers in a scope, by name.
///
/// # Errors
/// The store's.
pub fn list(tx: &mut Tx<'_>, scope: Scope, wanted: &Wanted) -> Result<CustomerPage, StoreError> {
    let (all, reseller, account) = match scope {
        Scope::All => (true, None, None),
        Scope::Of(account, reseller) => (false, reseller.map(|id| id.0), Some(account.0)),
    };
    let pattern = pattern(&wanted.search);
    let (total, seats) = tx.only(
        concat!(
            "select count(*) as found, cast(coalesce(sum(total), 0) as bigint) as total,
                 cast(coalesce(sum(used), 0) as bigint) as used,
                 cast(coalesce(sum(invited), 0) as bigint) as invited
             from (select ",
            licences::seat_columns!(),
            " ",
            listed!(),
            ") counted"
        ),
        params![wanted.today, &pattern, all, reseller, account],
        |row| Ok((row.get::<u32>("found")?, licences::read(row)?)),
    )?;
    let pages = total.div_ceil(CUSTOMERS_A_PAGE).max(1);
    let page = wanted.page.clamp(1, pages);
    let rows = tx.query(
        concat!(
            "select c.id, c.name, c.city, c.country, s.term_months, s.auto_renew,
                 (select count(*) from saved_cards k where k.subscription_id = s.id) as cards,
                 (select max(p.ends_on) from periods p where p.subscription_id = s.id) as ends_on,
                 (select max(p.rests_on) from periods p where p.subscription_id = s.id) as rests_on, ",
            licences::seat_columns!(),
            " ",
            listed!(),
            " order by c.name_folded, c.id limit $6 offset $7"
        ),
        params![
            wanted.today,
            pattern,
            all,
            reseller,
            account,
            CUSTOMERS_A_PAGE,
            (page - 1) * CUSTOMERS_A_PAGE
        ],
        |row| read(row, wanted.today),
    )?;
    Ok(CustomerPage {
        rows,
        total,
        page,
        seats,
    })
}

/// One customer of a reseller.
///
/// # Errors
/// The store's.
pub fn get(tx: &mut Tx<'_>, managed: Managed, today: Date) -> Result<Option<Seen>, StoreError> {
    tx.one(
        concat!(
            "select c.name, c.city, c.country, r.name as managed_by, ",
            licences::seat_columns!(),
            " from customers c join resellers r on r.id = c.reseller_id
             where c.id = $2 and c.reseller_id = $3 and c.active_on is not null"
        ),
        params![today, managed.customer.0, managed.reseller.0],
        |row| {
            Ok(Seen {
                name: row.get("name")?,
                city: row.get("city")?,
                country: row.get("country")?,
                managed_by: row.get("managed_by")?,
                seats: licences::read(row)?,
            })
        },
    )
}

/// What a customer is found by besides its name: lower case in every script, which the engines'
/// own functions are not.
pub fn found_by(city: &str, vat_number: Option<&str>) -> String {
    format!(
        "{} {}",
        city.to_lowercase(),
        vat_number.unwrap_or_default().to_lowercase()
    )
}

/// A pattern that finds the text anywhere, taking its own wildcards literally.
pub(super) fn pattern(search: &str) -> String {
    let mut pattern = String::from("%");
    for c in search.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn read(row: &Row<'_>, today: Date) -> Result<CustomerRow, StoreError> {
    let ends_on = row.get("ends_on")?;
    let rests_on = row.get("rests_on")?;
    let renews = row.get::<bool>("auto_renew")? && row.get::<u32>("cards")? > 0;
    Ok(CustomerRow {
        id: row.parse("id")?,
        name: row.get("name")?,
        city: row.get("city")?,
        country: row.get("country")?,
        seats: licences::read(row)?,
        ends_on,
        rests_on,
        renews,
        state: SubscriptionState::on(today, (ends_on, rests_on), term(row)?, renews),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_for_is_taken_literally() {
        assert_eq!(pattern(" Söder 100%_! "), "%söder 100!%!_!!%");
        assert_eq!(pattern(""), "%%");
        assert_eq!(
            found_by("Örebro", Some("SE556036079301")),
            "örebro se556036079301"
        );
    }
}
