//! Where the papers of what a customer paid itself go once whoever ordered it has left: to an
//! administrator who is there, and to nobody else.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{CancelAtEnd, GetOrder, Leave, SetMemberRole},
    form::CancelForm,
    id::{CustomerId, InvoiceId, OrderId},
    member::MemberRole,
};
use seatkeeper_server::{mailer::Mail, params, store::Tx};

use crate::{
    buying::{buy, reseller},
    credit_notes::{note, typed},
    days::on,
    disputes::bank,
    harness::{Person, Portal, stories},
    members::{NEW_PASSWORD, activation, add, members, row},
    transfers::{by_transfer, came},
};

stories! {
    what_somebody_ordered_who_left_is_told_to_who_is_there,
    who_left_meanwhile_hears_of_no_cancellation,
    an_administrator_no_more_hears_nothing_of_a_transfer,
    where_nobody_is_left_nobody_is_told,
}

const ELIN: &str = "customer@example.com";
const BARISTA: &str = "barista@cafesoder.example";

async fn set_role(person: &Person<'_>, customer: CustomerId, email: &str, role: MemberRole) {
    let member = row(&members(person, customer).await, email).id;
    let set = SetMemberRole {
        customer,
        member,
        role,
    };
    person.call(&set).await.expect("another role");
}

async fn invoice(portal: &Portal, person: &Person<'_>, order: OrderId) -> InvoiceId {
    portal.work().await;
    let view = person.call(&GetOrder { order }).await.expect("an order");
    view.invoice.expect("an invoice").id
}

/// The mails to an address, the oldest first.
async fn to(portal: &Portal, email: &str) -> Vec<Mail> {
    let mails = portal.mails().await.into_iter();
    mails.filter(|mail| mail.to == email).collect()
}

/// The subjects of the mails to an address.
async fn subjects(portal: &Portal, email: &str) -> Vec<String> {
    let mails = to(portal, email).await.into_iter();
    mails.map(|mail| mail.subject).collect()
}

/// How many of them begin like this.
async fn told(portal: &Portal, email: &str, begins: &str) -> usize {
    let subjects = subjects(portal, email).await;
    let begin = |subject: &&String| subject.starts_with(begins);
    subjects.iter().filter(begin).count()
}

async fn what_somebody_ordered_who_left_is_told_to_who_is_there(portal: &Portal) {
    let (karin, elin) = (reseller(portal).await, portal.person(ELIN).await);
    let staff = portal.person("staff@example.com").await;
    let cafe = karin.customer("Café Söder HB").await;
    let (more, next) = (elin.top_up(cafe, 2).await, elin.renewal(cafe, 5).await);
    buy(portal, &elin, &more).await;
    buy(portal, &elin, &next).await;
    set_role(&karin, cafe, BARISTA, MemberRole::Administrator).await;
    let paid = invoice(portal, &elin, more.id).await;
    assert_eq!(
        told(portal, ELIN, "Invoice").await,
        2,
        "who ordered hears of it first"
    );
    assert_eq!(told(portal, BARISTA, "Invoice").await, 0);

    let heard = subjects(portal, ELIN).await;
    // written to her as well, and not sent yet
    bank(portal, next.id, "open").await;
    elin.call(&Leave { customer: cafe }).await.expect("left");
    let give_back = note(&staff, paid, typed("1", "1", "end", "card")).await;
    staff.call(&give_back).await.expect("issued");
    portal.work().await;
    bank(portal, next.id, "won").await;
    let ahead = crate::days::view(&karin, cafe).await.subscription;
    let end = ahead.next.expect("paid ahead").end();
    on(portal, end - 7.days()).await;

    assert_eq!(told(portal, BARISTA, "Credit note").await, 1);
    for subject in ["wants the payment for", "payment for Café Söder HB stands"] {
        let found = subjects(portal, BARISTA).await;
        let about = found.iter().filter(|said| said.contains(subject)).count();
        assert_eq!(about, 1, "{subject} in {found:?}");
    }
    assert_eq!(told(portal, BARISTA, "The subscription of").await, 1);
    assert_eq!(subjects(portal, ELIN).await, heard, "nothing since");
}

async fn who_left_meanwhile_hears_of_no_cancellation(portal: &Portal) {
    let (karin, elin) = (reseller(portal).await, portal.person(ELIN).await);
    let customer = karin.customer("Café Söder HB").await;
    let next = elin.renewal(customer, 5).await;
    buy(portal, &elin, &next).await;
    set_role(&karin, customer, BARISTA, MemberRole::Administrator).await;
    let heard = subjects(portal, ELIN).await;
    let form = CancelForm {
        reason: "other_product".to_owned(),
        note: String::new(),
    };
    let cancelling = CancelAtEnd { customer, form };
    elin.call(&cancelling).await.expect("cancelled");
    elin.call(&Leave { customer }).await.expect("left");
    assert_eq!(subjects(portal, ELIN).await, heard, "written, and not sent");
    assert_eq!(told(portal, BARISTA, "The subscription of").await, 1);
}

async fn an_administrator_no_more_hears_nothing_of_a_transfer(portal: &Portal) {
    let karin = reseller(portal).await;
    let nordwind = karin.customer("Nordwind Logistik GmbH").await;
    let (first, second) = ("anna.lindqvist@nordwind.example", "mei@nordwind.example");
    add(&karin, nordwind, second).await;
    let secret = portal.secret_in(&portal.mail_to(second).await, "/activate");
    let mei = portal.stranger();
    mei.ask(&activation(&secret)).await.expect("activated");
    mei.becoming(second, NEW_PASSWORD);
    for email in [first, second] {
        set_role(&karin, nordwind, email, MemberRole::Administrator).await;
    }
    let order = by_transfer(mei.top_up(nordwind, 2).await);
    mei.call(&order).await.expect("an order that waits");
    assert_eq!(to(portal, first).await.len(), 0);
    assert!(to(portal, second).await.len() > 1, "the payment request");

    set_role(&karin, nordwind, second, MemberRole::Member).await;
    let heard = subjects(portal, second).await;
    let staff = portal.person("staff@example.com").await;
    let entry = came(order.id, "B-1", portal.today(), "1");
    staff.call(&entry).await.expect("recorded");
    assert_eq!(subjects(portal, second).await, heard, "a member now");
    assert_eq!(to(portal, first).await.len(), 1, "what is still missing");
}

async fn where_nobody_is_left_nobody_is_told(portal: &Portal) {
    let (karin, elin) = (reseller(portal).await, portal.person(ELIN).await);
    let staff = portal.person("staff@example.com").await;
    let cafe = karin.customer("Café Söder HB").await;
    let more = elin.top_up(cafe, 2).await;
    buy(portal, &elin, &more).await;
    let paid = invoice(portal, &elin, more.id).await;
    elin.call(&Leave { customer: cafe }).await.expect("left");
    let before = portal.mails().await.len();
    let give_back = note(&staff, paid, typed("1", "1", "end", "card")).await;
    staff.call(&give_back).await.expect("issued");
    assert_eq!(
        portal.mails().await.len(),
        before,
        "least of all the reseller"
    );
    let parked = |tx: &mut Tx<'_>| {
        tx.only(
            "select count(*) from outbox where given_up_at is not null",
            params![],
            |row| row.get::<u32>(0),
        )
    };
    let parked = portal.context.store.read(parked).await.expect("a count");
    assert_eq!(parked, 0, "nothing that somebody has to look after");
}
