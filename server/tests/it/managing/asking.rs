//! A reseller asks a business that has none: what the business is told, that it decides, and that
//! asking tells nothing.

use seatkeeper_core::{
    api::{
        AgreeToManaging, AskToManage, DeclineManaging, Done, GetOrder, LinkKind, ListInvoices,
        OpenLink, Problem, RemoveMember,
    },
    permission::Refusal,
};
use seatkeeper_server::demo::PASSWORD;

use super::{
    CAFE, KARIN, OWNER, RUTA, arranged, asked, detached, forbidden, logged, nothing_of, subjects,
    view,
};
use crate::{
    buying::{GOOD, buy, look},
    colleagues::reseller,
    days::keep,
    harness::{Person, Portal, stories},
};

stories! {
    a_business_agrees_and_has_a_reseller,
    its_own_orders_and_card_stay_its_own,
    it_may_say_no,
    asking_tells_nothing,
    whoever_has_a_reseller_is_told_to_leave_it_first,
    only_the_address_with_its_password_agrees,
    a_link_is_worth_what_its_address_is,
    only_a_resellers_administrator_asks,
}

async fn ask(person: &Person<'_>, email: &str) -> Result<Done, Problem> {
    let asking = AskToManage {
        email: email.to_owned(),
    };
    person.call(&asking).await
}

fn agree(secret: &str) -> AgreeToManaging {
    AgreeToManaging {
        secret: secret.to_owned(),
        password: PASSWORD.to_owned(),
        code: String::new(),
    }
}

fn decline(secret: &str) -> DeclineManaging {
    DeclineManaging {
        secret: secret.to_owned(),
    }
}

async fn a_business_agrees_and_has_a_reseller(portal: &Portal) {
    let (karin, owner, customer) = detached(portal).await;
    let ruta = portal.person(RUTA).await;
    ask(&ruta, "Customer@Example.com").await.expect("asked");
    let (secret, link) = asked(portal, "Customer@Example.com").await;
    assert_eq!(link.kind, LinkKind::Attach);
    assert_eq!(link.business.as_deref(), Some(CAFE));
    assert_eq!(link.added_by.as_deref(), Some("UAB Baltic Freight"));
    assert_eq!(link.leaving, None);
    // nothing has changed before the answer
    nothing_of(&ruta, customer).await;
    portal
        .stranger()
        .call(&agree(&secret))
        .await
        .expect("agreed");
    let seen = view(&ruta, customer).await;
    assert!(seen.is_ours && seen.buying.is_some() && seen.may_end_managing);
    assert_eq!(
        view(&owner, customer).await.managed_by,
        "UAB Baltic Freight"
    );
    nothing_of(&karin, customer).await;
    // the link is used up
    let again = portal.stranger().call(&agree(&secret)).await;
    assert_eq!(again, Err(Problem::LinkGone));
    portal.work().await;
    let subject = "UAB Baltic Freight now manages Café Söder HB";
    for email in [RUTA, OWNER] {
        let told = subjects(portal, email).await;
        assert!(told.iter().any(|told| told == subject), "{email}: {told:?}");
    }
    let told = subjects(portal, KARIN).await;
    assert!(!told.iter().any(|told| told == subject));
    let theirs = reseller(&ruta).await;
    assert_eq!(
        logged(portal, theirs).await,
        ["customer.asked_for", "customer.attached"]
    );
}

async fn its_own_orders_and_card_stay_its_own(portal: &Portal) {
    let (_, owner, customer) = detached(portal).await;
    let ends_on = view(&owner, customer).await.subscription.ends_on();
    portal.tell(ends_on);
    let order = owner.renewal(customer, 3).await;
    keep(portal, &owner, &order, GOOD).await;
    let ruta = portal.person(RUTA).await;
    ask(&ruta, OWNER).await.expect("asked");
    let (secret, _) = asked(portal, OWNER).await;
    portal
        .stranger()
        .call(&agree(&secret))
        .await
        .expect("agreed");
    let seen = ruta.call(&GetOrder { order: order.id }).await;
    assert_eq!(seen, Err(Problem::NotFound));
    let invoices = ListInvoices {
        customer: Some(customer),
        page: 1,
        ..ListInvoices::default()
    };
    let invoices = ruta.call(&invoices).await.expect("its own");
    assert!(invoices.rows.is_empty());
    let buying = view(&ruta, customer).await.buying.expect("may buy");
    assert_eq!(buying.auto_renewal, None, "neither its card nor its number");
    let as_it_was = (false, 1, None);
    assert_eq!(arranged(portal, customer).await, as_it_was);
    assert!(look(&owner, order.id).await.invoice.is_some());
    // what the reseller buys from now on has its price
    let more = ruta.top_up(customer, 1).await;
    let paid = buy(portal, &ruta, &more).await;
    assert_eq!(paid.order.reseller, reseller(&ruta).await);
}

async fn it_may_say_no(portal: &Portal) {
    let (karin, _, customer) = detached(portal).await;
    ask(&karin, OWNER).await.expect("asked");
    let (secret, _) = asked(portal, OWNER).await;
    portal
        .stranger()
        .call(&decline(&secret))
        .await
        .expect("declined");
    nothing_of(&karin, customer).await;
    let again = portal.stranger().call(&agree(&secret)).await;
    assert_eq!(again, Err(Problem::LinkGone));
    portal.work().await;
    let mail = portal.mail_to(KARIN).await;
    assert_eq!(mail.subject, "customer@example.com has said no");
    // the name of the business is not told to somebody whom it did not want
    assert!(!mail.text.contains(CAFE), "{}", mail.text);
}

async fn asking_tells_nothing(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let before = portal.mails().await.len();
    for email in [
        "nobody@example.org",
        "barista@cafesoder.example",
        OWNER,
        RUTA,
        "staff@example.com",
    ] {
        assert_eq!(ask(&karin, email).await, Ok(Done {}), "{email}");
    }
    portal.work().await;
    // who cannot answer is not troubled; the café is managed by who asks
    assert_eq!(portal.mails().await.len(), before);
    let nonsense = ask(&karin, "no address").await;
    assert!(matches!(nonsense, Err(Problem::Fields { .. })));
}

async fn whoever_has_a_reseller_is_told_to_leave_it_first(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    let ruta = portal.person(RUTA).await;
    ask(&ruta, OWNER).await.expect("asked");
    let (secret, link) = asked(portal, OWNER).await;
    assert_eq!(link.leaving.as_deref(), Some("Kontor & Co AB"));
    let refused = portal.stranger().call(&agree(&secret)).await;
    assert_eq!(refused, Err(Problem::WrongState));
    assert!(view(&karin, customer).await.is_ours);
    // the refusal has not used it up
    karin
        .call(&seatkeeper_core::api::Detach { customer })
        .await
        .expect("detached");
    portal
        .stranger()
        .call(&agree(&secret))
        .await
        .expect("agreed");
    assert!(view(&ruta, customer).await.is_ours);
}

async fn only_the_address_with_its_password_agrees(portal: &Portal) {
    let (karin, owner, customer) = detached(portal).await;
    ask(&karin, OWNER).await.expect("asked");
    let (secret, _) = asked(portal, OWNER).await;
    let wrong = AgreeToManaging {
        password: "not the password".to_owned(),
        ..agree(&secret)
    };
    // a session of somebody else is worth nothing, and one of its own neither
    for person in [&portal.stranger(), &karin, &owner] {
        let refused = person.call(&wrong).await;
        assert_eq!(refused, Err(Problem::WrongCredentials));
    }
    assert_eq!(view(&owner, customer).await.managed_by, "");
    // a link of another kind is none
    let role = seatkeeper_core::api::AcceptRole {
        secret: secret.clone(),
        password: PASSWORD.to_owned(),
        code: String::new(),
    };
    let refused = portal.stranger().call(&role).await;
    assert_eq!(refused, Err(Problem::LinkGone));
}

async fn a_link_is_worth_what_its_address_is(portal: &Portal) {
    let (karin, owner, customer) = detached(portal).await;
    let order = owner.top_up(customer, 1).await;
    buy(portal, &owner, &order).await;
    let other = "bo@cafesoder.example";
    super::administrator(portal, &owner, customer, other).await;
    ask(&karin, other).await.expect("asked");
    let (secret, _) = asked(portal, other).await;
    let all = crate::members::members(&owner, customer).await;
    let removing = RemoveMember {
        customer,
        member: crate::members::row(&all, other).id,
    };
    owner.call(&removing).await.expect("removed");
    let opening = OpenLink {
        secret: secret.clone(),
    };
    let gone = portal.stranger().call(&opening).await;
    assert_eq!(gone, Err(Problem::LinkGone));
    let refused = portal.stranger().call(&agree(&secret)).await;
    assert_eq!(refused, Err(Problem::LinkGone));
}

async fn only_a_resellers_administrator_asks(portal: &Portal) {
    for (email, reason) in [
        ("technician@example.com", Refusal::TechniciansDoNotSpend),
        (OWNER, Refusal::ResellerAdministratorsOnly),
        ("staff@example.com", Refusal::StaffActAsAReseller),
    ] {
        let attacker = portal.person(email).await;
        assert_eq!(ask(&attacker, OWNER).await, forbidden(reason), "{email}");
    }
}
