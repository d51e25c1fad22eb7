//! What is done while one acts stands in the seller's log and in the reseller's own.

use seatkeeper_core::api::{
    ActAs, AddMember, GetBusiness, SetBusiness, SetLanguage, SignOut, StopActing,
};
use seatkeeper_server::{params, store::StoreError};
use uuid::Uuid;

use super::{KARIN, STAFF, acting_for};
use crate::{
    buying::buy,
    harness::{Portal, stories},
};

stories! { everything_says_who_did_it_and_as_whom }

/// What an account did, and whether as the reseller and in that one's log.
async fn logged(portal: &Portal, reseller: Uuid) -> Vec<(String, bool, bool)> {
    let account = portal.person(STAFF).await;
    let account = account.session().await.expect("a session").account;
    let logged = portal.context.store.read(move |tx| {
        tx.query(
            "select action, acting_as_reseller_id, reseller_id from audit_log where account_id = $1 order by id",
            params![account.0],
            |row| {
                let is = |id: Option<Uuid>| id == Some(reseller);
                Ok((
                    row.get::<String>("action")?,
                    is(row.parse_optional("acting_as_reseller_id")?),
                    is(row.parse_optional("reseller_id")?),
                ))
            },
        )
    });
    let logged: Result<Vec<_>, StoreError> = logged.await;
    let mut logged = logged.expect("a log");
    logged.retain(|(action, ..)| action != "session.opened");
    logged
}

async fn everything_says_who_did_it_and_as_whom(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    let customer = staff.customer("Café Söder HB").await;
    let order = staff.top_up(customer, 1).await;
    buy(portal, &staff, &order).await;
    let adding = AddMember {
        customer,
        email: "mei@example.org".to_owned(),
        language: "en".to_owned(),
    };
    staff.call(&adding).await.expect("added");
    let business = staff
        .call(&GetBusiness { customer })
        .await
        .expect("details");
    let mut form = business.form;
    form.city = String::from("Solna");
    let correcting = SetBusiness {
        customer,
        version: business.version,
        form,
    };
    staff.call(&correcting).await.expect("corrected");
    let language = SetLanguage {
        language: "en".to_owned(),
    };
    staff.call(&language).await.expect("set");
    staff.call(&StopActing {}).await.expect("ended");
    staff.call(&ActAs { reseller: ours }).await.expect("acts");
    staff.call(&SignOut {}).await.expect("signed out");
    let done = [
        "acting.begun",
        "order.placed",
        "member.added",
        "customer.corrected",
        "acting.ended",
        "acting.begun",
        "session.closed",
    ];
    let expected = done.map(|action| (action.to_owned(), true, true));
    assert_eq!(logged(portal, ours.0).await, expected);
}
