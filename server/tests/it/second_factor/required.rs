//! Who needs a second factor, and that nothing else is answered before it is set up.

use reqwest::Method;
use seatkeeper_core::{
    api::{
        FindTransfers, GetBusiness, GetReseller, INVOICE_DOCUMENT, ListCustomers, Problem,
        RequireSecondFactor, SetLanguage, SignOut, StartSecondFactor,
    },
    form::CreateForm,
    id::ResellerId,
    permission::Refusal,
};
use seatkeeper_server::demo::PASSWORD;
use uuid::Uuid;

use super::{
    STAFF, TEKLA,
    links::{agreeing, asked_by_ruta},
    set_up, shown, sign_in_with, turning_off,
};
use crate::{
    days::keep,
    harness::{GOOD_CARD, Person, Portal, stories},
    managing::{detached, view},
};

const KARIN: &str = "reseller@example.com";
const ELIN: &str = "customer@example.com";

stories! {
    insisting:
    staff_set_one_up_before_anything_else,
    a_saved_card_of_the_reseller_asks_it_of_its_administrators,
    a_saved_card_of_the_customer_asks_it_of_its_administrators,
    staff_ask_it_of_a_whole_reseller,
    whoever_lacks_it_agrees_to_nothing_by_a_link,
}

const REFUSED: Problem = Problem::Forbidden {
    reason: Refusal::SecondFactorRequired,
};

/// What everybody may ask who has a role.
async fn works(person: &Person<'_>) -> Result<(), Problem> {
    person.ask(&ListCustomers::default()).await.map(|_| ())
}

async fn staff_set_one_up_before_anything_else(portal: &Portal) {
    let sten = portal.person(STAFF).await;
    let standing = sten.session().await.expect("signed in").second_factor;
    assert!(standing.required && standing.first && !standing.on);
    assert_eq!(works(&sten).await, Err(REFUSED));
    let transfers = FindTransfers {
        search: String::new(),
        page: 1,
    };
    assert_eq!(sten.ask(&transfers).await.err(), Some(REFUSED));
    let document = INVOICE_DOCUMENT.replace("{invoice}", &Uuid::nil().to_string());
    let document = sten.send(sten.request(Method::GET, &document)).await;
    assert_eq!(document.problem(), REFUSED);
    // what setting up needs, and leaving
    let language = SetLanguage {
        language: "sv".to_owned(),
    };
    assert!(sten.ask(&language).await.is_ok());
    let other = portal.person("second@example.com").await;
    assert!(other.ask(&SignOut {}).await.is_ok());
    assert_eq!(other.session().await, None);

    let (key, codes) = set_up(portal, &sten).await;
    let standing = sten.session().await.expect("signed in").second_factor;
    assert!(standing.on && !standing.first);
    assert_eq!(works(&sten).await, Ok(()));
    assert!(sten.ask(&transfers).await.is_ok());
    let off = sten.call(&turning_off(&shown(portal, &key))).await;
    assert_eq!(off, Err(REFUSED));
    let elsewhere = portal.stranger();
    assert!(sign_in_with(&elsewhere, STAFF, &codes[0]).await.is_ok());
    assert_eq!(works(&elsewhere).await, Ok(()));
}

fn form() -> CreateForm {
    CreateForm {
        business_name: "Ringbahn Kontor GmbH".to_owned(),
        address: "Am Ring 1".to_owned(),
        postcode: "10115".to_owned(),
        city: "Berlin".to_owned(),
        country: "DE".to_owned(),
        vat_number: String::new(),
        licences: "7".to_owned(),
        term: "12".to_owned(),
        currency: "EUR".to_owned(),
        payment: "card".to_owned(),
    }
}

async fn a_saved_card_of_the_reseller_asks_it_of_its_administrators(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let tekla = portal.person(TEKLA).await;
    let ruta = portal.person("other@example.com").await;
    let elin = portal.person(ELIN).await;
    let order = karin.create(form()).await;
    keep(portal, &karin, &order, GOOD_CARD).await;
    portal.work().await;
    assert_eq!(works(&karin).await, Err(REFUSED));
    assert!(
        karin
            .session()
            .await
            .expect("signed in")
            .second_factor
            .first
    );
    for (person, who) in [
        (&tekla, "technician"),
        (&ruta, "another"),
        (&elin, "customer"),
    ] {
        assert_eq!(works(person).await, Ok(()), "{who}");
    }
    set_up(portal, &karin).await;
    assert_eq!(works(&karin).await, Ok(()));
}

async fn a_saved_card_of_the_customer_asks_it_of_its_administrators(portal: &Portal) {
    let elin = portal.person(ELIN).await;
    let karin = portal.person(KARIN).await;
    let customer = elin.customer("Café Söder HB").await;
    let order = elin.renewal(customer, 3).await;
    keep(portal, &elin, &order, GOOD_CARD).await;
    portal.work().await;
    assert_eq!(works(&elin).await, Err(REFUSED));
    let business = elin.ask(&GetBusiness { customer }).await;
    assert_eq!(business.err(), Some(REFUSED));
    assert_eq!(works(&karin).await, Ok(()), "it is not the reseller's card");
    set_up(portal, &elin).await;
    assert_eq!(works(&elin).await, Ok(()));
}

async fn staff_ask_it_of_a_whole_reseller(portal: &Portal) {
    let (karin, tekla) = (portal.person(KARIN).await, portal.person(TEKLA).await);
    let ruta = portal.person("other@example.com").await;
    let sten = portal.person(STAFF).await;
    let reseller = karin.session().await.expect("signed in").reseller;
    let asking = |reseller, required| RequireSecondFactor { reseller, required };
    let ours = reseller.expect("a reseller").id;
    assert_eq!(sten.ask(&asking(ours, true)).await, Err(REFUSED));
    set_up(portal, &sten).await;
    let nobody = ResellerId(Uuid::nil());
    assert_eq!(
        sten.ask(&asking(nobody, true)).await,
        Err(Problem::NotFound)
    );
    let reason = Refusal::StaffOnly;
    assert_eq!(
        karin.ask(&asking(ours, false)).await,
        Err(Problem::Forbidden { reason })
    );

    let before = sten.ask(&GetReseller { reseller: ours }).await;
    let asked = sten.ask(&asking(ours, true)).await.expect("asked");
    assert!(asked.second_factor_required);
    let before = before.expect("a reseller");
    assert!(!before.second_factor_required);
    assert_eq!(
        asked.version, before.version,
        "who corrects is not disturbed"
    );
    for person in [&karin, &tekla] {
        assert_eq!(works(person).await, Err(REFUSED));
    }
    assert_eq!(works(&ruta).await, Ok(()), "another reseller");
    let (key, _) = set_up(portal, &tekla).await;
    assert_eq!(works(&tekla).await, Ok(()));
    let off = tekla.call(&turning_off(&shown(portal, &key))).await;
    assert_eq!(off, Err(REFUSED));
    sten.ask(&asking(ours, false)).await.expect("no longer");
    assert_eq!(works(&karin).await, Ok(()));
    let start = StartSecondFactor {
        password: PASSWORD.to_owned(),
    };
    assert!(karin.ask(&start).await.is_ok(), "whoever likes still can");
    portal.pass_seconds(30);
    let off = tekla.call(&turning_off(&shown(portal, &key))).await;
    assert!(off.is_ok(), "{off:?}");
}

async fn whoever_lacks_it_agrees_to_nothing_by_a_link(portal: &Portal) {
    let (_, elin, customer) = detached(portal).await;
    let order = elin.renewal(customer, 3).await;
    keep(portal, &elin, &order, GOOD_CARD).await;
    let ruta = portal.person("other@example.com").await;
    let secret = asked_by_ruta(portal, &ruta).await;
    let browser = portal.stranger();
    assert_eq!(browser.ask(&agreeing(&secret, "")).await, Err(REFUSED));
    let (key, _) = set_up(portal, &elin).await;
    assert_eq!(view(&elin, customer).await.managed_by, "");
    let with_code = agreeing(&secret, &shown(portal, &key));
    browser.ask(&with_code).await.expect("agreed");
    assert!(view(&ruta, customer).await.is_ours);
}
