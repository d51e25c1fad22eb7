//! Changing the address of an account: password, a link to the new address, a way to stop it at the
//! old one, every session ended; and what nobody learns from it.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{
        ChangeEmail, ConfirmEmail, Endpoint, ForgottenPassword, KeepEmail, LinkKind, ListMembers,
        OpenLink, Problem, RemoveMember, ResetPassword,
    },
    form::{Field, FieldError, FieldFault},
};
use seatkeeper_server::{
    demo::PASSWORD,
    mailer::Mail,
    store::{StoreError, accounts},
};

use crate::{
    harness::{Answered, FIRST_DAY, Person, Portal, stories},
    members::adding,
    sessions::{post, sign_in},
};

const ELIN: &str = "customer@example.com";
const NEW: &str = "Elin@example.org";
const TAKEN: &str = "other@example.com";

stories! {
    a_confirmed_address_takes_the_place_of_the_old_one_everywhere,
    the_old_address_can_stop_it,
    a_taken_address_looks_the_same_and_is_told,
    the_password_is_asked_for,
    a_change_lapses_after_a_day_and_a_newer_one_replaces_it,
    a_new_password_gives_up_a_change,
    of_two_who_want_an_address_the_first_to_confirm_has_it,
    one_account_asks_five_times_a_day_and_an_address_gets_three_mails,
    another_spelling_of_the_own_address_is_a_change_too,
}

pub(super) fn changing(email: &str, password: &str) -> ChangeEmail {
    ChangeEmail {
        email: email.to_owned(),
        password: password.to_owned(),
        code: String::new(),
    }
}

fn confirming(secret: &str) -> ConfirmEmail {
    ConfirmEmail {
        secret: secret.to_owned(),
    }
}

fn keeping(secret: &str) -> KeepEmail {
    KeepEmail {
        secret: secret.to_owned(),
    }
}

fn opening(secret: &str) -> OpenLink {
    OpenLink {
        secret: secret.to_owned(),
    }
}

async fn to(portal: &Portal, email: &str) -> Vec<Mail> {
    let mails = portal.mails().await;
    mails.into_iter().filter(|mail| mail.to == email).collect()
}

/// Somebody asks for an address; the secrets of the two links that follow.
async fn asked(portal: &Portal, person: &Person<'_>, from: &str, to: &str) -> (String, String) {
    person.call(&changing(to, PASSWORD)).await.expect("asked");
    let (new, old) = (portal.mail_to(to).await, portal.mail_to(from).await);
    (
        portal.secret_in(&new, "/confirm-email"),
        portal.secret_in(&old, "/keep-email"),
    )
}

async fn a_confirmed_address_takes_the_place_of_the_old_one_everywhere(portal: &Portal) {
    let elin = portal.person(ELIN).await;
    let elsewhere = portal.person(ELIN).await;
    let customer = elin.customer("Café Söder HB").await;
    let forgotten = ForgottenPassword {
        email: ELIN.to_owned(),
        language: "en".to_owned(),
    };
    elin.ask(&forgotten).await.expect("a mail");
    let reset = portal.secret_in(&portal.mail_to(ELIN).await, "/reset-password");
    // she was invited there by her other address, before anybody knew
    let karin = portal.person("reseller@example.com").await;
    let list = ListMembers {
        customer,
        search: String::new(),
        page: 1,
    };
    let others = karin.call(&list).await.expect("members").members;
    let other = others.iter().find(|row| row.email != ELIN);
    let removing = RemoveMember {
        customer,
        member: other.expect("somebody else").id,
    };
    karin.call(&removing).await.expect("a free licence");
    let before = karin.call(&adding(customer, NEW)).await.expect("added");
    let (confirm, keep) = asked(portal, &elin, ELIN, NEW).await;
    assert_eq!(elin.session().await.expect("still signed in").email, ELIN);

    let browser = portal.stranger();
    let link = browser.ask(&opening(&confirm)).await.expect("a link");
    assert_eq!(
        (link.kind, link.email.as_str()),
        (LinkKind::ConfirmEmail, NEW)
    );
    // neither link does what the other one does
    assert_eq!(
        browser.ask(&confirming(&keep)).await,
        Err(Problem::LinkGone)
    );
    assert_eq!(
        browser.ask(&keeping(&confirm)).await,
        Err(Problem::LinkGone)
    );
    browser.ask(&confirming(&confirm)).await.expect("confirmed");
    assert_eq!(browser.session().await, None, "the link is no sign-in");
    for session in [&elin, &elsewhere] {
        assert_eq!(session.session().await, None, "every session has ended");
    }
    for secret in [&confirm, &keep, &reset] {
        assert_eq!(browser.ask(&opening(secret)).await, Err(Problem::LinkGone));
    }
    let old = browser.ask(&sign_in(ELIN, PASSWORD)).await;
    assert_eq!(old.err(), Some(Problem::WrongCredentials));
    let state = browser.ask(&sign_in("elin@EXAMPLE.org", PASSWORD)).await;
    let session = state.expect("signed in").session.expect("a session");
    assert_eq!(session.email, NEW);
    assert!(session.membership.is_some());
    for address in [ELIN, NEW] {
        let told = to(portal, address).await.pop().expect("a mail");
        assert!(
            told.text.contains("Every session was ended"),
            "{}",
            told.text
        );
        assert!(told.text.contains(ELIN) && told.text.contains(NEW));
    }
    // one row, under the new address; the invitation that it had is gone with its licence
    let after = karin.call(&list).await.expect("members");
    let rows = after.members.iter().filter(|row| row.email == NEW);
    assert_eq!(rows.count(), 1);
    assert!(after.members.iter().all(|row| row.email != ELIN));
    assert_eq!(after.seats.free(), before.free() + 1);
}

async fn the_old_address_can_stop_it(portal: &Portal) {
    // somebody found her laptop open, and knows her password
    let attacker = portal.person(ELIN).await;
    let (confirm, keep) = asked(portal, &attacker, ELIN, "eve@example.org").await;
    let mail = portal.mail_to(ELIN).await;
    assert!(mail.text.contains("eve@example.org"), "{}", mail.text);
    let elin = portal.stranger();
    let link = elin.ask(&opening(&keep)).await.expect("a link");
    assert_eq!(link.kind, LinkKind::KeepEmail);
    elin.ask(&keeping(&keep)).await.expect("stopped");
    assert_eq!(attacker.session().await, None);
    assert_eq!(
        elin.ask(&confirming(&confirm)).await,
        Err(Problem::LinkGone)
    );
    assert_eq!(elin.ask(&keeping(&keep)).await, Err(Problem::LinkGone));
    assert!(elin.ask(&sign_in(ELIN, PASSWORD)).await.is_ok());
}

async fn a_taken_address_looks_the_same_and_is_told(portal: &Portal) {
    let elin = portal.person(ELIN).await;
    let free = post(portal, &elin, ChangeEmail::PATH, &changing(NEW, PASSWORD)).await;
    portal.work().await;
    let taken = post(portal, &elin, ChangeEmail::PATH, &changing(TAKEN, PASSWORD)).await;
    assert_eq!((free.status, &free.body), (200, &"{}".to_owned()));
    assert_eq!((free.status, &free.body), (taken.status, &taken.body));
    let names = |reply: &Answered| {
        let names = reply.headers.keys().map(ToString::to_string);
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(&free), names(&taken));
    let mail = portal.mail_to(TAKEN).await;
    assert!(
        mail.text.contains("belongs to your account already"),
        "{}",
        mail.text
    );
    assert!(!mail.text.contains("/confirm-email"), "{}", mail.text);
    // the old address is told the same either way
    let told = to(portal, ELIN).await;
    let keeps = told
        .iter()
        .filter(|mail| mail.text.contains("/keep-email#"));
    assert_eq!(keeps.count(), 2);
}

async fn the_password_is_asked_for(portal: &Portal) {
    let stranger = portal.stranger();
    let refused = stranger.ask(&changing(NEW, PASSWORD)).await;
    assert_eq!(refused, Err(Problem::NotSignedIn));
    let elin = portal.person(ELIN).await;
    let faults = |faults: &[(Field, FieldFault)]| {
        let errors = faults.iter().cloned();
        let errors = errors.map(|(field, fault)| FieldError { field, fault });
        Err(Problem::Fields {
            errors: errors.collect(),
        })
    };
    let nothing = elin.ask(&changing("", "")).await;
    let missing = [
        (Field::NewEmail, FieldFault::Missing),
        (Field::Password, FieldFault::Missing),
    ];
    assert_eq!(nothing, faults(&missing));
    let no_address = elin.ask(&changing("elin", PASSWORD)).await;
    assert_eq!(
        no_address,
        faults(&[(Field::NewEmail, FieldFault::NotAnEmail)])
    );
    for guess in 0..10 {
        let refused = elin.ask(&changing(NEW, &format!("guess {guess}"))).await;
        assert_eq!(refused, Err(Problem::WrongCredentials), "{guess}");
    }
    let refused = elin.ask(&changing(NEW, PASSWORD)).await;
    assert!(
        matches!(refused, Err(Problem::TooMany { .. })),
        "{refused:?}"
    );
    assert!(to(portal, NEW).await.is_empty() && to(portal, ELIN).await.is_empty());
}

async fn a_change_lapses_after_a_day_and_a_newer_one_replaces_it(portal: &Portal) {
    let elin = portal.person(ELIN).await;
    let (first, stop) = asked(portal, &elin, ELIN, "first@example.org").await;
    let (second, _) = asked(portal, &elin, ELIN, NEW).await;
    let stranger = portal.stranger();
    for secret in [&first, &stop] {
        assert_eq!(stranger.ask(&opening(secret)).await, Err(Problem::LinkGone));
    }
    portal.tell(FIRST_DAY + 2.days());
    let late = stranger.ask(&confirming(&second)).await;
    assert_eq!(late, Err(Problem::LinkGone));
    assert!(stranger.ask(&sign_in(ELIN, PASSWORD)).await.is_ok());
}

async fn a_new_password_gives_up_a_change(portal: &Portal) {
    let attacker = portal.person(ELIN).await;
    let (confirm, _) = asked(portal, &attacker, ELIN, "eve@example.org").await;
    let elin = portal.stranger();
    let forgotten = ForgottenPassword {
        email: ELIN.to_owned(),
        language: "en".to_owned(),
    };
    elin.ask(&forgotten).await.expect("a mail");
    let reset = ResetPassword {
        secret: portal.secret_in(&portal.mail_to(ELIN).await, "/reset-password"),
        password: "a new and longer one".to_owned(),
    };
    elin.ask(&reset).await.expect("a new password");
    assert_eq!(
        elin.ask(&confirming(&confirm)).await,
        Err(Problem::LinkGone)
    );
    assert_eq!(elin.session().await.expect("signed in").email, ELIN);
}

async fn of_two_who_want_an_address_the_first_to_confirm_has_it(portal: &Portal) {
    let elin = portal.person(ELIN).await;
    let ruta = portal.person(TAKEN).await;
    let (one, _) = asked(portal, &elin, ELIN, NEW).await;
    let (two, _) = asked(portal, &ruta, TAKEN, NEW).await;
    // a link belongs to its change, though both were mailed to one address
    let stranger = portal.stranger();
    let (one, two) = (confirming(&one), confirming(&two));
    let answers = tokio::join!(stranger.ask(&one), stranger.ask(&two));
    let kept = match answers {
        (Ok(_), Err(Problem::LinkGone)) => TAKEN,
        (Err(Problem::LinkGone), Ok(_)) => ELIN,
        both => panic!("{both:?}"),
    };
    assert!(stranger.ask(&sign_in(kept, PASSWORD)).await.is_ok());
    assert!(stranger.ask(&sign_in(NEW, PASSWORD)).await.is_ok());
}

async fn one_account_asks_five_times_a_day_and_an_address_gets_three_mails(portal: &Portal) {
    let elin = portal.person(ELIN).await;
    for _ in 0..5 {
        elin.call(&changing(NEW, PASSWORD)).await.expect("asked");
        portal.work().await;
    }
    let sixth = elin.call(&changing(NEW, PASSWORD)).await;
    assert!(matches!(sixth, Err(Problem::TooMany { .. })), "{sixth:?}");
    assert_eq!(to(portal, NEW).await.len(), 3);
    assert_eq!(to(portal, ELIN).await.len(), 5, "the owner is always told");
}

async fn another_spelling_of_the_own_address_is_a_change_too(portal: &Portal) {
    let elin = portal.person(ELIN).await;
    elin.call(&changing("Customer@Example.com", PASSWORD))
        .await
        .expect("asked");
    let confirm = portal.secret_in(
        &portal.mail_to("Customer@Example.com").await,
        "/confirm-email",
    );
    portal
        .stranger()
        .ask(&confirming(&confirm))
        .await
        .expect("confirmed");
    let found = portal
        .context
        .store
        .read(|tx| accounts::by_email(tx, ELIN))
        .await;
    let found: Result<_, StoreError> = found;
    let shown = found.expect("a store").expect("an account").email_shown;
    assert_eq!(shown, "Customer@Example.com");
}
