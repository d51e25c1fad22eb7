//! Customers that change hands: detaching, what it ends and for whom, and that it needs somebody there.
//! Handing over and asking have files of their own.

mod arrangements;
mod asking;
pub(crate) mod handing_over;

pub(crate) use handing_over::handed_over;

use seatkeeper_core::{
    api::{
        CustomerView, Detach, Endpoint, GetCustomer, GetOrder, HandOver, Leave, Link, ListInvoices,
        OpenLink, Problem, SetAutoRenewal,
    },
    id::{CustomerId, ResellerId},
    order::OrderState,
    permission::Refusal,
};
use seatkeeper_server::{params, store::StoreError};

use crate::{
    buying::{GOOD, buy, look},
    days::{INVOICES, about, keep, kept, on},
    harness::{Person, Portal, stories},
    members::{add, adding, members, row},
};

const KARIN: &str = "reseller@example.com";
const RUTA: &str = "other@example.com";
const CAFE: &str = "Café Söder HB";
const OWNER: &str = "customer@example.com";

stories! {
    a_detached_customer_is_its_own_and_buys_at_list_price,
    the_reseller_sees_its_own_invoices_and_nothing_else,
    card_renewal_and_number_end_with_it,
    what_is_said_about_the_next_period_goes_to_the_business,
    an_order_that_waits_comes_first,
    nobody_to_manage_it_is_no_way,
    the_last_administrator_of_its_own_stays,
    only_its_reseller_detaches_it,
    both_sides_are_told_once_and_it_is_logged,
}

pub(super) async fn view(person: &Person<'_>, customer: CustomerId) -> CustomerView {
    let view = person.call(&GetCustomer { customer }).await;
    view.expect("a customer")
}

pub(super) fn forbidden<T>(reason: Refusal) -> Result<T, Problem> {
    Err(Problem::Forbidden { reason })
}

/// The café, which has an administrator of its own, is detached.
pub(super) async fn detached(portal: &Portal) -> (Person<'_>, Person<'_>, CustomerId) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    karin.call(&Detach { customer }).await.expect("detached");
    portal.work().await;
    (karin, portal.person(OWNER).await, customer)
}

/// What the link of the latest mail to somebody is for, and its secret.
pub(super) async fn asked(portal: &Portal, email: &str) -> (String, Link) {
    portal.work().await;
    let mail = portal.mail_to(email).await;
    let secret = portal.secret_in(&mail, "/activate");
    let opening = OpenLink {
        secret: secret.clone(),
    };
    let link = portal.stranger().call(&opening).await;
    (secret, link.expect("a link that works"))
}

/// The subjects of the mails to somebody about a business.
pub(super) async fn subjects(portal: &Portal, to: &str) -> Vec<String> {
    let mails = portal.mails().await.into_iter();
    mails
        .filter(|mail| mail.to == to)
        .map(|mail| mail.subject)
        .collect()
}

/// What stands in a reseller's own log about its customers.
pub(super) async fn logged(portal: &Portal, reseller: ResellerId) -> Vec<String> {
    let logged = portal.context.store.read(move |tx| {
        tx.query(
            "select action from audit_log where reseller_id = $1 and action like 'customer.%' order by id",
            params![reseller.0],
            |row| row.get::<String>("action"),
        )
    });
    let logged: Result<_, StoreError> = logged.await;
    logged.expect("a log")
}

async fn a_detached_customer_is_its_own_and_buys_at_list_price(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    let before = view(&karin, customer).await;
    let (_, owner, _) = detached(portal).await;
    let after = view(&owner, customer).await;
    assert_eq!((after.managed_by.as_str(), after.is_ours), ("", false));
    assert_eq!(after.seats, before.seats);
    assert_eq!(after.subscription.period, before.subscription.period);
    assert!(after.may_add_members && !after.may_end_managing);
    let order = owner.top_up(customer, 2).await;
    let paid = buy(portal, &owner, &order).await;
    assert_eq!(paid.order.state, OrderState::Paid);
    assert!(paid.order.quote.discount.is_zero());
    assert_eq!(paid.order.reseller, ResellerId::NOBODY);
    add(&owner, customer, "mei@example.org").await;
    // staff see it among all, and act for it as nobody
    let staff = portal.person("staff@example.com").await;
    assert_eq!(view(&staff, customer).await.managed_by, "");
    let refused = staff.call(&adding(customer, "eve@example.com")).await;
    assert_eq!(refused, forbidden(Refusal::StaffActAsAReseller));
}

async fn the_reseller_sees_its_own_invoices_and_nothing_else(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    let order = karin.top_up(customer, 1).await;
    buy(portal, &karin, &order).await;
    portal.work().await;
    let (karin, owner, _) = detached(portal).await;
    nothing_of(&karin, customer).await;
    let technician = portal.person("technician@example.com").await;
    nothing_of(&technician, customer).await;
    // what it has paid stays its own
    let paid = look(&karin, order.id).await;
    assert!(paid.invoice.is_some());
    // and is nobody else's, the business's neither
    let theirs = owner.call(&GetOrder { order: order.id }).await;
    assert_eq!(theirs, Err(Problem::NotFound));
    let invoices = owner
        .call(&ListInvoices {
            page: 1,
            ..ListInvoices::default()
        })
        .await
        .expect("one's own");
    assert!(invoices.rows.iter().all(|row| row.order != order.id));
}

/// Not even that it exists.
pub(super) async fn nothing_of(person: &Person<'_>, customer: CustomerId) {
    async fn refuses<E: Endpoint>(person: &Person<'_>, ask: E)
    where
        E::Reply: std::fmt::Debug + PartialEq,
    {
        assert_eq!(
            person.call(&ask).await,
            Err(Problem::NotFound),
            "{}",
            E::PATH
        );
    }
    refuses(person, GetCustomer { customer }).await;
    refuses(person, crate::members::listing(customer)).await;
    refuses(person, adding(customer, "eve@example.com")).await;
    refuses(person, SetAutoRenewal { customer, on: true }).await;
    refuses(person, Detach { customer }).await;
    refuses(person, seatkeeper_core::api::GetBusiness { customer }).await;
    let handing = HandOver {
        customer,
        email: KARIN.to_owned(),
    };
    refuses(person, handing).await;
    let all = seatkeeper_core::api::ListCustomers {
        page: 1,
        ..Default::default()
    };
    let all = person.call(&all).await.expect("a list");
    assert!(all.rows.iter().all(|row| row.id != customer));
}

/// How a subscription would renew: whether by itself, how many cards, the next number.
pub(super) async fn arranged(portal: &Portal, customer: CustomerId) -> (bool, u32, Option<u32>) {
    let arranged = portal.context.store.read(move |tx| {
        tx.one(
            "select s.auto_renew, s.next_licences,
                (select count(*) from saved_cards k where k.subscription_id = s.id) as cards
             from subscriptions s where s.customer_id = $1",
            params![customer.0],
            |row| {
                let on: bool = row.get("auto_renew")?;
                Ok((on, row.get("cards")?, row.get("next_licences")?))
            },
        )
    });
    let arranged: Result<_, StoreError> = arranged.await;
    arranged.expect("a row").expect("a subscription")
}

/// A customer of the reseller with its card kept, and an administrator of its own.
pub(super) async fn with_card_and_owner(
    portal: &Portal,
    karin: &Person<'_>,
) -> (CustomerId, &'static str) {
    let customer = kept(portal, karin, "Åkerblom GmbH", "1", GOOD).await;
    let owner = "anna@akerblom.example";
    administrator(portal, karin, customer, owner).await;
    let more = seatkeeper_core::api::SetNextLicences {
        customer,
        licences: "9".to_owned(),
    };
    karin.call(&more).await.expect("chosen");
    assert_eq!(arranged(portal, customer).await, (true, 1, Some(9)));
    (customer, owner)
}

/// Somebody joins a business and becomes its administrator.
pub(super) async fn administrator(
    portal: &Portal,
    by: &Person<'_>,
    customer: CustomerId,
    email: &str,
) {
    add(by, customer, email).await;
    portal.work().await;
    let mail = portal.mail_to(email).await;
    let secret = portal.secret_in(&mail, "/activate");
    let activating = seatkeeper_core::api::Activate {
        secret,
        name: "Anna Berg".to_owned(),
        password: seatkeeper_server::demo::PASSWORD.to_owned(),
        language: "en".to_owned(),
    };
    portal
        .stranger()
        .call(&activating)
        .await
        .expect("activated");
    let member = row(&members(by, customer).await, email).id;
    let promoting = seatkeeper_core::api::SetMemberRole {
        customer,
        member,
        role: seatkeeper_core::member::MemberRole::Administrator,
    };
    by.call(&promoting).await.expect("an administrator");
}

async fn card_renewal_and_number_end_with_it(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let (customer, owner) = with_card_and_owner(portal, &karin).await;
    let ends_on = view(&karin, customer).await.subscription.ends_on();
    karin.call(&Detach { customer }).await.expect("detached");
    assert_eq!(arranged(portal, customer).await, (false, 0, None));
    let charges = crate::days::charges(portal).await.len();
    on(portal, ends_on).await;
    assert_eq!(crate::days::charges(portal).await.len(), charges);
    // its own administrator renews by hand, with a card of its own, at list price
    let owner = portal.person(owner).await;
    let order = owner.renewal(customer, 7).await;
    keep(portal, &owner, &order, GOOD).await;
    let paid = look(&owner, order.id).await;
    assert!(paid.order.quote.discount.is_zero());
    let buying = view(&owner, customer).await.buying.expect("may buy");
    assert!(buying.auto_renewal.is_some_and(|own| own.card.is_some()));
}

async fn what_is_said_about_the_next_period_goes_to_the_business(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let (customer, owner) = with_card_and_owner(portal, &karin).await;
    let ends_on = view(&karin, customer).await.subscription.ends_on();
    karin.call(&Detach { customer }).await.expect("detached");
    portal.work().await;
    let said = async |to| about(portal, to, "Åkerblom").await.len();
    let (ours, theirs) = (said(INVOICES).await, said(owner).await);
    on(portal, ends_on.saturating_sub(jiff::ToSpan::days(7))).await;
    assert_eq!(
        (said(INVOICES).await, said(owner).await),
        (ours, theirs + 1)
    );
    // at the price of who would pay it now: 7 × the list price of a month
    let mail = portal.mail_to(owner).await;
    let owner = portal.person(owner).await;
    let total = owner.renewal(customer, 7).await.expected_total;
    let whole = (total.minor() / 100).to_string();
    assert!(mail.text.contains(&whole), "{}", mail.text);
}

async fn an_order_that_waits_comes_first(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    let order = karin.top_up(customer, 1).await;
    karin.call(&order).await.expect("an order");
    let refused = karin.call(&Detach { customer }).await;
    assert_eq!(refused, Err(Problem::OrderOpen { order: None }));
    assert!(view(&karin, customer).await.is_ours);
    let giving_up = seatkeeper_core::api::CancelOrder { order: order.id };
    karin.call(&giving_up).await.expect("given up");
    karin.call(&Detach { customer }).await.expect("detached");
}

async fn nobody_to_manage_it_is_no_way(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = kept(portal, &karin, "Åkerblom GmbH", "12", GOOD).await;
    let refused = karin.call(&Detach { customer }).await;
    assert_eq!(refused, Err(Problem::NobodyToManage));
    // somebody who is only invited could not either
    add(&karin, customer, "anna@akerblom.example").await;
    let refused = karin.call(&Detach { customer }).await;
    assert_eq!(refused, Err(Problem::NobodyToManage));
    assert_eq!(
        arranged(portal, customer).await.1,
        1,
        "nothing was half done"
    );
}

async fn the_last_administrator_of_its_own_stays(portal: &Portal) {
    let (_, owner, customer) = detached(portal).await;
    let leaving = Leave { customer };
    let refused = owner.call(&leaving).await;
    assert_eq!(refused, forbidden(Refusal::LastAdministrator));
    let own = row(&members(&owner, customer).await, OWNER).id;
    let removing = seatkeeper_core::api::RemoveMember {
        customer,
        member: own,
    };
    let refused = owner.call(&removing).await;
    assert_eq!(
        refused.map(drop),
        forbidden(Refusal::NobodyRemovesThemselves)
    );
    let other = owner.top_up(customer, 1).await;
    buy(portal, &owner, &other).await;
    administrator(portal, &owner, customer, "bo@cafesoder.example").await;
    owner.call(&leaving).await.expect("another stays");
}

async fn only_its_reseller_detaches_it(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer(CAFE).await;
    for (email, refused) in [
        (RUTA, Err(Problem::NotFound)),
        (
            "technician@example.com",
            forbidden(Refusal::ResellerAdministratorsOnly),
        ),
        (OWNER, forbidden(Refusal::ResellerAdministratorsOnly)),
        ("staff@example.com", forbidden(Refusal::StaffActAsAReseller)),
    ] {
        let attacker = portal.person(email).await;
        assert_eq!(
            attacker.call(&Detach { customer }).await,
            refused,
            "{email}"
        );
    }
    let (staff, _) = crate::acting::acting_for(portal, KARIN).await;
    staff.call(&Detach { customer }).await.expect("detached");
}

async fn both_sides_are_told_once_and_it_is_logged(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = crate::colleagues::reseller(&karin).await;
    detached(portal).await;
    let subject = "Kontor & Co AB no longer manages Café Söder HB";
    for email in [KARIN, OWNER] {
        let told = subjects(portal, email).await;
        let told = told.iter().filter(|told| *told == subject).count();
        assert_eq!(told, 1, "{email}");
    }
    let told = subjects(portal, "technician@example.com").await;
    assert!(!told.iter().any(|told| told == subject));
    assert_eq!(logged(portal, ours).await, ["customer.detached"]);
}
