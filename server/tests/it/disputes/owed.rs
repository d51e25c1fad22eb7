//! What is owed after a lost dispute is asked for as a transfer: it never lapses, is paid in parts, and
//! is less where a credit note gives it up.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{FindTransfers, ListTransfers, OwnTransfer, Recorded, TransferRow},
    currency::Currency,
    id::{InvoiceId, OrderId},
    money::Money,
    order::OrderState,
};

use super::{
    bank,
    given_back::{owed, sold},
};
use crate::{
    buying::{look, reseller},
    credit_notes::{note, typed},
    days::{INVOICES, about, on},
    harness::{Person, Portal, stories},
    transfers::came,
};

stories! {
    what_is_owed_is_asked_for_until_it_is_paid,
    what_a_note_gives_up_is_not_asked_for,
}

/// An order of 798.88 of which two months were delivered before it was lost.
async fn lost(portal: &Portal, karin: &Person<'_>, name: &str) -> (InvoiceId, OrderId) {
    let (_, invoice, order) = sold(portal, karin, name).await;
    on(portal, portal.today() + 70.days()).await;
    bank(portal, order, "open").await;
    bank(portal, order, "lost").await;
    karin.sign_in().await.expect("another day's session");
    (invoice, order)
}

async fn open(karin: &Person<'_>) -> Vec<OwnTransfer> {
    karin.call(&ListTransfers {}).await.expect("transfers").open
}

async fn rows(staff: &Person<'_>) -> Vec<TransferRow> {
    let ask = FindTransfers::default();
    staff.call(&ask).await.expect("transfers").rows
}

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

async fn what_is_owed_is_asked_for_until_it_is_paid(portal: &Portal) {
    let karin = reseller(portal).await;
    let (_, order) = lost(portal, &karin, "Offen GmbH").await;
    // two months of 671.33 net are delivered, and the VAT of the whole invoice stands
    let all = owed(portal, order).await;
    assert_eq!(all, 11_188 + 12_755);
    let asked = open(&karin).await;
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].order, asked[0].missing), (order, euro(all)));
    assert_eq!(asked[0].due_on, portal.today() + 30.days());
    let request = look(&karin, order).await.request.expect("a request");
    assert_eq!((request.missing, request.qr.is_some()), (euro(all), true));
    let told = about(portal, INVOICES, "payment for Offen GmbH was taken back").await;
    assert!(told[0].text.contains("VAT are owed"), "{}", told[0].text);
    assert!(told[0].text.contains(&request.iban[..4]), "where to");

    // nothing lapses
    on(portal, portal.today() + 45.days()).await;
    karin.sign_in().await.expect("another day's session");
    let staff = portal.person("staff@example.com").await;
    let row = rows(&staff).await.remove(0);
    assert_eq!((row.order, row.state), (order, OrderState::Lost));
    let today = portal.today();
    let part = staff.call(&came(order, "D-1", today, "100")).await;
    let missing = euro(all - 10_000);
    assert_eq!(part, Ok(Recorded::Short { missing }));
    assert_eq!(owed(portal, order).await, all - 10_000);
    assert_eq!(open(&karin).await[0].missing, missing);
    portal.work().await;
    let over = missing.checked_add(euro(500)).expect("a sum").to_string();
    let rest = came(order, "D-2", today, &over);
    let paid = Ok(Recorded::Paid {
        over: Some(euro(500)),
    });
    assert_eq!(staff.call(&rest).await, paid);
    assert_eq!(staff.call(&rest).await, paid, "the same entry once more");
    assert_eq!((owed(portal, order).await, open(&karin).await), (0, vec![]));
    let view = look(&karin, order).await;
    assert_eq!((view.order.state, view.request), (OrderState::Lost, None));
    let own = karin.call(&ListTransfers {}).await.expect("transfers");
    assert_eq!(own.balances, [euro(500)]);
    portal.work().await;
    let told = about(portal, INVOICES, "has arrived: Offen GmbH").await;
    let says = |at: usize, words| assert!(told[at].text.contains(words), "{}", told[at].text);
    says(0, "is still owed for this order");
    says(1, "Nothing is owed for this order");
    assert_eq!(told.len(), 2);
    // what comes after that is theirs
    let late = staff.call(&came(order, "D-3", today, "1")).await;
    assert_eq!(late, Ok(Recorded::Kept { amount: euro(100) }));
}

async fn what_a_note_gives_up_is_not_asked_for(portal: &Portal) {
    let karin = reseller(portal).await;
    let (invoice, order) = lost(portal, &karin, "Erlass GmbH").await;
    let before = open(&karin).await.remove(0);
    let staff = portal.person("staff@example.com").await;
    let some = note(&staff, invoice, typed("7", "11", "stay", "balance")).await;
    staff.call(&some).await.expect("issued");
    let after = open(&karin).await.remove(0);
    assert_eq!(after.reference, before.reference, "the same paper");
    assert_eq!(after.missing.minor(), owed(portal, order).await);
    assert!(after.missing.minor() < before.missing.minor());
    let rest = note(&staff, invoice, typed("7", "1", "stay", "balance")).await;
    staff.call(&rest).await.expect("issued");
    assert_eq!(open(&karin).await, []);
    assert_eq!(look(&karin, order).await.request, None);
    assert_eq!(rows(&staff).await, []);
}
