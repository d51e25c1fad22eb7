//! Numbers that are asked about by themselves: because an answer grows old, because a renewal comes,
//! or because the register did not answer.
//!
//! Promises: each silence makes the next question of that number later, and no two numbers come
//! back at the same moment; of many servers one asks; where the whole register is silent one question is enough to see it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, ToSpan};
use tokio::sync::Notify;
use uuid::Uuid;

use super::{ask, judge};
use crate::{
    context::Context,
    error::Answer,
    rounds,
    store::{
        lease,
        vat_checks::{self, Fresh, Waiting},
    },
    vies::CheckError,
};

const LEASE: &str = "VAT numbers";
/// Longer than one question takes; after a crash the next server waits this long.
const HELD: SignedDuration = SignedDuration::from_mins(1);
/// How old an answer may grow before it is asked for again: a week is left for outages.
const RENEWED_AFTER: SignedDuration = SignedDuration::from_hours(24 * 83);
/// How old it may be when a renewal comes.
const BEFORE_RENEWAL: SignedDuration = SignedDuration::from_hours(24 * 9);
/// How many days before a renewal it is asked for again: before the last mails about its amount.
const RENEWING: i64 = 8;
/// How long a number waits after each silence of the register, in seconds; then as long as the last.
const PATIENCE: [i64; 6] = [60, 300, 900, 3600, 3 * 3600, 6 * 3600];
/// By how much of that it waits longer at most, in percent.
const JITTER: i64 = 25;
/// How many are asked about at a time: the register blocks who asks too much.
const BATCH: usize = 10;
/// Among how many those that may be asked about are looked for.
const LOOKED_THROUGH: u32 = 1000;
/// How often somebody looks for answers that grow old.
const EVERY: Duration = Duration::from_mins(1);

/// Asks again about what has grown old, as `holder` of the lease; how many questions that were.
///
/// # Errors
/// The store's.
pub async fn renew(context: &Context, holder: Uuid) -> Answer<usize> {
    let now = context.clock.now();
    // what another server has asked about by now is not due any more
    if due(context, now).await?.is_empty() || !leads(context, holder).await? {
        return Ok(0);
    }
    let mut silent_states = Vec::new();
    let mut asked = 0;
    for waiting in due(context, now).await? {
        let state = waiting.number.prefix().to_owned();
        if silent_states.contains(&state) {
            continue;
        }
        if !leads(context, holder).await? {
            break;
        }
        asked += 1;
        let (kept, error) = ask(context, &waiting.number, &waiting.name, now).await?;
        match error {
            None => {
                let status = judge(&kept, &waiting.name).status;
                tracing::info!(
                    number = waiting.number.as_str(),
                    ?status,
                    "a VAT number was checked"
                );
            }
            Some(CheckError::MemberStateUnavailable | CheckError::InvalidInput) => {
                silent_states.push(state);
            }
            // the others would not be answered either
            Some(_) => break,
        }
    }
    Ok(asked)
}

/// What is to be asked about now, in one batch.
async fn due(context: &Context, now: Timestamp) -> Answer<Vec<Waiting>> {
    let today = context.clock.today();
    let fresh = Fresh {
        since: now - RENEWED_AFTER,
        before_renewal: now - BEFORE_RENEWAL,
        renewing: (today, today.saturating_add(RENEWING.days())),
    };
    let old = context
        .store
        .read(move |tx| vat_checks::growing_old(tx, fresh, LOOKED_THROUGH));
    let due = old.await?.into_iter();
    let due = due.filter(|waiting| is_due(waiting, now));
    Ok(due.take(BATCH).collect())
}

/// Whether it is this server that asks, from now on for as long as one question takes.
async fn leads(context: &Context, holder: Uuid) -> Answer<bool> {
    let now = context.clock.now();
    let taking = context
        .store
        .write(move |tx| lease::take(tx, LEASE, &holder.to_string(), now, now + HELD));
    Ok(taking.await?)
}

/// Whether its wait is over.
fn is_due(waiting: &Waiting, now: Timestamp) -> bool {
    waiting
        .tried_at
        .is_none_or(|tried_at| now >= tried_at + patience(waiting))
}

/// How long it waits: by its number of silences, and a little by chance, which is the same each time
/// for a number and differs between numbers.
fn patience(waiting: &Waiting) -> SignedDuration {
    let Some(before_last) = waiting.tries.checked_sub(1) else {
        return SignedDuration::ZERO;
    };
    let place = usize::try_from(before_last).unwrap_or(usize::MAX);
    let seconds = PATIENCE.get(place).or(PATIENCE.last()).copied();
    let seconds = seconds.unwrap_or_default();
    let text = [waiting.number.as_str(), &waiting.name].concat();
    let chance = text.bytes().fold(i64::from(waiting.tries), |mixed, byte| {
        (mixed * 31 + i64::from(byte)) % 1009
    });
    SignedDuration::from_secs(seconds + seconds * JITTER * chance / (1009 * 100))
}

/// The worker.
pub async fn work(context: Context) {
    let holder = Uuid::now_v7();
    let round = async || {
        let asked = renew(&context, holder).await?;
        // only after a whole batch there may be more; a register that is silent is left alone
        Ok(if asked < BATCH { 0 } else { asked })
    };
    // nobody waits for it, so nobody wakes it
    rounds::go_on((LEASE, EVERY), &Notify::new(), round).await;
}

#[cfg(test)]
mod tests {
    use seatkeeper_core::vat_number::VatNumber;

    use super::*;

    fn waiting(number: &str, tries: u32) -> Waiting {
        let (number, _) = VatNumber::parse(number).unwrap();
        Waiting {
            number,
            name: "Rotkehlchen GmbH".to_owned(),
            tries,
            tried_at: None,
        }
    }

    #[test]
    fn each_silence_makes_it_wait_longer_and_numbers_part() {
        let wait = |number, tries| patience(&waiting(number, tries)).as_secs();
        assert_eq!(wait("DE136695976", 0), 0);
        for (tries, least) in [
            (1, 60),
            (2, 300),
            (5, 3 * 3600),
            (6, 6 * 3600),
            (600, 6 * 3600),
        ] {
            for number in ["DE136695976", "ATU13585627", "EL094259216"] {
                let waits = wait(number, tries);
                assert!(
                    (least..=least + least / 4).contains(&waits),
                    "{tries}: {waits}"
                );
            }
        }
        assert_ne!(wait("DE136695976", 4), wait("ATU13585627", 4));
    }
}
