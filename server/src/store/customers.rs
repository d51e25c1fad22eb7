//! What everybody who may act on a customer sees of it, and what it is found by.

use jiff::civil::Date;
use seatkeeper_core::{licence::Seats, permission::Managed};

use super::{StoreError, Tx, licences};
use crate::params;

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
