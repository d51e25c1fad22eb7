//! Signing in and out: what keeps a session, what ends it, and what nobody learns.

use jiff::ToSpan;
use reqwest::Method;
use reqwest::header::{ORIGIN, SET_COOKIE};
use seatkeeper_core::api::{
    Activate, Endpoint, GetSession, ListCustomers, Problem, REQUEST_HEADER, SetLanguage, SignIn,
    SignOut, SignOutEverywhere,
};
use seatkeeper_server::{
    auth::staff::{self, Added},
    demo::PASSWORD,
};

use crate::harness::{Answered, Person, Portal, stories};

pub(crate) const RESELLER: &str = "reseller@example.com";
const NEW_PASSWORD: &str = "a new and longer one";

stories! {
    signing_in_opens_a_session_and_signing_out_ends_it,
    what_a_session_knows_depends_on_the_role,
    a_session_ends_when_it_is_idle_too_long,
    signing_out_everywhere_ends_every_session,
    other_sites_change_nothing,
    the_first_of_staff_is_made_on_the_command_line,
    staff_leave_on_the_command_line,
}

pub(crate) fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn {
        email: email.to_owned(),
        password: password.to_owned(),
    }
}

async fn signing_in_opens_a_session_and_signing_out_ends_it(portal: &Portal) {
    let karin = portal.stranger();
    assert_eq!(karin.session().await, None);
    assert_eq!(
        karin.ask(&ListCustomers::default()).await,
        Err(Problem::NotSignedIn)
    );
    let ask = portal.stranger();
    let reply = post(
        portal,
        &ask,
        SignIn::PATH,
        &sign_in("Reseller@Example.com ", PASSWORD),
    )
    .await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let cookie = reply.headers[SET_COOKIE].to_str().expect("text");
    assert!(cookie.starts_with("__Host-seatkeeper="), "{cookie}");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");

    let session = karin
        .becoming(RESELLER, PASSWORD)
        .sign_in()
        .await
        .expect("a session");
    assert_eq!(
        (session.email.as_str(), session.name.as_str()),
        (RESELLER, "Karin Ek")
    );
    let kept = karin.elsewhere();
    kept.has_the_cookie_of(&karin);
    karin
        .ask(&SetLanguage {
            language: "sv".to_owned(),
        })
        .await
        .expect("a language");
    assert_eq!(karin.session().await.expect("a session").language, "sv");
    karin.ask(&SignOut {}).await.expect("signed out");
    assert_eq!(karin.session().await, None);
    // the token itself is dead, not only forgotten
    assert_eq!(kept.session().await, None);
    kept.ask(&SignOut {})
        .await
        .expect("signing out twice is no fault");
}

async fn what_a_session_knows_depends_on_the_role(portal: &Portal) {
    for (email, may_create, sells, staff) in [
        (RESELLER, true, true, false),
        ("technician@example.com", false, false, false),
        ("customer@example.com", false, false, false),
        ("other@example.com", true, true, false),
        ("staff@example.com", false, false, true),
    ] {
        let session = portal
            .person(email)
            .await
            .session()
            .await
            .expect("a session");
        let known = (session.may_create, session.selling.is_some(), session.staff);
        assert_eq!(known, (may_create, sells, staff), "{email}");
    }
}

async fn a_session_ends_when_it_is_idle_too_long(portal: &Portal) {
    let karin = portal.person(RESELLER).await;
    assert!(karin.session().await.is_some());
    portal.tell(portal.today().tomorrow().expect("a day"));
    assert_eq!(karin.session().await, None);
    assert_eq!(
        karin.ask(&ListCustomers::default()).await,
        Err(Problem::NotSignedIn)
    );
    karin.sign_in().await.expect("the password still fits");
    assert!(karin.session().await.is_some());
    portal.tell(portal.today() + 31.days());
    assert_eq!(karin.session().await, None);
}

async fn signing_out_everywhere_ends_every_session(portal: &Portal) {
    let laptop = portal.person(RESELLER).await;
    let phone = laptop.elsewhere();
    phone.sign_in().await.expect("a second session");
    let colleague = portal.person("technician@example.com").await;
    laptop.ask(&SignOutEverywhere {}).await.expect("signed out");
    assert_eq!(laptop.session().await, None);
    assert_eq!(phone.session().await, None);
    assert!(colleague.session().await.is_some());
    assert_eq!(
        laptop.ask(&SignOutEverywhere {}).await.err(),
        Some(Problem::NotSignedIn)
    );
}

async fn other_sites_change_nothing(portal: &Portal) {
    let karin = portal.person(RESELLER).await;
    let own = portal.url.as_str();
    for (headers, refused) in [
        (
            &[("origin", "https://evil.example"), (REQUEST_HEADER, "1")][..],
            true,
        ),
        (&[("origin", own)], true),
        (&[(REQUEST_HEADER, "1")], true),
        (&[], true),
        (
            &[("sec-fetch-site", "cross-site"), (REQUEST_HEADER, "1")],
            true,
        ),
        (
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", own),
                (REQUEST_HEADER, "1"),
            ],
            true,
        ),
        (&[("origin", "null"), (REQUEST_HEADER, "1")], true),
        (
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", own),
                (REQUEST_HEADER, "1"),
            ],
            false,
        ),
    ] {
        let mut request = karin.request(Method::POST, SetLanguage::PATH);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let reply = karin
            .send(request.json(&SetLanguage {
                language: "en".to_owned(),
            }))
            .await;
        assert_eq!(reply.status, if refused { 403 } else { 200 }, "{headers:?}");
        if refused {
            assert_eq!(reply.problem(), Problem::CrossOrigin);
        }
    }
    assert!(
        karin
            .ask(&GetSession {})
            .await
            .expect("an answer")
            .session
            .is_some()
    );
}

async fn the_first_of_staff_is_made_on_the_command_line(portal: &Portal) {
    let add = async |email: &'static str| {
        let (store, now) = (portal.context.store.clone(), portal.context.clock.now());
        let adding = tokio::task::spawn_blocking(move || staff::add(&store, email, "en", now));
        adding
            .await
            .expect("no panic")
            .map_err(|error| error.to_string())
    };
    assert_eq!(add("boss@seller.example").await, Ok(Added::Invited));
    assert_eq!(
        add("no address").await,
        Err("no address is not an e-mail address".to_owned())
    );
    let secret = portal.secret_in(&portal.mail_to("boss@seller.example").await, "/activate");
    let boss = portal.stranger();
    let activate = Activate {
        secret,
        name: "Bo Ström".to_owned(),
        password: NEW_PASSWORD.to_owned(),
        language: "sv".to_owned(),
    };
    let state = boss.ask(&activate).await.expect("an account");
    let session = state.session.expect("signed in at once");
    assert!(session.staff && session.language == "sv", "{session:?}");
    assert_eq!(boss.ask(&activate).await.err(), Some(Problem::LinkGone));
    // somebody who has an account already is one of staff from the next request on
    let karin = portal.person(RESELLER).await;
    assert_eq!(add(RESELLER).await, Ok(Added::AtOnce));
    assert!(karin.session().await.expect("a session").staff);
}

async fn staff_leave_on_the_command_line(portal: &Portal) {
    let remove = async |email: &'static str| {
        let (store, now) = (portal.context.store.clone(), portal.context.clock.now());
        let removing = tokio::task::spawn_blocking(move || staff::remove(&store, email, now));
        let removed = removing.await.expect("no panic");
        removed.map_err(|error| error.to_string())
    };
    let store = portal.context.store.clone();
    let listing = tokio::task::spawn_blocking(move || staff::list(&store));
    let all = listing.await.expect("no panic").expect("the store");
    assert_eq!(all, ["second@example.com", "staff@example.com"]);
    let sam = portal.person("staff@example.com").await;
    assert_eq!(remove("Staff@Example.com").await, Ok(()));
    assert!(sam.session().await.is_none(), "signed out at once");
    sam.sign_in().await.expect("the account stays");
    assert!(!sam.session().await.expect("a session").staff);
    let gone = "staff@example.com is none of the staff";
    assert_eq!(remove("staff@example.com").await, Err(gone.to_owned()));
    let last = "second@example.com is the last of the staff: add somebody else first";
    assert_eq!(remove("second@example.com").await, Err(last.to_owned()));
}

/// Posts as the portal's own page does, and answers the reply as it came.
pub(crate) async fn post(
    portal: &Portal,
    person: &Person<'_>,
    path: &str,
    body: &impl serde::Serialize,
) -> Answered {
    let request = person
        .request(Method::POST, path)
        .header(ORIGIN, &portal.url)
        .header(REQUEST_HEADER, "1");
    person.send(request.json(body)).await
}
