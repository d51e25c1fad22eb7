//! Disputes as the gateway tells of them: the payer's bank takes the money, gives it back or keeps it.
//!
//! Promises: what the gateway says is taken once, by its own reference, in whatever order and however
//! often it comes; licences, books, audit log and mails of a step are one commit. While a dispute is
//! open its order gives no licences and its revenue waits; when it is lost both have ended.

mod telling;

use jiff::SignedDuration;
use uuid::Uuid;

use super::{charging, looking, placing, settling};
use crate::{
    context::Context,
    crash,
    error::{Answer, Failure},
    gateway::{Charged, Outcome},
    store::{
        disputes,
        orders::{Payer, Stored},
    },
};
use telling::Telling;

/// How long after its change a dispute is still asked for by the day's work, should no hint have come.
const ASKED_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Fetches what became of the charge of an order that was paid.
pub(super) async fn fetch(context: &Context, stored: Stored) -> Answer<Stored> {
    match context.gateway.fetch(&charging::key(&stored)).await {
        Ok(Outcome::Charged(charged)) => told(context, stored, &charged).await,
        // the demo's past, a transfer, what cost nothing: no gateway knows of them
        Ok(_) => Ok(stored),
        Err(error) => Err(Failure {
            problem: seatkeeper_core::api::Problem::GatewayUnavailable,
            cause: Some(error.to_string()),
        }),
    }
}

/// Writes down what a paid order's charge tells of disputes. The refunds that it tells of come first: what
/// was given back before a crash could be written down is not given back by the bank as well.
pub(super) async fn told(context: &Context, stored: Stored, charged: &Charged) -> Answer<Stored> {
    if charged.disputes.is_empty() {
        return Ok(stored);
    }
    let id = stored.order.id;
    let (now, today) = (context.clock.now(), context.clock.today());
    let refunds: Vec<Uuid> = charged.refunds.iter().map(|made| made.refund).collect();
    let told = charged.disputes.iter().map(|dispute| Telling {
        charge: charged.reference.clone(),
        dispute: dispute.clone(),
        now,
        today,
    });
    let told: Vec<Telling> = told.collect();
    let stored = context
        .store
        .write(move |tx| {
            for refund in &refunds {
                settling::refunded(tx, *refund, (now, today))?;
            }
            let mut stored = placing::reread(tx, id)?;
            for telling in &told {
                stored = telling.take(tx, stored)?;
            }
            Ok::<_, Failure>(stored)
        })
        .await?;
    crash::point(context, "disputed");
    context.wake.notify_waiters();
    Ok(stored)
}

/// Whether a payer's cards are not charged now.
pub(super) async fn is_open(context: &Context, payer: Payer) -> Answer<bool> {
    let open = context.store.read(move |tx| disputes::is_open(tx, payer));
    Ok(open.await?)
}

/// The day's questions: about every open dispute, and about every charge that the gateway lists, in
/// case a hint was lost.
///
/// # Errors
/// When the database does not answer; a gateway that does not is asked again the day after.
pub(crate) async fn ask(context: &Context) -> Answer<()> {
    let mut ids = context.store.read(disputes::open_orders).await?;
    match context
        .gateway
        .disputed(context.clock.now() - ASKED_FOR)
        .await
    {
        Ok(keys) => ids.extend(
            keys.into_iter()
                .map(|key| seatkeeper_core::id::OrderId(key.order)),
        ),
        Err(error) => tracing::warn!(%error, "disputes are asked for again tomorrow"),
    }
    ids.sort();
    ids.dedup();
    for id in ids {
        if let Err(failure) = looking::look(context, id).await {
            tracing::warn!(order = %id, problem = ?failure.problem, cause = ?failure.cause, "its dispute is asked for again tomorrow");
        }
    }
    Ok(())
}
