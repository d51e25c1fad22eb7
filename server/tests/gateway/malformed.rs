//! No bytes sent to the sandbox make it answer 5xx, and a stranger learns nothing.

use axum::http::{Method, StatusCode};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use seatkeeper_server::gateway::PaymentGateway;
use serde_json::json;

use crate::bench::{Bench, SECRET, hosted};

const PATHS: [&str; 9] = [
    "/v1/payments",
    "/v1/payments/x/1",
    "/v1/payments/0192f7a0-0000-7000-8000-000000000001/1/cancel",
    "/v1/payments/0192f7a0-0000-7000-8000-000000000001/1/refunds",
    "/v1/test/advance",
    "/v1/test/payments/0192f7a0-0000-7000-8000-000000000001/1/tamper",
    "/pay/x",
    "/pay/x/confirm",
    "/pay/%ff/cancel",
];

async fn send(bench: &Bench, path: &str, kind: &str, body: Vec<u8>) -> StatusCode {
    let request = bench
        .browser
        .post(format!("{}{path}", bench.url))
        .bearer_auth(SECRET);
    let request = request
        .header("content-type", kind)
        .header("idempotency-key", hosted().key.to_string())
        .body(body);
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn no_body_is_answered_with_5xx() {
    let bench = Bench::start().await;
    let mut runner = TestRunner::new(Config::default());
    let texts = proptest::collection::vec(any::<u8>(), 0..60);
    for round in 0..60 {
        let body = texts.new_tree(&mut runner).unwrap().current();
        for path in PATHS {
            for kind in [
                "application/json",
                "application/x-www-form-urlencoded",
                "text/plain",
            ] {
                let status = send(&bench, path, kind, body.clone()).await;
                assert!(
                    status.is_client_error(),
                    "{round}: {path} {kind} {body:?}: {status}"
                );
            }
        }
    }
}

#[tokio::test]
async fn almost_right_requests_are_refused() {
    let bench = Bench::start().await;
    let right = json!({
        "amount": { "minor": 1, "currency": "EUR" },
        "description": "d", "locale": "en", "return_url": "https://example.com/",
        "from": { "kind": "hosted_page", "save_card": false },
    });
    for (pointer, wrong) in [
        ("/amount/minor", json!(0)),
        ("/amount/minor", json!(-5)),
        ("/amount/minor", json!(1.5)),
        ("/amount/minor", json!("1")),
        ("/amount/minor", json!(9_223_372_036_854_775_808_u64)),
        ("/amount/currency", json!("XXX")),
        ("/amount/currency", json!("")),
        ("/description", json!("d".repeat(501))),
        ("/locale", json!("e".repeat(36))),
        ("/return_url", json!("/orders/1")),
        ("/return_url", json!("javascript:alert(1)")),
        ("/return_url", json!("ftp://example.com/")),
        (
            "/return_url",
            json!(format!("https://example.com/{}", "a".repeat(2000))),
        ),
        ("/from/kind", json!("cash")),
        (
            "/from",
            json!({ "kind": "hosted_page", "save_card": false, "number": "4242424242424242" }),
        ),
    ] {
        let mut body = right.clone();
        *body.pointer_mut(pointer).unwrap() = wrong;
        let status = send(
            &bench,
            "/v1/payments",
            "application/json",
            serde_json::to_vec(&body).unwrap(),
        )
        .await;
        assert!(status.is_client_error(), "{pointer}: {body}: {status}");
    }
    let right = serde_json::to_vec(&right).unwrap();
    assert_eq!(
        send(&bench, "/v1/payments", "application/json", right).await,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_charge_without_a_key_and_a_long_body_are_refused() {
    let bench = Bench::start().await;
    for key in ["", "1", "0192f7a0-0000-7000-8000-000000000001/01"] {
        let request = bench
            .browser
            .post(format!("{}/v1/payments", bench.url))
            .bearer_auth(SECRET);
        let answer = request
            .header("idempotency-key", key)
            .body("{}")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    }
    let long = vec![b' '; 20_000];
    for path in ["/v1/payments", "/pay/x"] {
        let status = send(
            &bench,
            path,
            "application/x-www-form-urlencoded",
            long.clone(),
        )
        .await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test]
async fn without_the_secret_there_is_nothing() {
    let bench = Bench::start().await;
    let charge = hosted();
    bench.pay_with(&charge, "4242424242424242").await;
    for secret in [
        None,
        Some("Bearer "),
        Some("Bearer another"),
        Some("Basic merchant-secret"),
        Some("merchant-secret"),
    ] {
        for path in [
            "/v1/record",
            &format!("/v1/payments/{}", charge.key),
            "/v1/nothing/at/all",
        ] {
            let request = bench.browser.get(format!("{}{path}", bench.url));
            let request = match secret {
                Some(secret) => request.header("authorization", secret),
                None => request,
            };
            let status = request.send().await.unwrap().status();
            let expected = if path.contains("nothing") {
                StatusCode::NOT_FOUND
            } else {
                StatusCode::UNAUTHORIZED
            };
            assert_eq!(status, expected, "{secret:?} {path}");
        }
    }
    for path in ["/v1/payments", "/v1/test/advance"] {
        let status = bench
            .browser
            .post(format!("{}{path}", bench.url))
            .body("{}")
            .send()
            .await
            .unwrap()
            .status();
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
    assert!(bench.gateway.fetch(&charge.key).await.is_ok());
}

#[tokio::test]
async fn other_methods_change_nothing() {
    let bench = Bench::start().await;
    let charge = hosted();
    let page = bench.page(&charge).await;
    for method in [
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::HEAD,
        Method::OPTIONS,
    ] {
        let answer = bench
            .browser
            .request(method.clone(), &page)
            .send()
            .await
            .unwrap();
        assert!(!answer.status().is_server_error(), "{method}");
    }
    assert_eq!(
        bench
            .browser
            .get(format!("{page}/cancel"))
            .send()
            .await
            .unwrap()
            .status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(bench.page(&charge).await, page);
}
