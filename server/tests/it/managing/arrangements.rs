//! What was arranged for the time to come, when a customer changes hands: the former reseller's ends
//! with it, the business's own stays.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{AgreeToManaging, AskToManage, CancelAtEnd, Detach, KeepCard, RemoveCard, RemoveMember},
    form::CancelForm,
    id::CustomerId,
    permission::Refusal,
};
use seatkeeper_server::{demo::PASSWORD, params, store::StoreError};

use super::{
    KARIN, OWNER, RUTA, administrator, arranged, asked, detached, forbidden, view,
    with_card_and_owner,
};
use crate::{
    buying::{GOOD, buy},
    days::{charges, on},
    harness::{Portal, stories},
    members::{members, row},
};

stories! {
    a_cancellation_and_where_papers_go_end_with_it,
    a_card_of_its_own_stays_its_own_and_pays,
    of_two_administrators_who_remove_each_other_one_stays,
}

/// How many cancellations stand, and where the customer's papers go.
async fn left(portal: &Portal, customer: CustomerId) -> (u32, String) {
    let left = portal.context.store.read(move |tx| {
        tx.only(
            "select invoice_email, (select count(*) from cancellations) as found
             from customers where id = $1",
            params![customer.0],
            |row| Ok((row.get("found")?, row.get("invoice_email")?)),
        )
    });
    let left: Result<_, StoreError> = left.await;
    left.expect("a customer")
}

async fn a_cancellation_and_where_papers_go_end_with_it(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let (customer, _) = with_card_and_owner(portal, &karin).await;
    let form = CancelForm {
        reason: "price".to_owned(),
        note: "between us".to_owned(),
    };
    let cancelling = CancelAtEnd { customer, form };
    karin.call(&cancelling).await.expect("cancelled");
    let giving = portal.context.store.write(move |tx| {
        tx.execute(
            "update customers set invoice_email = 'papers@kontor.example' where id = $1",
            params![customer.0],
        )
    });
    let given: Result<_, StoreError> = giving.await;
    assert_eq!(given.expect("an address of the reseller's"), 1);
    assert_eq!(left(portal, customer).await.0, 1);
    karin.call(&Detach { customer }).await.expect("detached");
    assert_eq!(left(portal, customer).await, (0, String::new()));
}

async fn a_card_of_its_own_stays_its_own_and_pays(portal: &Portal) {
    let (_, owner, customer) = detached(portal).await;
    let page = owner.call(&KeepCard { customer }).await.expect("a page");
    portal.card_page(&page.go_to).pay(GOOD).await;
    let switching = seatkeeper_core::api::SetAutoRenewal { customer, on: true };
    owner.call(&switching).await.expect("switched on");
    let ruta = portal.person(RUTA).await;
    let asking = AskToManage {
        email: OWNER.to_owned(),
    };
    ruta.call(&asking).await.expect("asked");
    let (secret, _) = asked(portal, OWNER).await;
    let agreeing = AgreeToManaging {
        secret,
        password: PASSWORD.to_owned(),
        code: String::new(),
    };
    portal.stranger().call(&agreeing).await.expect("agreed");

    let buying = view(&ruta, customer).await.buying.expect("may buy");
    assert_eq!(buying.auto_renewal, None, "neither its card nor its switch");
    let removing = ruta.call(&RemoveCard { customer }).await;
    assert_eq!(removing, forbidden(Refusal::PayersOnly));
    let own = view(&owner, customer).await.buying.expect("prices");
    let own = own.auto_renewal.expect("its own");
    assert!(own.on && own.card.is_some());
    assert_eq!(arranged(portal, customer).await, (true, 1, None));
    let before = charges(portal).await.len();
    let ends_on = view(&owner, customer).await.subscription.ends_on();
    on(portal, ends_on - 7.days()).await;
    on(portal, ends_on).await;
    assert_eq!(
        charges(portal).await.len(),
        before + 1,
        "as every page says"
    );
}

async fn of_two_administrators_who_remove_each_other_one_stays(portal: &Portal) {
    let (_, owner, customer) = detached(portal).await;
    let order = owner.top_up(customer, 1).await;
    buy(portal, &owner, &order).await;
    administrator(portal, &owner, customer, "anna@example.org").await;
    let anna = portal.person("anna@example.org").await;
    let list = members(&owner, customer).await;
    let removing = |email| RemoveMember {
        customer,
        member: row(&list, email).id,
    };
    let (one, other) = (removing("anna@example.org"), removing(OWNER));
    let (one, other) = tokio::join!(owner.call(&one), anna.call(&other));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}
