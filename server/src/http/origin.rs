//! Cross-site request forgery: what changes something must come from the portal's own pages.
//!
//! Asked of each such request: a header that a form cannot send, and an `Origin` or
//! `Sec-Fetch-Site`, which browsers set themselves and no page can; all that are there must fit.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use seatkeeper_core::api::{GATEWAY_WEBHOOK, Problem, REQUEST_HEADER};

use crate::{context::Context, error::Failure};

pub(super) async fn own_pages_only(
    State(context): State<Context>,
    request: Request,
    next: Next,
) -> Response {
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    // the gateway's hints are signed and carry no cookie
    let signed = request.uri().path() == GATEWAY_WEBHOOK;
    if changes && !signed && !is_own(request.headers(), &context.config.public_url) {
        return Failure::from(Problem::CrossOrigin).into_response();
    }
    next.run(request).await
}

fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = value("sec-fetch-site");
    let origin = value(header::ORIGIN.as_str());
    value(REQUEST_HEADER).is_some()
        && (site.is_some() || origin.is_some())
        && site.is_none_or(|site| site == "same-origin")
        && origin.is_none_or(|origin| same(origin, public_url))
}

/// Whether two origins are the same. On a loopback port all names of this machine are one.
fn same(origin: &str, public_url: &str) -> bool {
    origin == public_url
        || loopback_port(origin).is_some_and(|port| loopback_port(public_url) == Some(port))
}

fn loopback_port(origin: &str) -> Option<&str> {
    let rest = origin.strip_prefix("http://")?;
    let (host, port) = rest.rsplit_once(':').unwrap_or((rest, "80"));
    matches!(host, "127.0.0.1" | "localhost" | "[::1]").then_some(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("a value"));
        }
        is_own(&map, "https://portal.example")
    }

    #[test]
    fn only_the_portals_own_pages_change_anything() {
        let ours = (REQUEST_HEADER, "1");
        assert!(own(&[
            ours,
            ("origin", "https://portal.example"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(own(&[ours, ("origin", "https://portal.example")]));
        assert!(own(&[ours, ("sec-fetch-site", "same-origin")]));
        assert!(!own(&[ours]));
        assert!(!own(&[
            ("origin", "https://portal.example"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!own(&[ours, ("origin", "https://evil.example")]));
        assert!(!own(&[ours, ("origin", "http://portal.example")]));
        assert!(!own(&[ours, ("origin", "null")]));
        assert!(!own(&[ours, ("sec-fetch-site", "same-site")]));
        assert!(!own(&[
            ours,
            ("origin", "https://portal.example"),
            ("sec-fetch-site", "cross-site")
        ]));
    }

    #[test]
    fn this_machine_has_several_names() {
        assert!(same("http://localhost:8080", "http://127.0.0.1:8080"));
        assert!(!same("http://localhost:8081", "http://127.0.0.1:8080"));
        assert!(!same(
            "http://localhost.evil.example:8080",
            "http://127.0.0.1:8080"
        ));
        assert!(!same("http://127.0.0.1:8080", "https://portal.example"));
    }
}
