//! Where there are fewer licences than members, one that becomes free goes to the member who was
//! added first of those without one.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{ChangeAddress, ChangeBusiness, ConfirmEmail, Leave, RemoveMember},
    id::CustomerId,
};

use super::{NEW_PASSWORD, activation, add, members, row};
use crate::{
    buying::{buy, reseller},
    days::{on, view},
    email::changing,
    harness::{FIRST_DAY, Person, Portal, stories},
};

stories! {
    who_was_without_one_has_that_of_a_removed_member,
    who_was_without_one_has_that_of_a_withdrawn_invitation,
    who_was_without_one_has_that_of_a_member_who_left,
    who_was_without_one_has_that_of_an_invitation_that_lapsed,
    who_was_without_one_has_that_of_an_invitation_to_somebody_who_is_there,
    another_address_keeps_the_licence_whoever_goes,
}

const EWAN: &str = "ewan@thistle.example";
const A: &str = "a@thistle.example";
const B: &str = "b@thistle.example";
const C: &str = "c@thistle.example";

/// A customer for whose next month two licences are paid and three addresses are added to the one
/// that is there, each on a day of its own.
async fn short(portal: &Portal, karin: &Person<'_>) -> CustomerId {
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let order = karin.renewal(customer, 2).await;
    buy(portal, karin, &order).await;
    for (email, later) in [(A, 0), (B, 1), (C, 2)] {
        on(portal, FIRST_DAY + later.days()).await;
        add(karin, customer, email).await;
    }
    customer
}

/// … and that month has begun.
async fn begun(portal: &Portal, karin: &Person<'_>, customer: CustomerId) {
    let start = view(karin, customer).await.subscription.period.end();
    on(portal, start).await;
    assert_eq!(licensed(karin, customer).await, [A, EWAN]);
}

/// The addresses that have a licence, of which none is free then.
async fn licensed(karin: &Person<'_>, customer: CustomerId) -> Vec<String> {
    let found = members(karin, customer).await;
    assert_eq!(found.seats.free(), 0, "{found:?}");
    let licensed = found.members.into_iter().filter(|member| member.licensed);
    licensed.map(|member| member.email).collect()
}

async fn remove(karin: &Person<'_>, customer: CustomerId, email: &str) {
    let member = row(&members(karin, customer).await, email).id;
    let removing = RemoveMember { customer, member };
    let seats = karin.call(&removing).await.expect("removed");
    assert_eq!(seats.free(), 0, "it is given already");
}

async fn who_was_without_one_has_that_of_a_removed_member(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = short(portal, &karin).await;
    begun(portal, &karin, customer).await;
    remove(&karin, customer, EWAN).await;
    assert_eq!(licensed(&karin, customer).await, [A, B]);
    assert_eq!(members(&karin, customer).await.total, 3);
}

async fn who_was_without_one_has_that_of_a_withdrawn_invitation(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = short(portal, &karin).await;
    begun(portal, &karin, customer).await;
    remove(&karin, customer, A).await;
    assert_eq!(licensed(&karin, customer).await, [B, EWAN]);
    // of somebody without one, nothing becomes free
    remove(&karin, customer, C).await;
    assert_eq!(licensed(&karin, customer).await, [B, EWAN]);
}

async fn who_was_without_one_has_that_of_a_member_who_left(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = short(portal, &karin).await;
    let secret = portal.secret_in(&portal.mail_to(A).await, "/activate");
    let anna = portal.stranger();
    anna.ask(&activation(&secret)).await.expect("activated");
    anna.becoming(A, NEW_PASSWORD);
    let secret = portal.secret_in(&portal.mail_to(B).await, "/activate");
    let bo = portal.stranger();
    bo.ask(&activation(&secret)).await.expect("activated");
    begun(portal, &karin, customer).await;
    anna.sign_in().await.expect("another day's session");
    anna.call(&Leave { customer }).await.expect("left");
    assert_eq!(licensed(&karin, customer).await, [B, EWAN]);
    // and of one who leaves it for another business
    let duval = karin.customer("Atelier Duval SARL").await;
    add(&karin, duval, B).await;
    let secret = portal.secret_in(&portal.mail_to(B).await, "/activate");
    let choosing = ChangeBusiness { secret };
    bo.ask(&choosing).await.expect("chosen");
    assert_eq!(licensed(&karin, customer).await, [C, EWAN]);
}

async fn who_was_without_one_has_that_of_an_invitation_that_lapsed(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = short(portal, &karin).await;
    begun(portal, &karin, customer).await;
    on(portal, FIRST_DAY + 30.days()).await;
    assert_eq!(licensed(&karin, customer).await, [A, EWAN], "its last day");
    on(portal, FIRST_DAY + 31.days()).await;
    assert_eq!(licensed(&karin, customer).await, [B, EWAN]);
    on(portal, FIRST_DAY + 32.days()).await;
    assert_eq!(licensed(&karin, customer).await, [C, EWAN]);
}

async fn who_was_without_one_has_that_of_an_invitation_to_somebody_who_is_there(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = short(portal, &karin).await;
    let secret = portal.secret_in(&portal.mail_to(A).await, "/activate");
    let anna = portal.stranger();
    anna.ask(&activation(&secret)).await.expect("activated");
    anna.becoming(A, NEW_PASSWORD);
    begun(portal, &karin, customer).await;
    remove(&karin, customer, EWAN).await;
    assert_eq!(licensed(&karin, customer).await, [A, B]);
    // the other address that was added was hers as well
    anna.sign_in().await.expect("another day's session");
    let ask = changing(B, NEW_PASSWORD);
    anna.call(&ask).await.expect("asked");
    let secret = portal.secret_in(&portal.mail_to(B).await, "/confirm-email");
    let confirming = ConfirmEmail { secret };
    anna.ask(&confirming).await.expect("confirmed");
    assert_eq!(licensed(&karin, customer).await, [B, C]);
}

async fn another_address_keeps_the_licence_whoever_goes(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = short(portal, &karin).await;
    begun(portal, &karin, customer).await;
    let (email, language) = ("zoe@thistle.example".to_owned(), "en".to_owned());
    let changing = ChangeAddress {
        customer,
        member: row(&members(&karin, customer).await, EWAN).id,
        email: email.clone(),
        language,
    };
    karin.call(&changing).await.expect("changed");
    remove(&karin, customer, A).await;
    assert_eq!(licensed(&karin, customer).await, [B.to_owned(), email]);
}
