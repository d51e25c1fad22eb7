//! For those who run the portal: is it alive, can it work, how is it doing.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use seatkeeper_core::api::Problem;

use crate::{
    context::Context,
    error::{Answer, Failure},
    http::Source,
    store::outbox,
    telemetry,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(figures))
}

/// Whether the database answers; a balancer sends nobody here while it does not.
async fn ready(State(context): State<Context>) -> Answer<&'static str> {
    context.store.ready().await?;
    Ok("ready\n")
}

/// The figures, for the machine's own network; through a proxy, or from outside, unknown.
async fn figures(
    State(context): State<Context>,
    source: Source,
    headers: HeaderMap,
) -> Answer<Response> {
    let forwarded =
        headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED);
    if forwarded || !source.is_local() {
        return Err(Failure::from(Problem::NotFound));
    }
    let (waiting, given_up) = context.store.read(outbox::counts).await?;
    telemetry::outbox(waiting, given_up);
    let text = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    Ok((StatusCode::OK, text, telemetry::render()).into_response())
}
