//! Whole periods given back: nobody is charged again without being asked, and what was paid ahead can be
//! bought anew.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{CancelOrder, KeepCard, ListInvoices, Problem, SetAutoRenewal},
    id::{CustomerId, InvoiceId},
};

use super::{note, typed};
use crate::{
    buying::{buy, reseller},
    days::{GOOD, INVOICES, about, charges, kept, on, view},
    harness::{Person, Portal, stories},
    managing::handing_over::handed_over,
    transfers::by_transfer,
};

stories! {
    whoever_is_given_all_of_it_back_is_not_charged_at_its_end,
    a_period_paid_ahead_and_given_back_is_bought_anew,
    what_is_on_its_way_to_a_period_is_given_up_first,
    a_card_of_somebody_else_goes_on_renewing,
}

async fn last_invoice(person: &Person<'_>, customer: CustomerId) -> InvoiceId {
    let ask = ListInvoices {
        customer: Some(customer),
        page: 1,
        ..ListInvoices::default()
    };
    person.call(&ask).await.expect("invoices").rows[0].id
}

/// Gives all of an invoice back.
async fn give_back(portal: &Portal, invoice: InvoiceId, (licences, months): (&str, &str)) {
    let staff = portal.person("staff@example.com").await;
    let all = note(&staff, invoice, typed(licences, months, "end", "card")).await;
    staff.call(&all).await.expect("issued");
    portal.work().await;
}

async fn whoever_is_given_all_of_it_back_is_not_charged_at_its_end(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Fort GmbH", "1", GOOD).await;
    let before = charges(portal).await.len();
    assert!(view(&karin, customer).await.subscription.auto_renew);
    let invoice = last_invoice(&karin, customer).await;
    give_back(portal, invoice, ("7", "1")).await;
    let held = view(&karin, customer).await;
    assert!(!held.subscription.auto_renew);
    let mails = about(portal, INVOICES, "Credit note").await;
    let said = "does not renew by itself any more";
    assert!(mails[0].text.contains(said), "{}", mails[0].text);
    let end = held.subscription.ends_on();
    for day in [end - 7.days(), end, end + 3.days()] {
        on(portal, day).await;
    }
    assert_eq!(charges(portal).await.len(), before);
}

async fn a_period_paid_ahead_and_given_back_is_bought_anew(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Voraus GmbH", "1", GOOD).await;
    let ends_on = view(&karin, customer).await.subscription.ends_on();
    on(portal, ends_on - 7.days()).await;
    karin.sign_in().await.expect("another day's session");
    let ahead = karin.renewal(customer, 9).await;
    buy(portal, &karin, &ahead).await;
    portal.work().await;
    let held = view(&karin, customer).await.subscription;
    assert!(held.next.is_some() && held.ends_on() > ends_on);
    let invoice = last_invoice(&karin, customer).await;
    give_back(portal, invoice, ("9", "1")).await;
    let held = view(&karin, customer).await;
    assert_eq!(held.subscription.next, None);
    assert_eq!(held.subscription.ends_on(), ends_on, "it ends as before");
    assert_eq!(held.seats.total, 7, "what runs goes on");
    assert!(!held.subscription.auto_renew, "nor is it charged again");
    let listed = karin.call(&SetAutoRenewal { customer, on: true }).await;
    listed.expect("whoever pays may switch it on again");
    let again = karin.renewal(customer, 5).await;
    buy(portal, &karin, &again).await;
    let next = view(&karin, customer).await.subscription;
    assert!(next.next.is_some());
    on(portal, ends_on).await;
    karin.sign_in().await.expect("another day's session");
    let held = view(&karin, customer).await;
    assert_eq!((held.seats.total, held.subscription.next), (5, None));
}

async fn what_is_on_its_way_to_a_period_is_given_up_first(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Unterwegs GmbH", "12", GOOD).await;
    let ends_on = view(&karin, customer).await.subscription.ends_on();
    on(portal, ends_on - 20.days()).await;
    karin.sign_in().await.expect("another day's session");
    let ahead = karin.renewal(customer, 9).await;
    buy(portal, &karin, &ahead).await;
    portal.work().await;
    let invoice = last_invoice(&karin, customer).await;
    // it was priced with the period that is to go
    let more = by_transfer(karin.top_up(customer, 2).await);
    let waits = karin.call(&more).await.expect("an order").order.id;
    let staff = portal.person("staff@example.com").await;
    let all = note(&staff, invoice, typed("9", "12", "end", "card")).await;
    let refused = staff.call(&all).await;
    let order = Some(waits);
    assert_eq!(refused.err(), Some(Problem::OrderOpen { order }));
    let given_up = karin.call(&CancelOrder { order: waits }).await;
    given_up.expect("given up");
    staff.call(&all).await.expect("issued");
    assert_eq!(view(&karin, customer).await.subscription.next, None);
}

async fn a_card_of_somebody_else_goes_on_renewing(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Erbe GmbH", "1", GOOD).await;
    let invoice = last_invoice(&karin, customer).await;
    let ruta = handed_over(portal, &karin, customer).await;
    let page = ruta.call(&KeepCard { customer }).await.expect("a page");
    portal.card_page(&page.go_to).pay(GOOD).await;
    let switched = ruta.call(&SetAutoRenewal { customer, on: true }).await;
    switched.expect("switched on");
    assert!(view(&ruta, customer).await.subscription.auto_renew);
    give_back(portal, invoice, ("7", "1")).await;
    assert!(view(&ruta, customer).await.subscription.auto_renew);
    let mails = about(portal, INVOICES, "Credit note").await;
    let said = "does not renew by itself any more";
    assert!(!mails[0].text.contains(said), "{}", mails[0].text);
}
