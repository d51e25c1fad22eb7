//! Documents of what has its number: made outside any transaction, some tens of milliseconds each,
//! so that nobody who writes waits for them; then stored as bytes, with their mail's outbox row in
//! the same commit.
//!
//! Promises: what has its number gets its document, by the worker that goes on until none is
//! missing, or before that by whoever asks for it; it is stored once, whoever makes it; no mail is
//! written before.

use std::time::Duration;

use jiff::SignedDuration;
use seatkeeper_core::{id::InvoiceId, invoice::Invoice};
use uuid::Uuid;

use crate::{
    context::Context,
    crash,
    documents::{self, MEDIA_TYPE},
    error::{Answer, Failure},
    outbox::{self, Letter},
    rounds,
    store::{Tx, documents as stored, lease},
};

const LEASE: &str = "rendering";
/// Longer than a batch takes; after a crash the next server waits this long.
const HELD: SignedDuration = SignedDuration::from_secs(10);
const EVERY: Duration = Duration::from_secs(1);
/// One after the other: the other cores are for those who buy.
const BATCH: u32 = 20;

/// Makes documents that are missing, as `holder` of the lease; how many it made. One that cannot be
/// made does not keep the others waiting.
///
/// # Errors
/// When the database does not answer.
pub async fn render_missing(context: &Context, holder: Uuid) -> Answer<usize> {
    let missing = context.store.read(|tx| stored::missing(tx, BATCH)).await?;
    let now = context.clock.now();
    let take = move |tx: &mut Tx<'_>| lease::take(tx, LEASE, &holder.to_string(), now, now + HELD);
    if missing.is_empty() || !context.store.write(take).await? {
        return Ok(0);
    }
    let mut made = 0;
    for (id, invoice) in missing {
        match make(context, id, invoice).await {
            Ok(()) => made += 1,
            Err(failure) => {
                tracing::error!(invoice = %id, cause = ?failure.cause, "a document could not be made; tried again");
            }
        }
    }
    Ok(made)
}

/// Makes the document of an invoice now, if it has its number and is still without: somebody asks
/// for it.
///
/// # Errors
/// When the database does not answer, or the document cannot be made.
pub async fn render_now(context: &Context, id: InvoiceId) -> Answer<()> {
    match context
        .store
        .read(move |tx| stored::missing_of(tx, id))
        .await?
    {
        Some(invoice) => make(context, id, invoice).await,
        None => Ok(()),
    }
}

async fn make(context: &Context, id: InvoiceId, invoice: Invoice) -> Answer<()> {
    let rendering = tokio::task::spawn_blocking(move || {
        let bytes = documents::render(&invoice)?;
        let sha256 = documents::sha256(&bytes);
        Ok::<_, documents::Unprintable>((bytes, sha256))
    });
    let (bytes, sha256) = rendering
        .await
        .map_err(Failure::fault)?
        .map_err(Failure::fault)?;
    let now = context.clock.now();
    let keep = move |tx: &mut Tx<'_>| {
        // somebody else may have been faster
        if stored::keep(tx, id, (MEDIA_TYPE, &bytes, &sha256), now)? {
            outbox::put(tx, now, &Letter::Invoice { invoice: id })?;
        }
        Ok::<_, Failure>(())
    };
    context.store.write(keep).await?;
    crash::point(context, "rendered");
    context.wake.notify_waiters();
    Ok(())
}

/// The worker.
pub async fn work(context: Context) {
    let holder = Uuid::now_v7();
    let round = || render_missing(&context, holder);
    rounds::go_on((LEASE, EVERY), &context.wake, round).await;
}
