//! What is paid by transfer: it waits, and is paid, given up, or lapses after its last day.

use jiff::ToSpan;
use seatkeeper_core::{
    api::CancelOrder,
    order::OrderState::{AwaitingTransfer, Cancelled, Lapsed, Paid, Placed},
};

use super::{Pair, steps};
use crate::{
    buying::{look, reseller},
    days::on,
    harness::{Portal, stories},
    transfers::{TOTAL, came, ordered},
};

pub(super) const TRANSFERRED: [Pair; 4] = [
    (Placed, AwaitingTransfer),
    (AwaitingTransfer, Paid),
    (AwaitingTransfer, Cancelled),
    (AwaitingTransfer, Lapsed),
];

stories! {
    a_transfer_comes_or_not,
}

async fn a_transfer_comes_or_not(portal: &Portal) {
    portal.watch_orders().await;
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let paid = ordered(&karin, "Zahlt GmbH").await.order.id;
    let given_up = ordered(&karin, "Doch Nicht GmbH").await.order.id;
    let late = ordered(&karin, "Nie GmbH").await;
    let money = came(paid, "B-1", portal.today(), TOTAL);
    staff.call(&money).await.expect("recorded");
    let cancel = CancelOrder { order: given_up };
    karin.call(&cancel).await.expect("given up");
    let due_on = late.request.expect("a request").due_on;
    on(portal, due_on + 1.day()).await;
    for (order, becomes) in [(paid, Paid), (given_up, Cancelled), (late.order.id, Lapsed)] {
        assert_eq!(look(&karin, order).await.order.state, becomes);
    }
    assert_eq!(portal.steps().await, steps(&TRANSFERRED));
}
