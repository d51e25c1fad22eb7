//! Webhooks: signed, told again, out of order, or never.

use axum::http::{HeaderMap, StatusCode};
use seatkeeper_server::gateway::{
    PaymentGateway,
    sandbox::{SIGNATURE_HEADER, sign},
};
use serde_json::json;
use uuid::Uuid;

use crate::bench::{Bench, WEBHOOK_SECRET, hosted};

#[tokio::test]
async fn the_end_is_told_before_what_led_to_it_and_twice() {
    let mut bench = Bench::start().await;
    let charge = hosted();
    let page = bench.page(&charge).await;
    bench.pay(&page, "4000002500003155").await;
    bench
        .send_form(&format!("{page}/confirm"), &[("answer", "approve")])
        .await;
    let mut kinds = Vec::new();
    for _ in 0..4 {
        let (kind, key) = bench.hear().await;
        assert_eq!(key, charge.key);
        kinds.push(kind);
    }
    assert_eq!(
        kinds,
        [
            "payment.charged",
            "payment.needs_action",
            "payment.needs_action",
            "payment.charged"
        ]
    );
}

#[tokio::test]
async fn every_end_is_told() {
    let mut bench = Bench::start().await;
    let (declined, cancelled, late) = (hosted(), hosted(), hosted());
    bench.pay_with(&declined, "4000000000000002").await;
    for kind in [
        "payment.declined",
        "payment.needs_action",
        "payment.declined",
    ] {
        assert_eq!(bench.hear().await, (kind.to_owned(), declined.key));
    }
    bench.page(&cancelled).await;
    bench.gateway.cancel(&cancelled.key).await.unwrap();
    for kind in [
        "payment.cancelled",
        "payment.needs_action",
        "payment.cancelled",
    ] {
        assert_eq!(bench.hear().await, (kind.to_owned(), cancelled.key));
    }
    bench.pay_with(&late, "4000000000001018").await;
    bench.advance(5).await;
    for kind in [
        "payment.charged",
        "payment.needs_action",
        "payment.pending",
        "payment.charged",
    ] {
        assert_eq!(bench.hear().await, (kind.to_owned(), late.key));
    }
    bench
        .gateway
        .refund(&late.key, Uuid::now_v7(), late.amount)
        .await
        .unwrap();
    assert_eq!(
        bench.hear().await,
        ("payment.refunded".to_owned(), late.key)
    );
}

#[tokio::test]
async fn one_card_is_never_told_of() {
    let mut bench = Bench::start().await;
    let (silent, next) = (hosted(), hosted());
    bench.pay_with(&silent, "4000000000001042").await;
    bench.pay_with(&next, "4242424242424242").await;
    // postings keep their order, so one of the silent card would have come first
    for _ in 0..3 {
        assert_eq!(bench.hear().await.1, next.key);
    }
    bench.advance(3600).await;
    assert_eq!(bench.charges_of(silent.key).await, 1);
    assert!(bench.heard.is_empty());
}

#[tokio::test]
async fn what_did_not_arrive_is_told_again() {
    let mut bench = Bench::with_ear(|posting| {
        if posting <= 3 {
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::OK
        }
    })
    .await;
    let charge = hosted();
    bench.pay_with(&charge, "4242424242424242").await;
    for _ in 0..3 {
        bench.hear().await;
    }
    let mut kinds = Vec::new();
    for _ in 0..3 {
        // the last failure may be noted only after the time was moved on
        bench.advance(60).await;
        kinds.push(bench.hear().await.0);
    }
    assert_eq!(
        kinds,
        ["payment.charged", "payment.needs_action", "payment.charged"]
    );
}

#[tokio::test]
async fn a_portal_that_was_killed_is_told_after_a_restart_of_both() {
    let mut bench = Bench::with_ear(|posting| {
        if posting == 1 {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::OK
        }
    })
    .await;
    let charge = hosted();
    bench.pay_with(&charge, "4242424242424242").await;
    for _ in 0..3 {
        bench.hear().await;
    }
    bench.restart().await;
    bench.advance(10).await;
    assert_eq!(
        bench.hear().await,
        ("payment.charged".to_owned(), charge.key)
    );
}

#[tokio::test]
async fn only_what_the_gateway_signed_is_a_hint() {
    let bench = Bench::start().await;
    let key = hosted().key;
    let event = json!({ "id": Uuid::now_v7(), "kind": "payment.charged", "order": key.order, "attempt": 1 });
    let body = serde_json::to_vec(&event).unwrap();
    let signed = |secret: &str, body: &[u8]| {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE_HEADER, sign(secret, 1, body).parse().unwrap());
        headers
    };
    assert_eq!(
        bench.gateway.hint(&signed(WEBHOOK_SECRET, &body), &body),
        Some(key)
    );
    assert_eq!(bench.gateway.hint(&signed("another", &body), &body), None);
    assert_eq!(bench.gateway.hint(&HeaderMap::new(), &body), None);
    assert_eq!(
        bench.gateway.hint(&signed(WEBHOOK_SECRET, &body), b"{}"),
        None
    );
    for rubbish in [&b"{}"[..], b"", b"null", b"\xff", br#"{"order":1}"#] {
        assert_eq!(
            bench
                .gateway
                .hint(&signed(WEBHOOK_SECRET, rubbish), rubbish),
            None
        );
    }
}
