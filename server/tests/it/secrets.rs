//! What the reseller pays is its own: no reply, mail, document, table or refusal tells it to the
//! customer's people, nor to the reseller's own technician.

mod search;
mod world;

use seatkeeper_core::api::{self, INVOICE_DOCUMENT};

use crate::{
    harness::{Person, Portal, stories},
    permissions::{answer, cases},
};
use search::Heard;
use world::{BOSS, KARIN, MEMBER, TECHNICIAN, World};

stories! {
    the_resellers_price_is_told_to_nobody_else,
    what_the_customer_pays_itself_is_told_to_it_alone,
}

/// The calls that end the caller's own membership or session: the last of all.
const LAST: [&str; 3] = [
    "/api/customers/{customer}/members/leave",
    "/api/sign-out",
    "/api/sign-out-everywhere",
];

/// Everything that the portal answers to somebody who tries everything on each of the orders.
async fn heard(portal: &Portal, person: &Person<'_>, world: &World, name: &str) -> Heard {
    let mut heard = Heard::default();
    let rounds = world.ours();
    for (round, ours) in rounds.iter().enumerate() {
        let is_last = round + 1 == rounds.len();
        for (index, case) in cases(ours).iter().enumerate() {
            if is_last || !LAST.contains(&case.path) {
                let unique = format!("{name}-{round}-{index}");
                let reply = answer(portal, person, case, &unique).await;
                heard.reply(&case.address, &reply);
            }
            if case.path == "/api/invoices" {
                let address = format!("/api/invoices?page=1&customer={}", ours.customer);
                let reply = person
                    .send(person.request(reqwest::Method::GET, &address))
                    .await;
                heard.reply(&address, &reply);
            }
        }
    }
    heard
}

async fn mailed(portal: &Portal, heard: &mut Heard, to: &[&str]) {
    let mails = portal.mails().await;
    let theirs: Vec<_> = mails
        .iter()
        .filter(|mail| to.iter().any(|address| mail.to.contains(address)))
        .collect();
    assert!(!theirs.is_empty(), "no mail to {to:?}");
    theirs.iter().for_each(|mail| heard.mail(mail));
}

async fn the_resellers_price_is_told_to_nobody_else(portal: &Portal) {
    let world = World::build(portal).await;
    let missing = api::ALL.iter().filter(|listed| {
        let mut all = cases(&world.ours()[0]).into_iter();
        !all.any(|case| case.path == listed.path)
    });
    assert_eq!(missing.count(), 0, "all of it is asked for");
    world.shortly_before_the_end(portal).await;
    let mut leaks = Vec::new();
    for (email, name) in [
        (MEMBER, "member"),
        (TECHNICIAN, "technician"),
        (BOSS, "boss"),
    ] {
        let person = portal.person(email).await;
        let heard = heard(portal, &person, &world, name).await;
        let found = heard.leaks(&world.secrets);
        leaks.extend(found.iter().map(|leak| format!("{email}: {leak}")));
    }
    let mut letters = Heard::default();
    mailed(portal, &mut letters, &[BOSS, MEMBER, TECHNICIAN]).await;
    leaks.extend(letters.leaks(&world.secrets));
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    // the same search finds each of them where they belong
    let karin = portal.person(KARIN).await;
    let mut own = heard(portal, &karin, &world, "karin").await;
    mailed(portal, &mut own, &[KARIN, "invoices@kontor.example"]).await;
    for secret in &world.secrets {
        assert!(!own.places(secret).is_empty(), "nowhere: {secret:?}");
    }
    for place in ["/document (words)", "attached (words)", "mail "] {
        let found = world.secrets.iter().flat_map(|secret| own.places(secret));
        let mut found = found.filter(|found| found.contains(place));
        assert!(found.next().is_some(), "nothing is found in {place:?}");
    }
}

async fn what_the_customer_pays_itself_is_told_to_it_alone(portal: &Portal) {
    let world = World::build(portal).await;
    let (invoice, own) = world.customer_buys(portal).await;
    let boss = portal.person(BOSS).await;
    let address = INVOICE_DOCUMENT.replace("{invoice}", &invoice.to_string());
    let document = boss
        .send(boss.request(reqwest::Method::GET, &address))
        .await;
    let mut seen = Heard::default();
    seen.reply(&address, &document);
    let everything = heard(portal, &boss, &world, "boss").await;
    for secret in &own {
        let places = [everything.places(secret), seen.places(secret)].concat();
        assert!(!places.is_empty(), "nowhere: {secret:?}");
    }
    let leaks = [everything.leaks(&world.secrets), seen.leaks(&world.secrets)].concat();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    // and the reseller's people are not told what it paid
    for (email, name) in [(TECHNICIAN, "technician"), (KARIN, "karin")] {
        let person = portal.person(email).await;
        let told = heard(portal, &person, &world, name).await;
        let leaks = told.leaks(&own);
        assert!(leaks.is_empty(), "{email}: {}", leaks.join("\n"));
    }
}
