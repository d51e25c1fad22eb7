//! What holds a licence and for how long, and how many mails an address gets.

use std::sync::Arc;

use jiff::{ToSpan, civil::date};
use seatkeeper_core::{
    api::{OpenLink, Problem},
    member::MemberState,
};

use super::{add, adding, members, stop};
use crate::harness::{FIRST_DAY, Portal, stories};

stories! {
    sixty_four_at_once_never_get_more_than_there_is,
    when_licences_run_out_nobody_is_added,
    an_invitation_that_nobody_accepts_gives_its_licence_back,
    an_account_that_was_added_at_once_keeps_its_licence,
    an_address_gets_three_such_mails_a_day,
    never_again_is_never_again,
}

async fn sixty_four_at_once_never_get_more_than_there_is(portal: &Portal) {
    let karin = Arc::new(portal.person("reseller@example.com").await);
    let customer = karin.customer("Atelier Duval SARL").await;
    let free = members(&karin, customer).await.seats.free();
    assert_eq!(free, 12);
    let adding = (0..64).map(|number| {
        let karin = Arc::clone(&karin);
        async move {
            let email = format!("person{number}@duval.example");
            karin.call(&adding(customer, &email)).await
        }
    });
    let answers = all_at_once(adding).await;
    let added = answers.iter().filter(|answer| answer.is_ok()).count();
    let full = answers
        .iter()
        .filter(|answer| matches!(answer, Err(Problem::NoFreeLicence)))
        .count();
    assert_eq!((added, full), (12, 52));
    let after = members(&karin, customer).await;
    assert_eq!((after.members.len(), after.seats.free()), (12, 0));
    let mails = portal.mails().await;
    let invited = mails
        .iter()
        .filter(|mail| mail.to.ends_with("@duval.example"));
    assert_eq!(invited.count(), 12);
}

/// Polls all of them in turn, so that all requests are on their way together.
async fn all_at_once<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut pending = false;
        for (future, answer) in &mut waiting {
            if answer.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(ready) => *answer = Some(ready),
                    std::task::Poll::Pending => pending = true,
                }
            }
        }
        if pending {
            std::task::Poll::Pending
        } else {
            std::task::Poll::Ready(())
        }
    })
    .await;
    waiting
        .into_iter()
        .filter_map(|(_, answer)| answer)
        .collect()
}

async fn when_licences_run_out_nobody_is_added(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let free = members(&karin, customer).await.seats.free();
    assert_eq!(free, 2);
    for email in ["one@nordwind.example", "two@nordwind.example"] {
        karin
            .call(&adding(customer, email))
            .await
            .expect("a free licence");
    }
    let third = karin
        .call(&adding(customer, "three@nordwind.example"))
        .await;
    assert_eq!(third, Err(Problem::NoFreeLicence));
    // who is there already is told so, not that there is no room
    let again = karin.call(&adding(customer, "one@nordwind.example")).await;
    assert_eq!(again, Err(Problem::AlreadyMember));
    assert!(
        portal
            .mails()
            .await
            .iter()
            .all(|mail| mail.to != "three@nordwind.example")
    );
    // nor is anybody added to a subscription that has ended
    portal.tell(date(2030, 1, 1));
    let late = karin
        .call(&adding(customer, "three@nordwind.example"))
        .await;
    assert_eq!(late, Err(Problem::Expired));
}

async fn an_invitation_that_nobody_accepts_gives_its_licence_back(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Atelier Duval SARL").await;
    let email = "mei@duval.example";
    karin.call(&adding(customer, email)).await.expect("added");
    let mail = portal.mail_to(email).await;
    let secret = portal.secret_in(&mail, "/activate");
    let open = OpenLink {
        secret: secret.clone(),
    };

    portal.tell(FIRST_DAY + 30.days());
    assert_eq!(members(&karin, customer).await.seats.free(), 11);
    assert!(portal.stranger().ask(&open).await.is_ok());
    assert_eq!(
        karin.call(&adding(customer, email)).await,
        Err(Problem::AlreadyMember)
    );

    portal.tell(FIRST_DAY + 31.days());
    let lapsed = members(&karin, customer).await;
    assert_eq!((lapsed.seats.free(), lapsed.members.len()), (12, 0));
    assert_eq!(portal.stranger().ask(&open).await, Err(Problem::LinkGone));
    let again = add(&karin, customer, email).await;
    assert_eq!((again.seats.free(), again.members.len()), (11, 1));
    let mail = portal.mail_to(email).await;
    let newer = portal.secret_in(&mail, "/activate");
    assert_ne!(newer, secret);
    assert!(
        portal
            .stranger()
            .ask(&OpenLink { secret: newer })
            .await
            .is_ok()
    );
    assert_eq!(portal.stranger().ask(&open).await, Err(Problem::LinkGone));
}

async fn an_account_that_was_added_at_once_keeps_its_licence(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Atelier Duval SARL").await;
    let added = karin.call(&adding(customer, "other@example.com")).await;
    assert_eq!(added.expect("added").invited, 1);
    portal.tell(FIRST_DAY + 31.days());
    let after = members(&karin, customer).await;
    assert_eq!((after.seats.used, after.seats.invited), (1, 0));
    let [member] = after.members.as_slice() else {
        panic!("{after:?}")
    };
    assert_eq!((member.state, member.licensed), (MemberState::Active, true));
    let again = karin.call(&adding(customer, "other@example.com")).await;
    assert_eq!(again, Err(Problem::AlreadyMember));
}

async fn an_address_gets_three_such_mails_a_day(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let ruta = portal.person("other@example.com").await;
    let mut customers = Vec::new();
    for name in [
        "Nordwind Logistik GmbH",
        "Atelier Duval SARL",
        "Järvi Data Oy",
        "Thistle & Byre Ltd",
    ] {
        customers.push((&karin, karin.customer(name).await));
    }
    customers.push((&ruta, ruta.customer("SIA Daugava Print").await));
    for (person, customer) in customers {
        person
            .call(&adding(customer, "Mei@wanted.example"))
            .await
            .expect("it looks the same");
    }
    let to_mei = |mails: Vec<seatkeeper_server::mailer::Mail>| {
        mails
            .iter()
            .filter(|mail| mail.to == "Mei@wanted.example")
            .count()
    };
    assert_eq!(to_mei(portal.mails().await), 3);
    portal.tell(FIRST_DAY + 2.days());
    let customer = karin.customer("上海明德贸易有限公司").await;
    karin
        .call(&adding(customer, "Mei@wanted.example"))
        .await
        .expect("added");
    assert_eq!(to_mei(portal.mails().await), 4);
}

async fn never_again_is_never_again(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    karin
        .call(&adding(customer, "Mei@wanted.example"))
        .await
        .expect("added");
    let mail = portal.mail_to("Mei@wanted.example").await;
    let (activate, never) = (
        portal.secret_in(&mail, "/activate"),
        portal.secret_in(&mail, "/stop-mails"),
    );
    assert_eq!(stop(portal, &activate).await, Err(Problem::LinkGone));
    assert_eq!(stop(portal, &"0".repeat(64)).await, Err(Problem::LinkGone));
    assert_eq!(stop(portal, &never).await, Ok(()));
    assert_eq!(stop(portal, &never).await, Ok(()));
    let open = OpenLink { secret: activate };
    assert_eq!(portal.stranger().ask(&open).await, Err(Problem::LinkGone));

    let sent = portal.mails().await.len();
    let other = karin.customer("Atelier Duval SARL").await;
    let added = karin.call(&adding(other, "mei@wanted.example")).await;
    assert_eq!(added.expect("it looks the same").invited, 1);
    assert_eq!(portal.mails().await.len(), sent);
}
