//! A member leaves, by itself or to join another business.

use seatkeeper_core::{
    api::{ChangeBusiness, GetCustomer, Leave, ListMembers, Problem},
    member::{MemberRole, MemberState},
};

use super::{activation, add, members, opening, row};
use crate::harness::{Portal, stories};

stories! {
    a_member_leaves_and_the_licence_is_free,
    an_administrator_leaves_and_the_reseller_stays,
    the_owner_of_an_address_leaves_one_business_for_another,
    who_left_meanwhile_has_nothing_to_choose,
}

async fn a_member_leaves_and_the_licence_is_free(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let before = add(&karin, customer, "mei@nordwind.example").await;
    let secret = portal.secret_in(&portal.mail_to("mei@nordwind.example").await, "/activate");
    let mei = portal.stranger();
    let session = mei
        .ask(&activation(&secret))
        .await
        .expect("activated")
        .session;
    let membership = session
        .and_then(|session| session.membership)
        .expect("a licence");
    assert_eq!(
        (
            membership.customer,
            membership.name.as_str(),
            membership.managed_by.as_str(),
            membership.role
        ),
        (
            customer,
            "Nordwind Logistik GmbH",
            "Kontor & Co AB",
            MemberRole::Member
        )
    );
    mei.ask(&Leave { customer }).await.expect("left");
    assert_eq!(mei.session().await.expect("signed in").membership, None);
    assert_eq!(mei.ask(&Leave { customer }).await, Err(Problem::NotFound));
    let after = members(&karin, customer).await;
    assert_eq!(after.seats.free(), before.seats.free() + 1);
    assert!(
        after
            .members
            .iter()
            .all(|member| member.email != "mei@nordwind.example")
    );
    // the account stays, and can be added again at once
    let again = add(&karin, customer, "mei@nordwind.example").await;
    assert!(matches!(
        row(&again, "mei@nordwind.example").state,
        MemberState::Waiting { .. }
    ));
    assert!(mei.session().await.expect("signed in").membership.is_some());
}

async fn an_administrator_leaves_and_the_reseller_stays(portal: &Portal) {
    let elin = portal.person("customer@example.com").await;
    let customer = elin.customer("Café Söder HB").await;
    elin.call(&Leave { customer }).await.expect("left");
    let gone = elin.call(&GetCustomer { customer }).await;
    assert_eq!(gone.err(), Some(Problem::NotFound));
    let karin = portal.person("reseller@example.com").await;
    assert_eq!(
        karin
            .call(&GetCustomer { customer })
            .await
            .expect("a view")
            .seats
            .free(),
        1
    );
}

async fn the_owner_of_an_address_leaves_one_business_for_another(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let (cafe, nordwind) = (
        karin.customer("Café Söder HB").await,
        karin.customer("Nordwind Logistik GmbH").await,
    );
    let before = (
        members(&karin, cafe).await.seats,
        members(&karin, nordwind).await.seats,
    );
    add(&karin, nordwind, "Customer@example.com").await;
    let mail = portal.mail_to("Customer@example.com").await;
    assert!(
        mail.text.contains("leave the other business"),
        "{}",
        mail.text
    );
    let secret = portal.secret_in(&mail, "/activate");
    let choosing = ChangeBusiness {
        secret: secret.clone(),
    };
    let browser = portal.stranger();
    browser.ask(&choosing).await.expect("chosen");
    assert_eq!(browser.session().await, None, "the link is no sign-in");
    assert_eq!(browser.ask(&choosing).await, Err(Problem::LinkGone));

    let after = (members(&karin, cafe).await, members(&karin, nordwind).await);
    assert_eq!(after.0.seats.free(), before.0.free() + 1);
    assert_eq!(
        (after.1.seats.used, after.1.seats.invited),
        (before.1.used + 1, before.1.invited)
    );
    // a member there, whatever she was here
    assert_eq!(
        row(&after.1, "Customer@example.com").role,
        MemberRole::Member
    );
    let elin = portal.person("customer@example.com").await;
    let membership = elin.session().await.and_then(|session| session.membership);
    assert_eq!(membership.map(|own| own.customer), Some(nordwind));
    let list = ListMembers {
        customer: cafe,
        search: String::new(),
        page: 1,
    };
    assert_eq!(elin.call(&list).await.err(), Some(Problem::NotFound));
}

async fn who_left_meanwhile_has_nothing_to_choose(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let (cafe, nordwind) = (
        karin.customer("Café Söder HB").await,
        karin.customer("Nordwind Logistik GmbH").await,
    );
    add(&karin, nordwind, "customer@example.com").await;
    let secret = portal.secret_in(&portal.mail_to("customer@example.com").await, "/activate");
    let elin = portal.person("customer@example.com").await;
    elin.call(&Leave { customer: cafe }).await.expect("left");
    let link = elin.ask(&opening(&secret)).await.expect("a link");
    assert_eq!(link.leaving, None);
    let choosing = ChangeBusiness {
        secret: secret.clone(),
    };
    assert_eq!(elin.ask(&choosing).await, Err(Problem::WrongState));
    // refused, not used up: the form of the link accepts it
    assert!(elin.ask(&activation(&secret)).await.is_ok());
    assert_eq!(
        elin.session()
            .await
            .and_then(|session| session.membership)
            .map(|own| own.customer),
        Some(nordwind)
    );
}
