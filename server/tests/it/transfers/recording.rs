//! Money from the bank as staff record it: too little, too much, late, twice; a second person above an
//! amount; the balance; what is wrong with an entry.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{DecideMoney, OrderView, Problem, Recorded, WaitingEntry},
    form::{CreateForm, Field, FieldError, FieldFault},
    id::OrderId,
    order::OrderState,
    permission::Refusal,
};
use uuid::Uuid;

use super::{TOTAL, balances, by_transfer, came, euro, found, mailed, ordered, row, staff};
use crate::{
    buying::{form, look, reseller},
    harness::{Person, Portal, stories},
};

stories! {
    too_little_keeps_the_order_open_until_the_rest_comes,
    too_much_and_twice_are_the_payers_balance,
    late_money_is_the_payers_balance,
    a_second_person_confirms_large_amounts,
    one_entry_of_the_bank_counts_once,
    what_is_wrong_with_an_entry_is_said,
}

async fn too_little_keeps_the_order_open_until_the_rest_comes(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Teil GmbH").await;
    let (id, today) = (placed.order.id, portal.today());
    let recorded = sam.call(&came(id, "B-1", today, "700")).await;
    let missing = euro(9_888);
    assert_eq!(recorded, Ok(Recorded::Short { missing }));
    let waits = look(&karin, id).await;
    assert_eq!(waits.order.state, OrderState::AwaitingTransfer);
    let request = waits.request.expect("a payment request");
    assert_eq!((request.missing, request.received), (missing, euro(70_000)));
    // what came for an order that waits is not yet anybody's to have back
    assert_eq!(balances(&karin).await, []);
    assert_eq!(found(&karin, "Teil GmbH").await, 0);
    portal.work().await;
    mailed(portal, "€98.88 is still missing").await;
    let recorded = sam.call(&came(id, "B-2", today, "98,88")).await;
    assert_eq!(recorded, Ok(Recorded::Paid { over: None }));
    assert_eq!(look(&karin, id).await.order.state, OrderState::Paid);
    portal.work().await;
}

async fn too_much_and_twice_are_the_payers_balance(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Viel GmbH").await;
    let (id, today) = (placed.order.id, portal.today());
    let recorded = sam.call(&came(id, "B-1", today, "800")).await;
    let over = Some(euro(112));
    assert_eq!(recorded, Ok(Recorded::Paid { over }));
    assert_eq!(balances(&karin).await, [euro(112)]);
    // the payer pays again
    let recorded = sam.call(&came(id, "B-2", today, TOTAL)).await;
    let amount = euro(79_888);
    assert_eq!(recorded, Ok(Recorded::Kept { amount }));
    assert_eq!(balances(&karin).await, [euro(80_000)]);
    portal.work().await;
    mailed(portal, "your balance").await;
    // nothing uses it by itself
    let next = ordered(&karin, "Mehr GmbH").await;
    assert_eq!(next.request.expect("a request").missing, euro(79_888));
}

async fn late_money_is_the_payers_balance(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Spät GmbH").await;
    let id = placed.order.id;
    let due_on = placed.request.expect("a request").due_on;
    // the day's work has not been done, and the money came after the last day
    portal.tell(due_on.tomorrow().expect("a day"));
    let recorded = sam.call(&came(id, "B-1", portal.today(), TOTAL)).await;
    let amount = euro(79_888);
    assert_eq!(recorded, Ok(Recorded::Kept { amount }));
    let lapsed = look(&karin, id).await;
    assert_eq!(
        (lapsed.order.state, lapsed.request),
        (OrderState::Lapsed, None)
    );
    assert_eq!(balances(&karin).await, [amount]);
    portal.work().await;
    // on its last day it would have been in time
    let placed = ordered(&karin, "Pünktlich GmbH").await;
    let due_on = placed.request.expect("a request").due_on;
    portal.tell(due_on);
    portal.work().await;
    let recorded = sam.call(&came(placed.order.id, "B-2", due_on, TOTAL)).await;
    assert_eq!(recorded, Ok(Recorded::Paid { over: None }));
    portal.work().await;
}

/// The entry that waits for an order.
async fn waiting(staff: &Person<'_>, placed: &OrderView) -> WaitingEntry {
    let reference = &placed.request.as_ref().expect("a request").reference;
    row(staff, reference).await.waiting.expect("an entry")
}

async fn a_second_person_confirms_large_amounts(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let maja = portal.person("second@example.com").await;
    let large = CreateForm {
        licences: "150".to_owned(),
        ..form("Groß GmbH", "DE", "")
    };
    let placed = karin.call(&by_transfer(karin.create(large).await)).await;
    let placed = placed.expect("an order");
    let (id, day) = (placed.order.id, portal.today());
    let total = placed.order.quote.total;
    assert!(total.minor() > 1_000_000);
    // in parts: the one that goes above the amount waits
    let recorded = sam.call(&came(id, "B-1", day, "9999")).await;
    assert!(
        matches!(recorded, Ok(Recorded::Short { .. })),
        "{recorded:?}"
    );
    let rest = total.minor() - 999_900;
    let rest = euro(rest).to_string();
    let recorded = sam.call(&came(id, "B-2", day, &rest)).await;
    assert_eq!(recorded, Ok(Recorded::Waits));
    let state = look(&karin, id).await.order.state;
    assert_eq!(state, OrderState::AwaitingTransfer);
    let entry = waiting(&sam, &placed).await;
    assert_eq!(
        (entry.is_own, entry.recorded_by.as_str()),
        (true, "Sam Holm")
    );
    let confirm = DecideMoney {
        entry: entry.id,
        is_right: true,
    };
    let reason = Refusal::SecondPersonConfirms;
    assert_eq!(
        sam.call(&confirm).await.err(),
        Some(Problem::Forbidden { reason })
    );
    // while it waits the order does not lapse
    let due_on = placed.request.as_ref().expect("a request").due_on;
    portal.tell(due_on.checked_add(3.days()).expect("a day"));
    portal.work().await;
    assert!(!waiting(&maja, &placed).await.is_own);
    let confirmed = maja.call(&confirm).await;
    assert_eq!(confirmed, Ok(Recorded::Paid { over: None }));
    assert_eq!(maja.call(&confirm).await, confirmed, "once");
    let paid = look(&karin, id).await.order;
    assert_eq!(paid.state, OrderState::Paid);
    assert_eq!(paid.quote.period.start(), portal.today());
    portal.work().await;

    // what was recorded by mistake was never there
    let placed = ordered(&karin, "Irrtum GmbH").await;
    let (id, day) = (placed.order.id, portal.today());
    let recorded = sam.call(&came(id, "B-3", day, "10000.01")).await;
    assert_eq!(recorded, Ok(Recorded::Waits));
    let withdraw = DecideMoney {
        entry: waiting(&sam, &placed).await.id,
        is_right: false,
    };
    assert_eq!(maja.call(&withdraw).await, Ok(Recorded::Withdrawn));
    assert_eq!(maja.call(&withdraw).await.err(), Some(Problem::NotFound));
    let recorded = sam.call(&came(id, "B-3", day, TOTAL)).await;
    assert_eq!(recorded, Ok(Recorded::Paid { over: None }));
    portal.work().await;
}

async fn one_entry_of_the_bank_counts_once(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let first = ordered(&karin, "Eins GmbH").await.order.id;
    let second = ordered(&karin, "Zwei GmbH").await.order.id;
    let day = portal.today();
    let paid = came(first, "B-1", day, TOTAL);
    let (one, two, three) = tokio::join!(sam.call(&paid), sam.call(&paid), sam.call(&paid));
    for answer in [one, two, three] {
        assert_eq!(answer, Ok(Recorded::Paid { over: None }));
    }
    assert_eq!(balances(&karin).await, []);
    // another order or amount under the same entry
    for ask in [
        came(second, "B-1", day, TOTAL),
        came(first, "B-1", day, "798.87"),
    ] {
        assert_eq!(sam.call(&ask).await.err(), Some(Problem::EntryRecorded));
    }
    let state = look(&karin, second).await.order.state;
    assert_eq!(state, OrderState::AwaitingTransfer);
    portal.work().await;
}

async fn what_is_wrong_with_an_entry_is_said(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let id = ordered(&karin, "Falsch GmbH").await.order.id;
    let (first, last) = (portal.today(), portal.today());
    let tomorrow = last.tomorrow().expect("a day");
    let refused = sam.call(&came(id, " ", tomorrow, "1,234.50")).await;
    let error = |field, fault| FieldError { field, fault };
    let errors = vec![
        error(Field::EntryReference, FieldFault::Missing),
        error(Field::BookedOn, FieldFault::OtherDay { first, last }),
        error(Field::Amount, FieldFault::NotAnAmount),
    ];
    assert_eq!(refused.err(), Some(Problem::Fields { errors }));
    let unknown = came(OrderId(Uuid::now_v7()), "B-1", last, "1");
    assert_eq!(sam.call(&unknown).await.err(), Some(Problem::NotFound));
}
