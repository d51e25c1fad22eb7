//! What somebody pays by card on the gateway's page: decided at once or late, given up, for nothing.

use jiff::civil::time;
use seatkeeper_core::{
    api::{CancelOrder, PayAgain},
    id::OrderId,
    order::OrderState::{self, Authorising, Cancelled, Declined, NeedsAction, Paid, Placed},
};
use serde_json::json;

use super::{Pair, steps};
use crate::{
    buying::{GOOD, form, give_everything_away, look, reseller},
    charges::{ASKS, DECLINED, LATE, test_call},
    harness::{CardPage, Person, Portal, Then, stories},
};

/// Is declined five seconds later.
const DECLINED_LATE: &str = "4000000000001026";

pub(super) const DECIDED: [Pair; 6] = [
    (Placed, NeedsAction),
    (NeedsAction, Paid),
    (NeedsAction, Declined),
    (Declined, Authorising),
    (Authorising, NeedsAction),
    (Declined, Cancelled),
];
pub(super) const DECIDED_LATE: [Pair; 4] = [
    (Placed, NeedsAction),
    (NeedsAction, Authorising),
    (Authorising, Paid),
    (Authorising, Declined),
];
pub(super) const GIVEN_UP: [Pair; 2] = [(Placed, NeedsAction), (NeedsAction, Cancelled)];
pub(super) const FOR_NOTHING: [Pair; 1] = [(Placed, Paid)];

stories! {
    a_card_is_charged_declined_asked_about_and_tried_again,
    a_bank_that_takes_its_time_says_yes_or_no,
    what_is_given_up_stays_so_after_an_hour_or_by_hand,
    what_costs_nothing_is_paid_at_once,
}

/// A new customer's order, and the page on which it is paid.
async fn placed<'a>(portal: &'a Portal, karin: &Person<'_>, name: &str) -> (OrderId, CardPage<'a>) {
    let order = karin.create(form(name, "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    assert_eq!(placed.order.state, NeedsAction);
    (order.id, portal.card_page(&placed.go_to.expect("a page")))
}

async fn state(karin: &Person<'_>, order: OrderId) -> OrderState {
    look(karin, order).await.order.state
}

async fn a_card_is_charged_declined_asked_about_and_tried_again(portal: &Portal) {
    portal.watch_orders().await;
    let karin = reseller(portal).await;
    let (order, page) = placed(portal, &karin, "Gut GmbH").await;
    page.pay(GOOD).await.back();
    assert_eq!(state(&karin, order).await, Paid);
    for (answer, becomes) in [("approve", Paid), ("refuse", Declined)] {
        let (order, page) = placed(portal, &karin, &format!("{answer} GmbH")).await;
        let Then::Asked(question) = page.pay(ASKS).await else {
            panic!("the bank does not ask")
        };
        assert_eq!(state(&karin, order).await, NeedsAction);
        question.answer(answer).await.back();
        assert_eq!(state(&karin, order).await, becomes);
    }
    let (order, page) = placed(portal, &karin, "Nein GmbH").await;
    page.pay(DECLINED).await.back();
    assert_eq!(state(&karin, order).await, Declined);
    let again = karin.call(&PayAgain { order }).await.expect("an attempt");
    let page = portal.card_page(&again.go_to.expect("a page"));
    page.pay(DECLINED).await.back();
    assert_eq!(state(&karin, order).await, Declined);
    karin.call(&CancelOrder { order }).await.expect("given up");
    assert_eq!(state(&karin, order).await, Cancelled);
    assert_eq!(portal.steps().await, steps(&DECIDED));
}

async fn a_bank_that_takes_its_time_says_yes_or_no(portal: &Portal) {
    portal.watch_orders().await;
    // the bank's seconds are those that it is told of
    portal.stand_still_at(time(9, 0, 0, 0));
    let karin = reseller(portal).await;
    for (card, becomes) in [(LATE, Paid), (DECLINED_LATE, Declined)] {
        let (order, page) = placed(portal, &karin, &format!("{becomes:?} GmbH")).await;
        page.pay(card).await.back();
        assert_eq!(state(&karin, order).await, Authorising);
        test_call(portal, "advance", json!({ "seconds": 10 })).await;
        assert_eq!(state(&karin, order).await, becomes);
    }
    assert_eq!(portal.steps().await, steps(&DECIDED_LATE));
}

async fn what_is_given_up_stays_so_after_an_hour_or_by_hand(portal: &Portal) {
    portal.watch_orders().await;
    portal.stand_still_at(time(9, 0, 0, 0));
    let karin = reseller(portal).await;
    let (left, _) = placed(portal, &karin, "Weg GmbH").await;
    portal.stand_still_at(time(9, 59, 59, 0));
    portal.pass_time(60).await;
    portal.work().await;
    assert_eq!(state(&karin, left).await, NeedsAction);
    portal.stand_still_at(time(10, 0, 0, 0));
    portal.pass_time(60).await;
    portal.work().await;
    assert_eq!(state(&karin, left).await, Cancelled);
    let (order, _) = placed(portal, &karin, "Zu GmbH").await;
    karin.call(&CancelOrder { order }).await.expect("given up");
    // the gateway says "charged" all the same: that goes back, and the order stays given up
    for order in [left, order] {
        let path = format!("payments/{order}/1/charge-cancelled");
        test_call(portal, &path, json!({})).await;
    }
    portal.stand_still_at(time(11, 0, 0, 0));
    portal.work().await;
    assert_eq!(portal.gateway_record().await.refunds.len(), 2);
    for order in [left, order] {
        assert_eq!(state(&karin, order).await, Cancelled);
    }
    assert_eq!(portal.steps().await, steps(&GIVEN_UP));
}

async fn what_costs_nothing_is_paid_at_once(portal: &Portal) {
    give_everything_away(portal).await;
    portal.watch_orders().await;
    let karin = reseller(portal).await;
    let order = karin.create(form("Frei GmbH", "DE", "")).await;
    let paid = karin.call(&order).await.expect("an order");
    assert_eq!(paid.order.state, Paid);
    assert_eq!(portal.steps().await, steps(&FOR_NOTHING));
}
