//! What one side pays is told to nobody of another: every reply with its headers, every mail with its
//! files, every document to its metadata is searched for it, in every form in which it can be written.
//! Each search is shown to find what it looks for in what the payer's own side is told.

mod asking;
mod needles;
mod papers;
mod world;

use seatkeeper_core::{
    api::{CancelAtEnd, CancelOrder, ListTransfers, Problem},
    form::CancelForm,
    id::CustomerId,
};

use crate::{
    buying::{form, look, reseller},
    colleagues,
    days::{DECLINES_KEPT, INVOICES, keep, on, view},
    harness::{Person, Portal, stories},
    managing::{administrator, handed_over},
    permissions::Ours,
};
use asking::{Told, ask_everything, everything_of, leave, nothing_of, places, told};
use needles::Secrets;
use world::{ANNA, BEA, CARD, OWN_INVOICES, World};

const KARIN: &str = "reseller@example.com";
const TOVE: &str = "technician@example.com";
const RUTA: &str = "other@example.com";
const SAM: &str = "staff@example.com";

stories! {
    what_the_reseller_pays_is_told_to_nobody_else,
    nor_where_the_customer_is_billed,
    what_the_customer_pays_is_told_to_nobody_else,
    what_was_paid_stays_secret_when_it_changes_hands,
    what_is_said_about_renewals_is_said_to_the_payer,
    nor_is_the_reseller_told_what_the_customer_renews_itself,
}

/// Somebody signs in, asks for everything, and is told this.
async fn asks(
    portal: &Portal,
    email: &'static str,
    world: &World<'_>,
    addresses: &[&str],
) -> Vec<Told> {
    let person = portal.person(email).await;
    person.remember();
    asks_as(portal, &person, world, &[&[email][..], addresses].concat()).await
}

async fn asks_as(
    portal: &Portal,
    person: &Person<'_>,
    World { ours, theirs, .. }: &World<'_>,
    addresses: &[&str],
) -> Vec<Told> {
    for (papers, of) in [(ours, "ours"), (theirs, "theirs")] {
        ask_everything(
            portal,
            person,
            papers,
            &format!("{}-{of}", person_word(addresses)),
        )
        .await;
    }
    told(portal, person, addresses).await
}

/// What tells the new addresses that somebody types from those of others.
fn person_word(addresses: &[&str]) -> String {
    addresses[0].replace(['@', '.'], "-")
}

/// Prices are only for those who may spend.
fn with_prices(secrets: &Secrets) -> Secrets {
    let mut all = secrets.clone();
    for price in ["9.99", "9,99", "11.90", "11,90"] {
        all.text("the price of a licence", price);
    }
    all
}

async fn the_reseller_pays(portal: &Portal, bill_to: &str) {
    let world = Box::pin(World::of(portal, bill_to)).await;
    let secrets = &world.of_reseller.and(&world.of_nobody);
    let own = [ANNA, OWN_INVOICES];
    // what waits for the reseller's money stands in the way, and is not told
    let order = world.anna.top_up(world.ours.customer, 1).await;
    let refused = world.anna.call(&order).await;
    assert_eq!(refused.err(), Some(Problem::OrderOpen { order: None }));
    nothing_of(
        secrets,
        "the administrator",
        &asks_as(portal, &world.anna, &world, &own).await,
    );
    let priced = with_prices(secrets);
    nothing_of(&priced, "a member", &asks(portal, BEA, &world, &[]).await);
    nothing_of(
        &priced,
        "a technician",
        &asks(portal, TOVE, &world, &[]).await,
    );
    nothing_of(
        secrets,
        "another reseller",
        &asks(portal, RUTA, &world, &[]).await,
    );
    // whoever pays, and the seller's people, are told all of it
    let mut all = asks_as(portal, &world.karin, &world, &[KARIN, INVOICES]).await;
    all.extend(asks(portal, SAM, &world, &[]).await);
    everything_of(&world.of_reseller, &all);
    let places = places(secrets, &all);
    for place in [
        "the headers, 200 of GET",
        "the body, 200 of GET",
        "the body, 409 of POST",
        "the text of 200 of GET",
        "within 200 of GET",
        "the subject, the mail",
        "the text, the mail",
        "the page, the mail",
        "the file's name, the mail",
        "the text of the mail",
        "within the mail",
    ] {
        assert!(
            places.contains(place),
            "nothing is found in {place}:\n{places}"
        );
    }
    for person in [&world.anna, &world.karin] {
        leave(portal, person, &world.ours).await;
    }
    nothing_of(
        secrets,
        "who has left",
        &told(portal, &world.anna, &own).await,
    );
}

async fn what_the_reseller_pays_is_told_to_nobody_else(portal: &Portal) {
    Box::pin(the_reseller_pays(portal, "reseller")).await;
}

async fn nor_where_the_customer_is_billed(portal: &Portal) {
    Box::pin(the_reseller_pays(portal, "customer")).await;
}

async fn what_the_customer_pays_is_told_to_nobody_else(portal: &Portal) {
    let world = Box::pin(World::of(portal, "reseller")).await;
    let secrets = world.of_customer.without(&world.of_reseller);
    let anna = asks_as(portal, &world.anna, &world, &[ANNA, OWN_INVOICES]).await;
    everything_of(&secrets, &anna);
    nothing_of(&secrets, "a member", &asks(portal, BEA, &world, &[]).await);
    nothing_of(
        &secrets,
        "another reseller",
        &asks(portal, RUTA, &world, &[]).await,
    );
    let paid = secrets.without(&details());
    nothing_of(
        &paid,
        "a technician",
        &asks(portal, TOVE, &world, &[]).await,
    );
    let karin = asks_as(portal, &world.karin, &world, &[KARIN, INVOICES]).await;
    nothing_of(&paid, "the reseller", &karin);
}

/// The customer's details, which its reseller keeps.
fn details() -> Secrets {
    let mut known = Secrets::default();
    known.text("where its own invoices go", OWN_INVOICES);
    known
}

async fn what_was_paid_stays_secret_when_it_changes_hands(portal: &Portal) {
    let world = Box::pin(World::of(portal, "reseller")).await;
    let open = world
        .karin
        .call(&ListTransfers {})
        .await
        .expect("transfers")
        .open;
    for row in open {
        let order = row.order;
        world
            .karin
            .call(&CancelOrder { order })
            .await
            .expect("given up");
    }
    let ruta = handed_over(portal, &world.karin, world.ours.customer).await;
    ruta.remember();
    let all = asks_as(portal, &ruta, &world, &[RUTA, "invoices@baltic.example"]).await;
    nothing_of(&world.of_reseller, "the next reseller", &all);
    let paid = world.of_customer.without(&details());
    nothing_of(&paid, "the next reseller", &all);
    let own = [ANNA, OWN_INVOICES];
    let anna = asks_as(portal, &world.anna, &world, &own).await;
    nothing_of(&world.of_reseller, "the administrator", &anna);
    let mut all = asks_as(portal, &world.karin, &world, &[KARIN, INVOICES]).await;
    all.extend(asks(portal, SAM, &world, &[]).await);
    everything_of(&world.of_reseller, &all);
}

/// A month of a customer's, paid by the reseller with a card that is kept, and its administrator.
async fn monthly<'a>(
    portal: &'a Portal,
    karin: &Person<'_>,
    (name, owner): (&str, &'static str),
    (licences, card): (&str, &str),
) -> (CustomerId, Ours, Person<'a>, Secrets) {
    let mut new = form(name, "DE", "");
    for (field, value) in [(&mut new.term, "1"), (&mut new.licences, licences)] {
        value.clone_into(field);
    }
    let order = karin.create(new).await;
    keep(portal, karin, &order, card).await;
    let customer = karin.customer(name).await;
    administrator(portal, karin, customer, owner).await;
    let mut secrets = Secrets::default();
    let paid = look(karin, order.id).await;
    secrets.order(&paid);
    let own = colleagues::reseller(karin).await;
    let ours = world::papers_of(&paid, (own, customer));
    let owner = portal.person(owner).await;
    owner.remember();
    (customer, ours, owner, secrets)
}

async fn what_is_said_about_renewals_is_said_to_the_payer(portal: &Portal) {
    const DORA: &str = "dora@monatsfluss.example";
    const EMIL: &str = "emil@abgelehnt.example";
    const WHY: &str = "A reason that is the reseller's own";
    let karin = reseller(portal).await;
    karin.remember();
    let sam = portal.person(SAM).await;
    world::sell(portal, &sam, colleagues::reseller(&karin).await, "customer").await;
    let (flows, flows_papers, dora, mut secrets) =
        monthly(portal, &karin, ("Monatsfluss GmbH", DORA), ("41", CARD)).await;
    let (_, declined_papers, emil, declined) = monthly(
        portal,
        &karin,
        ("Abgelehnt GmbH", EMIL),
        ("43", DECLINES_KEPT),
    )
    .await;
    let end = view(&karin, flows).await.subscription.ends_on();
    for days in [-7, 0, 1, 4, 8, 20] {
        on(portal, end.saturating_add(jiff::Span::new().days(days))).await;
    }
    let form = CancelForm {
        reason: "other".to_owned(),
        note: WHY.to_owned(),
    };
    let cancelling = CancelAtEnd {
        customer: flows,
        form,
    };
    karin.call(&cancelling).await.expect("cancelled");
    world::papers(&karin, flows, &mut secrets).await;
    secrets.percent("the discount", world::DISCOUNT);
    let mut all = told(portal, &karin, &[KARIN, INVOICES]).await;
    for (person, email, papers, of) in [
        (&dora, DORA, &flows_papers, &secrets),
        (&emil, EMIL, &declined_papers, &declined),
    ] {
        ask_everything(portal, person, papers, &person_word(&[email])).await;
        let mut hidden = of.clone();
        hidden.text("why it was cancelled", WHY);
        nothing_of(&hidden, email, &told(portal, person, &[email]).await);
        ask_everything(portal, &karin, papers, &person_word(&[KARIN, email])).await;
    }
    all.extend(told(portal, &karin, &[KARIN, INVOICES]).await);
    everything_of(&secrets, &all);
    everything_of(&declined, &all);
}

async fn nor_is_the_reseller_told_what_the_customer_renews_itself(portal: &Portal) {
    const FRIDA: &str = "frida@eigenzahler.example";
    let karin = reseller(portal).await;
    karin.remember();
    let month = ("Eigenzahler GmbH", FRIDA);
    let (customer, ours, frida, _) = monthly(portal, &karin, month, ("47", CARD)).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    let day = |days: i64| end.saturating_add(jiff::Span::new().days(days));
    on(portal, day(-3)).await;
    let order = frida.renewal(customer, 53).await;
    keep(portal, &frida, &order, DECLINES_KEPT).await;
    let mut secrets = Secrets::default();
    let paid = look(&frida, order.id).await;
    secrets.order(&paid);
    let own = world::papers_of(&paid, (ours.reseller, customer));
    // the next month is announced, and its card declines
    for days in [24, 30, 31, 34, 38] {
        on(portal, day(days)).await;
    }
    let tove = portal.person(TOVE).await;
    tove.remember();
    for person in [&frida, &tove, &karin] {
        for papers in [&ours, &own] {
            ask_everything(portal, person, papers, "own").await;
        }
    }
    everything_of(&secrets, &told(portal, &frida, &[FRIDA]).await);
    nothing_of(
        &secrets,
        "a technician",
        &told(portal, &tove, &[TOVE]).await,
    );
    let karin = told(portal, &karin, &[KARIN, INVOICES]).await;
    nothing_of(&secrets, "the reseller", &karin);
}
