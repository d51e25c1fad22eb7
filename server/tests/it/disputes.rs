//! Disputes: what becomes of licences, cards, books and renewals while a payer's bank wants a payment
//! back, when it is won, and when it is lost.

mod cards;
pub(crate) mod given_back;
mod owed;

use jiff::ToSpan;
use seatkeeper_core::{
    api::{
        CustomerFilter, CustomerView, DocumentFilter, FindInvoices, ListCustomers, ListInvoices,
        ListTransfers, Problem, Warning,
    },
    id::{CustomerId, OrderId},
    order::OrderState,
};
use seatkeeper_server::checkout;
use serde_json::json;

use crate::{
    buying::{all, buy, form, look, reseller},
    charges::test_call,
    credit_notes::{invoiced, note, refunds, typed},
    days::{GOOD, INVOICES, about, kept, on, view},
    harness::{Person, Portal, stories, words_of},
    members::{adding, importing},
};

/// Is charged, and its bank wants the money back at once.
const DISPUTED: &str = "4000000000000259";

stories! {
    licences_rest_and_return_when_it_is_won,
    of_a_top_up_the_unused_and_the_latest_rest,
    what_is_lost_has_ended_and_is_no_revenue,
    a_note_on_what_was_lost_gives_up_what_is_owed,
    what_is_told_often_late_or_never_happens_once,
    a_refund_waits_and_is_not_made_twice,
}

/// The payer's bank wants the money of an order back, or has decided.
pub(crate) async fn bank(portal: &Portal, order: OrderId, state: &str) {
    let path = format!("payments/{order}/1/dispute");
    test_call(portal, &path, json!({ "state": state })).await;
    let looked = checkout::look(&portal.context, order).await;
    looked.expect("looked after").expect("an order");
}

/// Seven licences for a year, and three more; nine addresses have one.
async fn ten(portal: &Portal, karin: &Person<'_>, name: &str) -> (CustomerId, OrderId, OrderId) {
    let base = karin.create(form(name, "DE", "")).await;
    buy(portal, karin, &base).await;
    let customer = karin.customer(name).await;
    let more = karin.top_up(customer, 3).await;
    buy(portal, karin, &more).await;
    let rows: Vec<String> = (1..=9)
        .map(|at| format!("m{at}@{}.example", customer.0.simple()))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    karin
        .call(&importing(customer, &rows))
        .await
        .expect("added");
    (customer, base.id, more.id)
}

/// All licences, those given or held, those that rest.
fn counts(view: &CustomerView) -> (u32, u32, u32) {
    let seats = view.seats;
    (seats.total, seats.used + seats.invited, view.suspended)
}

async fn licences_rest_and_return_when_it_is_won(portal: &Portal) {
    let karin = reseller(portal).await;
    let (customer, base, more) = ten(portal, &karin, "Rest GmbH").await;
    assert_eq!(counts(&view(&karin, customer).await), (10, 9, 0));
    bank(portal, base, "open").await;
    assert_eq!(counts(&view(&karin, customer).await), (3, 3, 7));
    assert_eq!(look(&karin, base).await.order.state, OrderState::Disputed);
    let refused = karin.call(&adding(customer, "new@rest.example")).await;
    assert_eq!(refused.err(), Some(Problem::NoFreeLicence));
    let ask = ListCustomers {
        search: "Rest GmbH".to_owned(),
        filter: CustomerFilter::Attention,
        ..ListCustomers::default()
    };
    let listed = karin.call(&ask).await.expect("a list");
    assert!(listed.rows[0].warnings.contains(&Warning::Disputed));
    let opened = about(portal, INVOICES, "wants the payment for Rest GmbH back").await;
    assert_eq!(opened.len(), 1);
    assert!(opened[0].text.contains("€798.88"), "{}", opened[0].text);
    let own = about(
        portal,
        "reseller@example.com",
        "wants the payment for Rest GmbH back",
    )
    .await;
    assert_eq!(own.len(), 1, "the administrator hears of it too");
    bank(portal, base, "won").await;
    assert_eq!(counts(&view(&karin, customer).await), (10, 9, 0));
    assert_eq!(look(&karin, base).await.order.state, OrderState::Won);
    assert_eq!(
        about(portal, INVOICES, "payment for Rest GmbH stands")
            .await
            .len(),
        1
    );
    // the bank may ask again
    bank(portal, base, "open").await;
    assert_eq!(counts(&view(&karin, customer).await), (3, 3, 7));
    // where none is left, they rest, and nobody loses the place
    bank(portal, more, "open").await;
    assert_eq!(counts(&view(&karin, customer).await), (0, 3, 10));
    bank(portal, more, "won").await;
    bank(portal, base, "won").await;
    assert_eq!(counts(&view(&karin, customer).await), (10, 9, 0));
}

async fn of_a_top_up_the_unused_and_the_latest_rest(portal: &Portal) {
    let karin = reseller(portal).await;
    let (customer, _, more) = ten(portal, &karin, "Auf GmbH").await;
    bank(portal, more, "open").await;
    assert_eq!(
        counts(&view(&karin, customer).await),
        (7, 7, 3),
        "one unused, and the two that were assigned last"
    );
    let staff = portal.person("staff@example.com").await;
    portal.work().await;
    let ask = FindInvoices {
        only: DocumentFilter {
            state: "disputed".to_owned(),
            ..DocumentFilter::default()
        },
        ..FindInvoices::default()
    };
    let found = staff.call(&ask).await.expect("invoices");
    assert_eq!((found.total, found.rows[0].order), (1, more));
    bank(portal, more, "lost").await;
    assert_eq!(counts(&view(&karin, customer).await), (7, 7, 0));
    assert_eq!(staff.call(&ask).await.expect("invoices").total, 0);
    let next = karin.top_up(customer, 3).await;
    buy(portal, &karin, &next).await;
    assert_eq!(counts(&view(&karin, customer).await), (10, 9, 0));
}

async fn what_is_lost_has_ended_and_is_no_revenue(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Weg GmbH", "12", GOOD).await;
    let invoices = ListInvoices {
        customer: Some(customer),
        page: 1,
        ..ListInvoices::default()
    };
    let invoice = karin
        .call(&invoices)
        .await
        .expect("invoices")
        .rows
        .remove(0);
    on(portal, portal.today() + 100.days()).await;
    bank(portal, invoice.order, "open").await;
    // three more months become due while nobody knows whose the money is
    on(portal, portal.today() + 100.days()).await;
    karin.sign_in().await.expect("another day's session");
    assert_eq!(counts(&view(&karin, customer).await), (0, 0, 7));
    bank(portal, invoice.order, "lost").await;
    let held = view(&karin, customer).await;
    assert_eq!(counts(&held), (0, 0, 0));
    assert!(!held.subscription.auto_renew, "the card is forgotten");
    let row = karin
        .call(&invoices)
        .await
        .expect("invoices")
        .rows
        .remove(0);
    assert_eq!((row.number, row.state), (invoice.number, OrderState::Lost));
    assert_eq!(
        about(portal, INVOICES, "payment for Weg GmbH was taken back")
            .await
            .len(),
        1
    );
    let revenue = released(portal, invoice.order).await;
    on(portal, portal.today() + 200.days()).await;
    assert_eq!(
        released(portal, invoice.order).await,
        revenue,
        "nothing more becomes revenue"
    );
    // 671.33 a year: three months had become revenue
    assert_eq!(revenue, 16_783);
}

/// What of an order has become revenue.
async fn released(portal: &Portal, order: OrderId) -> i64 {
    let sum = portal.context.store.read(move |tx| {
        tx.only(
            "select cast(coalesce(sum(amount_minor), 0) as bigint) from revenue_releases
             where order_id = $1 and entry_id is not null",
            &[order.0.into()],
            |row| row.get::<i64>(0),
        )
    });
    sum.await.expect("the books")
}

async fn a_note_on_what_was_lost_gives_up_what_is_owed(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice) = invoiced(portal, &karin, "Schuld GmbH").await;
    let list = karin
        .call(&ListInvoices::default())
        .await
        .expect("invoices");
    let order = list.rows[0].order;
    bank(portal, order, "open").await;
    let early = note(&staff, invoice, typed("1", "1", "stay", "balance")).await;
    let refused = staff.call(&early).await;
    assert_eq!(
        refused.err(),
        Some(Problem::WrongState),
        "not while it is open"
    );
    on(portal, portal.today() + 70.days()).await;
    bank(portal, order, "lost").await;
    for (licences, months) in [("2", "5"), ("7", "7"), ("5", "5")] {
        staff.sign_in().await.expect("another day's session");
        let to_card = note(&staff, invoice, typed(licences, months, "stay", "card")).await;
        let refused = staff.call(&to_card).await;
        assert!(
            matches!(refused, Err(Problem::Fields { .. })),
            "{refused:?}"
        );
        let ask = note(&staff, invoice, typed(licences, months, "stay", "balance")).await;
        let left = staff.call(&ask).await.expect("issued");
        assert_eq!(left.row.state, OrderState::Lost);
    }
    karin.sign_in().await.expect("another day's session");
    let own = karin.call(&ListTransfers {}).await.expect("transfers");
    assert_eq!(own.balances, [], "the bank has given it back already");
    let mail = portal.mail_to(INVOICES).await;
    let paper = words_of(&mail.attachment.expect("a note").bytes);
    assert!(paper.contains("no longer owed"), "{paper}");
    let owed = portal
        .context
        .store
        .read(move |tx| seatkeeper_server::store::ledger::owed(tx, order));
    assert_eq!(owed.await.expect("the books"), 0);
}

async fn what_is_told_often_late_or_never_happens_once(portal: &Portal) {
    let karin = reseller(portal).await;
    let (customer, base, more) = ten(portal, &karin, "Oft GmbH").await;
    let path = format!("payments/{base}/1/dispute");
    let told = |state: &'static str| json!({ "state": state, "untold": true });
    test_call(portal, &path, told("open")).await;
    assert_eq!(
        look(&karin, base).await.order.state,
        OrderState::Paid,
        "nobody has told"
    );
    on(portal, portal.today() + 1.day()).await;
    assert_eq!(
        look(&karin, base).await.order.state,
        OrderState::Disputed,
        "the day's work asks"
    );
    test_call(portal, &path, told("won")).await;
    let looked = all((0..8).map(|_| checkout::look(&portal.context, base))).await;
    assert!(looked.iter().all(Result::is_ok), "{looked:?}");
    assert_eq!(counts(&view(&karin, customer).await), (10, 9, 0));
    assert_eq!(
        about(portal, INVOICES, "payment for Oft GmbH stands")
            .await
            .len(),
        1
    );
    // opened and lost before anybody heard of either
    let path = format!("payments/{more}/1/dispute");
    test_call(portal, &path, told("open")).await;
    test_call(portal, &path, told("lost")).await;
    let looked = all((0..8).map(|_| checkout::look(&portal.context, more))).await;
    assert!(looked.iter().all(Result::is_ok), "{looked:?}");
    assert_eq!(look(&karin, more).await.order.state, OrderState::Lost);
    assert_eq!(
        about(portal, INVOICES, "wants the payment for Oft GmbH back")
            .await
            .len(),
        1
    );
    assert_eq!(
        about(portal, INVOICES, "payment for Oft GmbH was taken back")
            .await
            .len(),
        1
    );
}

async fn a_refund_waits_and_is_not_made_twice(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice) = invoiced(portal, &karin, "Zurück GmbH").await;
    let list = karin
        .call(&ListInvoices::default())
        .await
        .expect("invoices");
    let order = list.rows[0].order;
    let ask = note(&staff, invoice, typed("2", "6", "end", "card")).await;
    staff.call(&ask).await.expect("issued");
    // before the money has gone back the bank takes it all
    bank(portal, order, "open").await;
    portal.work().await;
    assert_eq!(
        refunds(portal).await,
        [0; 0],
        "the bank wants it all itself"
    );
    bank(portal, order, "lost").await;
    on(portal, portal.today() + 1.day()).await;
    assert_eq!(refunds(portal).await, [0; 0]);
    karin.sign_in().await.expect("another day's session");
    let own = karin.call(&ListTransfers {}).await.expect("transfers");
    assert_eq!(own.balances, [], "nor is it kept");
}
