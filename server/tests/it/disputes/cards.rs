//! Cards while a payer's bank wants a payment back: none of that payer is charged, and one that is disputed
//! at once has bought all the same.

use jiff::ToSpan;
use seatkeeper_core::{api::Problem, order::OrderState};
use seatkeeper_server::store::licences;

use super::{DISPUTED, bank, ten};
use crate::{
    buying::{buy, form, look, reseller},
    days::{GOOD, INVOICES, about, charges, kept, on, view},
    harness::{Portal, stories},
    transfers::by_transfer,
};

stories! {
    no_card_of_that_payer_is_charged_meanwhile,
    a_renewal_is_not_charged_meanwhile,
    a_card_that_is_disputed_at_once,
}

async fn no_card_of_that_payer_is_charged_meanwhile(portal: &Portal) {
    let karin = reseller(portal).await;
    let (_, base, _) = ten(portal, &karin, "Sperr GmbH").await;
    bank(portal, base, "open").await;
    let order = karin.create(form("Neu GmbH", "DE", "")).await;
    let refused = karin.call(&order).await;
    assert_eq!(
        refused.err(),
        Some(Problem::CardDisputed),
        "for any customer"
    );
    let transfer = by_transfer(karin.create(form("Bank GmbH", "DE", "")).await);
    let waits = karin.call(&transfer).await.expect("an order");
    assert_eq!(waits.order.state, OrderState::AwaitingTransfer);
    // somebody else's payments are theirs
    let other = portal.person("other@example.com").await;
    let order = other.create(form("Fremd GmbH", "DE", "")).await;
    buy(portal, &other, &order).await;
    bank(portal, base, "won").await;
    let order = karin.create(form("Neu GmbH", "DE", "")).await;
    buy(portal, &karin, &order).await;
}

async fn a_renewal_is_not_charged_meanwhile(portal: &Portal) {
    let karin = reseller(portal).await;
    let (_, base, _) = ten(portal, &karin, "Streit GmbH").await;
    let customer = kept(portal, &karin, "Monat GmbH", "1", GOOD).await;
    let before = charges(portal).await.len();
    bank(portal, base, "open").await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    on(portal, end).await;
    assert_eq!(charges(portal).await.len(), before);
    let mails = about(portal, INVOICES, "Monat GmbH was not paid").await;
    assert_eq!(mails.len(), 1);
    for words in ["disputed at its bank", "tried again on"] {
        assert!(
            mails[0].text.contains(words),
            "{words} in {}",
            mails[0].text
        );
    }
    let today = portal.today();
    let seats = portal
        .context
        .store
        .read(move |tx| licences::seats(tx, customer, today));
    assert_eq!(seats.await.expect("seats").total, 7, "the grace holds");
    bank(portal, base, "won").await;
    on(portal, end + 1.day()).await;
    assert_eq!(
        charges(portal).await.len(),
        before + 1,
        "tried again like a declined card"
    );
}

async fn a_card_that_is_disputed_at_once(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Sofort GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    let page = portal.card_page(&placed.go_to.expect("a page"));
    page.pay(DISPUTED).await.back();
    let view = look(&karin, order.id).await;
    assert_eq!(view.order.state, OrderState::Disputed);
    portal.work().await;
    let view = look(&karin, order.id).await;
    assert!(
        view.invoice.is_some(),
        "its invoice is numbered all the same"
    );
}
