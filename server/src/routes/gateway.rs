//! The gateway's hints: signed, and believed no further than "something happened; ask".

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use seatkeeper_core::{
    api::{GATEWAY_WEBHOOK, Problem},
    id::OrderId,
};

use crate::{checkout, context::Context, error::Answer};

/// The routes of the gateway.
pub fn routes() -> Router<Context> {
    Router::new().route(GATEWAY_WEBHOOK, post(hint))
}

/// Answers 204 once it was looked after, so that a failed one is hinted at again.
async fn hint(
    State(context): State<Context>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<StatusCode> {
    let key = context
        .gateway
        .hint(&headers, &body)
        .ok_or(Problem::NotFound)?;
    // under its id it is an order, or a card that is to be kept
    if checkout::look(&context, OrderId(key.order))
        .await?
        .is_none()
    {
        checkout::look_at_card(&context, key.order).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
