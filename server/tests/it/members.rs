//! Adding members: invitations and those added at once, what nobody learns from either, and that
//! no licence is given twice.

mod changes;
mod freed;
mod imports;
mod leaving;
mod limits;
mod told;

pub(crate) use imports::importing;

use jiff::ToSpan;
use seatkeeper_core::{
    api::{Activate, AddMember, LinkKind, ListMembers, Members, OpenLink, Problem, StopMails},
    form::{Field, FieldError, FieldFault},
    id::CustomerId,
    member::{Member, MemberState},
    permission::Refusal,
};

use crate::harness::{FIRST_DAY, Person, Portal, stories};

pub(super) const NEW_PASSWORD: &str = "correct horse battery";

stories! {
    an_invited_person_activates_an_account,
    an_account_in_no_business_is_added_at_once_and_looks_the_same,
    a_person_in_another_business_has_to_leave_it_first,
    the_same_address_is_added_once,
    what_is_no_address_is_said_beside_the_field,
    members_are_seen_and_added_by_those_who_may,
}

pub(crate) fn adding(customer: CustomerId, email: &str) -> AddMember {
    AddMember {
        customer,
        email: email.to_owned(),
        language: "sv".to_owned(),
    }
}

pub(super) fn listing(customer: CustomerId) -> ListMembers {
    ListMembers {
        customer,
        search: String::new(),
        page: 1,
    }
}

pub(super) async fn members(person: &Person<'_>, customer: CustomerId) -> Members {
    person.call(&listing(customer)).await.expect("members")
}

/// Adds an address, and looks who is there.
pub(super) async fn add(person: &Person<'_>, customer: CustomerId, email: &str) -> Members {
    let seats = person.call(&adding(customer, email)).await.expect("added");
    let members = members(person, customer).await;
    assert_eq!(members.seats, seats);
    members
}

pub(super) fn row<'a>(members: &'a Members, email: &str) -> &'a Member {
    let found = members.members.iter().find(|member| member.email == email);
    found.unwrap_or_else(|| panic!("no {email} among {:?}", members.members))
}

pub(super) fn activation(secret: &str) -> Activate {
    Activate {
        secret: secret.to_owned(),
        name: "Mei Tanaka".to_owned(),
        password: NEW_PASSWORD.to_owned(),
        language: "zh-Hans".to_owned(),
    }
}

pub(super) fn opening(secret: &str) -> OpenLink {
    OpenLink {
        secret: secret.to_owned(),
    }
}

async fn an_invited_person_activates_an_account(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let before = members(&karin, customer).await;
    let added = add(&karin, customer, "Mei@Nordwind.example").await;
    assert_eq!(added.seats.invited, before.seats.invited + 1);
    assert_eq!(added.seats.used, before.seats.used);
    let waiting = row(&added, "Mei@Nordwind.example");
    let state = MemberState::Waiting {
        since_on: FIRST_DAY,
        until_on: FIRST_DAY + 30.days(),
    };
    assert_eq!(
        (waiting.state, waiting.name.as_deref(), waiting.licensed),
        (state, None, true)
    );

    let mail = portal.mail_to("Mei@Nordwind.example").await;
    assert_eq!(mail.language, "sv");
    for words in ["Nordwind Logistik GmbH", "Karin Ek", "23 december 2026"] {
        assert!(mail.text.contains(words), "{words} in {}", mail.text);
    }
    let secret = portal.secret_in(&mail, "/activate");
    let mei = portal.stranger();
    let link = mei.ask(&opening(&secret)).await.expect("a link");
    assert_eq!(
        (link.kind, link.email.as_str()),
        (LinkKind::Activation, "Mei@Nordwind.example")
    );
    assert_eq!(link.business.as_deref(), Some("Nordwind Logistik GmbH"));
    assert_eq!(link.added_by.as_deref(), Some("Karin Ek"));
    assert_eq!(link.leaving, None);

    let session = mei.ask(&activation(&secret)).await.expect("activated");
    let session = session.session.expect("signed in");
    assert_eq!(
        (session.name.as_str(), session.language.as_str()),
        ("Mei Tanaka", "zh-Hans")
    );
    let after = members(&karin, customer).await;
    assert_eq!(after.seats.used, before.seats.used + 1);
    assert_eq!(after.seats.invited, before.seats.invited);
    let active = row(&after, "Mei@Nordwind.example");
    assert_eq!(
        (active.state, active.name.as_deref()),
        (MemberState::Active, Some("Mei Tanaka"))
    );
    // the link worked once
    assert_eq!(
        portal.stranger().ask(&opening(&secret)).await,
        Err(Problem::LinkGone)
    );
    assert_eq!(
        portal.stranger().ask(&activation(&secret)).await,
        Err(Problem::LinkGone)
    );
    let again = portal.stranger();
    again.becoming("mei@nordwind.example", NEW_PASSWORD);
    again.sign_in().await.expect("the chosen password");
}

async fn an_account_in_no_business_is_added_at_once_and_looks_the_same(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let unknown = add(&karin, customer, "mei@nordwind.example").await;
    let known = add(&karin, customer, "Other@example.com").await;
    let seen = |members: &Members, email| {
        let row = row(members, email);
        (row.name.clone(), row.role, row.state, row.licensed)
    };
    assert_eq!(
        seen(&unknown, "mei@nordwind.example"),
        seen(&known, "Other@example.com")
    );
    assert_eq!(known.seats.invited, unknown.seats.invited + 1);

    // the mail is in the person's own language, and needs no link but that to sign in
    let mail = portal.mail_to("Other@example.com").await;
    assert_eq!(mail.language, "en");
    assert!(
        mail.text
            .contains("Karin Ek added Other@example.com to Nordwind"),
        "{}",
        mail.text
    );
    assert!(
        mail.text.contains("/sign-in") && !mail.text.contains("/activate"),
        "{}",
        mail.text
    );
    let waiting = members(&karin, customer).await;
    assert!(matches!(
        row(&waiting, "Other@example.com").state,
        MemberState::Waiting { .. }
    ));

    let ruta = portal.person("other@example.com").await;
    assert!(ruta.session().await.is_some());
    let after = members(&karin, customer).await;
    let active = row(&after, "Other@example.com");
    assert_eq!(
        (active.state, active.name.as_deref()),
        (MemberState::Active, Some("Rūta Petrauskienė"))
    );
    assert_eq!(after.seats.used, known.seats.used + 1);
}

async fn a_person_in_another_business_has_to_leave_it_first(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let unknown = add(&karin, customer, "mei@nordwind.example").await;
    let added = add(&karin, customer, "customer@example.com").await;
    // nothing tells the adder
    let (mei, elin) = (
        row(&unknown, "mei@nordwind.example").clone(),
        row(&added, "customer@example.com"),
    );
    assert_eq!(
        (mei.state, mei.name, mei.licensed),
        (elin.state, elin.name.clone(), elin.licensed)
    );

    let mail = portal.mail_to("customer@example.com").await;
    assert!(
        mail.text.contains("belongs to another business"),
        "{}",
        mail.text
    );
    let secret = portal.secret_in(&mail, "/activate");
    let browser = portal.stranger();
    let link = browser.ask(&opening(&secret)).await.expect("a link");
    assert_eq!(link.leaving.as_deref(), Some("Café Söder HB"));
    assert_eq!(
        browser.ask(&activation(&secret)).await,
        Err(Problem::WrongState)
    );
    // refused, not used up, and the account is as it was
    assert!(browser.ask(&opening(&secret)).await.is_ok());
    portal.person("customer@example.com").await;
    let after = members(&karin, customer).await;
    assert!(matches!(
        row(&after, "customer@example.com").state,
        MemberState::Waiting { .. }
    ));
}

async fn the_same_address_is_added_once(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let seats = add(&karin, customer, "Mei@Nordwind.example").await.seats;
    for email in [
        "mei@nordwind.example",
        " MEI@NORDWIND.EXAMPLE ",
        "anna.lindqvist@nordwind.example",
    ] {
        let again = karin.call(&adding(customer, email)).await;
        assert_eq!(again, Err(Problem::AlreadyMember), "{email}");
    }
    let after = members(&karin, customer).await;
    assert_eq!(after.seats, seats);
    assert_eq!(
        row(&after, "Mei@Nordwind.example").email,
        "Mei@Nordwind.example"
    );
}

async fn what_is_no_address_is_said_beside_the_field(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    for (email, fault) in [
        ("", FieldFault::Missing),
        ("anna", FieldFault::NotAnEmail),
        (
            "a@example.com\r\nBcc: b@example.com",
            FieldFault::NotAnEmail,
        ),
        ("<a@example.com>", FieldFault::NotAnEmail),
    ] {
        let error = FieldError {
            field: Field::Email,
            fault,
        };
        let errors = vec![error];
        assert_eq!(
            karin.call(&adding(customer, email)).await,
            Err(Problem::Fields { errors }),
            "{email:?}"
        );
    }
}

async fn members_are_seen_and_added_by_those_who_may(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let forbidden = |reason| Some(Problem::Forbidden { reason });
    for (email, list, add) in [
        ("technician@example.com", None, None),
        (
            "other@example.com",
            Some(Problem::NotFound),
            Some(Problem::NotFound),
        ),
        (
            "customer@example.com",
            Some(Problem::NotFound),
            Some(Problem::NotFound),
        ),
        (
            "staff@example.com",
            None,
            forbidden(Refusal::StaffActAsAReseller),
        ),
    ] {
        let person = portal.person(email).await;
        assert_eq!(person.call(&listing(customer)).await.err(), list, "{email}");
        let added = person.call(&adding(customer, "mei@nordwind.example")).await;
        assert_eq!(added.err(), add, "{email}");
    }
    let mei = portal.stranger();
    assert_eq!(mei.ask(&listing(customer)).await, Err(Problem::NotSignedIn));
    let mail = portal.mail_to("mei@nordwind.example").await;
    let secret = portal.secret_in(&mail, "/activate");
    mei.ask(&activation(&secret)).await.expect("activated");
    let refused = forbidden(Refusal::MembersHaveOnlyTheirLicence);
    assert_eq!(mei.ask(&listing(customer)).await.err(), refused);
    assert_eq!(
        mei.ask(&adding(customer, "x@nordwind.example")).await.err(),
        refused
    );
}

/// Follows "not me, never again".
pub(super) async fn stop(portal: &Portal, secret: &str) -> Result<(), Problem> {
    let stop = StopMails {
        secret: secret.to_owned(),
    };
    portal.stranger().ask(&stop).await.map(|_| ())
}
