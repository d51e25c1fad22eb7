//! What is said about a period that ends: 30, 7 and 1 days before (7 for a month), whenever what
//! a renewal will charge is another amount than was said, and when licences have begun to rest.

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::id::AccountId;

use crate::{
    checkout::{self, Moment},
    context::Context,
    error::Answer,
    outbox::{self, Letter},
    store::{
        StoreError, Tx, members,
        renewals::{self, Ending, Notice},
    },
};

/// How many days before the end of a year it is said.
const BEFORE_A_YEAR_ENDS: [i32; 3] = [30, 7, 1];
/// How many days before the end of a month.
const BEFORE_A_MONTH_ENDS: [i32; 1] = [7];
/// How many days before the end the members hear of it.
const MEMBERS_HEAR: i32 = 7;
/// How far the days reach for which there is something to say.
const AHEAD: i64 = 30;
/// How long after the end an amount that has changed is still announced anew.
const BEHIND: i64 = 60;

/// Says what is to be said on a day.
pub(super) async fn send(context: &Context, at: Moment) -> Answer<()> {
    let (from, to) = (
        at.today.saturating_sub(BEHIND.days()),
        at.today.saturating_add(AHEAD.days()),
    );
    let ending = context
        .store
        .read(move |tx| renewals::ending(tx, from, to))
        .await?;
    for one in ending {
        context.store.write(move |tx| say(tx, at, &one)).await?;
    }
    context.wake.notify_waiters();
    Ok(())
}

fn say(tx: &mut Tx<'_>, at: Moment, ending: &Ending) -> Answer<()> {
    if ending.rests_on == at.today {
        for to in readers(tx, ending, Told::Everybody)? {
            let letter = Letter::Expired {
                subscription: ending.subscription,
                ended_on: ending.ends_on,
                to,
            };
            outbox::put(tx, at.now, &letter)?;
        }
    }
    let Some(announced) = checkout::announce(tx, at, ending)? else {
        return Ok(());
    };
    let now = announced.notice();
    let last = renewals::last_notice(tx, ending.subscription, ending.ends_on)?;
    let days = days_until(at.today, ending.ends_on);
    // what is said today is charged tomorrow at the earliest
    let can_follow = at
        .today
        .tomorrow()
        .is_ok_and(|day| ending.may_renew_on(day));
    if is_due(ending, days) || can_follow && differs(last.as_ref(), &now, days) {
        if !renewals::notice(tx, ending, (days, at.today), &now)? {
            return Ok(());
        }
        let told = match (now.automatic, days) {
            // members hear of it once, and only if they have to fear for their licences
            (false, MEMBERS_HEAR) => Told::Everybody,
            _ => Told::Administrators,
        };
        for to in readers(tx, ending, told)? {
            let letter = Letter::Renewal {
                subscription: ending.subscription,
                starts_on: ending.ends_on,
                noticed_on: at.today,
                to,
            };
            outbox::put(tx, at.now, &letter)?;
        }
    }
    Ok(())
}

/// Who is told besides the payer.
#[derive(Clone, Copy)]
enum Told {
    Administrators,
    Everybody,
}

/// The payer, and the customer's own people.
fn readers(
    tx: &mut Tx<'_>,
    ending: &Ending,
    told: Told,
) -> Result<Vec<Option<AccountId>>, StoreError> {
    let only_administrators = matches!(told, Told::Administrators);
    let people = members::accounts(tx, ending.managed.customer, only_administrators)?;
    Ok([None]
        .into_iter()
        .chain(people.into_iter().map(Some))
        .collect())
}

fn days_until(today: Date, end: Date) -> i32 {
    today.until(end).map_or(0, |span| span.get_days())
}

/// A day on which it is said in any case.
fn is_due(ending: &Ending, days: i32) -> bool {
    if ending.term_months == 1 {
        BEFORE_A_MONTH_ENDS.contains(&days)
    } else {
        BEFORE_A_YEAR_ENDS.contains(&days)
    }
}

/// What will be charged by itself is another amount than was said last, or nothing was said yet
/// when it is due.
fn differs(last: Option<&(Date, Notice)>, now: &Notice, days: i32) -> bool {
    if now.total().is_none() {
        return false;
    }
    match last {
        Some((_, said)) => said.total() != now.total(),
        None => days <= 1,
    }
}
