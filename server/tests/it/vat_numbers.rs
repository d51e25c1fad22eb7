//! VAT numbers: what the register's answer is worth, for whom, and for how long.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{CheckVatNumber, GetCustomer},
    id::CustomerId,
    order::OrderState,
    vat::VatTreatment,
    vat_number::VatNumberStatus,
};
use seatkeeper_server::{params, store::StoreError, vat_numbers};
use uuid::Uuid;

use crate::{
    buying::{buy, form, reseller},
    harness::{FIRST_DAY, Person, Portal, stories},
};

stories! {
    a_confirmed_number_takes_the_vat_away_and_an_outage_does_not,
    a_reseller_that_is_billed_itself_decides_the_vat,
    each_business_is_confirmed_by_its_own_name,
    an_answer_is_renewed_before_it_is_too_old,
    an_unknown_number_is_asked_for_again_on_another_day,
    a_number_is_asked_about_again_before_a_renewal,
    of_two_servers_at_once_one_asks,
}

async fn a_confirmed_number_takes_the_vat_away_and_an_outage_does_not(portal: &Portal) {
    let karin = reseller(portal).await;
    for (name, number, treatment) in [
        (
            "Nordwind Logistik GmbH",
            "DE136695976",
            VatTreatment::ReverseCharge,
        ),
        ("Unreachable GmbH", "DE600000004", VatTreatment::Standard),
        ("Unknown GmbH", "DE100000008", VatTreatment::Standard),
        ("Somebody Else GmbH", "DE200000005", VatTreatment::Standard),
        ("Withheld GmbH", "DE300000002", VatTreatment::Standard),
    ] {
        let order = karin.create(form(name, "DE", number)).await;
        let paid = buy(portal, &karin, &order).await;
        assert_eq!(
            paid.order.state,
            OrderState::Paid,
            "an outage never blocks a purchase"
        );
        assert_eq!(paid.order.quote.vat_treatment, treatment, "{number}");
    }
}

async fn a_reseller_that_is_billed_itself_decides_the_vat(portal: &Portal) {
    let ruta = portal.person("other@example.com").await;
    // a Swedish customer; billed is the Lithuanian reseller with its confirmed number
    let order = ruta.create(form("Svensk Kund AB", "SE", "")).await;
    let paid = buy(portal, &ruta, &order).await;
    assert_eq!(paid.order.quote.vat_treatment, VatTreatment::ReverseCharge);
    assert_eq!(paid.order.quote.discount_percent.to_string(), "12.5");
}

/// The register is asked once for each name, and what it says for one does not undo another's.
async fn each_business_is_confirmed_by_its_own_name(portal: &Portal) {
    let karin = reseller(portal).await;
    // a demo customer has the same number under another name
    for name in ["Rotkehlchen GmbH", "Zaunkönig AG"] {
        let order = karin.create(form(name, "DE", "DE136695976")).await;
        let paid = buy(portal, &karin, &order).await;
        let treatment = paid.order.quote.vat_treatment;
        assert_eq!(treatment, VatTreatment::ReverseCharge, "{name}");
    }
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    assert_eq!(status(&karin, customer).await, VatNumberStatus::Valid);
}

/// A year's customer tops up without VAT for the whole year; nobody has to ask anew by hand.
async fn an_answer_is_renewed_before_it_is_too_old(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin
        .create(form("Rotkehlchen GmbH", "DE", "DE136695976"))
        .await;
    buy(portal, &karin, &order).await;
    let customer = karin.customer("Rotkehlchen GmbH").await;
    for _ in 0..3 {
        // three months at once: nobody was there to ask in time
        portal.tell(portal.today() + 100.days());
        assert_eq!(status(&karin, customer).await, VatNumberStatus::Pending);
        portal.work().await;
        assert_eq!(status(&karin, customer).await, VatNumberStatus::Valid);
    }
    let order = karin.top_up(customer, 1).await;
    let paid = buy(portal, &karin, &order).await;
    let treatment = paid.order.quote.vat_treatment;
    assert_eq!(treatment, VatTreatment::ReverseCharge);
}

/// A number may be registered any day; but whoever types does not ask the register at each stop.
async fn an_unknown_number_is_asked_for_again_on_another_day(portal: &Portal) {
    let karin = reseller(portal).await;
    let check = CheckVatNumber {
        vat_number: "DE100000008".to_owned(),
        business_name: "Rotkehlchen GmbH".to_owned(),
    };
    for _ in 0..2 {
        let answer = karin.call(&check).await.expect("an answer");
        assert_eq!(answer.status, VatNumberStatus::Invalid);
    }
    assert_eq!(asked(portal).await, 1, "the second one knew it");
    portal.tell(portal.today() + 2.days());
    karin.call(&check).await.expect("an answer");
    assert_eq!(asked(portal).await, 2);
}

/// Each server looks for itself what has grown old.
async fn of_two_servers_at_once_one_asks(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin
        .create(form("Rotkehlchen GmbH", "DE", "DE136695976"))
        .await;
    buy(portal, &karin, &order).await;
    let before = asked_about(portal, "DE136695976").await;
    portal.tell(portal.today() + 100.days());
    let one = vat_numbers::renew(&portal.context, Uuid::now_v7());
    let other = vat_numbers::renew(&portal.context, Uuid::now_v7());
    let (one, other) = tokio::join!(one, other);
    let (one, other) = (one.expect("asked"), other.expect("asked"));
    assert!(one.min(other) == 0 && one.max(other) > 0, "{one} {other}");
    // a demo customer has the same number under another name
    assert_eq!(asked_about(portal, "DE136695976").await, before + 2);
}

/// Who has lost the number hears of another amount in time.
async fn a_number_is_asked_about_again_before_a_renewal(portal: &Portal) {
    let karin = reseller(portal).await;
    let mut monthly = form("Rotkehlchen GmbH", "DE", "DE300000002");
    "1".clone_into(&mut monthly.term);
    let order = karin.create(monthly).await;
    buy(portal, &karin, &order).await;
    portal.work().await;
    assert_eq!(asked_about(portal, "DE300000002").await, 1);
    for (day, times) in [(20, 1), (22, 2), (23, 2), (30, 2)] {
        portal.tell(FIRST_DAY + day.days());
        portal.work().await;
        let asked = asked_about(portal, "DE300000002").await;
        assert_eq!(asked, times, "{day} days after");
    }
}

/// How often the register was asked about that number.
async fn asked(portal: &Portal) -> i64 {
    asked_about(portal, "DE100000008").await
}

async fn asked_about(portal: &Portal, number: &'static str) -> i64 {
    let count = portal.context.store.read(move |tx| {
        tx.only(
            "select count(*) from vat_checks where vat_number = $1",
            params![number],
            |row| row.get::<i64>(0),
        )
    });
    count
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

/// What a purchase for this customer would build on.
async fn status(person: &Person<'_>, customer: CustomerId) -> VatNumberStatus {
    let view = person.call(&GetCustomer { customer }).await;
    let buying = view.expect("a customer").buying;
    buying.expect("somebody who may buy").buyer.vat_status
}
