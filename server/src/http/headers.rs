//! The headers that tell a browser what it must not do with our replies.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::config::Config;

/// Everything from here and nothing inline; WebAssembly may be compiled, scripts not evaluated.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // other sites learn nothing; our own posts keep their Origin
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        "none",
    ),
];
const TWO_YEARS: &str = "max-age=63072000; includeSubDomains";

/// What depends on the installation.
#[derive(Clone, Copy)]
pub(super) struct Policy {
    /// The portal is seen over TLS; only then may a browser be told to insist on it.
    tls: bool,
}

impl Policy {
    pub(super) fn of(config: &Config) -> Self {
        Self {
            tls: config.public_url.starts_with("https://"),
        }
    }
}

pub(super) async fn add(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        unless_set(headers, name, value);
    }
    if policy.tls {
        unless_set(headers, header::STRICT_TRANSPORT_SECURITY, TWO_YEARS);
    }
    if is_api {
        unless_set(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

/// A route may be stricter, as a document with a policy of its own.
fn unless_set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
