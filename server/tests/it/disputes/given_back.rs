//! Disputes of what was given back already, or is on its way back: nobody has the money twice, and nobody
//! loses what is theirs.

use seatkeeper_core::{
    api::{CancelOrder, ListInvoices, ListTransfers},
    id::{CustomerId, InvoiceId, OrderId},
    money::Money,
    order::OrderState,
};
use seatkeeper_server::{checkout, gateway::ChargeKey, store::ledger};
use serde_json::json;
use uuid::Uuid;

use super::{bank, counts};
use crate::{
    buying::{form, look, reseller},
    charges::test_call,
    credit_notes::{invoiced, note, refunds, typed},
    days::view,
    harness::{Person, Portal, stories},
};

stories! {
    a_balance_goes_when_the_bank_takes_the_money_too,
    what_was_given_back_in_full_stays_so_when_it_is_won,
    of_a_refund_that_waits_only_what_the_bank_took_is_withdrawn,
    a_refund_that_was_made_and_not_written_down_counts,
    two_disputes_told_at_once_are_two,
    what_is_left_after_a_lost_part_is_lost_too,
    what_is_left_after_a_lost_part_may_be_won,
    of_an_order_that_was_given_up_the_bank_makes_the_refund,
}

/// An invoice of 798.88, its order and its customer.
pub(crate) async fn sold(
    portal: &Portal,
    karin: &Person<'_>,
    name: &str,
) -> (CustomerId, InvoiceId, OrderId) {
    let (customer, invoice) = invoiced(portal, karin, name).await;
    let list = karin.call(&ListInvoices::default()).await;
    (customer, invoice, list.expect("invoices").rows[0].order)
}

async fn balances(karin: &Person<'_>) -> Vec<i64> {
    let own = karin.call(&ListTransfers {}).await.expect("transfers");
    own.balances.iter().map(|money| money.minor()).collect()
}

/// What the payer of an order owes for it.
pub(super) async fn owed(portal: &Portal, order: OrderId) -> i64 {
    let owed = portal.context.store.read(move |tx| ledger::owed(tx, order));
    owed.await.expect("the books")
}

async fn a_balance_goes_when_the_bank_takes_the_money_too(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (customer, invoice, order) = sold(portal, &karin, "Doppel GmbH").await;
    let all = note(&staff, invoice, typed("7", "12", "end", "balance")).await;
    staff.call(&all).await.expect("issued");
    assert_eq!(balances(&karin).await, [79_888]);
    assert_eq!(look(&karin, order).await.order.state, OrderState::Refunded);
    bank(portal, order, "open").await;
    assert_eq!(look(&karin, order).await.order.state, OrderState::Disputed);
    bank(portal, order, "lost").await;
    assert_eq!(look(&karin, order).await.order.state, OrderState::Lost);
    assert_eq!(balances(&karin).await, [0; 0], "the payer has it once");
    assert_eq!(owed(portal, order).await, 0);
    assert_eq!(counts(&view(&karin, customer).await), (0, 0, 0));
}

async fn what_was_given_back_in_full_stays_so_when_it_is_won(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (customer, invoice, order) = sold(portal, &karin, "Sieg GmbH").await;
    let all = note(&staff, invoice, typed("7", "12", "stay", "balance")).await;
    staff.call(&all).await.expect("issued");
    bank(portal, order, "open").await;
    bank(portal, order, "won").await;
    assert_eq!(look(&karin, order).await.order.state, OrderState::Refunded);
    assert_eq!(counts(&view(&karin, customer).await), (0, 0, 0));
    assert_eq!(balances(&karin).await, [79_888]);
}

async fn of_a_refund_that_waits_only_what_the_bank_took_is_withdrawn(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice, order) = sold(portal, &karin, "Teil GmbH").await;
    let some = note(&staff, invoice, typed("2", "6", "end", "card")).await;
    assert_eq!(some.expected_total.minor(), 11_412);
    staff.call(&some).await.expect("issued");
    let path = format!("payments/{order}/1/dispute");
    let part = json!({ "state": "open", "most_minor": 5_000 });
    test_call(portal, &path, part).await;
    checkout::look(&portal.context, order)
        .await
        .expect("looked after");
    portal.work().await;
    assert_eq!(refunds(portal).await, [0; 0], "it waits");
    bank(portal, order, "lost").await;
    portal.work().await;
    assert_eq!(refunds(portal).await, [6_412], "the rest of it");
    assert_eq!(balances(&karin).await, [0; 0]);
    assert_eq!(owed(portal, order).await, 0);
}

async fn a_refund_that_was_made_and_not_written_down_counts(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice, order) = sold(portal, &karin, "Absturz GmbH").await;
    let some = note(&staff, invoice, typed("2", "6", "end", "card")).await;
    staff.call(&some).await.expect("issued");
    let asked: Uuid = {
        let asked = portal.context.store.read(move |tx| {
            tx.only(
                "select id from refunds where order_id = $1",
                &[order.0.into()],
                |row| row.get("id"),
            )
        });
        asked.await.expect("a refund")
    };
    // the gateway has done it, and the answer was lost with the program
    let key = ChargeKey {
        order: order.0,
        attempt: 1,
    };
    let amount: Money = some.expected_total;
    let made = portal.context.gateway.refund(&key, asked, amount).await;
    made.expect("given back");
    bank(portal, order, "open").await;
    bank(portal, order, "lost").await;
    portal.work().await;
    assert_eq!(refunds(portal).await, [11_412], "once");
    assert_eq!(balances(&karin).await, [0; 0]);
}

async fn two_disputes_told_at_once_are_two(portal: &Portal) {
    let karin = reseller(portal).await;
    let (customer, _, order) = sold(portal, &karin, "Zweimal GmbH").await;
    let path = format!("payments/{order}/1/dispute");
    for state in ["open", "won", "open"] {
        test_call(portal, &path, json!({ "state": state, "untold": true })).await;
    }
    checkout::look(&portal.context, order)
        .await
        .expect("looked after");
    assert_eq!(look(&karin, order).await.order.state, OrderState::Disputed);
    assert_eq!(counts(&view(&karin, customer).await), (0, 0, 7));
    bank(portal, order, "won").await;
    assert_eq!(counts(&view(&karin, customer).await), (7, 0, 0));
}

/// Of the payment of an order a part is lost; the rest is disputed.
pub(crate) async fn lost_in_part(portal: &Portal, order: OrderId) {
    let path = format!("payments/{order}/1/dispute");
    let part = json!({ "state": "open", "most_minor": 30_000 });
    test_call(portal, &path, part).await;
    checkout::look(&portal.context, order)
        .await
        .expect("looked after");
    bank(portal, order, "lost").await;
    bank(portal, order, "open").await;
}

async fn what_is_left_after_a_lost_part_is_lost_too(portal: &Portal) {
    let karin = reseller(portal).await;
    let (customer, _, order) = sold(portal, &karin, "Rest AG").await;
    lost_in_part(portal, order).await;
    assert_eq!(look(&karin, order).await.order.state, OrderState::Disputed);
    assert_eq!(counts(&view(&karin, customer).await), (0, 0, 0));
    bank(portal, order, "lost").await;
    assert_eq!(look(&karin, order).await.order.state, OrderState::Lost);
    // 798.88 is away: 671.33 will never be revenue, and the VAT is owed
    assert_eq!(owed(portal, order).await, 12_755);
}

async fn what_is_left_after_a_lost_part_may_be_won(portal: &Portal) {
    let karin = reseller(portal).await;
    let (customer, _, order) = sold(portal, &karin, "Halb AG").await;
    lost_in_part(portal, order).await;
    bank(portal, order, "won").await;
    assert_eq!(look(&karin, order).await.order.state, OrderState::Lost);
    assert_eq!(counts(&view(&karin, customer).await), (0, 0, 0));
    assert_eq!(owed(portal, order).await, 0);
}

async fn of_an_order_that_was_given_up_the_bank_makes_the_refund(portal: &Portal) {
    let karin = reseller(portal).await;
    // whether its bank keeps the money or gives it back, the payer has it once
    for (name, decided) in [("Spät AG", "lost"), ("Früh AG", "won")] {
        let order = karin.create(form(name, "DE", "")).await;
        karin.call(&order).await.expect("an order");
        let order = order.id;
        karin.call(&CancelOrder { order }).await.expect("cancelled");
        let path = format!("payments/{order}/1/charge-cancelled");
        test_call(portal, &path, json!({})).await;
        bank(portal, order, "open").await;
        portal.work().await;
        assert_eq!(refunds(portal).await, [0; 0], "the bank has it");
        bank(portal, order, decided).await;
        portal.work().await;
        assert_eq!(look(&karin, order).await.order.state, OrderState::Cancelled);
    }
    assert_eq!(refunds(portal).await, [79_888], "of what was won");
    assert_eq!(balances(&karin).await, [0; 0]);
}
