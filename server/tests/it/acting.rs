//! Acting as a reseller: what staff then may and may not, that it stands in both logs, that no card of
//! the reseller's pays and none of theirs is kept, and how it ends.

mod endings;
mod log;
mod oneself;
mod page;

use seatkeeper_core::{
    api::{
        ActAs, AddMember, ChangeEmail, FindInvoices, FindResellers, GetCustomer, GetOrder,
        InviteColleague, ListCustomers, OrderView, Problem, RemoveCard, SetAutoRenewal,
        SetNextLicences, SignOut, StopActing,
    },
    id::{CustomerId, ResellerId},
    permission::{Refusal, ResellerRole},
};
use seatkeeper_server::{demo::PASSWORD, params, store::StoreError};
use uuid::Uuid;

use crate::{
    buying::{form, look},
    colleagues::reseller,
    days::{GOOD, keep, kept},
    harness::{Person, Portal, stories},
};

const KARIN: &str = "reseller@example.com";
const STAFF: &str = "staff@example.com";

stories! {
    staff_find_a_reseller_and_are_its_administrator,
    nothing_of_another_reseller_and_nothing_of_staff_meanwhile,
    only_staff_act_and_only_as_a_reseller,
    an_order_says_who_placed_it_and_keeps_no_card,
    trying_again_for_a_reseller_keeps_no_card_either,
    what_a_saved_card_pays_is_decided_by_its_own_people,
    nothing_outlives_the_acting,
    it_ends_with_its_time_its_session_and_the_role,
}

fn forbidden<T>(reason: Refusal) -> Result<T, Problem> {
    Err(Problem::Forbidden { reason })
}

/// One of the seller's people who acts as the reseller of somebody.
pub(super) async fn acting_for<'a>(portal: &'a Portal, email: &str) -> (Person<'a>, ResellerId) {
    let theirs = reseller(&portal.person(email).await).await;
    let staff = portal.person(STAFF).await;
    staff.call(&ActAs { reseller: theirs }).await.expect("acts");
    (staff, theirs)
}

async fn staff_find_a_reseller_and_are_its_administrator(portal: &Portal) {
    let staff = portal.person(STAFF).await;
    let find = |search: &str| FindResellers {
        search: search.to_owned(),
        page: 1,
    };
    let all = staff.call(&find("")).await.expect("resellers");
    let names: Vec<_> = all.rows.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(names, ["Kontor & Co AB", "UAB Baltic Freight"]);
    let found = staff.call(&find(" KONTOR ")).await.expect("resellers");
    let found = found.rows;
    assert_eq!(found.len(), 1);
    staff
        .call(&ActAs {
            reseller: found[0].id,
        })
        .await
        .expect("acts");
    let session = staff.session().await.expect("a session");
    assert!(session.acting && !session.staff && session.may_create);
    let own = session.reseller.expect("a reseller");
    assert_eq!(
        (own.name.as_str(), own.role),
        ("Kontor & Co AB", ResellerRole::Administrator)
    );
    let customer = staff.customer("Café Söder HB").await;
    let view = staff.call(&GetCustomer { customer }).await.expect("seen");
    assert!(view.is_ours && view.buying.is_some());
    // from one to another without a stop between
    let other = all.rows[1].id;
    staff.call(&ActAs { reseller: other }).await.expect("acts");
    let nothing = staff.call(&GetCustomer { customer }).await;
    assert_eq!(nothing, Err(Problem::NotFound));
    staff.call(&StopActing {}).await.expect("ended");
    staff.call(&StopActing {}).await.expect("no fault");
    let session = staff.session().await.expect("a session");
    assert!(session.staff && !session.acting && session.reseller.is_none());
}

async fn nothing_of_another_reseller_and_nothing_of_staff_meanwhile(portal: &Portal) {
    let ruta = portal.person("other@example.com").await;
    let theirs = ruta.customer("SIA Daugava Print").await;
    let (staff, _) = acting_for(portal, KARIN).await;
    let seen = staff.call(&GetCustomer { customer: theirs }).await;
    assert_eq!(seen, Err(Problem::NotFound));
    let all = staff
        .call(&ListCustomers {
            page: 1,
            ..ListCustomers::default()
        })
        .await
        .expect("customers");
    assert!(all.rows.iter().all(|row| row.name != "SIA Daugava Print"));
    assert!(all.rows.iter().all(|row| row.reseller.is_none()));
    let invoices = FindInvoices {
        page: 1,
        ..FindInvoices::default()
    };
    assert_eq!(staff.call(&invoices).await, forbidden(Refusal::StaffOnly));
}

async fn only_staff_act_and_only_as_a_reseller(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    let theirs = reseller(&portal.person("other@example.com").await).await;
    for email in [KARIN, "technician@example.com", "customer@example.com"] {
        let attacker = portal.person(email).await;
        for reseller in [ours, theirs] {
            let refused = attacker.call(&ActAs { reseller }).await;
            assert_eq!(refused, forbidden(Refusal::StaffOnly), "{email}");
        }
    }
    let staff = portal.person(STAFF).await;
    for reseller in [ResellerId(Uuid::now_v7()), ResellerId::NOBODY] {
        let refused = staff.call(&ActAs { reseller }).await;
        assert_eq!(refused, Err(Problem::NotFound));
    }
    assert!(staff.session().await.expect("a session").staff);
}

/// The cards that are kept for a customer.
async fn cards(portal: &Portal, customer: CustomerId) -> u32 {
    let counted = portal.context.store.read(move |tx| {
        tx.one(
            "select count(*) as n from saved_cards k join subscriptions s on s.id = k.subscription_id
             where s.customer_id = $1",
            params![customer.0],
            |row| row.get("n"),
        )
    });
    let counted: Result<_, StoreError> = counted.await;
    counted.expect("a count").unwrap_or_default()
}

async fn an_order_says_who_placed_it_and_keeps_no_card(portal: &Portal) {
    let (staff, _) = acting_for(portal, KARIN).await;
    let order = staff.create(form("Åkerblom GmbH", "DE", "")).await;
    // not even where somebody ticks a box that the page does not have
    keep(portal, &staff, &order, GOOD).await;
    let paid = look(&staff, order.id).await;
    let name = staff.session().await.expect("a session").name;
    assert_eq!(paid.acted_by, Some(name));
    assert_eq!(cards(portal, paid.order.customer).await, 0);
    // the reseller sees its order, and who placed it for it
    let karin = portal.person(KARIN).await;
    let seen = karin.call(&GetOrder { order: order.id }).await;
    assert_eq!(seen.map(|seen: OrderView| seen.acted_by), Ok(paid.acted_by));
    // what its own people buy keeps their card, and says nothing of the kind
    let own = karin.create(form("Ödmann Feinkost GmbH", "DE", "")).await;
    keep(portal, &karin, &own, GOOD).await;
    let own = look(&karin, own.id).await;
    assert_eq!(
        (own.acted_by, cards(portal, own.order.customer).await),
        (None, 1)
    );
}

async fn trying_again_for_a_reseller_keeps_no_card_either(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let order = karin.create(form("Åkerblom GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    let page = placed.go_to.expect("the gateway's page");
    let (staff, _) = acting_for(portal, KARIN).await;
    // the reseller's own page would keep whatever card is typed there
    let seen = staff.call(&GetOrder { order: order.id }).await;
    assert_eq!(seen.expect("an order").go_to, None);
    portal.card_page(&page).pay("4000000000000002").await.back();
    let again = seatkeeper_core::api::PayAgain { order: order.id };
    karin
        .call(&GetOrder { order: order.id })
        .await
        .expect("declined");
    let again = staff.call(&again).await.expect("another attempt");
    let page = again.go_to.expect("another page");
    portal.card_page(&page).pay_and_keep(GOOD).await.back();
    let paid = staff
        .call(&GetOrder { order: order.id })
        .await
        .expect("paid");
    assert!(paid.acted_by.is_some());
    assert_eq!(cards(portal, paid.order.customer).await, 0);
}

async fn what_a_saved_card_pays_is_decided_by_its_own_people(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = kept(portal, &karin, "Åkerblom GmbH", "12", GOOD).await;
    let (staff, _) = acting_for(portal, KARIN).await;
    let refused = forbidden(Refusal::SavedCardIsThePayers);
    let on = SetAutoRenewal { customer, on: true };
    assert_eq!(staff.call(&on).await, refused);
    let more = SetNextLicences {
        customer,
        licences: "40".to_owned(),
    };
    assert_eq!(staff.call(&more).await, refused);
    assert_eq!(karin.call(&on).await.map(drop), Ok(()));
    // what costs nobody anything is done for whoever asks by telephone
    let off = SetAutoRenewal {
        customer,
        on: false,
    };
    staff.call(&off).await.expect("switched off");
    staff
        .call(&RemoveCard { customer })
        .await
        .expect("forgotten");
    assert_eq!(cards(portal, customer).await, 0);
}

async fn nothing_outlives_the_acting(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    for email in [STAFF, "STAFF@Example.com"] {
        let oneself = InviteColleague {
            reseller: ours,
            email: email.to_owned(),
            role: ResellerRole::Administrator,
            language: "en".to_owned(),
        };
        let refused = staff.call(&oneself).await;
        assert_eq!(refused, forbidden(Refusal::NotWhileActing));
    }
    let other = ChangeEmail {
        email: "eve@example.com".to_owned(),
        password: PASSWORD.to_owned(),
        code: String::new(),
    };
    assert_eq!(staff.call(&other).await, forbidden(Refusal::NotWhileActing));
    staff.call(&StopActing {}).await.expect("ended");
    let customer = portal.person(KARIN).await.customer("Café Söder HB").await;
    let adding = AddMember {
        customer,
        email: "mei@example.org".to_owned(),
        language: "en".to_owned(),
    };
    let refused = staff.call(&adding).await;
    assert_eq!(refused, forbidden(Refusal::StaffActAsAReseller));
}

async fn it_ends_with_its_time_its_session_and_the_role(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    // another browser of the same person is oneself
    let there = staff.elsewhere();
    there.sign_in().await.expect("signed in");
    assert!(there.session().await.expect("a session").staff);
    // its time is up
    let past = portal.context.clock.now();
    let passing = portal.context.store.write(move |tx| {
        tx.execute(
            "update sessions set acting_until = $1 where acting_until is not null",
            params![past],
        )
    });
    let passed: Result<_, StoreError> = passing.await;
    assert_eq!(passed.expect("a session"), 1);
    assert!(staff.session().await.expect("a session").staff);
    // signed out and in again
    staff.call(&ActAs { reseller: ours }).await.expect("acts");
    staff.call(&SignOut {}).await.expect("signed out");
    staff.sign_in().await.expect("signed in");
    assert!(staff.session().await.expect("a session").staff);
    // whoever is no staff any more acts as nobody
    staff.call(&ActAs { reseller: ours }).await.expect("acts");
    let leaving = portal
        .context
        .store
        .write(|tx| tx.execute("delete from staff", params![]));
    let left: Result<_, StoreError> = leaving.await;
    left.expect("gone");
    let session = staff.session().await.expect("a session");
    assert!(!session.acting && !session.staff && session.reseller.is_none());
}
