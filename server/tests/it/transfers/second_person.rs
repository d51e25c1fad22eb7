//! The second person above an amount: what is recorded for an order is one amount, however it is cut up
//! and whatever has become of the order.

use seatkeeper_core::{
    api::{CancelOrder, DecideMoney, Recorded},
    form::CreateForm,
};

use super::{TOTAL, balances, by_transfer, came, euro, ordered, row, staff};
use crate::{
    buying::{form, reseller},
    harness::{Person, Portal, stories},
};

stories! {
    money_kept_for_a_closed_order_is_summed,
    money_that_waits_is_summed,
}

/// Decides about the entry that waits first for the transfer of this customer.
async fn decide(person: &Person<'_>, customer: &str, is_right: bool) -> Recorded {
    let entry = row(person, customer).await.waiting.expect("an entry").id;
    let deciding = DecideMoney { entry, is_right };
    person.call(&deciding).await.expect("decided")
}

async fn money_kept_for_a_closed_order_is_summed(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let maja = portal.person("second@example.com").await;
    let day = portal.today();
    let given_up = ordered(&karin, "Zu GmbH").await.order.id;
    let giving_up = CancelOrder { order: given_up };
    karin.call(&giving_up).await.expect("given up");
    let paid = ordered(&karin, "Bezahlt GmbH").await.order.id;
    let recorded = sam.call(&came(paid, "B-1", day, TOTAL)).await;
    assert_eq!(recorded, Ok(Recorded::Paid { over: None }));

    let amount = euro(600_000);
    let kept = Ok(Recorded::Kept { amount });
    for (order, customer, first, second) in [
        (given_up, "Zu GmbH", "B-2", "B-3"),
        (paid, "Bezahlt GmbH", "B-4", "B-5"),
    ] {
        let recorded = sam.call(&came(order, first, day, "6000")).await;
        assert_eq!(recorded, kept, "{customer}");
        let recorded = sam.call(&came(order, second, day, "6000")).await;
        assert_eq!(recorded, Ok(Recorded::Waits), "{customer}");
        assert_eq!(Ok(decide(&maja, customer, true).await), kept, "{customer}");
    }
    assert_eq!(balances(&karin).await, [euro(2_400_000)]);
    portal.work().await;
}

async fn money_that_waits_is_summed(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let maja = portal.person("second@example.com").await;
    let large = CreateForm {
        licences: "150".to_owned(),
        ..form("Groß GmbH", "DE", "")
    };
    let placed = karin.call(&by_transfer(karin.create(large).await)).await;
    let (order, day) = (placed.expect("an order").order.id, portal.today());
    for (reference, amount) in [("B-1", "10000.01"), ("B-2", "6000"), ("B-3", "5000")] {
        let recorded = sam.call(&came(order, reference, day, amount)).await;
        assert_eq!(recorded, Ok(Recorded::Waits), "{reference}");
    }
    // what was recorded by mistake was never there; what waited beside it still does
    let withdrawn = decide(&maja, "Groß GmbH", false).await;
    assert_eq!(withdrawn, Recorded::Withdrawn);
    let recorded = sam.call(&came(order, "B-4", day, "1")).await;
    assert_eq!(recorded, Ok(Recorded::Waits));
    let counted = decide(&maja, "Groß GmbH", true).await;
    assert!(matches!(counted, Recorded::Short { .. }), "{counted:?}");
    portal.work().await;
}
