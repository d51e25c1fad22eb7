//! A customer goes from one reseller to another: both agree, what was stays with whom it was, and the
//! customer is told.

use seatkeeper_core::{
    api::{
        AgreeToManaging, DeclineManaging, Detach, Done, GetOrder, HandOver, LinkKind, ListInvoices,
        Problem, SetAutoRenewal,
    },
    id::CustomerId,
    permission::Refusal,
};
use seatkeeper_server::demo::PASSWORD;

use super::{
    CAFE, KARIN, OWNER, RUTA, arranged, asked, forbidden, logged, nothing_of, subjects, view,
    with_card_and_owner,
};
use crate::{
    buying::{GOOD, buy, look},
    colleagues::reseller,
    days::{INVOICES, about, charges, kept, on},
    harness::{Person, Portal, stories},
};

stories! {
    both_resellers_agree_and_everybody_is_told,
    what_the_former_one_paid_stays_its_own,
    its_card_pays_nothing_and_its_price_is_told_to_nobody,
    the_other_may_say_no,
    offering_tells_nothing,
    an_order_that_waits_comes_first,
    an_offer_ends_with_the_managing,
    only_its_reseller_hands_it_over,
}

fn offer(customer: CustomerId, email: &str) -> HandOver {
    HandOver {
        customer,
        email: email.to_owned(),
    }
}

async fn agree(portal: &Portal, secret: &str) -> Result<Done, Problem> {
    let agreeing = AgreeToManaging {
        secret: secret.to_owned(),
        password: PASSWORD.to_owned(),
        code: String::new(),
    };
    portal.stranger().call(&agreeing).await
}

/// Karin hands a customer over to Rūta's company.
pub(crate) async fn handed_over<'a>(
    portal: &'a Portal,
    karin: &Person<'_>,
    customer: CustomerId,
) -> Person<'a> {
    karin.call(&offer(customer, RUTA)).await.expect("offered");
    let (secret, _) = asked(portal, RUTA).await;
    agree(portal, &secret).await.expect("agreed");
    portal.work().await;
    portal.person(RUTA).await
}

async fn both_resellers_agree_and_everybody_is_told(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    let customer = karin.customer(CAFE).await;
    karin.call(&offer(customer, RUTA)).await.expect("offered");
    let (secret, link) = asked(portal, RUTA).await;
    assert_eq!(link.kind, LinkKind::HandOver);
    assert_eq!(link.business.as_deref(), Some(CAFE));
    assert_eq!(link.added_by.as_deref(), Some("Kontor & Co AB"));
    assert!(
        view(&karin, customer).await.is_ours,
        "not before the answer"
    );
    agree(portal, &secret).await.expect("agreed");
    assert_eq!(agree(portal, &secret).await, Err(Problem::LinkGone));
    portal.work().await;
    let ruta = portal.person(RUTA).await;
    let seen = view(&ruta, customer).await;
    assert!(seen.is_ours && seen.buying.is_some());
    nothing_of(&karin, customer).await;
    let subject = "UAB Baltic Freight now manages Café Söder HB";
    for email in [KARIN, RUTA, OWNER] {
        let told = subjects(portal, email).await;
        let told = told.iter().filter(|told| *told == subject).count();
        assert_eq!(told, 1, "{email}");
    }
    assert_eq!(
        logged(portal, ours).await,
        ["customer.offered", "customer.handed_over"]
    );
    let theirs = logged(portal, reseller(&ruta).await).await;
    assert_eq!(theirs, ["customer.taken_over"]);
}

async fn what_the_former_one_paid_stays_its_own(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    let order = karin.top_up(customer, 1).await;
    buy(portal, &karin, &order).await;
    portal.work().await;
    let ruta = handed_over(portal, &karin, customer).await;
    let seen = ruta.call(&GetOrder { order: order.id }).await;
    assert_eq!(seen, Err(Problem::NotFound));
    let invoices = ListInvoices {
        customer: Some(customer),
        page: 1,
        ..ListInvoices::default()
    };
    let invoices = ruta.call(&invoices).await.expect("its own");
    assert!(invoices.rows.is_empty());
    assert!(look(&karin, order.id).await.invoice.is_some());
    let document = |id| format!("/api/invoices/{id}/document");
    let invoice = look(&karin, order.id).await.invoice.expect("one").id;
    for (person, status) in [(&karin, 200), (&ruta, 404)] {
        let request = person.request(reqwest::Method::GET, &document(invoice));
        assert_eq!(person.send(request).await.status, status);
    }
}

async fn its_card_pays_nothing_and_its_price_is_told_to_nobody(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let (customer, _) = with_card_and_owner(portal, &karin).await;
    let ends_on = view(&karin, customer).await.subscription.ends_on();
    // it was said already what the former one would pay
    on(portal, ends_on.saturating_sub(jiff::ToSpan::days(7))).await;
    handed_over(portal, &karin, customer).await;
    assert_eq!(arranged(portal, customer).await, (false, 0, None));
    let told = about(portal, INVOICES, "Åkerblom").await.len();
    let charged = charges(portal).await.len();
    for days in [6, 1, 0] {
        on(portal, ends_on.saturating_sub(jiff::ToSpan::days(days))).await;
    }
    assert_eq!(charges(portal).await.len(), charged);
    assert_eq!(about(portal, INVOICES, "Åkerblom").await.len(), told);
    // to who manages it now the next period is its own, with its price, and by itself once it wants that
    let ruta = portal.person(RUTA).await;
    let switching = SetAutoRenewal { customer, on: true };
    ruta.call(&switching).await.expect("its own to decide");
    let buying = view(&ruta, customer).await.buying.expect("may buy");
    assert!(buying.auto_renewal.is_some_and(|own| own.card.is_none()));
}

async fn the_other_may_say_no(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    karin.call(&offer(customer, RUTA)).await.expect("offered");
    let (secret, _) = asked(portal, RUTA).await;
    let declining = DeclineManaging {
        secret: secret.clone(),
    };
    portal.stranger().call(&declining).await.expect("declined");
    assert_eq!(agree(portal, &secret).await, Err(Problem::LinkGone));
    assert!(view(&karin, customer).await.is_ours);
    portal.work().await;
    let mail = portal.mail_to(KARIN).await;
    assert_eq!(mail.subject, "other@example.com has said no");
}

async fn offering_tells_nothing(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    let before = portal.mails().await.len();
    // nobody, a customer, its own people, staff: none can take it over
    for email in [
        "nobody@example.org",
        OWNER,
        KARIN,
        "technician@example.com",
        "staff@example.com",
    ] {
        let offered = karin.call(&offer(customer, email)).await;
        assert_eq!(offered, Ok(Done {}), "{email}");
    }
    portal.work().await;
    assert_eq!(portal.mails().await.len(), before);
}

async fn an_order_that_waits_comes_first(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    karin.call(&offer(customer, RUTA)).await.expect("offered");
    let (secret, _) = asked(portal, RUTA).await;
    let order = karin.top_up(customer, 1).await;
    karin.call(&order).await.expect("an order");
    let refused = agree(portal, &secret).await;
    assert_eq!(refused, Err(Problem::OrderOpen { order: None }));
    let giving_up = seatkeeper_core::api::CancelOrder { order: order.id };
    karin.call(&giving_up).await.expect("given up");
    // the refusal has not used the link up
    agree(portal, &secret).await.expect("agreed");
}

async fn an_offer_ends_with_the_managing(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    karin.call(&offer(customer, RUTA)).await.expect("offered");
    let (secret, _) = asked(portal, RUTA).await;
    karin.call(&Detach { customer }).await.expect("detached");
    assert_eq!(agree(portal, &secret).await, Err(Problem::LinkGone));
}

async fn only_its_reseller_hands_it_over(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = kept(portal, &karin, "Åkerblom GmbH", "12", GOOD).await;
    for (email, refused) in [
        (RUTA, Err(Problem::NotFound)),
        (OWNER, Err(Problem::NotFound)),
        (
            "technician@example.com",
            forbidden(Refusal::ResellerAdministratorsOnly),
        ),
        ("staff@example.com", forbidden(Refusal::StaffActAsAReseller)),
    ] {
        let attacker = portal.person(email).await;
        // to its own company, or anybody's
        let refused_to = attacker.call(&offer(customer, RUTA)).await;
        assert_eq!(refused_to, refused, "{email}");
    }
}
