//! Crashes: the real binary, killed by SIGKILL between any two steps of charging and started
//! again on the same files. The gateway is a process of its own; what it charged is read from its
//! record.

mod servers;

use seatkeeper_server::crash;
use serde_json::{Value, json};
use servers::{Browser, Gateway, Portal, fresh_folder};
use uuid::Uuid;

/// Seven licences for a year, to a business in Germany without a VAT number: 7 × 12 × 9.99, less
/// 20 %, and 19 % VAT.
const TOTAL_MINOR: i64 = 79_888;

fn order(id: Uuid) -> Value {
    json!({
        "id": id,
        "request": { "create": {
            "business_name": "Crash Test GmbH", "address": "Am Ring 1", "postcode": "10115",
            "city": "Berlin", "country": "DE", "vat_number": "", "licences": "7", "term": "12", "currency": "EUR",
            "payment": "card",
        } },
        "price_list": 1,
        "today": "2026-11-23",
        "starts_on": "2026-11-23",
        "expected_total": { "minor": TOTAL_MINOR, "currency": "EUR" },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_an_order_is_charged_once() {
    let folder = fresh_folder();
    let gateway = Gateway::start(&folder.path().join("gateway")).await;
    let portal = Portal::start(&folder.path().join("portal"), &gateway, None).await;
    portal.wait_until_numbered().await;
    let mut browser = Browser::new(&portal.url);
    browser.sign_in("reseller@example.com").await;
    let mut portal = Some(portal);
    for point in crash::POINTS {
        let running = portal.take().expect("a portal");
        portal = Some(charged_once(running, &gateway, &browser, point).await);
    }
}

/// One order, with the portal killed at one point of it, and the portal that went on.
async fn charged_once(
    running: Portal,
    gateway: &Gateway,
    browser: &Browser,
    point: &str,
) -> Portal {
    let id = Uuid::now_v7();
    let mut doomed = running.restart(gateway, Some(point)).await;
    let mut placed = browser.post("/api/orders", &order(id)).await.ok();
    if let Some((200, view)) = &placed {
        browser
            .pay(
                view["go_to"].as_str().expect("the gateway's page"),
                "4242424242424242",
            )
            .await;
        let _ = browser.get(&format!("/api/orders/{id}")).await;
    } else {
        placed = None;
    }
    doomed.wait_until_dead(point).await;

    let portal = doomed.restart(gateway, None).await;
    if placed.is_none() {
        let (status, view) = browser
            .post("/api/orders", &order(id))
            .await
            .expect("an answer");
        assert_eq!(status, 200, "{point}: {view}");
        browser
            .pay(
                view["go_to"].as_str().expect("the gateway's page"),
                "4242424242424242",
            )
            .await;
    }
    let view = browser.until_paid(id).await;
    assert_eq!(
        view["order"]["quote"]["total"]["minor"], TOTAL_MINOR,
        "{point}"
    );

    let charges = gateway.charges_of(id).await;
    assert_eq!(
        charges,
        [TOTAL_MINOR],
        "{point}: charged once, exactly the quote"
    );
    portal.wait_until_numbered().await;
    let (licences, invoices, sum) = portal.books_of(id);
    assert_eq!(
        (licences, invoices, sum),
        (7, 1, 0),
        "{point}: licences, invoices, sum of the books"
    );
    portal
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_number_reaches_no_table_log_or_mail_of_the_portal() {
    let folder = fresh_folder();
    let gateway = Gateway::start(&folder.path().join("gateway")).await;
    let portal = Portal::start(&folder.path().join("portal"), &gateway, None).await;
    let mut browser = Browser::new(&portal.url);
    browser.sign_in("reseller@example.com").await;
    for card in ["4242424242424242", "4000000000000002"] {
        let id = Uuid::now_v7();
        let (status, view) = browser
            .post("/api/orders", &order(id))
            .await
            .expect("an answer");
        assert_eq!(status, 200, "{view}");
        browser
            .pay(view["go_to"].as_str().expect("the gateway's page"), card)
            .await;
        let _ = browser.get(&format!("/api/orders/{id}")).await;
    }
    portal.wait_until_numbered().await;
    let data = portal.stop();
    assert!(
        servers::anything_contains(&data, "Visa"),
        "the search finds what is there"
    );
    for card in [
        "4242424242424242",
        "4000000000000002",
        "4242 4242 4242 4242",
    ] {
        assert!(
            !servers::anything_contains(&data, card),
            "{card} was written down by the portal"
        );
        assert!(
            !servers::anything_contains(gateway.data(), card),
            "{card} was written down by the gateway"
        );
    }
}
