//! What becomes of a paid order: credit notes give some or all of it back, the payer's bank wants it back,
//! and one after the other.

use seatkeeper_core::{
    id::{InvoiceId, OrderId},
    order::OrderState::{self, Disputed, Lost, Paid, PartlyRefunded, Refunded, Won},
};

use super::{Pair, steps};
use crate::{
    buying::{look, reseller},
    credit_notes::{note, typed},
    disputes::{
        bank,
        given_back::{lost_in_part, sold},
    },
    harness::{Person, Portal, stories},
};

pub(super) const CREDITED: [Pair; 8] = [
    (Paid, PartlyRefunded),
    (Paid, Refunded),
    (PartlyRefunded, PartlyRefunded),
    (PartlyRefunded, Refunded),
    (PartlyRefunded, Disputed),
    (Refunded, Disputed),
    (Disputed, Won),
    (Won, Refunded),
];
pub(super) const DISPUTED: [Pair; 6] = [
    (Paid, Disputed),
    (Disputed, Won),
    (Won, Disputed),
    (Disputed, Lost),
    (Lost, Lost),
    (Lost, Disputed),
];
pub(super) const CREDITED_WHEN_WON: [Pair; 5] = [
    (Paid, Disputed),
    (Disputed, Won),
    (Won, PartlyRefunded),
    (PartlyRefunded, Refunded),
    (Won, Refunded),
];

stories! {
    what_is_given_back_may_be_disputed_all_the_same,
    a_dispute_is_won_lost_and_begins_anew,
    what_was_won_may_be_given_back,
}

/// Staff give back this many licences for a year.
async fn credit(staff: &Person<'_>, invoice: InvoiceId, licences: &str) {
    let ask = note(staff, invoice, typed(licences, "12", "end", "balance")).await;
    staff.call(&ask).await.expect("issued");
}

/// The payer's bank tells one thing after the other, and the order stands like this each time.
async fn told(portal: &Portal, karin: &Person<'_>, order: OrderId, tells: &[(&str, OrderState)]) {
    for (state, becomes) in tells {
        bank(portal, order, state).await;
        assert_eq!(look(karin, order).await.order.state, *becomes, "{state}");
    }
}

async fn what_is_given_back_may_be_disputed_all_the_same(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, whole, all) = sold(portal, &karin, "Ganz GmbH").await;
    let (_, parts, each) = sold(portal, &karin, "Nach und nach GmbH").await;
    let (_, part, some) = sold(portal, &karin, "Etwas GmbH").await;
    portal.watch_orders().await;
    credit(&staff, whole, "7").await;
    for licences in ["2", "2", "3"] {
        credit(&staff, parts, licences).await;
    }
    credit(&staff, part, "2").await;
    // what is won is as good as it was, and no better
    let tells = [("open", Disputed), ("won", Refunded)];
    told(portal, &karin, all, &tells).await;
    told(portal, &karin, some, &[("open", Disputed), ("won", Won)]).await;
    assert_eq!(look(&karin, each).await.order.state, Refunded);
    assert_eq!(portal.steps().await, steps(&CREDITED));
}

async fn a_dispute_is_won_lost_and_begins_anew(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice, whole) = sold(portal, &karin, "Ganz GmbH").await;
    let (.., parts) = sold(portal, &karin, "Teil GmbH").await;
    portal.watch_orders().await;
    let tells = [
        ("open", Disputed),
        ("won", Won),
        ("open", Disputed),
        ("lost", Lost),
    ];
    told(portal, &karin, whole, &tells).await;
    // gives up what is owed, and it stays lost
    credit(&staff, invoice, "2").await;
    lost_in_part(portal, parts).await;
    assert_eq!(look(&karin, parts).await.order.state, Disputed);
    told(portal, &karin, parts, &[("won", Lost)]).await;
    assert_eq!(look(&karin, whole).await.order.state, Lost);
    assert_eq!(portal.steps().await, steps(&DISPUTED));
}

async fn what_was_won_may_be_given_back(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, whole, all) = sold(portal, &karin, "Ganz GmbH").await;
    let (_, parts, each) = sold(portal, &karin, "Nach und nach GmbH").await;
    portal.watch_orders().await;
    for order in [all, each] {
        told(portal, &karin, order, &[("open", Disputed), ("won", Won)]).await;
    }
    credit(&staff, whole, "7").await;
    for licences in ["3", "4"] {
        credit(&staff, parts, licences).await;
    }
    for order in [all, each] {
        assert_eq!(look(&karin, order).await.order.state, Refunded);
    }
    assert_eq!(portal.steps().await, steps(&CREDITED_WHEN_WON));
}
