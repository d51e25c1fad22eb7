//! Rows that only the demo's made-up past writes directly.

use jiff::{Timestamp, ToSpan, civil::Date};
use seatkeeper_core::{
    id::{AccountId, CustomerId},
    member::MemberRole,
};
use uuid::Uuid;

use super::{StoreError, Tx, orders::word};
use crate::params;

/// A member of the past.
pub struct Seat<'a> {
    /// The address.
    pub email: &'a str,
    /// The account, where there is one.
    pub account: Option<AccountId>,
    /// As what.
    pub role: MemberRole,
    /// Whether the member has signed in.
    pub is_active: bool,
    /// Who added the address.
    pub by: AccountId,
}

/// Writes a member with a licence down.
///
/// # Errors
/// The store's.
pub fn member(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    seat: &Seat<'_>,
    (now, day): (Timestamp, Date),
) -> Result<(), StoreError> {
    tx.execute(
        "insert into members (id, customer_id, email, email_shown, account_id, role, state, licensed, added_by, added_at,
            added_on, invited_until_on, joined_at)
         values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11, $12)",
        params![
            Uuid::now_v7(),
            customer.0,
            seat.email.to_lowercase(),
            seat.email,
            seat.account.filter(|_| seat.is_active).map(|id| id.0),
            word(&seat.role),
            if seat.is_active { "active" } else { "invited" },
            seat.by.0,
            now,
            day,
            day.saturating_add(30.days()),
            seat.is_active.then_some(now),
        ],
    )?;
    Ok(())
}
