//! Addresses that want no invitation, ever.

use jiff::Timestamp;

use super::{StoreError, Tx, accounts::folded};
use crate::params;

/// Stops invitations to an address; again is no fault.
///
/// # Errors
/// The store's.
pub fn stop(tx: &mut Tx<'_>, email: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "insert into mail_stops (email, stopped_at) values ($1, $2) on conflict (email) do nothing",
        params![folded(email), now],
    )?;
    Ok(())
}

/// Whether an address wants no invitation.
///
/// # Errors
/// The store's.
pub fn is_stopped(tx: &mut Tx<'_>, email: &str) -> Result<bool, StoreError> {
    let found = tx.one(
        "select email from mail_stops where email = $1",
        params![folded(email)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}
