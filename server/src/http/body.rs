//! Bodies: read whole before a route runs, then as JSON of exactly the expected shape.
//!
//! Every string is brought to Unicode NFC here, as the forms of core expect it.

use std::{future::poll_fn, pin::Pin, time::Duration};

use axum::{
    body::{Body as Raw, Bytes, HttpBody},
    extract::{FromRequest, Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use seatkeeper_core::api::Problem;
use serde::de::{self, DeserializeOwned};
use serde_json::Value;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::LARGEST_BODY;
use crate::error::Failure;

/// How long a client may take to send its body.
pub(super) const SLOWEST_BODY: Duration = Duration::from_secs(10);
/// How much of a body that is too large is still taken, so that its sender hears why.
const MOST_DISCARDED: usize = 16 * LARGEST_BODY;

/// The JSON body of a request.
pub struct Body<T>(pub T);

/// Reads the whole body, so that no route waits for a slow client while it holds anything.
pub(super) async fn whole(
    State(patience): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(patience, read(body)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(parts, Raw::from(bytes))).await,
        Ok(Err(problem)) => Failure::from(problem).into_response(),
        Err(_) => Failure::from(malformed("the body did not arrive in time")).into_response(),
    }
}

async fn read(mut body: Raw) -> Result<Bytes, Problem> {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| malformed("the body broke off"))?;
        let Ok(chunk) = frame.into_data() else {
            continue;
        };
        length = length.saturating_add(chunk.len());
        if length <= LARGEST_BODY {
            bytes.extend_from_slice(&chunk);
        } else if length > MOST_DISCARDED {
            break;
        }
    }
    if length > LARGEST_BODY {
        Err(Problem::TooLarge)
    } else {
        Ok(bytes.into())
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(malformed("the content type must be application/json").into());
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| malformed("the body broke off"))?;
        parse(&bytes)
            .map(Body)
            .map_err(|error| malformed(&error.to_string()).into())
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    let mut value: Value = serde_json::from_slice(bytes)?;
    if !value.is_object() {
        // serde would read a list as the fields in their order
        return Err(de::Error::custom("the body must be an object"));
    }
    if !compose(&mut value) {
        return Err(de::Error::custom("a text holds U+0000"));
    }
    T::deserialize(value)
}

/// Brings every string to NFC; answers no when one holds U+0000, which no person types and not
/// every database can store. The depth is bounded: `serde_json` reads 128 levels.
fn compose(value: &mut Value) -> bool {
    match value {
        Value::String(text) => {
            if let Some(composed) = composed(text) {
                *text = composed;
            }
            !text.contains('\0')
        }
        Value::Array(values) => values.iter_mut().all(compose),
        Value::Object(values) => values.values_mut().all(compose),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

/// The NFC form of a text that is not in it already.
pub(super) fn composed(text: &str) -> Option<String> {
    (is_nfc_quick(text.chars()) != IsNormalized::Yes).then(|| text.nfc().collect())
}

pub(crate) fn malformed(detail: &str) -> Problem {
    Problem::Malformed {
        detail: detail.chars().take(300).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        task::{Context, Poll},
    };

    use axum::{Router, middleware::from_fn_with_state, routing::post};
    use hyper::body::Frame;
    use seatkeeper_core::api::{SignIn, SignOut};
    use tower::ServiceExt;

    use super::*;

    /// A body of so many bytes, after which it ends or never does.
    struct Sent {
        left: usize,
        ends: bool,
    }

    impl HttpBody for Sent {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            let length = self.left.min(64 * 1024);
            self.left -= length;
            match (length, self.ends) {
                (0, true) => Poll::Ready(None),
                (0, false) => Poll::Pending,
                _ => Poll::Ready(Some(Ok(Frame::data(vec![b' '; length].into())))),
            }
        }
    }

    #[tokio::test]
    async fn a_body_is_neither_too_large_nor_too_slow() {
        let patience = Duration::from_millis(50);
        let routes = Router::new()
            .route("/", post(async |body: Bytes| body.len().to_string()))
            .layer(from_fn_with_state(patience, whole));
        for (left, ends, status) in [
            (0, true, 200),
            (LARGEST_BODY, true, 200),
            (LARGEST_BODY + 1, true, 413),
            (MOST_DISCARDED + LARGEST_BODY, false, 413),
            (10, false, 400),
        ] {
            let request = Request::post("/")
                .body(Raw::new(Sent { left, ends }))
                .expect("a request");
            let reply = routes.clone().oneshot(request).await.expect("a reply");
            assert_eq!(reply.status().as_u16(), status, "{left} {ends}");
        }
    }

    #[test]
    fn strings_arrive_composed_however_they_were_escaped() {
        for text in [
            r#"{"email":"a","password":"Cafe\u0301"}"#,
            "{\"email\":\"a\",\"password\":\"Cafe\u{301}\"}",
        ] {
            let read: SignIn = parse(text.as_bytes()).expect("a body");
            assert_eq!(read.password, "Caf\u{e9}");
        }
    }

    #[test]
    fn only_the_expected_shape_is_read() {
        let deep = format!("{{\"email\":{}1{}}}", "[".repeat(200), "]".repeat(200));
        for text in [
            "",
            "{",
            "[]",
            "null",
            "{}",
            r#"["a","b"]"#,
            r#"{"email":"a","password":"b\u0000"}"#,
            r#"{"email":"a","password":"b","extra":1}"#,
            "\u{feff}{}",
            &deep,
        ] {
            assert!(parse::<SignIn>(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse::<SignIn>(b"{\"email\":\"\xff\",\"password\":\"\"}").is_err());
        assert!(parse::<SignOut>(b"{}").is_ok());
        assert!(parse::<SignOut>(b"[]").is_err());
    }
}
