//! A business day's work: what is due because of the date and not because somebody asks.
//!
//! Promises: each day's work is done once, in the order of the days, however often it is called
//! and whichever server does it; each part of it can be repeated after a crash. A day to come is
//! only worked through on a demo.

mod books;
mod notices;
mod renewals;
mod seats;

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, civil::Date};
use uuid::Uuid;

use crate::{
    checkout::{self, Moment},
    clock::{Clock, SystemClock, ToldClock},
    config::Settings,
    context::Context,
    demo,
    error::{Answer, Failure},
    numbering,
    outbox::Post,
    portal::Ended,
    store::{days, lease, mark::Mark},
};

const LEASE: &str = "day";
/// How long one server keeps the days to itself; it asks again before each.
const HELD: SignedDuration = SignedDuration::from_mins(5);
/// How often it is looked whether another day has begun.
const EVERY: Duration = Duration::from_secs(30);

/// Works through every unfinished day up to today; how many there were. On a new database the
/// first day is today.
///
/// # Errors
/// When the database does not answer; the day is then worked through again.
pub async fn catch_up(context: &Context, holder: Uuid) -> Answer<usize> {
    let mut worked = 0;
    while let Some(day) = next(context, holder).await? {
        work_through(context, day).await?;
        worked += 1;
    }
    Ok(worked)
}

/// The next unfinished day, if this server has the lease.
async fn next(context: &Context, holder: Uuid) -> Answer<Option<Date>> {
    let (now, today) = (context.clock.now(), context.clock.today());
    let last = context.store.read(days::last).await?;
    if last.is_some_and(|last| last >= today) {
        return Ok(None);
    }
    let next = context.store.write(move |tx| {
        if !lease::take(tx, LEASE, &holder.to_string(), now, now + HELD)? {
            return Ok::<_, Failure>(None);
        }
        let last = days::last(tx)?;
        let next = last.map_or(Some(today), |last| last.tomorrow().ok());
        Ok(next.filter(|next| *next <= today))
    });
    next.await
}

async fn work_through(context: &Context, day: Date) -> Answer<()> {
    let at = Moment::at(context, context.clock.now(), day);
    tracing::info!(%day, "a business day's work begins");
    seats::fit(context, day).await?;
    books::release(context, at).await?;
    // an order that waits keeps others out; what lapses today can renew by itself today
    checkout::lapse(context, at).await?;
    renewals::renew(context, at).await?;
    notices::send(context, at).await?;
    let now = at.now;
    context
        .store
        .write(move |tx| days::finish(tx, day, now))
        .await?;
    Ok(())
}

/// The worker.
pub async fn work(context: Context) {
    let holder = Uuid::now_v7();
    loop {
        if let Err(failure) = catch_up(&context, holder).await {
            tracing::error!(problem = ?failure.problem, cause = ?failure.cause, "a business day's work broke off; it is done again");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// `seatkeeper day --on DATE`: works through the days up to that one, with everything that follows
/// from them: orders are looked after, invoices numbered, mails sent.
///
/// # Errors
/// A sentence for whoever called it: above all, a day to come on a real database.
pub async fn run(settings: Settings, on: Date) -> Ended {
    let (context, mailer) = demo::or_real(settings, |zone, mark| clock(zone, on, mark)).await?;
    let holder = Uuid::now_v7();
    let failed = |failure: Failure| format!("The day's work broke off: {failure:?}");
    let days = catch_up(&context, holder).await.map_err(failed)?;
    let post = Post::new(&context, mailer);
    loop {
        let looked = checkout::look_after(&context).await.map_err(failed)?;
        let numbered = numbering::number_drafts(&context, holder)
            .await
            .map_err(failed)?;
        let sent = post.deliver().await?;
        if looked + numbered + sent == 0 {
            break;
        }
    }
    println!("{days} days were worked through, up to {on}.");
    Ok(())
}

/// A clock that stands on a told day, where that is allowed.
fn clock(zone: &str, on: Date, mark: Mark) -> Result<Arc<dyn Clock>, String> {
    let system = SystemClock::in_zone(zone).map_err(|error| error.to_string())?;
    if on > system.today() && mark == Mark::Real {
        return Err(format!(
            "{on} is to come: only a demo database works through days to come."
        ));
    }
    Ok(Arc::new(ToldClock::on(system, on)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_to_come_is_for_a_demo_only() {
        let (past, future) = (date(2020, 2, 29), date(2999, 1, 1));
        assert!(clock("Europe/Stockholm", past, Mark::Real).is_ok());
        let refused = clock("Europe/Stockholm", future, Mark::Real).map(|_| ());
        assert!(refused.is_err_and(|sentence| sentence.contains("2999-01-01")));
        let told = clock("Europe/Stockholm", future, Mark::Demo).map(|clock| clock.today());
        assert_eq!(told, Ok(future));
    }
}
