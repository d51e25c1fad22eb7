//! Numbers for invoices: one worker at a time, by lease, gives the drafts of paid orders their
//! gapless numbers in batches. Not on the charging path: nobody waits for a number. The documents
//! follow by [`crate::rendering`].

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, civil::Date};
use seatkeeper_core::invoice::Draft;
use uuid::Uuid;

use crate::{
    context::Context,
    crash,
    error::{Answer, Failure},
    rounds,
    store::{Tx, invoices, lease},
};

const LEASE: &str = "numbering";
/// Short: a batch takes less than a second, and after a crash the next server waits this long.
const HELD: SignedDuration = SignedDuration::from_secs(3);
const EVERY: Duration = Duration::from_secs(1);
/// Nobody else writes meanwhile: some milliseconds.
const BATCH: u32 = 100;

/// Numbers what is drafted, as `holder` of the lease; how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn number_drafts(context: &Context, holder: Uuid) -> Answer<usize> {
    let (now, today) = (context.clock.now(), context.clock.today());
    let waiting = context.store.read(|tx| invoices::drafts(tx, 1)).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let issued = context
        .store
        .write(move |tx| {
            if !lease::take(tx, LEASE, &holder.to_string(), now, now + HELD)? {
                return Ok::<_, Failure>(0);
            }
            let drafts = invoices::drafts(tx, BATCH)?;
            let count = drafts.len();
            for draft in drafts {
                issue_draft(tx, &draft, (now, today))?;
            }
            Ok(count)
        })
        .await?;
    if issued > 0 {
        crash::point(context, "numbered");
        context.wake.notify_waiters();
    }
    Ok(issued)
}

fn issue_draft(tx: &mut Tx<'_>, draft: &Draft, (now, today): (Timestamp, Date)) -> Answer<()> {
    let (number, on) = invoices::next_number(tx, draft.kind, today)?;
    if !invoices::issue(tx, (draft.id, number, on), now)? {
        return Err(Failure::fault("a draft was numbered twice"));
    }
    Ok(())
}

/// The worker.
pub async fn work(context: Context) {
    let holder = Uuid::now_v7();
    let round = || number_drafts(&context, holder);
    rounds::go_on((LEASE, EVERY), &context.wake, round).await;
}
