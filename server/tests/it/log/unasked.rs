//! What becomes of an order at the gateway, by somebody or by itself, and what anybody may ask for.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{CancelOrder, ForgottenPassword, LogFilter, LogRow, OrderView},
    order::OrderState,
};
use seatkeeper_server::words::order_reference;

use super::{own, read, row};
use crate::{
    buying::{form, look},
    charges::{DECLINED, test_call},
    harness::{Person, Portal, stories},
};

const KARIN: &str = "reseller@example.com";
const STAFF: &str = "staff@example.com";
const PORTAL: &str = "The portal itself";

stories! {
    what_becomes_of_a_card_order_is_in_both_logs,
    a_link_for_a_new_password_is_logged_without_its_secret,
}

async fn placed(karin: &Person<'_>, name: &str) -> OrderView {
    let order = karin.create(form(name, "DE", "")).await;
    karin.call(&order).await.expect("an order")
}

/// The row that says this, which stands in the seller's log and in the reseller's own; who did it.
async fn in_both(portal: &Portal, what: &str, customer: &str) -> String {
    let orders = |filter: &mut LogFilter| "order".clone_into(&mut filter.kind);
    let (staff, karin) = (portal.person(STAFF).await, portal.person(KARIN).await);
    let (all, ours) = (read(&staff, orders).await, own(&karin, orders).await);
    let found: [&LogRow; 2] = [row(&all, what), row(&ours, what)];
    for row in found {
        assert!(row.on.contains(customer), "{row:?}");
    }
    assert_eq!(found[0].who, found[1].who);
    found[0].who.clone()
}

async fn what_becomes_of_a_card_order_is_in_both_logs(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let given_up = placed(&karin, "Given Up GmbH").await.order.id;
    let giving_up = CancelOrder { order: given_up };
    karin.call(&giving_up).await.expect("given up");
    let given_up_as = order_reference(given_up);
    let said = format!("Cancelled order {given_up_as} of 798.88 EUR");
    let who = in_both(portal, &said, "Given Up GmbH").await;
    assert_eq!(who, KARIN);

    let declined = placed(&karin, "Declined GmbH").await;
    let page = declined.go_to.expect("a page");
    portal.card_page(&page).pay(DECLINED).await.back();
    let state = look(&karin, declined.order.id).await.order.state;
    assert_eq!(state, OrderState::Declined);
    let declined = order_reference(declined.order.id);
    let said = format!("The card was declined for order {declined} of 798.88 EUR");
    let who = in_both(portal, &said, "Declined GmbH").await;
    assert_eq!(who, PORTAL);

    // nobody comes back for this one, and the first was charged all the same
    let gone = order_reference(placed(&karin, "Gone GmbH").await.order.id);
    let late = format!("payments/{given_up}/1/charge-cancelled");
    test_call(portal, &late, serde_json::json!({})).await;
    portal.tell(portal.today().saturating_add(1.day()));
    portal.work().await;
    let said = format!("Order {gone} of 798.88 EUR lapsed");
    let who = in_both(portal, &said, "Gone GmbH").await;
    assert_eq!(who, PORTAL);
    let said = format!("798.88 EUR of order {given_up_as} went back to the card");
    let who = in_both(portal, &said, "Given Up GmbH").await;
    assert_eq!(who, PORTAL);
}

async fn a_link_for_a_new_password_is_logged_without_its_secret(portal: &Portal) {
    for email in [KARIN, "nobody@example.org"] {
        let forgotten = ForgottenPassword {
            email: email.to_owned(),
            language: "en".to_owned(),
        };
        portal.stranger().ask(&forgotten).await.expect("the same");
    }
    let secret = portal.secret_in(&portal.mail_to(KARIN).await, "/reset-password");
    let staff = portal.person(STAFF).await;
    let all = read(&staff, |filter| "password".clone_into(&mut filter.kind)).await;
    let asked: Vec<_> = all.rows.iter().map(|row| (&*row.who, &*row.what)).collect();
    assert_eq!(asked, [(KARIN, "A link for a new password was asked for")]);
    assert!(!all.rows[0].from.is_empty(), "from where is known");
    assert!(!format!("{all:?}").contains(&secret), "{all:?}");
}
