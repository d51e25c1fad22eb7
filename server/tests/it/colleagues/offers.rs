//! Offers of a role: accepted by making an account or with a password, by their address only; what nobody
//! learns from them.

mod limits;
mod links;

use jiff::ToSpan;
use seatkeeper_core::{
    api::{
        AcceptRole, Activate, ColleagueState, LinkKind, OpenLink, Problem,
        ResendColleagueInvitation,
    },
    form::{Field, FieldError, FieldFault},
    id::{ColleagueId, ResellerId},
    permission::ResellerRole::{Administrator, Technician},
};
use seatkeeper_server::demo::PASSWORD;

use super::{KARIN, everybody, id, inviting, removing, reseller, row};
use crate::{
    harness::{Answered, FIRST_DAY, Person, Portal, stories},
    sessions::post,
};

const MEI: &str = "Mei@example.org";
const KNOWN: &str = "customer@example.com";

stories! {
    an_address_without_an_account_makes_one_and_works_there,
    an_account_accepts_with_its_password_and_signs_in_as_always,
    known_and_unknown_addresses_look_the_same_to_the_inviter,
    who_works_for_another_reseller_waits_until_it_is_removed_there,
    of_two_offers_at_once_one_is_taken_up,
}

fn opening(secret: &str) -> OpenLink {
    OpenLink {
        secret: secret.to_owned(),
    }
}

fn accepting(secret: &str, password: &str) -> AcceptRole {
    AcceptRole {
        secret: secret.to_owned(),
        password: password.to_owned(),
        code: String::new(),
    }
}

fn activating(secret: &str) -> Activate {
    Activate {
        secret: secret.to_owned(),
        name: "Mei Tanaka".to_owned(),
        password: "correct horse battery".to_owned(),
        language: "sv".to_owned(),
    }
}

fn resending(reseller: ResellerId, colleague: ColleagueId) -> ResendColleagueInvitation {
    ResendColleagueInvitation {
        reseller,
        colleague,
        language: "en".to_owned(),
    }
}

async fn secret(portal: &Portal, email: &str) -> String {
    portal.secret_in(&portal.mail_to(email).await, "/activate")
}

async fn karin(portal: &Portal) -> (Person<'_>, ResellerId) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    (karin, ours)
}

async fn an_address_without_an_account_makes_one_and_works_there(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    let all = karin
        .call(&inviting(ours, MEI, Administrator))
        .await
        .expect("invited");
    let invited = ColleagueState::Invited(FIRST_DAY + 30.days());
    let waiting = row(&all, MEI);
    assert_eq!((waiting.state, waiting.role), (invited, Administrator));
    assert!(all.has_one_administrator(), "an invitation is nobody yet");

    let mail = portal.mail_to(MEI).await;
    for words in [
        "Karin Ek",
        "Kontor & Co AB",
        "as an administrator",
        "23 December 2026",
    ] {
        assert!(mail.text.contains(words), "{words} in {}", mail.text);
    }
    let secret = portal.secret_in(&mail, "/activate");
    let mei = portal.stranger();
    let link = mei.ask(&opening(&secret)).await.expect("a link");
    assert_eq!(
        (link.kind, link.role),
        (LinkKind::Activation, Some(Administrator))
    );
    assert_eq!(
        (link.email.as_str(), link.business.as_deref()),
        (MEI, Some("Kontor & Co AB"))
    );
    assert_eq!(link.added_by.as_deref(), Some("Karin Ek"));
    // there is no password to accept with
    assert_eq!(
        mei.ask(&accepting(&secret, PASSWORD)).await,
        Err(Problem::LinkGone)
    );

    let state = mei.ask(&activating(&secret)).await.expect("activated");
    let session = state.session.expect("signed in");
    assert_eq!(session.reseller.expect("a reseller").role, Administrator);
    assert!(session.may_create);
    let all = everybody(&mei, ours).await;
    assert_eq!(row(&all, MEI).name.as_deref(), Some("Mei Tanaka"));
    assert!(row(&all, MEI).own && !all.has_one_administrator());
    assert_eq!(
        mei.ask(&activating(&secret)).await.err(),
        Some(Problem::LinkGone)
    );
}

async fn an_account_accepts_with_its_password_and_signs_in_as_always(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    karin
        .call(&inviting(ours, KNOWN, Technician))
        .await
        .expect("invited");
    let secret = secret(portal, KNOWN).await;
    let browser = portal.stranger();
    let link = browser.ask(&opening(&secret)).await.expect("a link");
    assert_eq!(
        (link.kind, link.role, link.leaving),
        (LinkKind::Role, Some(Technician), None)
    );
    // the link alone changes no password
    assert_eq!(
        browser.ask(&activating(&secret)).await.err(),
        Some(Problem::LinkGone)
    );
    let missing = browser.ask(&accepting(&secret, "")).await;
    let fault = FieldError {
        field: Field::Password,
        fault: FieldFault::Missing,
    };
    assert_eq!(
        missing,
        Err(Problem::Fields {
            errors: vec![fault]
        })
    );
    let wrong = browser.ask(&accepting(&secret, "not the password")).await;
    assert_eq!(wrong, Err(Problem::WrongCredentials));
    assert!(browser.ask(&accepting(&secret, PASSWORD)).await.is_ok());
    assert_eq!(browser.session().await, None, "the link is no sign-in");
    assert_eq!(
        browser.ask(&accepting(&secret, PASSWORD)).await,
        Err(Problem::LinkGone)
    );
    let elin = portal.person(KNOWN).await;
    let session = elin.session().await.expect("signed in");
    assert_eq!(session.reseller.expect("a reseller").role, Technician);
    assert!(
        session.membership.is_some(),
        "and what she was she still is"
    );
}

async fn known_and_unknown_addresses_look_the_same_to_the_inviter(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    // an account, one elsewhere, one that was never activated, nobody at all
    let addresses = [KNOWN, "other@example.com", "s.duval@nordwind.example", MEI];
    let mut answers = Vec::new();
    for email in addresses {
        let path = format!("/api/resellers/{ours}/colleagues");
        let reply = post(portal, &karin, &path, &inviting(ours, email, Technician)).await;
        answers.push((reply.status, names(&reply)));
    }
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(answers[0].0, 200);
    let all = everybody(&karin, ours).await;
    for email in addresses {
        let waiting = row(&all, email);
        assert!(matches!(waiting.state, ColleagueState::Invited(_)));
        assert_eq!((&waiting.name, waiting.own), (&None, false));
    }
}

fn names(reply: &Answered) -> Vec<String> {
    reply.headers.keys().map(ToString::to_string).collect()
}

async fn who_works_for_another_reseller_waits_until_it_is_removed_there(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    let ruta = portal.person("other@example.com").await;
    let theirs = reseller(&ruta).await;
    // a technician there, who will be asked here
    ruta.call(&inviting(theirs, MEI, Technician))
        .await
        .expect("invited");
    let first = secret(portal, MEI).await;
    let mei = portal.stranger();
    mei.ask(&activating(&first)).await.expect("activated");
    karin
        .call(&inviting(ours, MEI, Technician))
        .await
        .expect("invited");
    let mail = portal.mail_to(MEI).await;
    assert!(
        mail.text.contains("arbetar för en annan återförsäljare"),
        "{}",
        mail.text
    );
    let secret = portal.secret_in(&mail, "/activate");
    let link = mei.ask(&opening(&secret)).await.expect("a link");
    assert_eq!(link.leaving.as_deref(), Some("UAB Baltic Freight"));
    let password = "correct horse battery";
    let refused = mei.ask(&accepting(&secret, password)).await;
    assert_eq!(refused, Err(Problem::WrongState));
    assert_eq!(reseller(&mei).await, theirs, "nothing was changed");

    let colleague = id(&ruta, theirs, MEI).await;
    ruta.call(&removing(theirs, colleague))
        .await
        .expect("removed");
    // refused, not used up
    mei.ask(&accepting(&secret, password))
        .await
        .expect("accepted");
    assert_eq!(reseller(&mei).await, ours);
}

async fn of_two_offers_at_once_one_is_taken_up(portal: &Portal) {
    let (karin, ours) = karin(portal).await;
    let ruta = portal.person("other@example.com").await;
    let theirs = reseller(&ruta).await;
    karin
        .call(&inviting(ours, KNOWN, Technician))
        .await
        .expect("invited");
    let one = accepting(&secret(portal, KNOWN).await, PASSWORD);
    ruta.call(&inviting(theirs, KNOWN, Technician))
        .await
        .expect("invited");
    let two = accepting(&secret(portal, KNOWN).await, PASSWORD);
    let stranger = portal.stranger();
    let answers = tokio::join!(stranger.ask(&one), stranger.ask(&two));
    let (taken, left) = match answers {
        (Ok(_), Err(Problem::WrongState)) => (ours, &two),
        (Err(Problem::WrongState), Ok(_)) => (theirs, &one),
        both => panic!("{both:?}"),
    };
    assert_eq!(reseller(&portal.person(KNOWN).await).await, taken);
    // the other offer waits
    let link = stranger.ask(&opening(&left.secret)).await;
    assert!(link.expect("a link").leaving.is_some());
}
