//! For those who run the portal: what tells them how it is, and what it does without its database.

use reqwest::Method;
use seatkeeper_core::{
    api::{Activate, GetCustomer, GetOrder, Problem},
    form::CreateForm,
    order::OrderState,
};

use seatkeeper_server::{auth::erasing, demo::PASSWORD, portal::prices, store::StoreError};

use crate::{
    buying,
    harness::{GOOD_CARD, Portal, stories},
    members::adding,
    sessions::sign_in,
};

stories! {
    it_tells_how_it_is,
    a_locked_database_loses_nothing,
    prices_are_published_in_time_and_once,
    whoever_is_erased_is_nobody,
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

async fn prices_are_published_in_time_and_once(portal: &Portal) {
    let publish = async |from_on: &str, prices: &str| {
        let text = format!(r#"{{"from_on": "{from_on}", "prices": {prices}}}"#);
        let (store, now, today) = (
            portal.context.store.clone(),
            portal.context.clock.now(),
            portal.today(),
        );
        let publishing =
            tokio::task::spawn_blocking(move || prices::publish(&store, &text, now, today));
        let published = publishing.await.expect("no panic");
        published.map_err(|error| error.to_string())
    };
    let euro = r#"[{"currency": "EUR", "term": 12, "unit": "10.99"}]"#;
    let too_soon = publish("2026-12-23", euro).await.expect_err("30 days");
    assert!(too_soon.contains("2026-12-24"), "{too_soon}");
    for (wrong, says) in [
        ("[]", "no price"),
        (
            r#"[{"currency": "EUR", "term": 5, "unit": "1"}]"#,
            "no price list",
        ),
        (
            r#"[{"currency": "EUR", "term": 1, "unit": "-1"}]"#,
            "from 0",
        ),
    ] {
        let refused = publish("2027-01-01", wrong).await.expect_err(wrong);
        assert!(refused.contains(says), "{refused}");
    }
    let list = publish("2026-12-24", euro).await.expect("31 days");
    assert_eq!(list.version, 2);
    let karin = portal.person("reseller@example.com").await;
    let quoted = karin.create(buying::form("Davor GmbH", "DE", "")).await;
    assert_eq!(
        quoted.expected_total.minor(),
        79_888,
        "the old price until then"
    );
    portal.tell(list.from_on);
    karin.sign_in().await.expect("another day's session");
    let quoted = karin.create(buying::form("Danach GmbH", "DE", "")).await;
    // 7 × 12 × 10.99 = 923.16, less 20 % = 738.53, and 19 % VAT
    assert_eq!(quoted.expected_total.minor(), 87_885);
}

async fn whoever_is_erased_is_nobody(portal: &Portal) {
    const ANNA: &str = "Anna.Alm@erased.example";
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    karin.call(&adding(customer, ANNA)).await.expect("added");
    let secret = portal.secret_in(&portal.mail_to(ANNA).await, "/activate");
    let accepting = Activate {
        secret,
        name: "Anna Alm".to_owned(),
        password: PASSWORD.to_owned(),
        language: "en".to_owned(),
    };
    portal.stranger().call(&accepting).await.expect("joined");
    let erase = async |email: &'static str| {
        let (store, now, today) = (
            portal.context.store.clone(),
            portal.context.clock.now(),
            portal.today(),
        );
        let erasing =
            tokio::task::spawn_blocking(move || erasing::erase(&store, email, now, today));
        let erased = erasing.await.expect("no panic");
        erased.map_err(|error| error.to_string())
    };
    let needed = erase("reseller@example.com").await.expect_err("needed");
    assert!(needed.contains("only administrator"), "{needed}");
    let before = karin
        .call(&GetCustomer { customer })
        .await
        .expect("it")
        .seats;
    portal.work().await;
    assert_eq!(erase("anna.alm@ERASED.example").await, Ok(()));
    let after = karin
        .call(&GetCustomer { customer })
        .await
        .expect("it")
        .seats;
    assert_eq!(after.used, before.used - 1, "the licence is free");
    let refused = portal.stranger().ask(&sign_in(ANNA, PASSWORD)).await;
    assert_eq!(refused.err(), Some(Problem::WrongCredentials));
    let held = portal.context.store.read(|tx| {
        let mut held = Vec::new();
        for sql in [
            "select email || email_shown || name from accounts",
            "select email || email_shown from members",
            "select email from links",
            "select details || details_folded || address from audit_log",
            "select payload from outbox",
        ] {
            held.extend(tx.query(sql, &[], |row| row.get::<String>(0))?);
        }
        Ok::<_, StoreError>(held)
    });
    let held = held.await.expect("everything");
    let told = held.iter().find(|text| {
        let text = text.to_lowercase();
        text.contains("anna.alm@erased.example") || text.contains("anna alm")
    });
    assert_eq!(told, None);
    assert!(erase(ANNA).await.expect_err("gone").contains("not known"));
}
