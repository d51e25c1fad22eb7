//! The link of an offer: it works once, until it is withdrawn, sent again or lapsed.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{ColleagueState, Problem},
    permission::ResellerRole::Technician,
};

use super::{MEI, activating, karin, opening, resending, secret};
use crate::{
    colleagues::{everybody, inviting, removing, row},
    harness::{FIRST_DAY, Portal, stories},
};

stories! {
    a_link_works_once_and_not_after_it_was_withdrawn_or_replaced,
    an_offer_lapses_after_thirty_days,
}

async fn a_link_works_once_and_not_after_it_was_withdrawn_or_replaced(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    let all = karin
        .call(&inviting(ours, MEI, Technician))
        .await
        .expect("invited");
    let first = secret(portal, MEI).await;
    let stranger = portal.stranger();
    let open = |secret: &str| opening(secret);
    assert!(stranger.ask(&open(&first)).await.is_ok());

    portal.tell(FIRST_DAY + 20.days());
    let waiting = row(&all, MEI).id;
    let again = karin
        .call(&resending(ours, waiting))
        .await
        .expect("mailed again");
    let state = ColleagueState::Invited(FIRST_DAY + 50.days());
    let shown = row(&again, MEI);
    assert_eq!((shown.since_on, shown.state), (FIRST_DAY, state));
    let second = secret(portal, MEI).await;
    assert_eq!(stranger.ask(&open(&first)).await, Err(Problem::LinkGone));
    assert!(stranger.ask(&open(&second)).await.is_ok());

    karin
        .call(&removing(ours, waiting))
        .await
        .expect("withdrawn");
    assert_eq!(stranger.ask(&open(&second)).await, Err(Problem::LinkGone));
    assert_eq!(
        stranger.ask(&activating(&second)).await.err(),
        Some(Problem::LinkGone)
    );
    assert_eq!(
        karin.call(&resending(ours, waiting)).await,
        Err(Problem::WrongState)
    );

    // of two links to two addresses each opens its own
    karin
        .call(&inviting(ours, MEI, Technician))
        .await
        .expect("invited");
    karin
        .call(&inviting(ours, "li@example.org", Technician))
        .await
        .expect("invited");
    let (mei, li) = (
        secret(portal, MEI).await,
        secret(portal, "li@example.org").await,
    );
    let link = stranger.ask(&open(&li)).await.expect("a link");
    assert_eq!(link.email, "li@example.org");
    assert_eq!(stranger.ask(&open(&mei)).await.expect("a link").email, MEI);
}

async fn an_offer_lapses_after_thirty_days(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    karin
        .call(&inviting(ours, MEI, Technician))
        .await
        .expect("invited");
    let secret = secret(portal, MEI).await;
    portal.tell(FIRST_DAY + 30.days());
    assert!(portal.stranger().ask(&opening(&secret)).await.is_ok());
    let again = karin.call(&inviting(ours, MEI, Technician)).await;
    assert_eq!(again, Err(Problem::AlreadyMember));
    portal.tell(FIRST_DAY + 31.days());
    let late = portal.stranger().ask(&activating(&secret)).await;
    assert_eq!(late.err(), Some(Problem::LinkGone));
    assert_eq!(everybody(&karin, ours).await.rows.len(), 2);
    assert!(karin.call(&inviting(ours, MEI, Technician)).await.is_ok());
}
