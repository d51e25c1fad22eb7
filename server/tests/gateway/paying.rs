//! What each card does, typed and kept.

use axum::http::StatusCode;
use seatkeeper_core::payment::DeclineReason;
use seatkeeper_server::gateway::{Charge, GatewayError, Outcome, PaymentGateway};

use crate::bench::{Bench, RETURN_URL, charged, hosted, location, saved};

#[tokio::test]
async fn cards_that_succeed_charge_once_and_return() {
    let bench = Bench::start().await;
    for (number, brand, last_four) in [
        ("4242 4242 4242 4242", "Visa", "4242"),
        ("5555555555554444", "Mastercard", "4444"),
        ("4000000000000341", "Visa", "0341"),
        ("4000000000001042", "Visa", "1042"),
    ] {
        let charge = hosted();
        let answer = bench.pay_with(&charge, number).await;
        assert_eq!(
            (answer.status(), location(&answer).as_str()),
            (StatusCode::SEE_OTHER, RETURN_URL)
        );
        let paid = charged(bench.gateway.fetch(&charge.key).await.unwrap());
        assert_eq!((paid.order, paid.amount), (charge.key.order, charge.amount));
        assert_eq!(
            (paid.card.brand.as_str(), paid.card.last_four.as_str()),
            (brand, last_four)
        );
        assert_eq!(paid.saved_card, None);
        assert_eq!(bench.charges_of(charge.key).await, 1);
    }
}

#[tokio::test]
async fn cards_that_are_declined_return_at_once_and_charge_nothing() {
    let bench = Bench::start().await;
    for (number, reason) in [
        ("4000000000000002", DeclineReason::Declined),
        ("4000000000009995", DeclineReason::InsufficientFunds),
        ("4000000000000069", DeclineReason::ExpiredCard),
    ] {
        let charge = hosted();
        let answer = bench.pay_with(&charge, number).await;
        assert_eq!(location(&answer), RETURN_URL);
        assert_eq!(
            bench.gateway.fetch(&charge.key).await,
            Ok(Outcome::Declined { reason })
        );
        // final: the same key never charges again, the next attempt does
        assert_eq!(
            bench.gateway.charge(&charge).await,
            Ok(Outcome::Declined { reason })
        );
        let mut again = charge.clone();
        again.key.attempt = 2;
        bench.pay_with(&again, "4242424242424242").await;
        charged(bench.gateway.fetch(&again.key).await.unwrap());
        assert_eq!(bench.charges_of(charge.key).await, 0);
    }
}

#[tokio::test]
async fn three_d_secure_asks_the_holder() {
    let bench = Bench::start().await;
    for number in ["4000002500003155", "4000002760003184"] {
        for approves in [true, false] {
            let charge = hosted();
            let page = bench.page(&charge).await;
            let answer = bench.pay(&page, number).await;
            let confirm = format!("{page}/confirm");
            assert_eq!(format!("{}{}", bench.url, location(&answer)), confirm);
            assert_eq!(
                bench.gateway.fetch(&charge.key).await,
                Ok(Outcome::NeedsAction {
                    url: confirm.clone()
                })
            );
            assert_eq!(bench.charges_of(charge.key).await, 0);
            let word = if approves { "approve" } else { "refuse" };
            let answer = bench.send_form(&confirm, &[("answer", word)]).await;
            assert_eq!(location(&answer), RETURN_URL);
            let outcome = bench.gateway.fetch(&charge.key).await.unwrap();
            if approves {
                charged(outcome);
            } else {
                assert_eq!(
                    outcome,
                    Outcome::Declined {
                        reason: DeclineReason::AuthenticationFailed
                    }
                );
            }
            assert_eq!(bench.charges_of(charge.key).await, usize::from(approves));
        }
    }
}

#[tokio::test]
async fn a_bank_that_takes_its_time_decides_when_time_passes() {
    let bench = Bench::start().await;
    for (number, is_charged) in [("4000000000001018", true), ("4000000000001026", false)] {
        let charge = hosted();
        let answer = bench.pay_with(&charge, number).await;
        assert_eq!(location(&answer), RETURN_URL);
        bench.advance(4).await;
        assert_eq!(bench.gateway.fetch(&charge.key).await, Ok(Outcome::Pending));
        // too late to be called off
        assert_eq!(
            bench.gateway.cancel(&charge.key).await,
            Ok(Outcome::Pending)
        );
        assert_eq!(bench.charges_of(charge.key).await, 0);
        bench.advance(1).await;
        match bench.gateway.fetch(&charge.key).await.unwrap() {
            Outcome::Charged(_) => assert!(is_charged),
            other => assert_eq!(
                (other, is_charged),
                (
                    Outcome::Declined {
                        reason: DeclineReason::Declined
                    },
                    false
                )
            ),
        }
        assert_eq!(bench.charges_of(charge.key).await, usize::from(is_charged));
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_the_portal_to_ask() {
    let bench = Bench::start().await;
    let charge = hosted();
    let answer = bench.pay_with(&charge, "4000000000001034").await;
    assert_eq!(
        (answer.status(), location(&answer).as_str()),
        (StatusCode::GATEWAY_TIMEOUT, "")
    );
    assert_eq!(
        bench.gateway.fetch(&charge.key).await,
        Err(GatewayError::TimedOut)
    );
    charged(bench.gateway.fetch(&charge.key).await.unwrap());
    assert_eq!(bench.charges_of(charge.key).await, 1);
}

async fn charge_kept(bench: &Bench, number: &str) -> (Charge, Result<Outcome, GatewayError>) {
    let charge = saved(&bench.keep(number).await);
    let outcome = bench.gateway.charge(&charge).await;
    (charge, outcome)
}

#[tokio::test]
async fn kept_cards_are_charged_without_their_holder() {
    let bench = Bench::start().await;
    for number in ["4242424242424242", "4000002500003155", "4000000000001042"] {
        let (charge, outcome) = charge_kept(&bench, number).await;
        let paid = charged(outcome.unwrap());
        assert_eq!((paid.order, paid.amount), (charge.key.order, charge.amount));
        assert_eq!(bench.charges_of(charge.key).await, 1);
    }
}

#[tokio::test]
async fn kept_cards_have_their_misfortunes_too() {
    let bench = Bench::start().await;

    let (charge, outcome) = charge_kept(&bench, "4000000000000341").await;
    assert_eq!(
        outcome,
        Ok(Outcome::Declined {
            reason: DeclineReason::Declined
        })
    );
    assert_eq!(bench.charges_of(charge.key).await, 0);

    let (charge, outcome) = charge_kept(&bench, "4000002760003184").await;
    let Ok(Outcome::NeedsAction { url }) = outcome else {
        panic!("the holder is not asked: {outcome:?}");
    };
    let answer = bench.send_form(&url, &[("answer", "approve")]).await;
    assert_eq!(location(&answer), RETURN_URL);
    assert_eq!(bench.charges_of(charge.key).await, 1);

    let (charge, outcome) = charge_kept(&bench, "4000000000001018").await;
    assert_eq!(outcome, Ok(Outcome::Pending));
    bench.advance(5).await;
    charged(bench.gateway.fetch(&charge.key).await.unwrap());

    let (charge, outcome) = charge_kept(&bench, "4000000000001034").await;
    assert_eq!(outcome, Err(GatewayError::TimedOut));
    charged(bench.gateway.charge(&charge).await.unwrap());
    assert_eq!(bench.charges_of(charge.key).await, 1);
}

#[tokio::test]
async fn a_card_is_kept_only_when_that_was_offered() {
    let bench = Bench::start().await;
    let charge = hosted();
    let page = bench.page(&charge).await;
    let card = [
        ("number", "4242424242424242"),
        ("expiry", "12/30"),
        ("security_code", "123"),
        ("save_card", "yes"),
    ];
    bench.send_form(&page, &card).await;
    assert_eq!(
        charged(bench.gateway.fetch(&charge.key).await.unwrap()).saved_card,
        None
    );
}

#[tokio::test]
async fn no_card_number_is_in_the_file() {
    let bench = Bench::start().await;
    bench.keep("4242424242424242").await;
    bench.keep("4000002500003155").await;
    bench.pay_with(&hosted(), "4000000000000002").await;
    bench.pay_with(&hosted(), "4000000000000003").await;
    let mut held = Vec::new();
    for file in std::fs::read_dir(bench.folder.path()).unwrap() {
        held.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |text: &str| {
        held.windows(text.len())
            .any(|bytes| bytes == text.as_bytes())
    };
    assert!(
        holds("4242"),
        "the last four digits are there, so the file was read"
    );
    for number in [
        "4242424242424242",
        "4000002500003155",
        "4000000000000002",
        "4000000000000003",
        "000000000000",
    ] {
        assert!(!holds(number), "{number}");
    }
}
