//! A business day's work: what is due because of the date and not because somebody asks.
//!
//! Promises: each day's work is done once, in the order of the days, however often it is called
//! and whichever server does it; each part of it can be repeated after a crash. What is said to
//! people or charged is said and charged on the present day only. A day to come is only worked
//! through on a demo.

mod acting;
mod books;
mod disputes;
mod expiry;
mod fewer;
mod notices;
mod readers;
mod renewals;
mod seats;
mod shift;

use std::{sync::Arc, time::Duration};

use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

use crate::{
    checkout,
    clock::{Clock, SystemClock, ToldClock},
    config::Settings,
    context::Context,
    demo,
    error::{Answer, Failure},
    numbering,
    outbox::Post,
    portal::Ended,
    rendering,
    store::{days, mark::Mark},
};
use shift::Shift;

/// How often it is looked whether another day has begun.
const EVERY: Duration = Duration::from_secs(30);

/// Works through every unfinished day up to `until`, today at the latest; how many there were.
///
/// # Errors
/// When the database does not answer; the day is then worked through again.
pub async fn catch_up(context: &Context, holder: Uuid, until: Date) -> Answer<usize> {
    let mut worked = 0;
    while let Some(shift) = Shift::begin(context, holder, until).await? {
        work_through(shift).await?;
        worked += 1;
    }
    Ok(worked)
}

async fn work_through(mut shift: Shift<'_>) -> Answer<()> {
    tracing::info!(day = %shift.day, "a business day's work begins");
    seats::fit(&mut shift).await?;
    books::release(&mut shift).await?;
    // an order that waits keeps others out; what lapses today can renew by itself today
    let at = shift.now().await?;
    checkout::lapse(shift.context, at).await?;
    if shift.is_present() {
        disputes::ask(&mut shift).await?;
        renewals::renew(&mut shift).await?;
    }
    acting::lapse(&mut shift).await?;
    expiry::tell(&mut shift).await?;
    if shift.is_present() {
        fewer::tell(&mut shift).await?;
        notices::send(&mut shift).await?;
    }
    shift.end().await
}

/// The worker.
pub async fn work(context: Context) {
    let holder = Uuid::now_v7();
    loop {
        let today = context.clock.today();
        if let Err(failure) = catch_up(&context, holder, today).await {
            tracing::error!(problem = ?failure.problem, cause = ?failure.cause, "a business day's work broke off; it is done again");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// `seatkeeper day --on DATE`: works through the days up to that one, with everything that follows
/// from them: orders are looked after, invoices numbered, mails sent. On a demo the clock goes
/// along, so that a day to come is like one that has come.
///
/// # Errors
/// A sentence for whoever called it: above all, a day to come on a real database.
pub async fn run(settings: Settings, on: Date) -> Ended {
    let mut told = None;
    let (context, mailer) = demo::or_real(settings, |zone, mark| {
        let (clock, tells) = clock(zone, on, mark)?;
        told = tells;
        Ok(clock)
    })
    .await?;
    let holder = Uuid::now_v7();
    let post = Post::new(&context, mailer);
    let mut days = 0;
    for day in days_to_tell(&context, told.as_deref(), on).await? {
        if let Some(told) = &told {
            told.tell(day);
        }
        days += catch_up(&context, holder, day).await.map_err(failed)?;
        follow_up(&context, &post, holder).await?;
    }
    println!("{days} days were worked through, up to {on}.");
    Ok(())
}

/// Each day to which the clock goes; where it is not told, only the last.
async fn days_to_tell(
    context: &Context,
    told: Option<&ToldClock>,
    on: Date,
) -> Result<Vec<Date>, String> {
    let Some(clock) = told else {
        return Ok(vec![on]);
    };
    let last = context.store.read(days::last).await;
    let last = last.map_err(|error| error.to_string())?;
    let first = last
        .and_then(|last| last.tomorrow().ok())
        .unwrap_or(clock.today());
    let days: Vec<Date> = first.series(1.day()).take_while(|day| *day <= on).collect();
    // nothing is left of that day, but its mails may be
    Ok(if days.is_empty() { vec![on] } else { days })
}

/// What follows from a day's work, until nothing does.
async fn follow_up(context: &Context, post: &Post, holder: Uuid) -> Ended {
    loop {
        let looked = checkout::look_after(context).await.map_err(failed)?;
        let numbered = numbering::number_drafts(context, holder)
            .await
            .map_err(failed)?;
        let rendered = rendering::render_missing(context, holder)
            .await
            .map_err(failed)?;
        if looked + numbered + rendered + post.deliver().await? == 0 {
            return Ok(());
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err wants it")]
fn failed(failure: Failure) -> String {
    format!("The day's work broke off: {failure:?}")
}

/// The machine's clock, or on a demo one that is told the days: it begins today, or on an earlier day
/// that is asked for.
fn clock(zone: &str, on: Date, mark: Mark) -> Result<Clocks, String> {
    let system = SystemClock::in_zone(zone).map_err(|error| error.to_string())?;
    let today = system.today();
    match mark {
        Mark::Real if on > today => Err(format!(
            "{on} is to come: only a demo database works through days to come."
        )),
        Mark::Real => Ok((Arc::new(system), None)),
        Mark::Demo => {
            let told = Arc::new(ToldClock::on(system, on.min(today)));
            Ok((Arc::clone(&told) as Arc<dyn Clock>, Some(told)))
        }
    }
}

/// A clock, and where it is told the days, by whom.
type Clocks = (Arc<dyn Clock>, Option<Arc<ToldClock>>);

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_to_come_is_for_a_demo_only() {
        let (past, future) = (date(2020, 2, 29), date(2999, 1, 1));
        let asked = |on, mark| clock("Europe/Stockholm", on, mark).map(|(_, told)| told.is_some());
        assert_eq!(asked(past, Mark::Real), Ok(false), "the machine's own");
        let refused = asked(future, Mark::Real);
        assert!(refused.is_err_and(|sentence| sentence.contains("2999-01-01")));
        assert_eq!(asked(future, Mark::Demo), Ok(true));
    }
}
