//! A next period with fewer licences than members: said in its receipt, and some days before it begins.

use jiff::ToSpan;
use seatkeeper_core::{
    api::SetMemberRole,
    id::CustomerId,
    member::{MemberRole, Row},
};

use super::{INVOICES, about, on, view};
use crate::{
    buying::{GOOD, buy, reseller},
    harness::{Person, Portal, stories},
    members::{importing, members, row},
};

stories! {
    the_payer_and_the_administrators_hear_of_it_once_a_week_before,
    who_buys_enough_before_hears_of_nothing,
    the_receipt_says_it,
}

const EWAN: &str = "ewan@thistle.example";
const A: &str = "a@thistle.example";
const SUBJECT: &str = "Thistle & Byre Ltd has fewer licences than members";

/// Two licences are paid for the next month of a customer that has five now; three addresses are added
/// to the one that is there.
async fn short(portal: &Portal, karin: &Person<'_>) -> CustomerId {
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let order = karin.renewal(customer, 2).await;
    buy(portal, karin, &order).await;
    add(
        karin,
        customer,
        &[A, "b@thistle.example", "c@thistle.example"],
    )
    .await;
    customer
}

async fn add(karin: &Person<'_>, customer: CustomerId, rows: &[&str]) {
    let added = karin.call(&importing(customer, rows)).await.expect("rows");
    assert!(added.rows.iter().all(|row| *row == Row::Added));
}

async fn the_payer_and_the_administrators_hear_of_it_once_a_week_before(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = short(portal, &karin).await;
    let set = SetMemberRole {
        customer,
        member: row(&members(&karin, customer).await, EWAN).id,
        role: MemberRole::Administrator,
    };
    karin.call(&set).await.expect("an administrator");
    let start = view(&karin, customer).await.subscription.period.end();
    for (before, said) in [(8, 0), (7, 1), (6, 1), (1, 1)] {
        on(portal, start - before.days()).await;
        for to in [INVOICES, EWAN] {
            let mails = about(portal, to, SUBJECT).await;
            assert_eq!(mails.len(), said, "{to}, {before} days before");
        }
    }
    let sentence = "The next period has 2 licences for 4 members: whoever was added last is without \
                    one from 20 December 2026.";
    let payer = about(portal, INVOICES, SUBJECT).await.remove(0);
    let own = about(portal, EWAN, SUBJECT).await.remove(0);
    for mail in [&payer, &own] {
        assert!(mail.text.contains(sentence), "{}", mail.text);
        assert!(!mail.text.contains('£'), "{}", mail.text);
    }
    assert!(payer.text.contains("/purchase"), "{}", payer.text);
    assert!(own.text.contains("Kontor & Co AB can purchase more"));
    assert_eq!(about(portal, A, SUBJECT).await.len(), 0, "a member");
    // it begins, and nothing is said of it any more
    on(portal, start).await;
    assert_eq!(about(portal, INVOICES, SUBJECT).await.len(), 1);
}

async fn who_buys_enough_before_hears_of_nothing(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = short(portal, &karin).await;
    let start = view(&karin, customer).await.subscription.period.end();
    let order = karin.top_up(customer, 2).await;
    buy(portal, &karin, &order).await;
    on(portal, start - 7.days()).await;
    assert_eq!(about(portal, INVOICES, SUBJECT).await.len(), 0);
    // one more than there will be, some days later
    add(&karin, customer, &["d@thistle.example"]).await;
    on(portal, start - 3.days()).await;
    let said = about(portal, INVOICES, SUBJECT).await;
    assert_eq!(said.len(), 1);
    assert!(said[0].text.contains("4 licences for 5 members"));
}

/// Added while the card is still asked for.
async fn the_receipt_says_it(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let order = karin.renewal(customer, 1).await;
    let placed = karin.call(&order).await.expect("an order");
    add(&karin, customer, &[A]).await;
    let page = placed.go_to.expect("the gateway's page");
    portal.card_page(&page).pay(GOOD).await.back();
    let mail = portal.mail_to(INVOICES).await;
    assert!(mail.attachment.is_some(), "{}", mail.subject);
    assert!(
        mail.text
            .contains("The next period has 1 licence for 2 members"),
        "{}",
        mail.text
    );
}
