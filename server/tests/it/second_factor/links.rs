//! What a link is mailed for asks for the code too: whom an account works for, who manages its business,
//! another address.

use seatkeeper_core::{
    api::{AcceptRole, AgreeToManaging, AskToManage, Problem},
    form::{Field, FieldFault},
    permission::ResellerRole::Technician,
};
use seatkeeper_server::demo::PASSWORD;

use super::{TEKLA, fault, mail_says, not_shown, set_up, shown, wrong_code};
use crate::{
    colleagues::{inviting, reseller},
    email::changing,
    harness::{Person, Portal, stories},
    managing::{asked, detached, view},
};

const ELIN: &str = "customer@example.com";

stories! {
    a_role_is_accepted_with_a_code,
    a_reseller_is_agreed_to_with_a_code,
    another_address_asks_for_a_code_too,
}

pub(super) fn agreeing(secret: &str, code: &str) -> AgreeToManaging {
    AgreeToManaging {
        secret: secret.to_owned(),
        password: PASSWORD.to_owned(),
        code: code.to_owned(),
    }
}

/// A reseller asks to manage Elin's business, which has none; the secret of the link to her.
pub(super) async fn asked_by_ruta(portal: &Portal, ruta: &Person<'_>) -> String {
    let asking = AskToManage {
        email: ELIN.to_owned(),
    };
    ruta.call(&asking).await.expect("asked");
    asked(portal, ELIN).await.0
}

async fn a_role_is_accepted_with_a_code(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let ours = reseller(&karin).await;
    let elin = portal.person(ELIN).await;
    let (key, _) = set_up(portal, &elin).await;
    let inviting = inviting(ours, ELIN, Technician);
    karin.call(&inviting).await.expect("invited");
    let secret = portal.secret_in(&portal.mail_to(ELIN).await, "/activate");
    let browser = portal.stranger();
    let accepting = |password: &str, code: String| AcceptRole {
        secret: secret.clone(),
        password: password.to_owned(),
        code,
    };
    let without = browser.ask(&accepting(PASSWORD, String::new())).await;
    assert_eq!(without, Err(fault(Field::Code, FieldFault::Missing)));
    let wrong = accepting(PASSWORD, not_shown(portal, &key));
    assert_eq!(browser.ask(&wrong).await, Err(wrong_code()));
    // whoever does not know the password does not hear that there is a code
    let guessed = accepting("not the password", String::new());
    let refused = browser.ask(&guessed).await;
    assert_eq!(refused, Err(Problem::WrongCredentials));
    let before = elin.session().await.expect("signed in").reseller;
    assert_eq!(before, None);

    let right = accepting(PASSWORD, shown(portal, &key));
    browser.ask(&right).await.expect("accepted");
    assert_eq!(reseller(&elin).await, ours);
}

async fn a_reseller_is_agreed_to_with_a_code(portal: &Portal) {
    let (_, elin, customer) = detached(portal).await;
    let (key, codes) = set_up(portal, &elin).await;
    let ruta = portal.person("other@example.com").await;
    let secret = asked_by_ruta(portal, &ruta).await;
    let browser = portal.stranger();
    let without = browser.ask(&agreeing(&secret, "")).await;
    assert_eq!(without, Err(fault(Field::Code, FieldFault::Missing)));
    let wrong = agreeing(&secret, &not_shown(portal, &key));
    assert_eq!(browser.ask(&wrong).await, Err(wrong_code()));
    assert_eq!(view(&elin, customer).await.managed_by, "");

    let backup = agreeing(&secret, &codes[0]);
    browser.ask(&backup).await.expect("agreed");
    assert!(view(&ruta, customer).await.is_ours);
    mail_says(portal, ELIN, "A backup code of yours was used").await;
}

async fn another_address_asks_for_a_code_too(portal: &Portal) {
    let tekla = portal.person(TEKLA).await;
    let (key, _) = set_up(portal, &tekla).await;
    let mut asking = changing("tekla@example.org", PASSWORD);
    let without = tekla.call(&asking).await;
    assert_eq!(without, Err(fault(Field::Code, FieldFault::Missing)));
    asking.code = not_shown(portal, &key);
    assert_eq!(tekla.call(&asking).await, Err(wrong_code()));
    asking.code = shown(portal, &key);
    tekla.call(&asking).await.expect("asked");
    let mail = portal.mail_to("tekla@example.org").await;
    assert!(mail.text.contains("/confirm-email"), "{}", mail.text);
}
