//! The second factor: setting it up, signing in with it in two steps, backup codes, turning it off,
//! taking a lost one away; and that nothing goes round it.

mod links;
mod required;

use jiff::ToSpan;
use reqwest::{Method, header::COOKIE};
use seatkeeper_core::{
    api::{
        ConfirmSecondFactor, EnterCode, ForgottenPassword, ListCustomers, Problem,
        RenewBackupCodes, ResetPassword, Session, StartSecondFactor, TurnOffSecondFactor,
    },
    form::{Field, FieldError, FieldFault},
    permission::Refusal,
};
use seatkeeper_server::{
    auth::{second_factor, totp::Key},
    demo::PASSWORD,
};

use crate::{
    harness::{FIRST_DAY, Person, Portal, stories},
    sessions::sign_in,
};

const TEKLA: &str = "technician@example.com";
const STAFF: &str = "staff@example.com";

stories! {
    it_is_set_up_with_a_password_and_a_first_code,
    signing_in_takes_two_steps,
    a_code_works_once,
    a_backup_code_works_once_and_its_owner_is_told,
    wrong_codes_count_as_wrong_passwords,
    a_right_password_waits_for_its_code_only_so_long,
    a_forgotten_password_does_not_go_round_it,
    it_is_turned_off_with_password_and_code,
    a_demo_only_advises_it_and_staff_keep_theirs,
    the_operator_takes_a_lost_one_away,
}

fn starting(password: &str) -> StartSecondFactor {
    StartSecondFactor {
        password: password.to_owned(),
    }
}

fn entering(half_open: &str, code: &str) -> EnterCode {
    EnterCode {
        half_open: half_open.to_owned(),
        code: code.to_owned(),
    }
}

fn renewing(code: &str) -> RenewBackupCodes {
    RenewBackupCodes {
        password: PASSWORD.to_owned(),
        code: code.to_owned(),
    }
}

fn turning_off(code: &str) -> TurnOffSecondFactor {
    TurnOffSecondFactor {
        password: PASSWORD.to_owned(),
        code: code.to_owned(),
    }
}

fn fault(field: Field, fault: FieldFault) -> Problem {
    let errors = vec![FieldError { field, fault }];
    Problem::Fields { errors }
}

fn wrong_code() -> Problem {
    fault(Field::Code, FieldFault::WrongCode)
}

/// What an app with this key shows.
fn shown(portal: &Portal, key: &Key) -> String {
    let code = key.code_at(portal.wall()).expect("a code");
    format!("{code:06}")
}

/// What an app does not show.
fn not_shown(portal: &Portal, key: &Key) -> String {
    let shown: u32 = shown(portal, key).parse().expect("digits");
    format!("{:06}", (shown + 1) % 1_000_000)
}

/// Somebody sets one up; the key of their app and the backup codes. The next code is another one.
async fn set_up(portal: &Portal, person: &Person<'_>) -> (Key, Vec<String>) {
    let offered = person.call(&starting(PASSWORD)).await.expect("a key");
    let key = Key::read(&offered.key.replace(' ', "")).expect("base32");
    let code = shown(portal, &key);
    let codes = person.call(&ConfirmSecondFactor { code }).await;
    let codes = codes.expect("on").codes;
    portal.pass_seconds(30);
    (key, codes)
}

/// A right password of somebody with a second factor: what a code is entered with.
async fn half_open(person: &Person<'_>, email: &str) -> String {
    let state = person.ask(&sign_in(email, PASSWORD)).await.expect("half");
    assert_eq!(state.session, None);
    state.half_open.expect("a code is asked for")
}

/// Both steps.
async fn sign_in_with(person: &Person<'_>, email: &str, code: &str) -> Result<Session, Problem> {
    let waiting = half_open(person, email).await;
    let state = person.ask(&entering(&waiting, code)).await?;
    Ok(state.session.expect("a session"))
}

/// Of several that are sent at once any may be the last to arrive.
async fn mail_says(portal: &Portal, email: &str, words: &str) {
    let mut mails = portal.mails().await;
    mails.retain(|mail| mail.to == email);
    let subjects: Vec<_> = mails.iter().map(|mail| &mail.subject).collect();
    let found = mails.iter().find(|mail| mail.subject.contains(words));
    let mail = found.unwrap_or_else(|| panic!("{words} in {subjects:?}"));
    assert!(mail.text.contains("choose a new password"), "{}", mail.text);
}

async fn it_is_set_up_with_a_password_and_a_first_code(portal: &Portal) {
    let (tekla, elsewhere) = (portal.person(TEKLA).await, portal.person(TEKLA).await);
    let early = ConfirmSecondFactor {
        code: "123456".to_owned(),
    };
    assert_eq!(tekla.call(&early).await, Err(Problem::WrongState));
    let nothing = tekla.call(&starting("")).await;
    let missing = fault(Field::CurrentPassword, FieldFault::Missing);
    assert_eq!(nothing, Err(missing));
    let wrong = tekla.call(&starting("not the password")).await;
    assert_eq!(wrong, Err(Problem::WrongCredentials));

    let first = tekla.call(&starting(PASSWORD)).await.expect("a key");
    let second = tekla.call(&starting(PASSWORD)).await.expect("a key");
    assert_ne!(first.key, second.key);
    assert!(second.qr.is_some());
    let [old, key] = [first, second].map(|offer| Key::read(&offer.key.replace(' ', "")));
    let (old, key) = (old.expect("a key"), key.expect("a key"));
    for code in [shown(portal, &old), not_shown(portal, &key)] {
        let refused = tekla.call(&ConfirmSecondFactor { code }).await;
        assert_eq!(refused, Err(wrong_code()));
    }
    let before = tekla.session().await.expect("signed in").second_factor;
    assert_eq!(
        (before.on, before.required, before.backup_codes),
        (false, false, 0)
    );

    let code = shown(portal, &key);
    let codes = tekla.call(&ConfirmSecondFactor { code }).await;
    let codes = codes.expect("on").codes;
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.len() == 14), "{codes:?}");
    let after = tekla
        .session()
        .await
        .expect("still signed in")
        .second_factor;
    assert_eq!((after.on, after.backup_codes), (true, 10));
    // nobody asked them for a code
    assert_eq!(elsewhere.session().await, None);
    assert_eq!(
        tekla.call(&starting(PASSWORD)).await,
        Err(Problem::WrongState)
    );
    mail_says(portal, TEKLA, "Signing in now asks for a code").await;
}

async fn signing_in_takes_two_steps(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let (key, _) = set_up(portal, &tekla).await;
    let browser = portal.stranger();
    let waiting = half_open(&browser, TEKLA).await;
    // it is no session, whatever it is held out as
    assert_eq!(browser.session().await, None);
    let cookie = format!("__Host-seatkeeper={waiting}");
    let asked = browser
        .request(Method::GET, "/api/customers")
        .header(COOKIE, cookie);
    assert_eq!(browser.send(asked).await.problem(), Problem::NotSignedIn);
    let unknown = browser
        .ask(&entering(&"0".repeat(64), &shown(portal, &key)))
        .await;
    assert_eq!(unknown.err(), Some(Problem::NotSignedIn));
    for code in ["", "12345", "no code"] {
        let refused = browser.ask(&entering(&waiting, code)).await;
        assert!(
            matches!(refused, Err(Problem::Fields { .. })),
            "{refused:?}"
        );
    }

    let state = browser.ask(&entering(&waiting, &shown(portal, &key))).await;
    let session = state.expect("signed in").session.expect("a session");
    assert_eq!(session.email, TEKLA);
    assert!(browser.call(&ListCustomers::default()).await.is_ok());
    // the password has to be entered again for another one
    portal.pass_seconds(30);
    let again = browser.ask(&entering(&waiting, &shown(portal, &key))).await;
    assert_eq!(again.err(), Some(Problem::NotSignedIn));
}

async fn a_code_works_once(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let (key, _) = set_up(portal, &tekla).await;
    let browser = portal.stranger();
    let code = shown(portal, &key);
    assert!(sign_in_with(&browser, TEKLA, &code).await.is_ok());
    let replayed = sign_in_with(&browser, TEKLA, &code).await;
    assert_eq!(replayed.err(), Some(wrong_code()));
    // nor does one of before the one that was used
    portal.pass_seconds(60);
    let (older, newer) = (shown(portal, &key), {
        portal.pass_seconds(30);
        shown(portal, &key)
    });
    assert!(sign_in_with(&browser, TEKLA, &newer).await.is_ok());
    let out_of_order = sign_in_with(&browser, TEKLA, &older).await;
    assert_eq!(out_of_order.err(), Some(wrong_code()));
    // a slow clock is no fault, a stopped one is
    portal.pass_seconds(60);
    let late = shown(portal, &key);
    portal.pass_seconds(30);
    assert!(sign_in_with(&browser, TEKLA, &late).await.is_ok());
    portal.pass_seconds(30);
    let stopped = shown(portal, &key);
    portal.pass_seconds(60);
    let too_late = sign_in_with(&browser, TEKLA, &stopped).await;
    assert_eq!(too_late.err(), Some(wrong_code()));
}

async fn a_backup_code_works_once_and_its_owner_is_told(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let (key, codes) = set_up(portal, &tekla).await;
    let browser = portal.stranger();
    let typed = codes[0].to_uppercase().replace('-', " ");
    let session = sign_in_with(&browser, TEKLA, &typed).await.expect("in");
    assert_eq!(session.second_factor.backup_codes, 9);
    mail_says(portal, TEKLA, "A backup code of yours was used").await;
    let again = sign_in_with(&browser, TEKLA, &codes[0]).await;
    assert_eq!(again.err(), Some(wrong_code()));
    // another account's is none of hers
    let karin = portal.person("reseller@example.com").await;
    let (_, others) = set_up(portal, &karin).await;
    let other = sign_in_with(&browser, TEKLA, &others[0]).await;
    assert_eq!(other.err(), Some(wrong_code()));

    assert_eq!(
        tekla.call(&renewing("")).await,
        Err(fault(Field::CurrentCode, FieldFault::Missing))
    );
    let renewed = tekla.call(&renewing(&shown(portal, &key))).await;
    let renewed = renewed.expect("new codes").codes;
    mail_says(portal, TEKLA, "new backup codes").await;
    let old = sign_in_with(&browser, TEKLA, &codes[1]).await;
    assert_eq!(old.err(), Some(wrong_code()));
    assert!(sign_in_with(&browser, TEKLA, &renewed[0]).await.is_ok());
}

async fn wrong_codes_count_as_wrong_passwords(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let (key, _) = set_up(portal, &tekla).await;
    let browser = portal.stranger();
    // the password before each of them does not give any of them back
    let mut wrong = 0;
    let refused = loop {
        let state = match browser.ask(&sign_in(TEKLA, PASSWORD)).await {
            Ok(state) => state,
            Err(refused) => break refused,
        };
        let waiting = state.half_open.expect("a code is asked for");
        let code = not_shown(portal, &key);
        match browser.ask(&entering(&waiting, &code)).await.err() {
            Some(problem) if problem == wrong_code() => wrong += 1,
            other => break other.expect("no code works"),
        }
    };
    assert!(matches!(refused, Problem::TooMany { .. }), "{refused:?}");
    assert!((8..=10).contains(&wrong), "{wrong}");
    // even with the right one, and for what is asked of somebody signed in
    let right = tekla.call(&renewing(&shown(portal, &key))).await;
    assert!(matches!(right, Err(Problem::TooMany { .. })), "{right:?}");
    portal.tell(FIRST_DAY + 1.day());
    assert!(
        sign_in_with(&browser, TEKLA, &shown(portal, &key))
            .await
            .is_ok()
    );
}

async fn a_right_password_waits_for_its_code_only_so_long(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let (key, _) = set_up(portal, &tekla).await;
    let browser = portal.stranger();
    let waiting = half_open(&browser, TEKLA).await;
    portal.tell(FIRST_DAY + 1.day());
    let late = browser.ask(&entering(&waiting, &shown(portal, &key))).await;
    assert_eq!(late.err(), Some(Problem::NotSignedIn));
    // signing out everywhere ends it too
    let waiting = half_open(&browser, TEKLA).await;
    let own = portal.stranger();
    let session = sign_in_with(&own, TEKLA, &shown(portal, &key)).await;
    assert!(session.is_ok());
    let everywhere = seatkeeper_core::api::SignOutEverywhere {};
    own.ask(&everywhere).await.expect("signed out");
    portal.pass_seconds(30);
    let ended = browser.ask(&entering(&waiting, &shown(portal, &key))).await;
    assert_eq!(ended.err(), Some(Problem::NotSignedIn));
}

async fn a_forgotten_password_does_not_go_round_it(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let (key, _) = set_up(portal, &tekla).await;
    let browser = portal.stranger();
    let before = half_open(&browser, TEKLA).await;
    let forgotten = ForgottenPassword {
        email: TEKLA.to_owned(),
        language: "en".to_owned(),
    };
    browser.ask(&forgotten).await.expect("a mail");
    let reset = ResetPassword {
        secret: portal.secret_in(&portal.mail_to(TEKLA).await, "/reset-password"),
        password: "a new and longer one".to_owned(),
    };
    let state = browser.ask(&reset).await.expect("a new password");
    assert_eq!(state.session, None);
    assert_eq!(browser.session().await, None);
    assert_eq!(tekla.session().await, None, "every session has ended");
    // what waited with the old password has ended with it
    let old = browser.ask(&entering(&before, &shown(portal, &key))).await;
    assert_eq!(old.err(), Some(Problem::NotSignedIn));
    let waiting = state.half_open.expect("a code is asked for");
    let state = browser.ask(&entering(&waiting, &shown(portal, &key))).await;
    assert!(state.expect("signed in").session.is_some());
}

async fn it_is_turned_off_with_password_and_code(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let off = tekla.call(&turning_off("123456")).await;
    assert_eq!(off, Err(Problem::WrongState), "there is none");
    let (key, _) = set_up(portal, &tekla).await;
    let wrong = tekla.call(&turning_off(&not_shown(portal, &key))).await;
    assert_eq!(wrong, Err(fault(Field::CurrentCode, FieldFault::WrongCode)));
    let waiting = half_open(&portal.stranger(), TEKLA).await;
    let off = tekla.call(&turning_off(&shown(portal, &key))).await;
    off.expect("off");
    mail_says(portal, TEKLA, "no longer asks for a code").await;
    let browser = portal.stranger();
    portal.pass_seconds(30);
    let gone = browser.ask(&entering(&waiting, &shown(portal, &key))).await;
    assert_eq!(gone.err(), Some(Problem::NotSignedIn));
    let state = browser.ask(&sign_in(TEKLA, PASSWORD)).await.expect("in");
    assert!(!state.session.expect("a session").second_factor.on);
}

async fn a_demo_only_advises_it_and_staff_keep_theirs(portal: &Portal) {
    let sten = portal.person(STAFF).await;
    let advised = sten.session().await.expect("signed in").second_factor;
    assert!(advised.required && !advised.first && !advised.on);
    assert!(sten.call(&ListCustomers::default()).await.is_ok());
    let (key, _) = set_up(portal, &sten).await;
    let off = sten.call(&turning_off(&shown(portal, &key))).await;
    let reason = Refusal::SecondFactorRequired;
    assert_eq!(off, Err(Problem::Forbidden { reason }));
}

async fn the_operator_takes_a_lost_one_away(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let remove = async |email: &'static str| {
        let (store, now) = (portal.context.store.clone(), portal.context.clock.now());
        let removing =
            tokio::task::spawn_blocking(move || second_factor::remove(&store, email, now));
        let removed = removing.await.expect("no panic");
        removed.map_err(|error| error.to_string())
    };
    let none = format!("{TEKLA} has no second factor");
    assert_eq!(remove(TEKLA).await, Err(none));
    let nobody = "nobody@example.com has no account".to_owned();
    assert_eq!(remove("nobody@example.com").await, Err(nobody));
    set_up(portal, &tekla).await;
    assert_eq!(remove(TEKLA).await, Ok(()));
    assert_eq!(tekla.session().await, None, "every session has ended");
    mail_says(portal, TEKLA, "Your second factor was taken away").await;
    let state = portal.stranger().ask(&sign_in(TEKLA, PASSWORD)).await;
    assert!(state.expect("signed in").session.is_some());
}
