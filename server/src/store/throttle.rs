//! Counters of tries in spans of time, shared by all servers. What is counted stands there as a
//! hash: an address that nobody has is not kept in clear.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::{StoreError, Tx};
use crate::{auth::hex, params};

/// How often something may be tried.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is counted: the counters' name.
    pub scope: &'static str,
    /// How many in a window.
    pub most: u32,
    /// How long a window is; whole seconds.
    pub window: SignedDuration,
}

/// Until when no further try is allowed, if there were too many.
///
/// # Errors
/// The store's.
pub fn blocked_until(
    tx: &mut Tx<'_>,
    limit: &Limit,
    of: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let window_at = window_at(limit, now);
    let full = tx.one(
        "select tries from throttles
         where scope = $1 and subject = $2 and window_at = $3 and tries >= $4",
        params![limit.scope, subject(of), window_at, limit.most],
        |_| Ok(()),
    )?;
    Ok(full.map(|()| window_at + limit.window))
}

/// Counts a try.
///
/// # Errors
/// The store's.
pub fn count(tx: &mut Tx<'_>, limit: &Limit, of: &str, now: Timestamp) -> Result<(), StoreError> {
    count_many(tx, limit, of, 1, now)
}

/// Counts so many tries; none is none.
///
/// # Errors
/// The store's.
pub fn count_many(
    tx: &mut Tx<'_>,
    limit: &Limit,
    of: &str,
    tries: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    if tries == 0 {
        return Ok(());
    }
    tx.execute(
        "insert into throttles (scope, subject, window_at, tries) values ($1, $2, $3, $4)
         on conflict (scope, subject, window_at) do update set tries = throttles.tries + excluded.tries",
        params![limit.scope, subject(of), window_at(limit, now), tries],
    )?;
    Ok(())
}

/// How many tries were counted in this window.
///
/// # Errors
/// The store's.
pub fn counted(
    tx: &mut Tx<'_>,
    limit: &Limit,
    of: &str,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let tries = tx.one(
        "select tries from throttles where scope = $1 and subject = $2 and window_at = $3",
        params![limit.scope, subject(of), window_at(limit, now)],
        |row| row.get("tries"),
    )?;
    Ok(tries.unwrap_or_default())
}

/// Forgets the tries of this window: whoever it was knew the password after all.
///
/// # Errors
/// The store's.
pub fn forget(tx: &mut Tx<'_>, limit: &Limit, of: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "delete from throttles where scope = $1 and subject = $2 and window_at = $3",
        params![limit.scope, subject(of), window_at(limit, now)],
    )?;
    Ok(())
}

/// Takes one try back: it was a success.
///
/// # Errors
/// The store's.
pub fn take_back(
    tx: &mut Tx<'_>,
    limit: &Limit,
    of: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "update throttles set tries = tries - 1
         where scope = $1 and subject = $2 and window_at = $3 and tries > 1",
        params![limit.scope, subject(of), window_at(limit, now)],
    )?;
    Ok(())
}

/// Drops the counters of windows that began before this.
///
/// # Errors
/// The store's.
pub fn sweep(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "delete from throttles where window_at < $1",
        params![before],
    )?;
    Ok(())
}

/// The beginning of the window that an instant is in.
pub fn window_at(limit: &Limit, now: Timestamp) -> Timestamp {
    let length = limit.window.as_secs().max(1);
    let second = now.as_second();
    Timestamp::from_second(second - second.rem_euclid(length)).unwrap_or(now)
}

fn subject(of: &str) -> String {
    hex(&Sha256::digest(of.as_bytes()))
}
