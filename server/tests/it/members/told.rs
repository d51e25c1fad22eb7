//! Whoever is removed from a business hears of it, without a price and without who manages it.

use seatkeeper_core::{
    api::{Activate, ChangeAddress, RemoveMember},
    id::CustomerId,
};
use seatkeeper_server::mailer::Mail;

use super::{activation, add, members, row};
use crate::{
    buying::reseller,
    harness::{Person, Portal, stories},
};

stories! {
    whoever_is_removed_or_replaced_is_told_and_an_invitation_is_not,
    whoever_is_there_again_is_not_told,
    an_address_gets_three_such_mails_a_day,
}

const ANNA: &str = "anna@alm.example";
const BO: &str = "bo@berg.example";
const BUSINESS: &str = "Nordwind Logistik GmbH";

async fn remove(karin: &Person<'_>, customer: CustomerId, email: &str) {
    let member = row(&members(karin, customer).await, email).id;
    let removing = RemoveMember { customer, member };
    karin.call(&removing).await.expect("removed");
}

/// Added, and with a password.
async fn joined(portal: &Portal, karin: &Person<'_>, customer: CustomerId, email: &str) {
    add(karin, customer, email).await;
    let secret = portal.secret_in(&portal.mail_to(email).await, "/activate");
    let activating = Activate {
        language: "en".to_owned(),
        ..activation(&secret)
    };
    portal.stranger().ask(&activating).await.expect("joined");
}

/// The mails to somebody about being a member no longer.
async fn told(portal: &Portal, email: &str) -> Vec<Mail> {
    let mails = portal.mails().await.into_iter();
    let of_removal = |mail: &Mail| mail.subject.starts_with("You are no longer a member of");
    mails
        .filter(|mail| mail.to == email && of_removal(mail))
        .collect()
}

async fn whoever_is_removed_or_replaced_is_told_and_an_invitation_is_not(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer(BUSINESS).await;
    for email in [ANNA, BO] {
        joined(portal, &karin, customer, email).await;
    }
    remove(&karin, customer, ANNA).await;
    let changing = ChangeAddress {
        customer,
        member: row(&members(&karin, customer).await, BO).id,
        email: "invited@berg.example".to_owned(),
        language: "en".to_owned(),
    };
    karin.call(&changing).await.expect("replaced");
    for email in [ANNA, BO] {
        let mails = told(portal, email).await;
        assert_eq!(mails.len(), 1, "{email}");
        let Mail { subject, text, .. } = &mails[0];
        assert!(subject.contains(BUSINESS), "{subject}");
        for secret in ["Kontor", "Karin", "reseller@example.com", "€"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    remove(&karin, customer, "invited@berg.example").await;
    assert_eq!(told(portal, "invited@berg.example").await.len(), 0);
}

async fn whoever_is_there_again_is_not_told(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer(BUSINESS).await;
    joined(portal, &karin, customer, ANNA).await;
    remove(&karin, customer, ANNA).await;
    add(&karin, customer, ANNA).await;
    assert_eq!(told(portal, ANNA).await.len(), 0);
}

async fn an_address_gets_three_such_mails_a_day(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer(BUSINESS).await;
    joined(portal, &karin, customer, ANNA).await;
    for removed in 1..=5 {
        remove(&karin, customer, ANNA).await;
        assert_eq!(told(portal, ANNA).await.len(), removed.min(3));
        add(&karin, customer, ANNA).await;
    }
}
