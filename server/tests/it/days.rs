//! Business days: what is said before a period ends, the renewal by itself, a declined card, and
//! what happens when nobody pays. Each day's work is done once, in order.

mod amounts;
mod catching_up;
mod declined;
mod fewer;
mod lost_answers;

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{
    api::{
        CustomerView, GetCustomer, PlaceOrder, Problem, RemoveCard, SetAutoRenewal, SetNextLicences,
    },
    id::CustomerId,
    permission::Refusal,
    subscription::SubscriptionState,
};
use seatkeeper_server::{checkout, mailer::Mail};

use crate::{
    buying::{buy, form, reseller},
    harness::{Person, Portal, stories},
};

stories! {
    a_month_renews_by_itself_for_exactly_what_was_said,
    a_year_is_announced_thirty_seven_and_one_days_before,
    without_a_card_nothing_is_charged_and_everybody_is_told,
    whoever_pays_by_hand_is_not_charged_again,
    another_payers_card_is_forgotten,
    the_payer_switches_it_off_and_on_and_chooses_the_number,
    what_has_expired_is_neither_announced_nor_charged_by_itself,
    a_removed_card_pays_nothing,
}

pub(crate) const GOOD: &str = "4242424242424242";
pub(crate) const DECLINES_KEPT: &str = "4000000000000341";
pub(super) const CONFIRMS_ALWAYS: &str = "4000002760003184";
pub(crate) const INVOICES: &str = "invoices@kontor.example";

pub(crate) async fn view(person: &Person<'_>, customer: CustomerId) -> CustomerView {
    let view = person.call(&GetCustomer { customer }).await;
    view.expect("a customer")
}

/// Pays an order and keeps the card.
pub(crate) async fn keep(portal: &Portal, person: &Person<'_>, order: &PlaceOrder, card: &str) {
    let placed = person.call(order).await.expect("an order");
    let page = portal.card_page(&placed.go_to.expect("a page"));
    match page.pay_and_keep(card).await {
        crate::harness::Then::Asked(bank) => bank.answer("approve").await.back(),
        then => then.back(),
    };
    // not by the person: where the gateway's hint was faster, the kept card may ask for a second factor
    let looked = checkout::look(&portal.context, order.id).await;
    looked.expect("the gateway's answer");
    portal.work().await;
}

/// A customer of seven licences by the month or the year, with a card that was kept.
pub(crate) async fn kept(
    portal: &Portal,
    person: &Person<'_>,
    name: &str,
    term: &str,
    card: &str,
) -> CustomerId {
    let mut form = form(name, "DE", "");
    term.clone_into(&mut form.term);
    let order = person.create(form).await;
    keep(portal, person, &order, card).await;
    person.customer(name).await
}

/// A day begins, and its work is done.
pub(crate) async fn on(portal: &Portal, day: Date) {
    portal.tell(day);
    portal.work().await;
}

/// The mails to an address about a business, the oldest first.
pub(crate) async fn about(portal: &Portal, to: &str, business: &str) -> Vec<Mail> {
    let mails = portal.mails().await.into_iter();
    mails
        .filter(|mail| mail.to == to && mail.subject.contains(business))
        .collect()
}

pub(crate) async fn charges(portal: &Portal) -> Vec<i64> {
    let record = portal.gateway_record().await;
    record
        .charges
        .iter()
        .map(|charge| charge.charge.amount.minor)
        .collect()
}

async fn a_month_renews_by_itself_for_exactly_what_was_said(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Monat GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    assert!(view(&karin, customer).await.subscription.auto_renew);
    on(portal, end - 8.days()).await;
    assert_eq!(about(portal, INVOICES, "Monat GmbH renews").await.len(), 0);
    on(portal, end - 7.days()).await;
    portal.work().await;
    let said = about(portal, INVOICES, "Monat GmbH renews").await;
    assert_eq!(
        said.len(),
        1,
        "once, however often the day is worked through"
    );
    // 7 × 11.90 = 83.30, less 20 % = 66.64, and 19 % VAT
    for words in ["€79.30", "23 Dec 2026", "22 Jan 2027", "/renew?on="] {
        assert!(said[0].text.contains(words), "{words} in {}", said[0].text);
    }
    on(portal, end.yesterday().expect("a day")).await;
    assert_eq!(charges(portal).await.len(), 1, "not before its day");
    on(portal, end).await;
    assert_eq!(charges(portal).await, [7930, 7930]);
    let renewed = view(&karin, customer).await;
    assert_eq!(
        (renewed.state, renewed.seats.total),
        (SubscriptionState::Active, 7)
    );
    assert_eq!(renewed.subscription.period.start(), end);
    assert!(
        portal.mail_to(INVOICES).await.attachment.is_some(),
        "its invoice is mailed"
    );
    on(portal, end + 1.day()).await;
    assert_eq!(charges(portal).await.len(), 2);
}

async fn a_year_is_announced_thirty_seven_and_one_days_before(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Jahr GmbH", "12", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    for (before, said) in [(31, 0), (30, 1), (8, 1), (7, 2), (2, 2), (1, 3)] {
        on(portal, end - before.days()).await;
        let mails = about(portal, INVOICES, "Jahr GmbH renews").await;
        assert_eq!(mails.len(), said, "{before} days before");
    }
    on(portal, end).await;
    assert_eq!(charges(portal).await.len(), 2);
}

async fn without_a_card_nothing_is_charged_and_everybody_is_told(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Café Söder HB").await;
    let ends = view(&karin, customer).await.subscription;
    assert!(!ends.auto_renew, "nothing is paid by itself without a card");
    let end = ends.ends_on();
    on(portal, end - 7.days()).await;
    let payer = about(portal, INVOICES, "Café Söder HB").await;
    assert!(
        payer
            .iter()
            .any(|mail| mail.subject.contains("ends on") && mail.text.contains("Amount")),
        "{payer:?}"
    );
    // the customer's own administrator hears no amount of the reseller's
    let own = about(portal, "customer@example.com", "Café Söder HB").await;
    assert!(
        own.iter()
            .any(|mail| mail.text.contains("renewed by Kontor & Co AB")),
        "{own:?}"
    );
    assert!(
        own.iter()
            .all(|mail| !mail.text.contains("kr") && !mail.text.contains("SEK")),
        "{own:?}"
    );
    on(portal, end).await;
    assert_eq!(view(&karin, customer).await.state, SubscriptionState::Grace);
    on(portal, end + 7.days()).await;
    let expired = view(&karin, customer).await;
    assert_eq!(
        (expired.state, expired.seats.total, expired.seats.used),
        (SubscriptionState::Expired, 0, 2)
    );
    for to in [INVOICES, "customer@example.com"] {
        let mails = about(portal, to, "Café Söder HB has expired").await;
        assert_eq!(mails.len(), 1, "{to}");
    }
    assert_eq!(charges(portal).await, [0; 0]);
}

async fn whoever_pays_by_hand_is_not_charged_again(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Hand GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    let order = karin.renewal(customer, 9).await;
    buy(portal, &karin, &order).await;
    on(portal, end + 2.days()).await;
    assert_eq!(charges(portal).await.len(), 2);
    let held = view(&karin, customer).await;
    assert_eq!(
        (held.seats.total, held.subscription.period.start()),
        (9, end)
    );
    // the card that was kept before still renews
    assert!(held.subscription.auto_renew);
}

async fn another_payers_card_is_forgotten(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Café Söder HB").await;
    let order = karin.renewal(customer, 3).await;
    keep(portal, &karin, &order, GOOD).await;
    let paid = view(&karin, customer).await.subscription;
    assert!(paid.auto_renew);
    portal.tell(paid.period.end() + 3.days());
    let elin = portal.person("customer@example.com").await;
    let own = elin.renewal(customer, 3).await;
    buy(portal, &elin, &own).await;
    assert!(
        !view(&karin, customer).await.subscription.auto_renew,
        "the reseller's card pays no more"
    );
}

async fn the_payer_switches_it_off_and_on_and_chooses_the_number(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Schalter GmbH", "1", GOOD).await;
    let auto = async || {
        view(&karin, customer)
            .await
            .buying
            .and_then(|buying| buying.auto_renewal)
            .expect("ours")
    };
    let before = auto().await;
    assert_eq!((before.on, before.licences), (true, 7));
    assert_eq!(before.card.expect("a card").last_four, "4242");
    let end = view(&karin, customer).await.subscription.ends_on();
    karin
        .call(&SetAutoRenewal {
            customer,
            on: false,
        })
        .await
        .expect("off");
    assert!(!auto().await.on && !view(&karin, customer).await.subscription.auto_renew);
    on(portal, end).await;
    assert_eq!(charges(portal).await, [7930]);
    // on again, in the grace, with another number: announced first, then charged
    karin
        .call(&SetAutoRenewal { customer, on: true })
        .await
        .expect("on");
    let typed = |licences: &str| SetNextLicences {
        customer,
        licences: licences.to_owned(),
    };
    assert!(matches!(
        karin.call(&typed("0")).await,
        Err(Problem::Fields { .. })
    ));
    karin.call(&typed("10")).await.expect("chosen");
    on(portal, end + 1.day()).await;
    on(portal, end + 2.days()).await;
    // 10 × 11.90 = 119, less 20 % = 95.20, and 19 % VAT
    assert_eq!(charges(portal).await, [7930, 11_329]);
    assert_eq!(view(&karin, customer).await.seats.total, 10);
}

async fn what_has_expired_is_neither_announced_nor_charged_by_itself(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Vorbei GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    karin
        .call(&SetAutoRenewal {
            customer,
            on: false,
        })
        .await
        .expect("off");
    on(portal, end + 6.days()).await;
    // too late to be told a day before the licences rest
    karin
        .call(&SetAutoRenewal { customer, on: true })
        .await
        .expect("on");
    for after in 6..12 {
        on(portal, end + after.days()).await;
    }
    on(portal, end + 40.days()).await;
    assert_eq!(about(portal, INVOICES, "Vorbei GmbH renews").await.len(), 0);
    assert_eq!(charges(portal).await, [7930]);
    assert_eq!(
        about(portal, INVOICES, "Vorbei GmbH has expired")
            .await
            .len(),
        1
    );
}

async fn a_removed_card_pays_nothing(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Ohne GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    karin.call(&RemoveCard { customer }).await.expect("removed");
    karin
        .call(&RemoveCard { customer })
        .await
        .expect("twice is no fault");
    on(portal, end).await;
    assert_eq!(charges(portal).await, [7930]);
    // who does not pay has nothing to say about it
    let elin = portal.person("customer@example.com").await;
    let cafe = elin.customer("Café Söder HB").await;
    let buying = view(&elin, cafe).await.buying.expect("list prices");
    assert_eq!(buying.auto_renewal, None);
    let refused = elin
        .call(&SetAutoRenewal {
            customer: cafe,
            on: false,
        })
        .await;
    assert_eq!(
        refused.err(),
        Some(Problem::Forbidden {
            reason: Refusal::PayersOnly
        })
    );
}
