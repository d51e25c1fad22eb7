//! How often an address is written to, and a password is tried; who is not invited at all.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{Problem, StopMails},
    form::{Field, FieldError, FieldFault},
    permission::ResellerRole::{Administrator, Technician},
};
use seatkeeper_server::demo::PASSWORD;

use super::{KNOWN, MEI, accepting, karin, opening, resending, secret};
use crate::{
    colleagues::{id, inviting, removing, row},
    harness::{FIRST_DAY, Portal, stories},
};

stories! {
    an_address_gets_three_mails_a_day_and_none_if_it_wants_none,
    nobody_is_invited_twice,
    guessing_the_password_of_a_link_is_slowed_down,
}

async fn an_address_gets_three_mails_a_day_and_none_if_it_wants_none(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    for _ in 0..5 {
        let all = karin
            .call(&inviting(ours, MEI, Technician))
            .await
            .expect("invited");
        let waiting = row(&all, MEI).id;
        karin
            .call(&removing(ours, waiting))
            .await
            .expect("withdrawn");
        karin
            .call(&inviting(ours, MEI, Technician))
            .await
            .expect("it looks the same");
        portal.work().await;
        let waiting = id(&karin, ours, MEI).await;
        karin
            .call(&removing(ours, waiting))
            .await
            .expect("withdrawn");
    }
    let mails = portal.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail.to == MEI).count(), 3);

    let never = portal.secret_in(&portal.mail_to(MEI).await, "/stop-mails");
    portal.tell(FIRST_DAY + 1.day());
    karin
        .call(&inviting(ours, MEI, Technician))
        .await
        .expect("invited");
    let link = secret(portal, MEI).await;
    let stranger = portal.stranger();
    stranger
        .ask(&StopMails { secret: never })
        .await
        .expect("stopped");
    assert_eq!(stranger.ask(&opening(&link)).await, Err(Problem::LinkGone));
    let sent = portal.mails().await.len();
    let waiting = id(&karin, ours, MEI).await;
    karin
        .call(&resending(ours, waiting))
        .await
        .expect("it looks the same");
    assert_eq!(portal.mails().await.len(), sent);
}

async fn nobody_is_invited_twice(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    for email in ["Reseller@Example.com", "technician@example.com"] {
        let again = karin.call(&inviting(ours, email, Technician)).await;
        assert_eq!(again, Err(Problem::AlreadyMember), "{email}");
    }
    karin
        .call(&inviting(ours, MEI, Technician))
        .await
        .expect("invited");
    let again = karin
        .call(&inviting(ours, "mei@EXAMPLE.org", Administrator))
        .await;
    assert_eq!(again, Err(Problem::AlreadyMember));
    let no_address = karin.call(&inviting(ours, "mei", Technician)).await;
    let fault = FieldError {
        field: Field::Email,
        fault: FieldFault::NotAnEmail,
    };
    assert_eq!(
        no_address,
        Err(Problem::Fields {
            errors: vec![fault]
        })
    );
}

async fn guessing_the_password_of_a_link_is_slowed_down(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    karin
        .call(&inviting(ours, KNOWN, Technician))
        .await
        .expect("invited");
    let secret = secret(portal, KNOWN).await;
    let stranger = portal.stranger();
    for guess in 0..10 {
        let refused = stranger
            .ask(&accepting(&secret, &format!("guess {guess}")))
            .await;
        assert_eq!(refused, Err(Problem::WrongCredentials), "{guess}");
    }
    let refused = stranger.ask(&accepting(&secret, PASSWORD)).await;
    assert!(
        matches!(refused, Err(Problem::TooMany { .. })),
        "{refused:?}"
    );
}
