//! Whatever ends a session or the role ends the acting, and both logs say so.

use jiff::{SignedDuration, Timestamp, civil::time};
use seatkeeper_core::{
    api::{
        ActAs, ConfirmEmail, ConfirmSecondFactor, ForgottenPassword, KeepEmail, ResetPassword,
        SignOut, SignOutEverywhere, StartSecondFactor,
    },
    id::ResellerId,
};
use seatkeeper_server::{
    auth::{erasing, second_factor, staff, totp::Key},
    demo::PASSWORD,
    params,
    store::StoreError,
};

use super::{KARIN, STAFF, acting_for};
use crate::{
    email::changing,
    harness::{Person, Portal, stories},
};

stories! {
    signing_out_here_everywhere_or_anew,
    a_new_password,
    another_address_confirmed_or_stopped,
    a_second_factor_that_is_set_up_elsewhere_or_taken_away,
    the_last_end_of_the_session,
    the_role_is_taken,
    somebody_of_staff_leaves,
    the_person_is_erased,
}

/// What became of acting as a reseller: by whom else than nobody, in the seller's log and in that one's.
async fn told(portal: &Portal, reseller: ResellerId) -> Vec<(String, Timestamp)> {
    let told = portal.context.store.read(move |tx| {
        tx.query(
            "select action, happened_at from audit_log where action like 'acting.%' and account_id is not null
                and reseller_id = $1 and acting_as_reseller_id = $1 order by id",
            params![reseller.0],
            |row| Ok((row.get("action")?, row.get("happened_at")?)),
        )
    });
    let told: Result<_, StoreError> = told.await;
    told.expect("a log")
}

/// It has begun this many times, and has ended as often.
async fn ended(portal: &Portal, reseller: ResellerId, times: usize) {
    let told = told(portal, reseller).await;
    let actions: Vec<_> = told.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["acting.begun", "acting.ended"].repeat(times));
}

/// Somebody of staff acts once more.
async fn acts(staff: &Person<'_>, reseller: ResellerId) {
    if staff.session().await.is_none() {
        staff.sign_in().await.expect("signed in");
    }
    staff.call(&ActAs { reseller }).await.expect("acts");
}

async fn signing_out_here_everywhere_or_anew(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    staff.call(&SignOut {}).await.expect("signed out");
    ended(portal, ours, 1).await;
    acts(&staff, ours).await;
    let there = portal.person(STAFF).await;
    there.call(&SignOutEverywhere {}).await.expect("signed out");
    ended(portal, ours, 2).await;
    acts(&staff, ours).await;
    staff.sign_in().await.expect("the same browser");
    ended(portal, ours, 3).await;
    // where nobody acts, nothing ends
    staff.call(&SignOut {}).await.expect("signed out");
    ended(portal, ours, 3).await;
}

async fn a_new_password(portal: &Portal) {
    let (_, ours) = acting_for(portal, KARIN).await;
    let forgotten = ForgottenPassword {
        email: STAFF.to_owned(),
        language: "en".to_owned(),
    };
    let browser = portal.stranger();
    browser.ask(&forgotten).await.expect("a mail");
    let resetting = ResetPassword {
        secret: portal.secret_in(&portal.mail_to(STAFF).await, "/reset-password"),
        password: "a new and longer one".to_owned(),
    };
    browser.ask(&resetting).await.expect("a new password");
    ended(portal, ours, 1).await;
}

async fn another_address_confirmed_or_stopped(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    for (new, is_stopped) in [("one@example.org", true), ("two@example.org", false)] {
        let there = portal.person(STAFF).await;
        acts(&staff, ours).await;
        let asking = changing(new, PASSWORD);
        there.call(&asking).await.expect("asked");
        let (old, new) = (portal.mail_to(STAFF).await, portal.mail_to(new).await);
        let browser = portal.stranger();
        if is_stopped {
            let secret = portal.secret_in(&old, "/keep-email");
            browser.ask(&KeepEmail { secret }).await.expect("stopped");
        } else {
            let secret = portal.secret_in(&new, "/confirm-email");
            browser.ask(&ConfirmEmail { secret }).await.expect("so");
        }
        assert_eq!(staff.session().await, None);
    }
    // acting anew ended the first one before
    ended(portal, ours, 3).await;
}

async fn a_second_factor_that_is_set_up_elsewhere_or_taken_away(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    let there = portal.person(STAFF).await;
    let password = PASSWORD.to_owned();
    let offered = there.call(&StartSecondFactor { password }).await;
    let key = Key::read(&offered.expect("a key").key.replace(' ', "")).expect("base32");
    let code = format!("{:06}", key.code_at(portal.wall()).expect("a code"));
    there.call(&ConfirmSecondFactor { code }).await.expect("on");
    assert_eq!(staff.session().await, None);
    ended(portal, ours, 1).await;
    there.call(&ActAs { reseller: ours }).await.expect("acts");
    let (store, now) = (portal.context.store.clone(), portal.context.clock.now());
    let removing = move || second_factor::remove(&store, STAFF, now);
    let removed = tokio::task::spawn_blocking(removing).await;
    removed.expect("no panic").expect("taken away");
    ended(portal, ours, 2).await;
}

async fn the_last_end_of_the_session(portal: &Portal) {
    portal.stand_still_at(time(9, 0, 0, 0));
    let staff = portal.person(STAFF).await;
    let at = portal.context.clock.now() + SignedDuration::from_hours(1);
    let ending = portal
        .context
        .store
        .write(move |tx| tx.execute("update sessions set expires_at = $1", params![at]));
    let so: Result<_, StoreError> = ending.await;
    assert_eq!(so.expect("a session"), 1);
    let ours = crate::colleagues::reseller(&portal.person(KARIN).await).await;
    acts(&staff, ours).await;
    portal.stand_still_at(time(10, 30, 0, 0));
    // forgotten by whoever signs in next
    portal.person(KARIN).await;
    let told = told(portal, ours).await;
    let last = told.last().expect("its end");
    assert_eq!((told.len(), last), (2, &("acting.lapsed".to_owned(), at)));
}

async fn the_role_is_taken(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    let taking = portal
        .context
        .store
        .write(|tx| tx.execute("delete from staff", params![]));
    let taken: Result<_, StoreError> = taking.await;
    taken.expect("taken");
    for _ in 0..2 {
        assert!(!staff.session().await.expect("a session").acting);
    }
    ended(portal, ours, 1).await;
}

async fn somebody_of_staff_leaves(portal: &Portal) {
    let (session, ours) = acting_for(portal, KARIN).await;
    let (store, now) = (portal.context.store.clone(), portal.context.clock.now());
    let leaving = move || {
        staff::add(&store, "other@staff.example", "en", now).expect("somebody else");
        staff::remove(&store, STAFF, now)
    };
    let left = tokio::task::spawn_blocking(leaving).await;
    left.expect("no panic").expect("left");
    assert_eq!(session.session().await, None);
    ended(portal, ours, 1).await;
}

async fn the_person_is_erased(portal: &Portal) {
    let (staff, ours) = acting_for(portal, KARIN).await;
    portal.work().await;
    let (store, now) = (portal.context.store.clone(), portal.context.clock.now());
    let today = portal.today();
    let erasing = move || erasing::erase(&store, STAFF, now, today);
    let erased = tokio::task::spawn_blocking(erasing).await;
    erased.expect("no panic").expect("erased");
    assert_eq!(staff.session().await, None);
    ended(portal, ours, 1).await;
}
