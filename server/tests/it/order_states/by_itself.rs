//! What is charged by itself: a kept card pays, late or not at all; or nobody wants it any more by the
//! time that the gateway is there again.

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{
    api::{SetAutoRenewal, SetNextLicences},
    id::CustomerId,
    order::OrderState::{Authorising, Cancelled, Declined, Paid, Placed},
};
use seatkeeper_server::{checkout, day};
use serde_json::json;
use uuid::Uuid;

use super::{Pair, steps};
use crate::{
    buying::{form, reseller},
    charges::{LATE, test_call},
    days::{DECLINES_KEPT, GOOD, keep, kept, on, view},
    harness::{Person, Portal, stories},
};

pub(super) const RENEWED: [Pair; 6] = [
    (Placed, Paid),
    (Placed, Authorising),
    (Placed, Declined),
    (Authorising, Paid),
    (Authorising, Declined),
    (Declined, Authorising),
];
pub(super) const SWITCHED_OFF: [Pair; 1] = [(Placed, Cancelled)];
pub(super) const WANTED_OTHERWISE: [Pair; 4] = [
    (Placed, Declined),
    (Declined, Authorising),
    (Authorising, Cancelled),
    (Declined, Cancelled),
];

stories! {
    a_kept_card_pays_at_once_late_or_not,
    what_was_not_asked_yet_is_given_up,
    what_was_declined_is_wanted_otherwise_or_no_more,
}

async fn end(karin: &Person<'_>, customer: CustomerId) -> Date {
    view(karin, customer).await.subscription.ends_on()
}

/// A customer by the month whose bank takes its time with each payment.
async fn slow(portal: &Portal, karin: &Person<'_>) -> CustomerId {
    let mut form = form("Langsam GmbH", "DE", "");
    "1".clone_into(&mut form.term);
    let order = karin.create(form).await;
    keep(portal, karin, &order, LATE).await;
    decide(portal).await;
    let looked = checkout::look(&portal.context, order.id).await;
    assert_eq!(looked.expect("an answer").expect("it").order.state, Paid);
    karin.customer("Langsam GmbH").await
}

/// The banks that took their time have decided.
async fn decide(portal: &Portal) {
    test_call(portal, "advance", json!({ "seconds": 10 })).await;
}

async fn a_kept_card_pays_at_once_late_or_not(portal: &Portal) {
    let karin = reseller(portal).await;
    kept(portal, &karin, "Sofort GmbH", "1", GOOD).await;
    kept(portal, &karin, "Nie GmbH", "1", DECLINES_KEPT).await;
    let customer = slow(portal, &karin).await;
    let end = end(&karin, customer).await;
    on(portal, end - 7.days()).await;
    portal.watch_orders().await;
    on(portal, end).await;
    decide(portal).await;
    portal.pass_time(60).await;
    on(portal, end + 1.day()).await;
    assert_eq!(portal.steps().await, steps(&RENEWED));
}

async fn what_was_not_asked_yet_is_given_up(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Eins GmbH", "1", GOOD).await;
    let end = end(&karin, customer).await;
    on(portal, end - 7.days()).await;
    portal.watch_orders().await;
    work_without_gateway(portal, end).await;
    switch_off(&karin, customer).await;
    portal.pass_time(60).await;
    portal.work().await;
    assert_eq!(portal.steps().await, steps(&SWITCHED_OFF));
}

async fn what_was_declined_is_wanted_otherwise_or_no_more(portal: &Portal) {
    let karin = reseller(portal).await;
    let first = kept(portal, &karin, "Eins GmbH", "1", DECLINES_KEPT).await;
    let other = kept(portal, &karin, "Zehn GmbH", "1", DECLINES_KEPT).await;
    let end = end(&karin, first).await;
    on(portal, end - 7.days()).await;
    portal.watch_orders().await;
    on(portal, end).await;
    let chosen = SetNextLicences {
        customer: other,
        licences: "10".to_owned(),
    };
    karin.call(&chosen).await.expect("chosen");
    // one is tried again, and before the gateway hears of it nobody wants it any more
    work_without_gateway(portal, end + 1.day()).await;
    switch_off(&karin, first).await;
    portal.pass_time(60).await;
    portal.work().await;
    // of the other more licences are wanted, which was said the day before
    on(portal, end + 2.days()).await;
    assert_eq!(portal.steps().await, steps(&WANTED_OTHERWISE));
}

/// A day's work is done while the gateway is away.
async fn work_without_gateway(portal: &Portal, day: Date) {
    portal.tell(day);
    let away = portal.without_gateway();
    let worked = day::catch_up(&away, Uuid::now_v7(), day).await;
    worked.expect("the day's work");
}

async fn switch_off(karin: &Person<'_>, customer: CustomerId) {
    let off = SetAutoRenewal {
        customer,
        on: false,
    };
    karin.call(&off).await.expect("switched off");
}
