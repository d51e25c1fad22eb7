//! Keeping a card without a charge: added, replaced, asked about by its bank, given up; and for whom.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{KeepCard, Problem, RemoveCard},
    id::CustomerId,
    payment::CardSummary,
    permission::Refusal,
};
use seatkeeper_server::checkout;

use crate::{
    buying::reseller,
    days::{GOOD, charges, kept, on, view},
    harness::{CardPage, Person, Portal, stories},
};

const MASTERCARD: &str = "5555555555554444";
const ASKS: &str = "4000002500003155";
const DECLINED: &str = "4000000000000002";

stories! {
    a_card_is_added_and_renews,
    another_card_takes_its_place_once_its_bank_agrees,
    what_is_given_up_or_declined_keeps_the_old_card,
    only_the_payer_keeps_a_card,
}

async fn page<'a>(portal: &'a Portal, person: &Person<'_>, customer: CustomerId) -> CardPage<'a> {
    let page = person.call(&KeepCard { customer }).await;
    portal.card_page(&page.expect("a page").go_to)
}

async fn card(person: &Person<'_>, customer: CustomerId) -> Option<CardSummary> {
    let buying = view(person, customer).await.buying.expect("prices");
    buying.auto_renewal.expect("ours").card
}

async fn a_card_is_added_and_renews(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Neu GmbH", "1", GOOD).await;
    karin.call(&RemoveCard { customer }).await.expect("removed");
    assert_eq!(card(&karin, customer).await, None);
    let asked = page(portal, &karin, customer).await;
    let says = asked.read().await;
    assert!(
        says.contains("Save a card") && !says.contains("€"),
        "{says}"
    );
    let back = asked.pay(MASTERCARD).await.back();
    assert_eq!(back, format!("{}/billing?on={customer}", portal.url));
    let kept = card(&karin, customer).await.expect("a card");
    assert_eq!(
        (kept.brand.as_str(), kept.last_four.as_str()),
        ("Mastercard", "4444")
    );
    assert_eq!(charges(portal).await, [7930], "nothing was charged by it");
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    on(portal, end).await;
    assert_eq!(charges(portal).await, [7930, 7930]);
}

async fn another_card_takes_its_place_once_its_bank_agrees(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Tausch GmbH", "12", GOOD).await;
    let asked = page(portal, &karin, customer).await;
    let crate::harness::Then::Asked(bank) = asked.pay(ASKS).await else {
        panic!("the bank asks");
    };
    assert_eq!(
        card(&karin, customer).await.expect("a card").last_four,
        "4242"
    );
    bank.answer("approve").await.back();
    // whoever looks, however often and from wherever
    for _ in 0..2 {
        assert_eq!(
            card(&karin, customer).await.expect("a card").last_four,
            "3155"
        );
    }
    let unknown = checkout::look_at_card(&portal.context, uuid::Uuid::now_v7()).await;
    assert!(!unknown.expect("nothing"));
}

async fn what_is_given_up_or_declined_keeps_the_old_card(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Alt GmbH", "12", GOOD).await;
    let declined = page(portal, &karin, customer).await;
    declined.pay(DECLINED).await.back();
    assert_eq!(
        card(&karin, customer).await.expect("a card").last_four,
        "4242"
    );
    // the page that is opened last counts
    let first = page(portal, &karin, customer).await;
    let second = page(portal, &karin, customer).await;
    second.pay(MASTERCARD).await.back();
    first.pay(ASKS).await;
    assert_eq!(
        card(&karin, customer).await.expect("a card").last_four,
        "4444"
    );
}

async fn only_the_payer_keeps_a_card(portal: &Portal) {
    let elin = portal.person("customer@example.com").await;
    let customer = elin.customer("Café Söder HB").await;
    let refused = elin.call(&KeepCard { customer }).await;
    let reason = Refusal::PayersOnly;
    assert_eq!(refused.err(), Some(Problem::Forbidden { reason }));
    let staff = portal.person("staff@example.com").await;
    let refused = staff.call(&KeepCard { customer }).await;
    let reason = Refusal::StaffActAsAReseller;
    assert_eq!(refused.err(), Some(Problem::Forbidden { reason }));
}
