//! Who has the licences of a customer, as far as is known: one row a member, of today. There is no
//! history of licences, so none is told.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::permission::Managed;

use super::{Held, StoreError, Tx, read};
use crate::params;

/// A member, since when it is there.
#[derive(Clone, Debug)]
pub struct Usage {
    /// The row, as Manage shows it.
    pub held: Held,
    /// The day on which the address was added.
    pub added_on: Date,
    /// When its person signed in for the first time since.
    pub joined_at: Option<Timestamp>,
}

/// Every member of a customer by address, without invitations that lapsed.
///
/// # Errors
/// The store's.
pub fn usage(tx: &mut Tx<'_>, managed: Managed, today: Date) -> Result<Vec<Usage>, StoreError> {
    tx.query(
        concat!(
            "select ",
            super::member_columns!(),
            ", m.joined_at ",
            super::member_rows!(),
            " order by m.email, m.id"
        ),
        params![managed.customer.0, managed.reseller.0, today],
        |row| {
            Ok(Usage {
                held: read(row, today)?,
                added_on: row.get("added_on")?,
                joined_at: row.get("joined_at")?,
            })
        },
    )
}
