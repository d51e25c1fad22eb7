//! Posts what happened to the merchant, signed, until it answers 2xx or was tried often enough.
//!
//! Promises at most nothing, like every webhook: each may come twice, late, out of order or never.

use std::{sync::Arc, time::Duration};

use super::{
    Merchant, signature,
    store::deliveries::{self, Delivery},
    till::{Till, TillError},
};

/// Then the merchant has to ask by itself.
const MOST_TRIES: u32 = 12;
/// A merchant that does not answer is tried again.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long nothing is looked for when nobody calls.
const IDLE: Duration = Duration::from_millis(500);

/// Posts for as long as it is polled; never ends.
pub(super) async fn post_all(till: Arc<Till>, merchant: Arc<Merchant>) {
    let client = crate::outward::client().timeout(TIMEOUT).no_proxy().build();
    let (Ok(client), Some(url)) = (client, merchant.webhook_url.as_deref()) else {
        return std::future::pending().await;
    };
    loop {
        match next(&till).await {
            Ok(Some(delivery)) => {
                let arrived = post(&client, url, &merchant.webhook_secret, &till, &delivery).await;
                if let Err(failure) = note(&till, delivery, arrived).await {
                    tracing::error!(%failure, "the sandbox cannot note a webhook");
                    tokio::time::sleep(IDLE).await;
                }
            }
            Ok(None) => {
                let _ = tokio::time::timeout(IDLE, till.wake.notified()).await;
            }
            Err(failure) => {
                tracing::error!(%failure, "the sandbox cannot read its webhooks");
                tokio::time::sleep(IDLE).await;
            }
        }
    }
}

async fn at_till<T: Send + 'static>(
    till: &Arc<Till>,
    work: impl FnOnce(&Till) -> Result<T, TillError> + Send + 'static,
) -> Result<T, TillError> {
    let till = Arc::clone(till);
    tokio::task::spawn_blocking(move || work(&till))
        .await
        .unwrap_or(Err(TillError::Interrupted))
}

async fn next(till: &Arc<Till>) -> Result<Option<Delivery>, TillError> {
    at_till(till, |till| {
        let now = till.now().as_second();
        till.record.unit(|unit| {
            till.let_banks_decide(unit)?;
            Ok(deliveries::next_due(unit, now)?)
        })
    })
    .await
}

async fn post(
    client: &reqwest::Client,
    url: &str,
    secret: &str,
    till: &Till,
    delivery: &Delivery,
) -> bool {
    let Ok(body) = serde_json::to_vec(&delivery.event) else {
        return false;
    };
    let signature = signature::sign(secret, till.now().as_second(), &body);
    let sent = client
        .post(url)
        .header("content-type", "application/json")
        .header(signature::HEADER, signature)
        .body(body)
        .send()
        .await;
    sent.is_ok_and(|answer| answer.status().is_success())
}

async fn note(till: &Arc<Till>, delivery: Delivery, arrived: bool) -> Result<(), TillError> {
    at_till(till, move |till| {
        let now = till.now().as_second();
        till.record.unit(|unit| {
            if arrived || delivery.tries + 1 >= MOST_TRIES {
                deliveries::done(unit, delivery.place)?;
            } else {
                // 1, 2, 4 … seconds, a minute at most
                let wait = 1_i64 << delivery.tries.min(6);
                deliveries::again(unit, delivery.place, now.saturating_add(wait.min(60)))?;
            }
            Ok(())
        })
    })
    .await
}
