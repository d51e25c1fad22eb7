//! The headers of every answer: nothing is loaded from elsewhere, framed or kept.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::Payment;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      form-action 'self'";

/// What every answer carries, unless the page set its own.
pub(in crate::gateway::sandbox) async fn with_safe_headers(
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Forms of this page may end at the merchant: browsers hold the redirect after a form to
/// `form-action` too.
pub(super) fn for_payment(mut response: Response, payment: &Payment) -> Response {
    let origin = return_address(payment).map(|url| url.origin().ascii_serialization());
    let policy =
        origin.and_then(|origin| HeaderValue::from_str(&format!("{POLICY} {origin}")).ok());
    if let Some(policy) = policy {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Checked when the payment was asked for; written anew, so that it fits into a header.
pub(super) fn return_address(payment: &Payment) -> Option<reqwest::Url> {
    reqwest::Url::parse(&payment.asked.return_url).ok()
}
