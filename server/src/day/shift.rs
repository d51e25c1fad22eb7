//! One server's turn at a business day.

use jiff::{SignedDuration, Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    checkout::Moment,
    context::Context,
    error::{Answer, Failure},
    store::{days, lease},
};
use seatkeeper_core::api::Problem;

const LEASE: &str = "day";
/// How long one server keeps the days to itself.
const HELD: SignedDuration = SignedDuration::from_mins(5);
/// How soon it asks again for the lease while it works.
const KEPT: SignedDuration = SignedDuration::from_mins(1);

/// One server's turn at a business day, as long as it has the lease.
pub(super) struct Shift<'a> {
    pub context: &'a Context,
    pub day: Date,
    holder: Uuid,
    taken_at: Timestamp,
}

impl<'a> Shift<'a> {
    /// The next unfinished day up to `until`, if this server has the lease. On a new database the
    /// first day is today.
    pub async fn begin(
        context: &'a Context,
        holder: Uuid,
        until: Date,
    ) -> Answer<Option<Shift<'a>>> {
        let (now, today) = (context.clock.now(), context.clock.today());
        let until = until.min(today);
        let last = context.store.read(days::last).await?;
        if last.is_some_and(|last| last >= until) {
            return Ok(None);
        }
        let next = context.store.write(move |tx| {
            if !lease::take(tx, LEASE, &holder.to_string(), now, now + HELD)? {
                return Ok::<_, Failure>(None);
            }
            let last = days::last(tx)?;
            let next = last.map_or(Some(today), |last| last.tomorrow().ok());
            Ok(next.filter(|next| *next <= until))
        });
        Ok(next.await?.map(|day| Self {
            context,
            day,
            holder,
            taken_at: now,
        }))
    }

    /// Whether it is this day now: what is said and charged is said and charged on the present day,
    /// never on one that was missed.
    pub fn is_present(&self) -> bool {
        self.day == self.context.clock.today()
    }

    /// The moment of the next piece of work.
    ///
    /// # Errors
    /// When another server has taken over meanwhile.
    pub async fn now(&mut self) -> Answer<Moment> {
        let now = self.context.clock.now();
        if now.duration_since(self.taken_at) >= KEPT {
            let holder = self.holder.to_string();
            let kept = self
                .context
                .store
                .write(move |tx| lease::take(tx, LEASE, &holder, now, now + HELD));
            if !kept.await? {
                return Err(Failure {
                    problem: Problem::Unavailable,
                    cause: Some("another server works through the day".to_owned()),
                });
            }
            self.taken_at = now;
        }
        Ok(Moment::at(self.context, now, self.day))
    }

    /// The day's work is done.
    pub async fn end(self) -> Answer<()> {
        let (day, now) = (self.day, self.context.clock.now());
        let done = self
            .context
            .store
            .write(move |tx| days::finish(tx, day, now));
        Ok(done.await?)
    }
}

/// One thing that cannot be done does not keep the day from the others; it is tried again the day
/// after. A database that is away, or a lost lease, ends the work.
pub(super) fn go_on(done: Answer<()>, what: impl std::fmt::Display) -> Answer<()> {
    match done {
        Err(failure) if failure.problem != Problem::Unavailable => {
            tracing::error!(%what, problem = ?failure.problem, cause = ?failure.cause, "left for another day");
            Ok(())
        }
        done => done,
    }
}
