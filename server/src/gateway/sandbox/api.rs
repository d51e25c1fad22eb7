//! The merchant API: JSON over HTTP with a bearer secret; `Idempotency-Key: <order>/<attempt>` on
//! what charges. Malformed requests get 4xx with a [`Refused`]; only a record that cannot be
//! reached is 5xx, and then nothing was done.

use std::time::Duration;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, Request, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use sha2::{Digest, Sha256};

use super::{
    Counter,
    till::{MerchantAnswer, TillError},
    wire::{NewPayment, NewRefund, Refused},
};
use crate::gateway::ChargeKey;

/// Longer than any merchant waits.
const LOST_FOR: Duration = Duration::from_mins(1);

pub(super) fn routes() -> Router<Counter> {
    Router::new()
        .route("/v1/payments", post(ask))
        .route("/v1/payments/{order}/{attempt}", get(look_up))
        .route("/v1/payments/{order}/{attempt}/cancel", post(cancel))
        .route("/v1/payments/{order}/{attempt}/refunds", post(refund))
        .route("/v1/disputes", get(disputed))
        .route("/v1/record", get(audit))
}

/// An answer that is not 2xx.
pub(super) struct ApiError(StatusCode, Refused);

pub(super) fn error(status: StatusCode, code: &str, message: &str) -> ApiError {
    ApiError(
        status,
        Refused {
            code: code.to_owned(),
            message: message.to_owned(),
        },
    )
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.0, Json(self.1)).into_response()
    }
}

impl From<TillError> for ApiError {
    fn from(failure: TillError) -> Self {
        match failure {
            TillError::Refused { code, message } => {
                let status = match code {
                    "unknown_payment" => StatusCode::NOT_FOUND,
                    "invalid_request" | "unknown_card" | "refund_too_large" => {
                        StatusCode::UNPROCESSABLE_ENTITY
                    }
                    _ => StatusCode::CONFLICT,
                };
                error(status, code, message)
            }
            failure => {
                tracing::error!(%failure, "the sandbox's record cannot be used");
                error(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "unavailable",
                    "The record cannot be used right now.",
                )
            }
        }
    }
}

/// Everything under `/v1` is for who knows the secret.
pub(super) async fn only_the_merchant(
    State(counter): State<Counter>,
    request: Request,
    next: Next,
) -> Response {
    let sent = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    // digests are compared, so that the time tells nothing about the secret
    let is_known =
        sent.is_some_and(|sent| Sha256::digest(sent) == Sha256::digest(&counter.merchant.secret));
    if is_known {
        next.run(request).await
    } else {
        error(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "The merchant's secret is missing or wrong.",
        )
        .into_response()
    }
}

/// A body as JSON; what is wrong with it is said without repeating it.
pub(super) fn read<T: serde::de::DeserializeOwned>(
    body: Result<Bytes, BytesRejection>,
) -> Result<T, ApiError> {
    let body = body.map_err(|rejection| {
        error(
            rejection.status(),
            "malformed",
            "The body is too long or broke off.",
        )
    })?;
    serde_json::from_slice(&body).map_err(|failure| {
        let at = format!(
            "The body is not what is expected, at line {}, column {}.",
            failure.line(),
            failure.column()
        );
        error(StatusCode::BAD_REQUEST, "malformed", &at)
    })
}

/// The key in the address.
pub(super) fn key((order, attempt): &(String, String)) -> Result<ChargeKey, ApiError> {
    format!("{order}/{attempt}").parse().map_err(|_| {
        error(
            StatusCode::BAD_REQUEST,
            "malformed",
            "The address holds no <order>/<attempt>.",
        )
    })
}

/// Sends an answer, or keeps it for so long that nobody waits for it.
pub(super) async fn send(answer: MerchantAnswer) -> Response {
    if answer.is_lost {
        tokio::time::sleep(LOST_FOR).await;
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    }
    Json(answer.view).into_response()
}

async fn ask(
    State(counter): State<Counter>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let key: ChargeKey = headers
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| {
            error(
                StatusCode::BAD_REQUEST,
                "malformed",
                "Idempotency-Key: <order>/<attempt> is missing.",
            )
        })?;
    let asked: NewPayment = read(body)?;
    Ok(send(counter.at_till(move |till| till.ask(key, &asked)).await?).await)
}

async fn look_up(
    State(counter): State<Counter>,
    Path(at): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let key = key(&at)?;
    Ok(send(counter.at_till(move |till| till.look_up(key)).await?).await)
}

async fn cancel(
    State(counter): State<Counter>,
    Path(at): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let key = key(&at)?;
    Ok(send(counter.at_till(move |till| till.cancel(key)).await?).await)
}

async fn refund(
    State(counter): State<Counter>,
    Path(at): Path<(String, String)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let key = key(&at)?;
    let asked: NewRefund = read(body)?;
    let refund = counter
        .at_till(move |till| till.refund(key, &asked))
        .await?;
    Ok(Json(refund).into_response())
}

/// From which second on.
#[derive(serde::Deserialize)]
struct Since {
    since: i64,
}

async fn disputed(
    State(counter): State<Counter>,
    Query(asked): Query<Since>,
) -> Result<Response, ApiError> {
    let found = counter.at_till(move |till| till.disputed(asked.since));
    Ok(Json(found.await?).into_response())
}

async fn audit(State(counter): State<Counter>) -> Result<Response, ApiError> {
    Ok(Json(counter.at_till(super::till::Till::audit).await?).into_response())
}
