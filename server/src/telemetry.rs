//! What the portal tells those who run it: one log line per event on standard error, as JSON
//! unless a person watches, and figures for Prometheus.
//!
//! Promises no secret in either: no body, cookie or query, no e-mail address, no card.

use std::{
    io::{IsTerminal, stderr},
    sync::OnceLock,
    time::Duration,
};

use axum::http::Method;
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Starts logging; later calls change nothing. `filter` is as `info,seatkeeper_server=debug`.
pub fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr);
    let started = if stderr().is_terminal() {
        lines.with_target(false).try_init()
    } else {
        lines
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init()
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let at = panic
                .location()
                .map(ToString::to_string)
                .unwrap_or_default();
            let thread = std::thread::current();
            let cause = panic.payload_as_str().unwrap_or("of unknown cause");
            tracing::error!(at, thread = thread.name().unwrap_or("?"), cause, "panic");
        }));
    }
}

/// Seconds below which an answer is counted, as Prometheus wants its histograms.
#[expect(clippy::disallowed_types, reason = "seconds of a histogram, no money")]
const BUCKETS: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

fn figures() -> Option<&'static PrometheusHandle> {
    static FIGURES: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let install = || {
        let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).ok()?;
        let handle = builder.install_recorder().ok()?;
        describe_counter!(
            "seatkeeper_requests_total",
            "Requests answered, by route and status"
        );
        describe_counter!(
            "seatkeeper_mails_total",
            "Attempts at sending a mail, by what became of them"
        );
        describe_histogram!(
            "seatkeeper_request_seconds",
            "Time to answer a request, by route"
        );
        describe_gauge!("seatkeeper_outbox_waiting", "Mails that wait to be sent");
        describe_gauge!("seatkeeper_outbox_given_up", "Mails that could not be sent");
        Some(handle)
    };
    FIGURES.get_or_init(install).as_ref()
}

/// The figures in the text format of Prometheus.
pub fn render() -> String {
    let Some(figures) = figures() else {
        return String::new();
    };
    figures.run_upkeep();
    figures.render()
}

/// Counts an answer. The route is its pattern, never the address: addresses are without number.
pub(crate) fn answered(method: &Method, route: Option<String>, status: u16, took: Duration) {
    if figures().is_none() {
        return;
    }
    let route = route.unwrap_or_else(|| "other".to_owned());
    let method = match method.as_str() {
        known @ ("GET" | "HEAD" | "POST") => known.to_owned(),
        _ => "other".to_owned(),
    };
    histogram!("seatkeeper_request_seconds", "method" => method.clone(), "route" => route.clone())
        .record(took);
    let status = status.to_string();
    counter!("seatkeeper_requests_total", "method" => method, "route" => route, "status" => status)
        .increment(1);
}

/// Notes how many mails wait to be sent, and how many could not be.
pub fn outbox(waiting: u64, given_up: u64) {
    if figures().is_some() {
        let shown = |count| u32::try_from(count).unwrap_or(u32::MAX);
        gauge!("seatkeeper_outbox_waiting").set(shown(waiting));
        gauge!("seatkeeper_outbox_given_up").set(shown(given_up));
    }
}
