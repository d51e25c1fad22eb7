//! `/v1/test/…`: what a test tells the sandbox. Behind the merchant's secret like all of `/v1`.
//!
//! - `POST /v1/test/advance` `{"seconds": 10}`: time passes at once.
//! - `POST /v1/test/payments/<order>/<attempt>/charge-cancelled`: the bank took the money anyway.
//! - `POST /v1/test/payments/<order>/<attempt>/dispute` `{"state": "open"}`, then `"won"` or
//!   `"lost"`: the payer's bank wants the money back, or up to `"most_minor"` of it, and decides.
//!   `"untold": true`: no webhook says so.
//! - `POST /v1/test/payments/<order>/<attempt>/tamper` `{"order": …, "amount": {…}}`: the record
//!   says something else than what was asked.

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::StatusCode,
    response::Response,
    routing::post,
};
use seatkeeper_core::payment::DisputeState;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Counter,
    api::{ApiError, key, read, send},
    wire::Amount,
};

pub(super) fn routes() -> Router<Counter> {
    Router::new()
        .route("/v1/test/advance", post(advance))
        .route(
            "/v1/test/payments/{order}/{attempt}/charge-cancelled",
            post(charge_cancelled),
        )
        .route("/v1/test/payments/{order}/{attempt}/tamper", post(tamper))
        .route("/v1/test/payments/{order}/{attempt}/dispute", post(dispute))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tamper {
    order: Uuid,
    amount: Amount,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Disputed {
    state: DisputeState,
    /// Of how much at most; of all that is left without.
    #[serde(default)]
    most_minor: Option<i64>,
    /// No webhook tells of it.
    #[serde(default)]
    untold: bool,
}

async fn dispute(
    State(counter): State<Counter>,
    Path(at): Path<(String, String)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let key = key(&at)?;
    let asked: Disputed = read(body)?;
    let answer = counter
        .at_till(move |till| till.dispute(key, asked.state, asked.most_minor, asked.untold))
        .await?;
    Ok(send(answer).await)
}

async fn advance(
    State(counter): State<Counter>,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let asked: Advance = read(body)?;
    counter
        .at_till(move |till| till.advance(asked.seconds))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn charge_cancelled(
    State(counter): State<Counter>,
    Path(at): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let key = key(&at)?;
    Ok(send(
        counter
            .at_till(move |till| till.charge_cancelled(key))
            .await?,
    )
    .await)
}

async fn tamper(
    State(counter): State<Counter>,
    Path(at): Path<(String, String)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let key = key(&at)?;
    let asked: Tamper = read(body)?;
    let answer = counter
        .at_till(move |till| till.tamper(key, asked.order, &asked.amount))
        .await?;
    Ok(send(answer).await)
}
