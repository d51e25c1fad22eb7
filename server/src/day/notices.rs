//! What is said about a period that ends: 30, 7 and 1 days before (7 for a month), or as soon after
//! as the portal works again; and whenever a renewal will charge something else than was said.

use jiff::{ToSpan, civil::Date};

use super::{
    readers::{Told, readers},
    shift::{Shift, go_on},
};
use crate::{
    checkout::{self, Moment},
    error::Answer,
    outbox::{self, Letter},
    store::{
        Tx, cancellations,
        renewals::{self, Ending, Notice},
    },
};

/// How many days before the end of a year it is said.
const BEFORE_A_YEAR_ENDS: [i64; 3] = [30, 7, 1];
/// How many days before the end of a month.
const BEFORE_A_MONTH_ENDS: [i64; 1] = [7];
/// How many days before the end the members hear of it.
const MEMBERS_HEAR: i64 = 7;
/// How far the days reach for which there is something to say.
const AHEAD: i64 = 30;

/// Says what is to be said on a day.
pub(super) async fn send(shift: &mut Shift<'_>) -> Answer<()> {
    let (context, day) = (shift.context, shift.day);
    let ahead = day.saturating_add(AHEAD.days());
    let ending = context
        .store
        .read(move |tx| renewals::ending(tx, day, ahead))
        .await?;
    for one in ending {
        let at = shift.now().await?;
        go_on(say(shift, at, one).await, one.subscription)?;
    }
    context.wake.notify_waiters();
    Ok(())
}

/// Most days there is nothing to say, which is found out without keeping others from writing.
async fn say(shift: &Shift<'_>, at: Moment, ending: Ending) -> Answer<()> {
    let store = &shift.context.store;
    let something = store.read(move |tx| to_say(tx, at, &ending)).await?;
    if something.is_none() {
        return Ok(());
    }
    let said = store.write(move |tx| match to_say(tx, at, &ending)? {
        Some(saying) => put(tx, at, &ending, &saying),
        None => Ok(()),
    });
    said.await
}

/// What is said, and to whom.
struct Saying {
    notice: Notice,
    told: Told,
}

fn to_say(tx: &mut Tx<'_>, at: Moment, ending: &Ending) -> Answer<Option<Saying>> {
    let Ok(tomorrow) = at.today.tomorrow() else {
        return Ok(None);
    };
    if renewals::still_ending(tx, ending.subscription, ending.ends_on)?.is_none()
        || cancellations::find(tx, ending.subscription)?.is_some()
    {
        return Ok(None);
    }
    // what is said today is charged tomorrow at the earliest
    let charged_on = tomorrow.max(ending.ends_on);
    let Some(announced) = checkout::announce(tx, at, ending, charged_on)? else {
        return Ok(None);
    };
    let notice = announced.notice();
    let last = renewals::last_notice(tx, ending.subscription, ending.ends_on)?;
    let last_said_on = last.as_ref().map(|(on, _)| *on);
    let changed = ending.may_renew_on(charged_on) && differs(last.as_ref(), &notice, at, ending);
    if !is_due(ending, last_said_on, at.today) && !changed {
        return Ok(None);
    }
    // members hear of it once, and only if they have to fear for their licences
    let last_days = ending.ends_on.saturating_sub(MEMBERS_HEAR.days());
    let hear = at.today >= last_days && last_said_on.is_none_or(|said| said < last_days);
    let told = if hear && !notice.automatic {
        Told::Everybody
    } else {
        Told::Administrators
    };
    Ok(Some(Saying { notice, told }))
}

fn put(tx: &mut Tx<'_>, at: Moment, ending: &Ending, saying: &Saying) -> Answer<()> {
    if !renewals::notice(tx, ending, at.today, &saying.notice)? {
        return Ok(());
    }
    for to in readers(tx, ending, saying.told)? {
        let letter = Letter::Renewal {
            subscription: ending.subscription,
            starts_on: ending.ends_on,
            noticed_on: at.today,
            to,
        };
        outbox::put(tx, at.now, &letter)?;
    }
    Ok(())
}

/// Whether one of the days has come on which it is said in any case, and nothing was said since.
fn is_due(ending: &Ending, last: Option<Date>, today: Date) -> bool {
    let days: &[i64] = if ending.term_months == 1 {
        &BEFORE_A_MONTH_ENDS
    } else {
        &BEFORE_A_YEAR_ENDS
    };
    let begun = days
        .iter()
        .map(|days| ending.ends_on.saturating_sub(days.days()));
    let latest = begun.filter(|day| *day <= today).max();
    today < ending.ends_on && latest.is_some_and(|day| last.is_none_or(|said| said < day))
}

/// What will be charged by itself is not what was said last, or nothing was said before it is due.
fn differs(last: Option<&(Date, Notice)>, now: &Notice, at: Moment, ending: &Ending) -> bool {
    match (now.promise(), last) {
        (None, _) => false,
        (Some(promise), Some((_, said))) => said.promise() != Some(promise),
        (Some(_), None) => at.today >= ending.ends_on,
    }
}
