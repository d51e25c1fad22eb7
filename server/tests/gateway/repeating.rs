//! Whatever is repeated, at once or later: charged once or not at all.

use std::sync::Arc;

use axum::http::StatusCode;
use seatkeeper_core::{currency::Currency, money::Money};
use seatkeeper_server::gateway::{Charge, GatewayError, Method, Outcome, PaymentGateway, Refusal};
use serde_json::json;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::bench::{Bench, RETURN_URL, charged, hosted, location, saved};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_charges_under_one_key_are_one() {
    let bench = Arc::new(Bench::start().await);
    let charge = Arc::new(saved(&bench.keep("4242424242424242").await));
    let mut asking = JoinSet::new();
    for _ in 0..64 {
        let (bench, charge) = (Arc::clone(&bench), Arc::clone(&charge));
        asking.spawn(async move { bench.gateway.charge(&charge).await });
    }
    let mut references: Vec<_> = asking
        .join_all()
        .await
        .into_iter()
        .map(|outcome| charged(outcome.unwrap()).reference)
        .collect();
    references.dedup();
    assert_eq!(references.len(), 1);
    assert_eq!(bench.charges_of(charge.key).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pay_pressed_again_and_again_charges_once() {
    let bench = Arc::new(Bench::start().await);
    let charge = hosted();
    let page = Arc::new(bench.page(&charge).await);
    let mut pressing = JoinSet::new();
    for _ in 0..64 {
        let (bench, page) = (Arc::clone(&bench), Arc::clone(&page));
        pressing.spawn(async move { location(&bench.pay(&page, "4242424242424242").await) });
    }
    for went_to in pressing.join_all().await {
        assert_eq!(went_to, RETURN_URL);
    }
    assert_eq!(bench.charges_of(charge.key).await, 1);
    // a declined card sent afterwards changes nothing
    assert_eq!(
        location(&bench.pay(&page, "4000000000000002").await),
        RETURN_URL
    );
    charged(bench.gateway.fetch(&charge.key).await.unwrap());
}

#[tokio::test]
async fn what_was_asked_first_is_frozen_with_the_key() {
    let bench = Bench::start().await;
    let charge = hosted();
    let page = bench.page(&charge).await;
    let changed = |change: fn(&mut Charge)| {
        let mut other = charge.clone();
        change(&mut other);
        other
    };
    for other in [
        changed(|other| other.amount = Money::new(123_451, Currency::EUR)),
        changed(|other| other.amount = Money::new(123_450, Currency::USD)),
        changed(|other| other.method = Method::HostedPage { save_card: true }),
        changed(|other| {
            other.method = Method::SavedCard {
                token: "card_1".to_owned(),
            }
        }),
    ] {
        assert_eq!(
            bench.gateway.charge(&other).await,
            Err(GatewayError::Refused(Refusal::KeyReused))
        );
    }
    let other_words = changed(|other| other.return_url = "https://elsewhere.example/".to_owned());
    assert_eq!(bench.page(&other_words).await, page);
    assert_eq!(
        location(&bench.pay(&page, "4242424242424242").await),
        RETURN_URL
    );
    let paid = charged(bench.gateway.charge(&charge).await.unwrap());
    assert_eq!(paid.amount, charge.amount);
}

#[tokio::test]
async fn the_record_outlives_the_process() {
    let mut bench = Bench::start().await;
    let token = bench.keep("4242424242424242").await;
    let paid = hosted();
    bench.pay_with(&paid, "4242424242424242").await;
    let open = hosted();
    bench.page(&open).await;
    let late = hosted();
    bench.pay_with(&late, "4000000000001018").await;
    let before = bench.record().await;

    bench.restart().await;
    assert_eq!(bench.record().await, before);
    charged(bench.gateway.charge(&paid).await.unwrap());
    assert_eq!(bench.charges_of(paid.key).await, 1);
    let page = bench.page(&open).await;
    assert!(page.starts_with(&bench.url));
    assert_eq!(
        location(&bench.pay(&page, "4242424242424242").await),
        RETURN_URL
    );
    charged(bench.gateway.charge(&saved(&token)).await.unwrap());
    // the time that tests moved on was the old process's
    bench.advance(120).await;
    charged(bench.gateway.fetch(&late.key).await.unwrap());
}

#[tokio::test]
async fn cancelling_ends_what_waits_and_nothing_else() {
    let bench = Bench::start().await;
    let open = hosted();
    let page = bench.page(&open).await;
    for _ in 0..2 {
        assert_eq!(
            bench.gateway.cancel(&open.key).await,
            Ok(Outcome::Cancelled)
        );
    }
    assert_eq!(
        location(&bench.pay(&page, "4242424242424242").await),
        RETURN_URL
    );
    assert_eq!(bench.gateway.charge(&open).await, Ok(Outcome::Cancelled));

    let given_up = hosted();
    let page = bench.page(&given_up).await;
    assert_eq!(
        location(&bench.send_form(&format!("{page}/cancel"), &[]).await),
        RETURN_URL
    );
    assert_eq!(
        bench.gateway.fetch(&given_up.key).await,
        Ok(Outcome::Cancelled)
    );

    let asks_holder = hosted();
    let page = bench.page(&asks_holder).await;
    bench.pay(&page, "4000002500003155").await;
    assert_eq!(
        bench.gateway.cancel(&asks_holder.key).await,
        Ok(Outcome::Cancelled)
    );
    bench
        .send_form(&format!("{page}/confirm"), &[("answer", "approve")])
        .await;
    assert_eq!(bench.record().await.charges, []);

    let paid = hosted();
    bench.pay_with(&paid, "4242424242424242").await;
    charged(bench.gateway.cancel(&paid.key).await.unwrap());
    assert_eq!(
        bench.gateway.cancel(&hosted().key).await,
        Ok(Outcome::Unknown)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancel_and_pay_at_once_agree_on_one_end() {
    let bench = Arc::new(Bench::start().await);
    let mut ends = (0, 0);
    for _ in 0..40 {
        let charge = hosted();
        let page = bench.page(&charge).await;
        let paying = tokio::spawn({
            let bench = Arc::clone(&bench);
            async move { bench.pay(&page, "4242424242424242").await.status() }
        });
        let cancelled = bench.gateway.cancel(&charge.key).await.unwrap();
        assert_eq!(paying.await.unwrap(), StatusCode::SEE_OTHER);
        let charges = bench.charges_of(charge.key).await;
        assert_eq!(bench.gateway.fetch(&charge.key).await.unwrap(), cancelled);
        match cancelled {
            Outcome::Cancelled => {
                ends.0 += 1;
                assert_eq!(charges, 0);
            }
            other => {
                ends.1 += 1;
                charged(other);
                assert_eq!(charges, 1);
            }
        }
    }
    assert_eq!(ends.0 + ends.1, 40);
}

#[tokio::test]
async fn a_bank_may_charge_what_was_cancelled_and_record_something_else() {
    let bench = Bench::start().await;
    let charge = hosted();
    bench.page(&charge).await;
    let path = format!("/v1/test/payments/{}", charge.key);
    assert_eq!(
        bench
            .post(&format!("{path}/charge-cancelled"), json!({}))
            .await
            .status(),
        StatusCode::CONFLICT
    );
    bench.gateway.cancel(&charge.key).await.unwrap();
    assert_eq!(
        bench
            .post(&format!("{path}/charge-cancelled"), json!({}))
            .await
            .status(),
        StatusCode::OK
    );
    let paid = charged(bench.gateway.fetch(&charge.key).await.unwrap());
    assert_eq!(paid.amount, charge.amount);

    let order = Uuid::now_v7();
    let other = json!({ "order": order, "amount": { "minor": 1, "currency": "SEK" } });
    assert_eq!(
        bench.post(&format!("{path}/tamper"), other).await.status(),
        StatusCode::OK
    );
    let paid = charged(bench.gateway.fetch(&charge.key).await.unwrap());
    assert_eq!(
        (paid.order, paid.amount),
        (order, Money::new(1, Currency::SEK))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refunds_are_once_per_id_and_never_more_than_was_taken() {
    let bench = Arc::new(Bench::start().await);
    let (charge, open) = (hosted(), hosted());
    bench.pay_with(&charge, "4242424242424242").await;
    bench.page(&open).await;
    let euro = |minor| Money::new(minor, Currency::EUR);
    let first = Uuid::now_v7();

    let mut asking = JoinSet::new();
    for _ in 0..16 {
        let (bench, key) = (Arc::clone(&bench), charge.key);
        asking.spawn(async move {
            bench
                .gateway
                .refund(&key, first, Money::new(23_450, Currency::EUR))
                .await
        });
    }
    for refunded in asking.join_all().await {
        let refunded = refunded.unwrap();
        assert_eq!((refunded.refund, refunded.amount), (first, euro(23_450)));
    }
    let refused = |refusal| Err(GatewayError::Refused(refusal));
    let again = bench.gateway.refund(&charge.key, first, euro(1)).await;
    assert_eq!(again.map(|_| ()), refused(Refusal::KeyReused));
    let too_much = bench
        .gateway
        .refund(&charge.key, Uuid::now_v7(), euro(100_001))
        .await;
    assert_eq!(too_much.map(|_| ()), refused(Refusal::RefundTooLarge));
    let rest = bench
        .gateway
        .refund(&charge.key, Uuid::now_v7(), euro(100_000))
        .await;
    assert_eq!(rest.unwrap().amount, euro(100_000));
    let more = bench
        .gateway
        .refund(&charge.key, Uuid::now_v7(), euro(1))
        .await;
    assert_eq!(more.map(|_| ()), refused(Refusal::RefundTooLarge));
    for amount in [euro(0), euro(-1), Money::new(1, Currency::USD)] {
        let refunded = bench
            .gateway
            .refund(&charge.key, Uuid::now_v7(), amount)
            .await;
        assert_eq!(
            refunded.map(|_| ()),
            refused(Refusal::Other("invalid_request".to_owned()))
        );
    }
    for key in [open.key, hosted().key] {
        let refunded = bench.gateway.refund(&key, Uuid::now_v7(), euro(1)).await;
        assert_eq!(refunded.map(|_| ()), refused(Refusal::NotCharged));
    }
    let refunds = bench.record().await.refunds;
    assert_eq!(
        refunds
            .iter()
            .map(|refund| refund.amount.minor)
            .collect::<Vec<_>>(),
        [23_450, 100_000]
    );
}

#[tokio::test]
async fn an_unknown_key_or_card_is_said_to_be_unknown() {
    let bench = Bench::start().await;
    assert_eq!(
        bench.gateway.fetch(&hosted().key).await,
        Ok(Outcome::Unknown)
    );
    let charge = saved("card_that_nobody_kept");
    let refused = Err(GatewayError::Refused(Refusal::UnknownCard));
    assert_eq!(bench.gateway.charge(&charge).await, refused);
    // nothing began under that key
    assert_eq!(bench.gateway.fetch(&charge.key).await, Ok(Outcome::Unknown));
}

#[tokio::test]
async fn a_gateway_that_is_down_is_unavailable_and_not_in_doubt() {
    let bench = Bench::start().await;
    let gateway = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        seatkeeper_server::gateway::sandbox::SandboxGateway::new(
            seatkeeper_server::gateway::sandbox::Address {
                url: format!("http://{}", listener.local_addr().unwrap()),
                secret: "secret".to_owned(),
                webhook_secret: "secret".to_owned(),
                timeout: std::time::Duration::from_secs(5),
            },
        )
        .unwrap()
    };
    assert_eq!(
        gateway.charge(&hosted()).await,
        Err(GatewayError::Unavailable)
    );
    assert!(bench.gateway.is_sandbox());
}
