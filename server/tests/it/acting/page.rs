//! The gateway's page that keeps a card is the payer's: none of the seller's people is told of it.

use seatkeeper_core::{
    api::{GetOrder, OrderView},
    id::OrderId,
};

use super::{KARIN, STAFF, acting_for};
use crate::{
    buying::form,
    harness::{Person, Portal, stories},
};

stories! { staff_are_never_told_of_the_page_of_the_payer }

async fn page(person: &Person<'_>, order: OrderId) -> Option<String> {
    let seen = person.call(&GetOrder { order }).await;
    seen.map(|seen: OrderView| seen.go_to).expect("an order")
}

async fn staff_are_never_told_of_the_page_of_the_payer(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let order = karin.create(form("Åkerblom GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    assert!(placed.go_to.is_some());
    let (acting, _) = acting_for(portal, KARIN).await;
    let oneself = portal.person(STAFF).await;
    assert_eq!(page(&oneself, order.id).await, None);
    assert_eq!(page(&acting, order.id).await, None);
    // placing it again is looking at it
    let again = acting.call(&order).await.expect("the same order");
    assert_eq!((again.order.id, again.go_to), (order.id, None));
    assert_eq!(page(&karin, order.id).await, placed.go_to);

    // that of an order placed for the reseller keeps no card, and is for whoever acts
    let other = acting.create(form("Ödmann Feinkost GmbH", "DE", "")).await;
    let placed = acting.call(&other).await.expect("an order");
    assert!(placed.go_to.is_some());
    assert_eq!(page(&acting, other.id).await, placed.go_to);
    assert_eq!(page(&oneself, other.id).await, None);
}
