//! For those who run the portal: what tells them how it is, and what it does without its database.

use reqwest::Method;
use seatkeeper_core::{
    api::{GetOrder, Problem},
    form::CreateForm,
    order::OrderState,
};

use crate::harness::{GOOD_CARD, Portal, stories};

stories! {
    it_tells_how_it_is,
    a_locked_database_loses_nothing,
}

async fn it_tells_how_it_is(portal: &Portal) {
    let stranger = portal.stranger();
    let get = async |address: &str| stranger.send(stranger.request(Method::GET, address)).await;
    assert_eq!(
        (get("/healthz").await.status, get("/readyz").await.status),
        (200, 200)
    );
    stranger.session().await;
    get("/api/orders/0190a5de-0000-7000-8000-000000000001").await;
    let figures = get("/metrics").await;
    assert_eq!(
        figures.header("content-type"),
        "text/plain; version=0.0.4; charset=utf-8"
    );
    for line in [
        r#"seatkeeper_requests_total{method="GET",route="/api/session",status="200"}"#,
        r#"seatkeeper_requests_total{method="GET",route="/api/orders/{order}",status="401"}"#,
        r#"seatkeeper_request_seconds_bucket{method="GET",route="/api/session",le="0.5"}"#,
        "seatkeeper_outbox_waiting",
    ] {
        assert!(
            figures.body.contains(line),
            "no {line} in\n{}",
            figures.body
        );
    }
    assert!(
        !figures.body.contains("0190a5de"),
        "a figure for each address would have no end"
    );
    let through_a_proxy = stranger
        .request(Method::GET, "/metrics")
        .header("x-forwarded-for", "203.0.113.7");
    assert_eq!(
        stranger.send(through_a_proxy).await.problem(),
        Problem::NotFound
    );
}

fn form() -> CreateForm {
    CreateForm {
        business_name: "Ringbahn Kontor GmbH".to_owned(),
        address: "Am Ring 1".to_owned(),
        postcode: "10115".to_owned(),
        city: "Berlin".to_owned(),
        country: "DE".to_owned(),
        vat_number: String::new(),
        licences: "7".to_owned(),
        term: "12".to_owned(),
        currency: "EUR".to_owned(),
        payment: "card".to_owned(),
    }
}

async fn a_locked_database_loses_nothing(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let order = karin.create(form()).await;
    let lock = portal.lock_database().await;
    let refused = karin.call(&order).await;
    assert_eq!(refused.err(), Some(Problem::Unavailable));
    assert!(karin.session().await.is_some(), "who only reads is served");
    lock.release().await;
    let view = karin.call(&order).await.expect("the same order, again");
    let url = view.go_to.expect("the gateway's page");
    let page = portal.card_page(&url);
    assert!(page.read().await.contains("Card number"));
    page.pay(GOOD_CARD).await.back();
    let paid = karin
        .call(&GetOrder { order: order.id })
        .await
        .expect("an order");
    assert_eq!(paid.order.state, OrderState::Paid);
    assert_eq!(portal.gateway_record().await.charges.len(), 1);
}
