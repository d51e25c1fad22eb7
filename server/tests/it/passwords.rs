//! Passwords: wrong ones, guessed ones, forgotten ones, and what nobody learns from any of them.

use jiff::civil::time;
use reqwest::header::RETRY_AFTER;
use seatkeeper_core::api::{Endpoint, ForgottenPassword, OpenLink, Problem, ResetPassword, SignIn};
use seatkeeper_server::demo::PASSWORD;

use crate::{
    harness::{Answered, Portal, stories},
    sessions::{RESELLER, post, sign_in},
};

const NEW_PASSWORD: &str = "a new and longer one";

stories! {
    guessing_is_slowed_down_for_everybody,
    wrong_passwords_and_unknown_addresses_look_the_same,
    a_reset_link_works_once_and_ends_every_session,
    asking_for_a_link_tells_nothing,
}

async fn guessing_is_slowed_down_for_everybody(portal: &Portal) {
    // a quarter of an hour must not end in between
    portal.stand_still_at(time(9, 1, 0, 0));
    let stranger = portal.stranger();
    for address in [RESELLER, "nobody@example.com"] {
        for guess in 0..10 {
            let refused = stranger
                .ask(&sign_in(address, &format!("guess {guess}")))
                .await;
            assert_eq!(
                refused.err(),
                Some(Problem::WrongCredentials),
                "{address} {guess}"
            );
        }
        // even the right one
        let reply = post(portal, &stranger, SignIn::PATH, &sign_in(address, PASSWORD)).await;
        let Problem::TooMany {
            retry_after_seconds,
        } = reply.problem()
        else {
            panic!("{}", reply.body)
        };
        assert_eq!(reply.headers[RETRY_AFTER], retry_after_seconds.to_string());
        assert!(
            (1..=15 * 60 + 1).contains(&retry_after_seconds),
            "{retry_after_seconds}"
        );
    }
    portal.person("technician@example.com").await;
    portal.tell(portal.today().tomorrow().expect("a day"));
    portal.person(RESELLER).await;
}

async fn wrong_passwords_and_unknown_addresses_look_the_same(portal: &Portal) {
    let stranger = portal.stranger();
    let known = post(
        portal,
        &stranger,
        SignIn::PATH,
        &sign_in(RESELLER, "not the password"),
    )
    .await;
    let unknown = post(
        portal,
        &stranger,
        SignIn::PATH,
        &sign_in("nobody@example.com", "not the password"),
    )
    .await;
    assert_eq!(known.problem(), Problem::WrongCredentials);
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    let names = |reply: &Answered| {
        reply
            .headers
            .keys()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&known), names(&unknown));
    // members that never chose a password cannot sign in with any
    let invited = post(
        portal,
        &stranger,
        SignIn::PATH,
        &sign_in("s.duval@nordwind.example", "!"),
    )
    .await;
    assert_eq!(
        (invited.status, &invited.body),
        (unknown.status, &unknown.body)
    );
}

async fn a_reset_link_works_once_and_ends_every_session(portal: &Portal) {
    let karin = portal.person(RESELLER).await;
    let at_home = portal.stranger();
    at_home.ask(&forgotten(RESELLER)).await.expect("a mail");
    let secret = portal.secret_in(&portal.mail_to(RESELLER).await, "/reset-password");
    let link = at_home
        .ask(&OpenLink {
            secret: secret.clone(),
        })
        .await
        .expect("a link");
    assert_eq!(link.email, RESELLER);
    let reset = |password: &str| ResetPassword {
        secret: secret.clone(),
        password: password.to_owned(),
    };
    assert!(matches!(
        at_home.ask(&reset("short")).await,
        Err(Problem::Fields { .. })
    ));
    let state = at_home
        .ask(&reset(NEW_PASSWORD))
        .await
        .expect("a new password");
    assert_eq!(state.session.expect("signed in at once").email, RESELLER);
    assert!(at_home.session().await.is_some());
    assert_eq!(
        karin.session().await,
        None,
        "who knew the old password is out"
    );
    assert_eq!(
        at_home.ask(&reset("yet another password")).await.err(),
        Some(Problem::LinkGone)
    );
    assert_eq!(
        at_home
            .ask(&OpenLink {
                secret: secret.clone()
            })
            .await
            .err(),
        Some(Problem::LinkGone)
    );
    let stranger = portal.stranger();
    assert_eq!(
        stranger.ask(&sign_in(RESELLER, PASSWORD)).await.err(),
        Some(Problem::WrongCredentials)
    );
    stranger
        .ask(&sign_in(RESELLER, NEW_PASSWORD))
        .await
        .expect("the new one");

    stranger
        .ask(&forgotten(RESELLER))
        .await
        .expect("another mail");
    let late = portal.secret_in(&portal.mail_to(RESELLER).await, "/reset-password");
    portal.tell(portal.today().tomorrow().expect("a day"));
    assert_eq!(
        stranger.ask(&OpenLink { secret: late }).await.err(),
        Some(Problem::LinkGone),
        "expired"
    );
}

async fn asking_for_a_link_tells_nothing(portal: &Portal) {
    let stranger = portal.stranger();
    let before = portal.mails().await.len();
    let known = post(
        portal,
        &stranger,
        ForgottenPassword::PATH,
        &forgotten(RESELLER),
    )
    .await;
    let unknown = post(
        portal,
        &stranger,
        ForgottenPassword::PATH,
        &forgotten("nobody@example.com"),
    )
    .await;
    assert_eq!((known.status, &known.body), (200, &"{}".to_owned()));
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    assert_eq!(portal.mails().await.len(), before + 1);
    for address in [RESELLER, "nobody@example.com"] {
        stranger.ask(&forgotten(address)).await.expect("a second");
        stranger.ask(&forgotten(address)).await.expect("a third");
        let refused = stranger.ask(&forgotten(address)).await;
        assert!(
            matches!(refused, Err(Problem::TooMany { .. })),
            "{address}: {refused:?}"
        );
    }
}

fn forgotten(email: &str) -> ForgottenPassword {
    ForgottenPassword {
        email: email.to_owned(),
        language: "en".to_owned(),
    }
}
