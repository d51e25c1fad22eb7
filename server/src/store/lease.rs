//! Named leases, so that of many servers one does a thing: give the invoices their numbers,
//! deliver the outbox, renew.
//!
//! No clock in here: the caller says what time it is and until when it wants the lease. What
//! must never be done by two says [`take`] at the start of the same unit of work, since a
//! lease that was believed in may have run out meanwhile.

use jiff::{SignedDuration, Timestamp};

use super::{StoreError, Tx, params};

/// No lease is held for so long: one that is was written under a clock that stood on another day.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Takes the lease, or renews it if `holder` has it already; answers whether it has it now.
///
/// # Errors
/// The store's.
pub fn take(
    tx: &mut Tx<'_>,
    name: &str,
    holder: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "insert into leases (name, holder, held_until) values ($1, $2, $3)
         on conflict (name) do update
         set holder = excluded.holder, held_until = excluded.held_until
         where leases.holder = excluded.holder or leases.held_until <= $4 or leases.held_until > $5",
        params![name, holder, until, now, now + LONGEST],
    )?;
    Ok(rows == 1)
}

/// Gives the lease back, so that another need not wait until it runs out.
///
/// # Errors
/// The store's.
pub fn release(tx: &mut Tx<'_>, name: &str, holder: &str) -> Result<(), StoreError> {
    tx.execute(
        "delete from leases where name = $1 and holder = $2",
        params![name, holder],
    )?;
    Ok(())
}
