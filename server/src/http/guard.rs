//! What keeps a request from doing harm: its id, its line in the log and in the figures, the end
//! of its patience, and the net under a panic.

use std::{
    any::Any,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Response as HttpResponse},
    middleware::Next,
    response::{IntoResponse, Response},
};
use seatkeeper_core::api::Problem;
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};
use tracing::Instrument;

use super::source::{Peer, Source};
use crate::{context::Context, error::Failure, telemetry};

/// The header under which a caller can name a request to whoever reads the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest that a request may take once its body is there.
const LONGEST: Duration = Duration::from_mins(1);
/// The longest address that is logged, in characters.
const LONGEST_LOGGED: usize = 200;

/// Gives the request an id, and logs how it ended: never a query, a header or a body.
pub(super) async fn note(State(context): State<Context>, request: Request, next: Next) -> Response {
    let id = fresh_id();
    let method = request.method().clone();
    let matched = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let path: String = request.uri().path().chars().take(LONGEST_LOGGED).collect();
    let peer = request.extensions().get::<Peer>();
    let source = Source::of(peer, request.headers(), &context.config.proxies);
    let span = tracing::info_span!("request", %id, %method, path, %source);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(status, took_us, "answered"));
    telemetry::answered(&method, matched, status, took);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// 16 hexadecimal digits; an id of the log, not a secret.
fn fresh_id() -> String {
    getrandom::u64().map_or_else(|_| "-".to_owned(), |number| format!("{number:016x}"))
}

/// Ends a request that hangs. What it had begun is finished by whoever resumes it.
pub(super) async fn time_limit(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(LONGEST, next.run(request)).await;
    answer.unwrap_or_else(|_| {
        let cause = Some("the request took too long".to_owned());
        Failure {
            problem: Problem::Unavailable,
            cause,
        }
        .into_response()
    })
}

/// Answers a panic with a fault; the panic hook has logged where it was.
pub(super) fn panics() -> CatchPanicLayer<Fault> {
    CatchPanicLayer::custom(Fault)
}

#[derive(Clone, Copy)]
pub(super) struct Fault;

impl ResponseForPanic for Fault {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, _: Box<dyn Any + Send>) -> HttpResponse<Body> {
        Failure::fault("a route panicked").into_response()
    }
}
