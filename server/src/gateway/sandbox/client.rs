//! The portal's side of the sandbox: a [`PaymentGateway`] that talks to it over HTTP.
//!
//! Promises: an answer that did not come, came too late or cannot be read is
//! [`GatewayError::TimedOut`]; only a connection that never stood is `Unavailable`.

use std::time::Duration;

use axum::http::HeaderMap;
use jiff::Timestamp;
use reqwest::{Method as Verb, RequestBuilder, StatusCode};
use seatkeeper_core::{currency::Currency, money::Money};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    signature,
    wire::{
        Amount, CardFrom, ChargeView, DisputeView, DisputedView, Event, NewPayment, NewRefund,
        PaymentView, RefundView, Refused, StateView,
    },
};
use crate::{
    gateway::{
        Asked, Charge, ChargeKey, Charged, Dispute, GatewayError, Keeping, Method, Outcome,
        PaymentGateway, Refunded, Refusal, Setup,
    },
    outward,
};

/// Where the sandbox is, and what opens it.
#[derive(Clone)]
pub struct Address {
    /// Without a stroke at the end: `http://127.0.0.1:8081`.
    pub url: String,
    /// The bearer secret.
    pub secret: String,
    /// The secret that its webhooks are signed with.
    pub webhook_secret: String,
    /// How long an answer may take; a few seconds.
    pub timeout: Duration,
}

/// The client.
pub struct SandboxGateway {
    address: Address,
    client: reqwest::Client,
}

impl SandboxGateway {
    /// A client; nothing is asked yet.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(address: Address) -> Result<Self, reqwest::Error> {
        let client = outward::client()
            .timeout(address.timeout)
            // its own machine, whatever the environment says
            .no_proxy()
            .build()?;
        Ok(Self { address, client })
    }

    fn request(&self, verb: Verb, path: &str) -> RequestBuilder {
        self.client
            .request(verb, format!("{}{path}", self.address.url))
            .bearer_auth(&self.address.secret)
    }

    async fn payment(
        &self,
        request: RequestBuilder,
        key: &ChargeKey,
    ) -> Result<Outcome, GatewayError> {
        let Some(view) = answer::<PaymentView>(request).await? else {
            return Ok(Outcome::Unknown);
        };
        if view.order != key.order || view.attempt != key.attempt {
            return Err(GatewayError::TimedOut);
        }
        outcome(view.payment)
    }
}

impl PaymentGateway for SandboxGateway {
    fn charge<'a>(&'a self, charge: &'a Charge) -> Asked<'a, Outcome> {
        let body = NewPayment {
            amount: Amount::of(charge.amount),
            description: charge.description.clone(),
            locale: charge.locale.clone(),
            return_url: charge.return_url.clone(),
            from: match &charge.method {
                Method::HostedPage { save_card } => CardFrom::HostedPage {
                    save_card: *save_card,
                },
                Method::SavedCard { token } => CardFrom::SavedCard {
                    token: token.clone(),
                },
            },
        };
        let request = self
            .request(Verb::POST, "/v1/payments")
            .header("idempotency-key", charge.key.to_string());
        Box::pin(async move { self.payment(with_json(request, &body), &charge.key).await })
    }

    fn fetch<'a>(&'a self, key: &'a ChargeKey) -> Asked<'a, Outcome> {
        let request = self.request(Verb::GET, &format!("/v1/payments/{key}"));
        Box::pin(self.payment(request, key))
    }

    fn cancel<'a>(&'a self, key: &'a ChargeKey) -> Asked<'a, Outcome> {
        let request = self.request(Verb::POST, &format!("/v1/payments/{key}/cancel"));
        Box::pin(self.payment(request, key))
    }

    fn refund<'a>(
        &'a self,
        key: &'a ChargeKey,
        refund: Uuid,
        amount: Money,
    ) -> Asked<'a, Refunded> {
        let request = self.request(Verb::POST, &format!("/v1/payments/{key}/refunds"));
        let body = NewRefund {
            id: refund,
            amount: Amount::of(amount),
        };
        Box::pin(async move {
            let done: Option<RefundView> = answer(with_json(request, &body)).await?;
            refunded(&done.ok_or(Refusal::NotCharged)?)
        })
    }

    fn keep_card<'a>(&'a self, setup: &'a Setup) -> Asked<'a, Keeping> {
        let body = NewPayment {
            // nothing, in whichever currency
            amount: Amount::of(Money::new(0, Currency::EUR)),
            description: setup.description.clone(),
            locale: setup.locale.clone(),
            return_url: setup.return_url.clone(),
            from: CardFrom::KeepOnly,
        };
        let request = self
            .request(Verb::POST, "/v1/payments")
            .header("idempotency-key", setup_key(setup.id).to_string());
        Box::pin(async move { keeping(answer(with_json(request, &body)).await?, setup.id) })
    }

    fn fetch_card(&self, id: Uuid) -> Asked<'_, Keeping> {
        let request = self.request(Verb::GET, &format!("/v1/payments/{}", setup_key(id)));
        Box::pin(async move { keeping(answer(request).await?, id) })
    }

    fn disputed(&self, since: Timestamp) -> Asked<'_, Vec<ChargeKey>> {
        let path = format!("/v1/disputes?since={}", since.as_second());
        let request = self.request(Verb::GET, &path);
        Box::pin(async move {
            let found: Option<Vec<DisputedView>> = answer(request).await?;
            let keys = found.unwrap_or_default().into_iter();
            Ok(keys
                .map(|DisputedView { order, attempt }| ChargeKey { order, attempt })
                .collect())
        })
    }

    fn hint(&self, headers: &HeaderMap, body: &[u8]) -> Option<ChargeKey> {
        if !signature::verify(&self.address.webhook_secret, headers, body) {
            return None;
        }
        let event: Event = serde_json::from_slice(body).ok()?;
        Some(ChargeKey {
            order: event.order,
            attempt: event.attempt,
        })
    }

    fn is_sandbox(&self) -> bool {
        true
    }
}

fn with_json(request: RequestBuilder, body: &impl Serialize) -> RequestBuilder {
    request.json(body)
}

/// Sends and reads; `None` for a key that is not known there.
async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<Option<T>, GatewayError> {
    let answer = request.send().await.map_err(|failure| {
        if failure.is_connect() {
            GatewayError::Unavailable
        } else {
            GatewayError::TimedOut
        }
    })?;
    let status = answer.status();
    let body = answer.bytes().await.map_err(|_| GatewayError::TimedOut)?;
    if status.is_success() {
        return serde_json::from_slice(&body)
            .map(Some)
            .map_err(|_| GatewayError::TimedOut);
    }
    if !status.is_client_error() {
        return Err(GatewayError::TimedOut);
    }
    let code = serde_json::from_slice::<Refused>(&body)
        .map_or_else(|_| status.to_string(), |refused| refused.code);
    match code.as_str() {
        "unknown_payment" => Ok(None),
        "key_reused" => Err(Refusal::KeyReused.into()),
        "unknown_card" => Err(Refusal::UnknownCard.into()),
        "not_charged" => Err(Refusal::NotCharged.into()),
        "refund_too_large" => Err(Refusal::RefundTooLarge.into()),
        _ if status == StatusCode::TOO_MANY_REQUESTS => Err(GatewayError::Unavailable),
        _ => Err(Refusal::Other(code).into()),
    }
}

fn outcome(state: StateView) -> Result<Outcome, GatewayError> {
    Ok(match state {
        StateView::NeedsAction { url } => Outcome::NeedsAction { url },
        StateView::Pending => Outcome::Pending,
        StateView::Charged(charge) => Outcome::Charged(charged(charge)?),
        // no charge was asked for under this key
        StateView::Kept { .. } => return Err(GatewayError::TimedOut),
        StateView::Declined { reason } => Outcome::Declined { reason },
        StateView::Cancelled => Outcome::Cancelled,
    })
}

/// A card is kept at the first attempt.
fn setup_key(id: Uuid) -> ChargeKey {
    ChargeKey {
        order: id,
        attempt: 1,
    }
}

fn keeping(view: Option<PaymentView>, id: Uuid) -> Result<Keeping, GatewayError> {
    let Some(view) = view else {
        return Ok(Keeping::Ended);
    };
    if view.order != id {
        return Err(GatewayError::TimedOut);
    }
    Ok(match view.payment {
        StateView::NeedsAction { url } => Keeping::NeedsAction { url },
        StateView::Pending => Keeping::Pending,
        StateView::Kept { token, card } => Keeping::Kept { token, card },
        StateView::Charged(_) => return Err(GatewayError::TimedOut),
        StateView::Declined { .. } | StateView::Cancelled => Keeping::Ended,
    })
}

fn dispute(dispute: DisputeView) -> Result<Dispute, GatewayError> {
    Ok(Dispute {
        reference: dispute.reference,
        amount: dispute.amount.money().ok_or(GatewayError::TimedOut)?,
        state: dispute.state,
    })
}

fn refunded(refund: &RefundView) -> Result<Refunded, GatewayError> {
    Ok(Refunded {
        refund: refund.id,
        amount: refund.amount.money().ok_or(GatewayError::TimedOut)?,
        refunded_at: refund.refunded_at,
    })
}

fn charged(charge: ChargeView) -> Result<Charged, GatewayError> {
    Ok(Charged {
        order: charge.charged_order,
        // a currency that core does not know cannot be what was asked; nobody knows what it is
        amount: charge.amount.money().ok_or(GatewayError::TimedOut)?,
        reference: charge.reference,
        card: charge.card,
        saved_card: charge.saved_card,
        charged_at: charge.charged_at,
        disputes: charge
            .disputes
            .into_iter()
            .map(dispute)
            .collect::<Result<_, _>>()?,
        refunds: charge
            .refunds
            .iter()
            .map(refunded)
            .collect::<Result<_, _>>()?,
    })
}
