//! What is done while one acts stands in the seller's log and in the reseller's own.

use jiff::Timestamp;
use seatkeeper_core::{
    api::{ActAs, AddMember, GetBusiness, SetBusiness, SetLanguage, SignOut, StopActing},
    id::ResellerId,
};
use seatkeeper_server::{params, store::StoreError};
use uuid::Uuid;

use super::{KARIN, STAFF, acting_for};
use crate::{
    buying::buy,
    colleagues::reseller,
    harness::{FIRST_DAY, Portal, stories},
};

stories! {
    everything_says_who_did_it_and_as_whom,
    one_acting_ends_before_another_begins,
    the_end_of_its_time_is_written_down_once_at_its_instant,
}

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
        "acting.ended",
    ];
    let expected = done.map(|action| (action.to_owned(), true, true));
    assert_eq!(logged(portal, ours.0).await, expected);
}

async fn one_acting_ends_before_another_begins(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    let theirs = reseller(&portal.person("other@example.com").await).await;
    for reseller in [theirs, ours] {
        staff.call(&ActAs { reseller }).await.expect("acts");
    }
    let done = [
        ("acting.begun", ours),
        ("acting.ended", ours),
        ("acting.begun", theirs),
        ("acting.ended", theirs),
        ("acting.begun", ours),
    ];
    for reseller in [ours, theirs] {
        let expected = done.map(|(action, of)| (action.to_owned(), of == reseller, of == reseller));
        assert_eq!(logged(portal, reseller.0).await, expected);
    }
}

/// When the acting as a reseller came to its end by itself, of whoever it was.
async fn lapsed(portal: &Portal, reseller: ResellerId) -> Vec<Timestamp> {
    let lapsed = portal.context.store.read(move |tx| {
        tx.query(
            "select happened_at from audit_log where action = 'acting.lapsed' and reseller_id = $1
                and acting_as_reseller_id = $1 and account_id is not null order by id",
            params![reseller.0],
            |row| row.get("happened_at"),
        )
    });
    let lapsed: Result<_, StoreError> = lapsed.await;
    lapsed.expect("a log")
}

/// The time of whoever acts was up a while ago.
async fn time_is_up(portal: &Portal) -> Timestamp {
    let now = portal.context.clock.now();
    let at = Timestamp::from_second(now.as_second() - 600).expect("an instant");
    let passing = portal.context.store.write(move |tx| {
        tx.execute(
            "update sessions set acting_until = $1 where acting_until is not null",
            params![at],
        )
    });
    let passed: Result<_, StoreError> = passing.await;
    assert_eq!(passed.expect("a session"), 1);
    at
}

async fn the_end_of_its_time_is_written_down_once_at_its_instant(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    let first = time_is_up(portal).await;
    for _ in 0..2 {
        assert!(staff.session().await.expect("a session").staff);
    }
    assert_eq!(lapsed(portal, ours).await, [first]);
    // found out by signing in anew
    staff.call(&ActAs { reseller: ours }).await.expect("acts");
    let second = time_is_up(portal).await;
    staff.sign_in().await.expect("signed in");
    assert_eq!(lapsed(portal, ours).await, [first, second]);
    // nobody comes back: the next day's work finds it out
    staff.call(&ActAs { reseller: ours }).await.expect("acts");
    let third = time_is_up(portal).await;
    portal.tell(FIRST_DAY.tomorrow().expect("a day"));
    portal.work().await;
    assert_eq!(lapsed(portal, ours).await, [first, second, third]);
}
