//! How often somebody may try, and how much is hashed at once.
//!
//! Guessing is counted in the database, so that many servers count together. What is merely
//! cheap to ask is counted here, by each server for itself.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc, thread, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::api::Problem;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    error::Answer,
    http::Source,
    store::{Store, Tx, throttle, throttle::Limit},
};

/// How long one waits for one's turn to have a password hashed.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// Above this many sources the counters of quiet ones are dropped.
const MOST_SOURCES: usize = 10_000;
/// What one source may ask of the public endpoints at once, and how soon one more.
const BURST: u32 = 120;
const REFILL: Duration = Duration::from_millis(500);

/// Wrong passwords for one address.
pub const SIGN_IN_BY_ADDRESS: Limit = Limit {
    scope: "sign-in to",
    most: 10,
    window: SignedDuration::from_mins(15),
};
/// Wrong passwords from one source.
pub const SIGN_IN_BY_SOURCE: Limit = Limit {
    scope: "sign-in from",
    most: 100,
    window: SignedDuration::from_mins(15),
};
/// Links to choose a new password, to one address.
pub const RESET_BY_ADDRESS: Limit = Limit {
    scope: "reset to",
    most: 3,
    window: SignedDuration::from_hours(24),
};
/// Links to choose a new password, asked for by one source.
pub const RESET_BY_SOURCE: Limit = Limit {
    scope: "reset from",
    most: 20,
    window: SignedDuration::from_hours(1),
};

/// The limits of one server.
pub struct Limits {
    hashing: Arc<Semaphore>,
    public: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(BURST, REFILL)
    }
}

impl Limits {
    /// Limits with so many requests of one source to the public endpoints at once, and one more
    /// after each `refill`.
    pub fn new(burst: u32, refill: Duration) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(refill).unwrap_or_else(|| Quota::per_second(burst));
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            hashing: Arc::new(Semaphore::new(cores)),
            public: RateLimiter::keyed(quota.allow_burst(burst)),
        }
    }

    /// One's turn to have a password hashed; `None` when it did not come in time.
    pub(super) async fn turn_to_hash(&self) -> Option<OwnedSemaphorePermit> {
        let turn = Arc::clone(&self.hashing).acquire_owned();
        tokio::time::timeout(LONGEST_WAIT, turn).await.ok()?.ok()
    }

    /// Whether this source may ask a public endpoint once more.
    ///
    /// # Errors
    /// [`Problem::TooMany`] with the time to wait.
    pub fn ask(&self, source: Source) -> Result<(), Problem> {
        if self.public.len() > MOST_SOURCES {
            self.public.retain_recent();
        }
        self.public.check_key(&source.network()).map_err(|early| {
            let wait = early.wait_time_from(self.public.clock().now());
            Problem::TooMany {
                retry_after_seconds: whole_seconds(wait.as_secs()),
            }
        })
    }
}

/// Counts one try of each, unless one of them has had too many: then none is counted.
///
/// # Errors
/// [`Problem::TooMany`] with the longest time to wait.
pub async fn count(store: &Store, now: Timestamp, tries: Vec<(Limit, String)>) -> Answer<()> {
    store.write(move |tx| try_once(tx, now, &tries)).await
}

/// [`count`] inside a unit of work of the caller's.
///
/// # Errors
/// As [`count`].
pub fn try_once(tx: &mut Tx<'_>, now: Timestamp, tries: &[(Limit, String)]) -> Answer<()> {
    let mut latest: Option<Timestamp> = None;
    for (limit, of) in tries {
        latest = latest.max(throttle::blocked_until(tx, limit, of, now)?);
    }
    if let Some(until) = latest {
        let seconds = until.duration_since(now).as_secs().max(0).unsigned_abs();
        let retry_after_seconds = whole_seconds(seconds);
        return Err(Problem::TooMany {
            retry_after_seconds,
        }
        .into());
    }
    for (limit, of) in tries {
        throttle::count(tx, limit, of, now)?;
    }
    Ok(())
}

/// Rounded up: a moment too late is no second refusal.
fn whole_seconds(seconds: u64) -> u32 {
    u32::try_from(seconds.saturating_add(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_source_cannot_use_up_anothers_patience() {
        let limits = Limits::new(2, Duration::from_hours(1));
        let source = |text: &str| Source(text.parse().expect("an address"));
        assert_eq!(limits.ask(source("2001:db8::1")), Ok(()));
        assert_eq!(limits.ask(source("2001:db8::2")), Ok(()));
        let refused = limits.ask(source("2001:db8::3"));
        assert!(
            matches!(
                refused,
                Err(Problem::TooMany {
                    retry_after_seconds: 3000..
                })
            ),
            "{refused:?}"
        );
        assert_eq!(limits.ask(source("203.0.113.1")), Ok(()));
    }
}
