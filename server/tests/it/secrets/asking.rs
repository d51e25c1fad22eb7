//! Somebody asks for everything that there is to ask for; and all that somebody was told, read.

use reqwest::Method;
use seatkeeper_core::{
    api::{
        CustomerFilter, CustomerSort, Endpoint, Leave, ListCustomers, SignOut, SignOutEverywhere,
    },
    page::Page,
};

use super::{
    needles::{Haystack, Secrets},
    papers,
};
use crate::{
    harness::{Answered, Person, Portal},
    permissions::{Ours, call, cases},
};

/// What was told, and where.
pub(super) struct Told {
    pub(super) place: String,
    text: Haystack,
}

impl Told {
    fn new(place: impl Into<String>, text: &str) -> Self {
        Self {
            place: place.into(),
            text: Haystack::of(text),
        }
    }
}

/// Calls every endpoint about somebody's things, and every list and page that could show them. Who
/// stays in the business afterwards does not leave it.
pub(super) async fn ask_everything(
    portal: &Portal,
    person: &Person<'_>,
    ours: &Ours,
    unique: &str,
) {
    person.sign_in().await.expect("signed in");
    for (at, case) in cases(ours).iter().enumerate() {
        let ends = [Leave::PATH, SignOut::PATH, SignOutEverywhere::PATH];
        if !ends.contains(&case.path) {
            call(portal, person, case, &format!("{unique}-{at}")).await;
        }
    }
    for address in addresses(ours) {
        person.send(person.request(Method::GET, &address)).await;
    }
}

/// … and at last what ends the membership and the session.
pub(super) async fn leave(portal: &Portal, person: &Person<'_>, ours: &Ours) {
    let ends = [Leave::PATH, SignOut::PATH, SignOutEverywhere::PATH];
    for case in cases(ours).iter().filter(|case| ends.contains(&case.path)) {
        call(portal, person, case, "leaving").await;
    }
}

fn addresses(ours: &Ours) -> Vec<String> {
    let Ours {
        customer, order, ..
    } = ours;
    let lists = CustomerFilter::ALL.into_iter().flat_map(|(filter, _)| {
        CustomerSort::ALL.map(|(sort, _)| ListCustomers {
            filter,
            sort,
            ..ListCustomers::default()
        })
    });
    let mut all: Vec<String> = lists.map(|list| list.address()).collect();
    all.extend([
        format!("/api/invoices?page=1&customer={customer}"),
        "/api/invoices?page=2".to_owned(),
        "/healthz".to_owned(),
        "/readyz".to_owned(),
        "/no-such-page".to_owned(),
    ]);
    let pages = [
        Page::Overview,
        Page::Billing,
        Page::Manage,
        Page::Renew,
        Page::PurchaseLicence,
        Page::BusinessInformation,
        Page::Order(seatkeeper_core::id::OrderId(*order)),
    ];
    all.extend(pages.map(|page| format!("{}?on={customer}", page.path())));
    all
}

/// All that somebody has heard since remembering, and every mail to these addresses.
pub(super) async fn told(portal: &Portal, person: &Person<'_>, addresses: &[&str]) -> Vec<Told> {
    let mut all = Vec::new();
    for heard in person.heard() {
        let Answered {
            status,
            headers,
            body,
            bytes,
        } = &heard.answered;
        let place = format!("{status} of {}", heard.asked);
        all.push(Told::new(
            format!("the headers, {place}"),
            &format!("{headers:?}"),
        ));
        if bytes.starts_with(b"%PDF") {
            let papers = papers::read(&place, bytes);
            all.extend(papers.into_iter().map(|(at, text)| Told::new(at, &text)));
        } else {
            all.push(Told::new(format!("the body, {place}"), body));
        }
    }
    for mail in portal.mails().await {
        if !addresses.contains(&mail.to.as_str()) {
            continue;
        }
        let place = format!("the mail {:?} to {}", mail.subject, mail.to);
        all.push(Told::new(format!("the subject, {place}"), &mail.subject));
        all.push(Told::new(format!("the text, {place}"), &mail.text));
        all.push(Told::new(format!("the page, {place}"), &mail.html));
        if let Some(file) = mail.attachment {
            all.push(Told::new(format!("the file's name, {place}"), &file.name));
            let papers = papers::read(&place, &file.bytes);
            all.extend(papers.into_iter().map(|(at, text)| Told::new(at, &text)));
        }
    }
    all
}

/// None of the secrets is anywhere.
#[track_caller]
pub(super) fn nothing_of(secrets: &Secrets, who: &str, told: &[Told]) {
    assert!(told.len() > 100, "{who} has asked for nothing");
    let found = told.iter().flat_map(|told| {
        let secrets = secrets
            .all()
            .iter()
            .filter(|secret| secret.is_in(&told.text));
        secrets.map(move |secret| format!("{who} is told {secret} in {}", told.place))
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Each of the secrets is somewhere, or looking for it means nothing.
#[track_caller]
pub(super) fn everything_of(secrets: &Secrets, told: &[Told]) {
    assert!(!secrets.all().is_empty());
    let missing = secrets.all().iter().filter(|secret| {
        let found = told.iter().any(|told| secret.is_in(&told.text));
        !found
    });
    let missing: Vec<String> = missing.map(ToString::to_string).collect();
    assert!(missing.is_empty(), "told to nobody: {}", missing.join("\n"));
}

/// Where at least one of the secrets is: that each kind of place can be read at all.
pub(super) fn places(secrets: &Secrets, told: &[Told]) -> String {
    let telling = told.iter().filter(|told| {
        let mut all = secrets.all().iter();
        all.any(|secret| secret.is_in(&told.text))
    });
    telling
        .map(|told| told.place.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}
