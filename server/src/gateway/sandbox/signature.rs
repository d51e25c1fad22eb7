//! Signed webhooks: `Seatkeeper-Signature: t=<unix seconds>,v1=<hex>`, HMAC-SHA256 over
//! `<t>.<body>` with a secret that both sides hold.
//!
//! Promises: a body that anyone changed, or signed with another secret, is not read.
//! Leaves the age unchecked: a hint that is repeated only makes the portal ask once more.

use std::fmt::Write;

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The header that carries the signature.
pub const HEADER: &str = "seatkeeper-signature";

/// The header's value for this body.
pub fn sign(secret: &str, signed_at_seconds: i64, body: &[u8]) -> String {
    let digest = match keyed(secret, &signed_at_seconds.to_string(), body) {
        Some(mac) => mac.finalize().into_bytes(),
        None => return String::new(),
    };
    format!("t={signed_at_seconds},v1={}", hex(&digest))
}

/// Two digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // writing into a String cannot fail
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Whether this body was signed with this secret; compares in constant time.
pub fn verify(secret: &str, headers: &HeaderMap, body: &[u8]) -> bool {
    let mut sent = headers.get_all(HEADER).iter();
    let (Some(value), None) = (sent.next(), sent.next()) else {
        return false;
    };
    let parts = value
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("t="))
        .and_then(|text| text.split_once(",v1="));
    let Some((signed_at, hex)) = parts else {
        return false;
    };
    match (keyed(secret, signed_at, body), bytes(hex)) {
        (Some(mac), Some(digest)) => mac.verify_slice(&digest).is_ok(),
        _ => false,
    }
}

fn keyed(secret: &str, signed_at: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    // an empty secret would sign for everyone
    if secret.is_empty() {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(signed_at.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|value| u8::try_from(value).ok())
        })
        .collect();
    let digits = digits?;
    let (pairs, []) = digits.as_chunks::<2>() else {
        return None;
    };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, value.parse().unwrap());
        headers
    }

    #[test]
    fn only_the_same_body_and_secret_verify() {
        let value = sign("secret", 1_795_000_000, b"{}");
        assert!(verify("secret", &headers(&value), b"{}"));
        assert!(!verify("secret", &headers(&value), b"{ }"));
        assert!(!verify("other", &headers(&value), b"{}"));
        assert!(!verify("secret", &HeaderMap::new(), b"{}"));
        assert!(!verify(
            "secret",
            &headers(&value.replace("t=1", "t=2")),
            b"{}"
        ));
        let mut twice = headers(&value);
        twice.append(HEADER, value.parse().unwrap());
        assert!(!verify("secret", &twice, b"{}"));
    }

    #[test]
    fn an_empty_secret_signs_nothing() {
        let value = sign("", 1, b"{}");
        assert!(!verify("", &headers(&value), b"{}"));
        assert!(!verify("", &headers("t=1,v1="), b"{}"));
    }

    #[test]
    fn rubbish_is_no_signature() {
        for value in [
            "",
            "v1=",
            "t=1,v1=",
            "t=1,v1=0",
            "t=1,v1=zz",
            "t=1,v1=é",
            "t=,v1=00",
            "00",
        ] {
            let mut headers = HeaderMap::new();
            if let Ok(value) = axum::http::HeaderValue::from_bytes(value.as_bytes()) {
                headers.insert(HEADER, value);
            }
            assert!(!verify("secret", &headers, b"{}"), "{value}");
        }
    }

    #[test]
    fn agrees_with_an_outside_calculation() {
        // printf '1.{}' | openssl dgst -sha256 -hmac secret
        assert_eq!(sign("secret", 1, b"{}"), OUTSIDE);
    }

    const OUTSIDE: &str = "t=1,v1=1122767b193110cfec322b6f199b599edbf608ed087f2d27afb0b97d99523908";
}
