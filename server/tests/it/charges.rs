//! Cards that do not simply pay: declined, asked about, charged late, not at all or otherwise.

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{
    api::{CancelOrder, PayAgain, Problem},
    order::OrderState,
    payment::DeclineReason,
};
use seatkeeper_server::{demo::SANDBOX_SECRET, params, store::StoreError};

use crate::{
    buying::{GOOD, buy, charged, form, look, reseller},
    harness::{Portal, stories},
};

pub(crate) const DECLINED: &str = "4000000000000002";
const POOR: &str = "4000000000009995";
/// Is charged, but no hint comes.
pub(crate) const UNTOLD: &str = "4000000000001042";
/// Is charged five seconds later.
pub(crate) const LATE: &str = "4000000000001018";
/// Is charged, and then the answer is lost.
const LOST: &str = "4000000000001034";
pub(crate) const ASKS: &str = "4000002500003155";

stories! {
    a_declined_order_is_paid_with_another_card,
    the_bank_asks_and_is_answered,
    late_lost_and_untold_charges_are_found,
    who_does_not_come_back_is_not_charged,
    a_charge_after_cancellation_goes_back,
    a_charge_of_something_else_settles_nothing_and_goes_back,
}

async fn a_declined_order_is_paid_with_another_card(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Second Try GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    portal
        .card_page(&placed.go_to.expect("a page"))
        .pay(POOR)
        .await
        .back();
    let declined = look(&karin, order.id).await;
    assert_eq!(declined.order.state, OrderState::Declined);
    assert_eq!(
        declined.order.declined,
        Some(DeclineReason::InsufficientFunds)
    );
    assert_eq!(
        declined.order.request, order.request,
        "everything typed comes back"
    );

    let again = karin
        .call(&PayAgain { order: order.id })
        .await
        .expect("another attempt");
    portal
        .card_page(&again.go_to.expect("a page"))
        .pay(DECLINED)
        .await
        .back();
    assert_eq!(
        look(&karin, order.id).await.order.declined,
        Some(DeclineReason::Declined)
    );
    let again = karin
        .call(&PayAgain { order: order.id })
        .await
        .expect("a third attempt");
    portal
        .card_page(&again.go_to.expect("a page"))
        .pay(GOOD)
        .await
        .back();
    assert_eq!(look(&karin, order.id).await.order.state, OrderState::Paid);
    assert_eq!(charged(portal, order.id).await, [79_888]);
    assert_eq!(
        karin.call(&PayAgain { order: order.id }).await,
        Err(Problem::WrongState)
    );
}

async fn the_bank_asks_and_is_answered(portal: &Portal) {
    let karin = reseller(portal).await;
    for (answer, state) in [
        ("approve", OrderState::Paid),
        ("refuse", OrderState::Declined),
    ] {
        let order = karin
            .create(form(&format!("{answer} GmbH"), "DE", ""))
            .await;
        let placed = karin.call(&order).await.expect("an order");
        let then = portal
            .card_page(&placed.go_to.expect("a page"))
            .pay(ASKS)
            .await;
        let crate::harness::Then::Asked(question) = then else {
            panic!("the bank does not ask")
        };
        assert_eq!(
            look(&karin, order.id).await.order.state,
            OrderState::NeedsAction
        );
        question.answer(answer).await.back();
        assert_eq!(look(&karin, order.id).await.order.state, state, "{answer}");
    }
}

async fn late_lost_and_untold_charges_are_found(portal: &Portal) {
    let karin = reseller(portal).await;
    for card in [LATE, LOST, UNTOLD] {
        let order = karin
            .create(form(&format!("Card {card} GmbH"), "DE", ""))
            .await;
        let placed = karin.call(&order).await.expect("an order");
        let _ = portal
            .card_page(&placed.go_to.expect("a page"))
            .pay(card)
            .await;
        test_call(portal, "advance", serde_json::json!({ "seconds": 10 })).await;
        // nobody waits for the receipt: the worker finds it by itself, a day later at the latest
        portal.tell(portal.today().saturating_add(1.day()));
        portal.work().await;
        assert_eq!(
            look(&karin, order.id).await.order.state,
            OrderState::Paid,
            "{card}"
        );
        assert_eq!(charged(portal, order.id).await, [79_888], "{card}");
        // the tax point is the day on which the money came, not the day on which it was asked about
        let id = order.id.0;
        let paid_on = portal.context.store.read(move |tx| {
            tx.only(
                "select paid_on from orders where id = $1",
                params![id],
                |row| row.get::<Date>("paid_on"),
            )
        });
        let paid_on = paid_on
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(paid_on, order.today, "{card}");
    }
}

async fn who_does_not_come_back_is_not_charged(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Gone GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    portal.tell(portal.today().saturating_add(1.day()));
    portal.work().await;
    assert_eq!(
        look(&karin, order.id).await.order.state,
        OrderState::Cancelled
    );
    let page = portal.card_page(&placed.go_to.expect("a page"));
    let _ = page.pay(GOOD).await;
    assert_eq!(charged(portal, order.id).await, Vec::<i64>::new());

    let order = karin.create(form("Given Up GmbH", "DE", "")).await;
    karin.call(&order).await.expect("an order");
    let cancelled = karin
        .call(&CancelOrder { order: order.id })
        .await
        .expect("cancelled");
    assert_eq!(cancelled.order.state, OrderState::Cancelled);
}

async fn a_charge_after_cancellation_goes_back(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Late GmbH", "DE", "")).await;
    karin.call(&order).await.expect("an order");
    karin
        .call(&CancelOrder { order: order.id })
        .await
        .expect("cancelled");
    test_call(
        portal,
        &format!("payments/{}/1/charge-cancelled", order.id),
        serde_json::json!({}),
    )
    .await;
    portal.tell(portal.today().saturating_add(1.day()));
    portal.work().await;
    let record = portal.gateway_record().await;
    let refunded: Vec<i64> = record
        .refunds
        .iter()
        .map(|refund| refund.amount.minor)
        .collect();
    assert_eq!(refunded, [79_888]);
    assert_eq!(
        look(&karin, order.id).await.order.state,
        OrderState::Cancelled
    );
}

async fn a_charge_of_something_else_settles_nothing_and_goes_back(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Tampered GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    portal
        .card_page(&placed.go_to.expect("a page"))
        .pay(UNTOLD)
        .await
        .back();
    let other =
        serde_json::json!({ "order": order.id, "amount": { "minor": 1, "currency": "EUR" } });
    test_call(portal, &format!("payments/{}/1/tamper", order.id), other).await;
    let given_up = look(&karin, order.id).await.order.state;
    assert_eq!(given_up, OrderState::Cancelled);
    portal.work().await;
    let record = portal.gateway_record().await;
    let refunded = record.refunds.iter().map(|refund| refund.amount.minor);
    assert_eq!(refunded.collect::<Vec<_>>(), [1]);
    // and nothing stands in the way of buying it now
    let again = karin.create(form("Tampered GmbH", "DE", "")).await;
    buy(portal, &karin, &again).await;
}

pub(crate) async fn test_call(portal: &Portal, path: &str, body: serde_json::Value) {
    let asked = portal
        .browser
        .post(format!("{}/v1/test/{path}", portal.gateway_url));
    let reply = asked
        .bearer_auth(SANDBOX_SECRET)
        .json(&body)
        .send()
        .await
        .expect("the gateway");
    assert!(reply.status().is_success(), "{path}: {}", reply.status());
}
