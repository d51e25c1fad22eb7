//! The built app, embedded: its page, and the files that carry a hash of their contents in
//! their names and may therefore be kept for ever.
//!
//! Promises the smallest form that the browser takes, and a readable page when the server was
//! built without the app.

use std::{borrow::Cow, sync::LazyLock};

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::auth::hex;

#[derive(RustEmbed)]
#[folder = "../dist"]
#[allow_missing = true]
struct App;

const PAGE: &str = "index.html";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_FIRST: &str = "no-cache";
const WITHOUT_APP: &str = include_str!("assets/without_app.html");

/// The form of a file that is sent, best first, and how its name ends.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Names this build; an open page of another build loads itself anew.
pub fn build() -> &'static str {
    static BUILD: LazyLock<String> = LazyLock::new(|| match App::get(PAGE) {
        Some(page) => named(&page.data).unwrap_or_else(|| fingerprint(&page)),
        None => env!("CARGO_PKG_VERSION").to_owned(),
    });
    &BUILD
}

/// The build's name as the page itself knows it, from its `<meta name="build" content="…">`.
fn named(page: &[u8]) -> Option<String> {
    let page = std::str::from_utf8(page).ok()?;
    let (_, rest) = page.split_once(r#"<meta name="build" content=""#)?;
    rest.split_once('"').map(|(name, _)| name.to_owned())
}

/// A file of the app by its path, if there is one.
pub fn file(path: &str, asked: &HeaderMap) -> Option<Response> {
    let name = path.strip_prefix('/')?;
    let hidden = name == PAGE || ENCODINGS.iter().any(|(_, ending)| name.ends_with(ending));
    if hidden {
        return None;
    }
    let caching = if has_hash(name) { FOR_EVER } else { ASK_FIRST };
    send(name, caching, StatusCode::OK, asked)
}

/// The page, whichever address it is asked for at.
pub fn page(status: StatusCode, asked: &HeaderMap) -> Response {
    send(PAGE, ASK_FIRST, status, asked).unwrap_or_else(|| {
        let status = if status == StatusCode::OK {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            status
        };
        (
            status,
            [(header::CACHE_CONTROL, "no-store")],
            axum::response::Html(WITHOUT_APP),
        )
            .into_response()
    })
}

fn send(
    name: &str,
    caching: &'static str,
    status: StatusCode,
    asked: &HeaderMap,
) -> Option<Response> {
    let plain = App::get(name)?;
    let etag = format!("\"{}\"", fingerprint(&plain));
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type(name)),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // weak: the forms of a file share it
    if let Ok(etag) = HeaderValue::from_str(&format!("W/{etag}")) {
        headers.insert(header::ETAG, etag);
    }
    if status == StatusCode::OK && knows(asked, &etag) {
        return Some((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let mut smaller = ENCODINGS
        .into_iter()
        .filter(|(encoding, _)| takes(asked, encoding));
    let found = smaller
        .find_map(|(encoding, ending)| Some((encoding, App::get(&format!("{name}{ending}"))?)));
    let data = match found {
        Some((encoding, file)) => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            file.data
        }
        None => plain.data,
    };
    let body = match data {
        Cow::Borrowed(bytes) => axum::body::Body::from(bytes),
        Cow::Owned(bytes) => axum::body::Body::from(bytes),
    };
    Some((status, headers, body).into_response())
}

/// Whether the browser has this version already. Weakly compared (RFC 9110 §13.1.2).
fn knows(asked: &HeaderMap, etag: &str) -> bool {
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    known.is_some_and(|known| {
        known
            .split(',')
            .any(|one| one.trim().trim_start_matches("W/") == etag)
    })
}

/// Whether the browser takes this encoding; `q=0` means that it does not.
fn takes(asked: &HeaderMap, encoding: &str) -> bool {
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter();
    let mut offers = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    offers.any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        named && !refused
    })
}

/// Whether a name holds a hash of the contents: `-`, 16 hexadecimal digits, and the ending.
fn has_hash(name: &str) -> bool {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let digits = stem.rsplit_once('-').map_or("", |(_, digits)| digits);
    digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        ending => mime_guess::from_ext(ending)
            .first_raw()
            .unwrap_or("application/octet-stream"),
    }
}

fn fingerprint(file: &EmbeddedFile) -> String {
    hex(file.metadata.sha256_hash().get(..8).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().expect("a value"))])
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(has_hash("app-0123456789abcdef.wasm"));
        assert!(has_hash("locales/zh-Hans-0123456789abcdef.json"));
        assert!(!has_hash("favicon.svg"));
        assert!(!has_hash("app-0123456789abcdeg.js"));
        assert!(!has_hash("app-0123.js"));
    }

    #[test]
    fn the_browser_says_which_forms_it_takes() {
        let takes =
            |value: &str, encoding| takes(&asking(header::ACCEPT_ENCODING, value), encoding);
        assert!(takes("gzip, deflate, br, zstd", "br"));
        assert!(takes("br;q=0.5, gzip;q=1.0", "br"));
        assert!(!takes("br;q=0, gzip", "br"));
        assert!(!takes("gzip", "br"));
        assert!(!super::takes(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn a_known_version_is_recognised_among_others() {
        let knows = |value: &str| knows(&asking(header::IF_NONE_MATCH, value), "\"abc\"");
        assert!(knows("\"abc\""));
        assert!(knows("\"x\", W/\"abc\""));
        assert!(!knows("\"abcd\""));
    }

    #[test]
    fn the_page_names_its_build() {
        let page = br#"<head><meta name="build" content="0123456789abcdef"></head>"#;
        assert_eq!(named(page).as_deref(), Some("0123456789abcdef"));
        assert_eq!(named(b"<head></head>"), None);
    }
}
