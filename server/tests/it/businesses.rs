//! Business Information: correcting who a customer is, what follows for the next charge and not for
//! the last, and two who correct at once.

use reqwest::Method;
use seatkeeper_core::{
    api::{
        BusinessReach, BusinessView, DecideVatName, GetBusiness, GetCustomer, INVOICE_DOCUMENT,
        ListCustomers, ListVatNames, Problem, SetBusiness,
    },
    form::{BusinessForm, Field, FieldError, FieldFault},
    id::CustomerId,
    permission::Refusal,
    vat::VatTreatment,
    vat_number::VatNumberStatus,
};
use seatkeeper_server::store::StoreError;

use crate::{
    buying::{buy, form, reseller},
    harness::{Person, Portal, stories},
};

stories! {
    every_field_can_be_corrected_and_is_found_by,
    what_was_issued_stays_and_the_next_charge_is_priced_anew,
    an_outage_does_not_keep_a_correction_from_being_saved,
    two_who_correct_at_once_overwrite_nothing,
    a_technician_corrects_the_address_only,
    a_business_corrects_itself,
    faults_are_told_by_field_and_nothing_is_saved,
    staff_decide_on_names_and_the_decision_lasts,
}

async fn view(person: &Person<'_>, customer: CustomerId) -> BusinessView {
    let view = person.call(&GetBusiness { customer }).await;
    view.expect("a business")
}

/// Corrects what is there now.
async fn correct(
    person: &Person<'_>,
    customer: CustomerId,
    change: impl FnOnce(&mut BusinessForm),
) -> Result<BusinessView, Problem> {
    let BusinessView {
        mut form, version, ..
    } = view(person, customer).await;
    change(&mut form);
    let ask = SetBusiness {
        customer,
        version,
        form,
    };
    person.call(&ask).await
}

async fn every_field_can_be_corrected_and_is_found_by(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let wanted = BusinessForm {
        business_name: "Südwind Spedition GmbH".to_owned(),
        address: "Hafenstraße 9".to_owned(),
        postcode: "28195".to_owned(),
        city: "Bremen".to_owned(),
        country: "AT".to_owned(),
        vat_number: "ATU13585627".to_owned(),
        invoice_email: "Rechnung@suedwind.example".to_owned(),
    };
    let corrected = correct(&karin, customer, |form| form.clone_from(&wanted)).await;
    let corrected = corrected.expect("corrected");
    assert_eq!(corrected.form, wanted);
    assert_eq!(corrected.reach, BusinessReach::All);
    let check = corrected.check.expect("a number");
    assert_eq!(
        (check.status, check.business_name.as_str()),
        (VatNumberStatus::Valid, "Südwind Spedition GmbH"),
        "the register was asked at once, for the new name"
    );
    let decided = corrected.decided.expect("a decision");
    assert_eq!(decided.on, portal.today());
    assert!(
        decided.consultation_number.is_some(),
        "the seller was named"
    );
    for search in ["südwind", "bremen", "atu13585627"] {
        let ask = ListCustomers {
            search: search.to_owned(),
            page: 1,
            ..ListCustomers::default()
        };
        let found = karin.call(&ask).await.expect("a list");
        assert!(found.rows.iter().any(|row| row.id == customer), "{search}");
    }
    let entries = portal.context.store.read(|tx| {
        tx.query(
            "select details from audit_log where action = 'customer.corrected'",
            &[],
            |row| row.get::<String>(0),
        )
    });
    let entries = entries
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert!(
        entries.len() == 1
            && entries[0].contains("Nordwind Logistik GmbH")
            && entries[0].contains("Bremen"),
        "{entries:?}"
    );
}

async fn what_was_issued_stays_and_the_next_charge_is_priced_anew(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin
        .create(form("Rotkehlchen GmbH", "DE", "DE136695976"))
        .await;
    let first = buy(portal, &karin, &order).await;
    assert_eq!(first.order.quote.vat_treatment, VatTreatment::ReverseCharge);
    portal.work().await;
    let customer = first.order.customer;
    let issued = document(&karin, &first).await;
    // without the number VAT is charged, from the next charge on
    let corrected = correct(&karin, customer, |form| form.vat_number.clear()).await;
    assert_eq!(corrected.expect("corrected").check, None);
    let order = karin.top_up(customer, 1).await;
    let second = buy(portal, &karin, &order).await;
    assert_eq!(second.order.quote.vat_treatment, VatTreatment::Standard);
    // to another country, whose rate it is
    let moved = correct(&karin, customer, |form| {
        "FI".clone_into(&mut form.country);
        "Esplanadi 1".clone_into(&mut form.address);
    });
    moved.await.expect("corrected");
    let order = karin.top_up(customer, 1).await;
    let third = buy(portal, &karin, &order).await;
    assert_eq!(third.order.quote.vat_rate.to_string(), "25.5");
    portal.work().await;
    assert!(document(&karin, &third).await.contains("Esplanadi 1"));
    assert_eq!(
        document(&karin, &first).await,
        issued,
        "what was issued never changes"
    );
}

/// The document of an order's invoice.
async fn document(person: &Person<'_>, paid: &seatkeeper_core::api::OrderView) -> String {
    let view = crate::buying::look(person, paid.order.id).await;
    let invoice = view.invoice.expect("an invoice").id;
    let address = INVOICE_DOCUMENT.replace("{invoice}", &invoice.to_string());
    person
        .send(person.request(Method::GET, &address))
        .await
        .document()
}

async fn an_outage_does_not_keep_a_correction_from_being_saved(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let corrected = correct(&karin, customer, |form| {
        "DE600000004".clone_into(&mut form.vat_number);
    });
    let check = corrected.await.expect("saved").check.expect("a number");
    assert_eq!(check.status, VatNumberStatus::Unavailable);
    let order = karin.top_up(customer, 1).await;
    let paid = buy(portal, &karin, &order).await;
    assert_eq!(paid.order.quote.vat_treatment, VatTreatment::Standard);
}

async fn two_who_correct_at_once_overwrite_nothing(portal: &Portal) {
    let karin = reseller(portal).await;
    let elin = portal.person("customer@example.com").await;
    let customer = karin.customer("Café Söder HB").await;
    let seen = view(&elin, customer).await;
    let hers = correct(&karin, customer, |form| {
        "Uppsala".clone_into(&mut form.city);
    })
    .await;
    assert!(hers.is_ok());
    let ask = SetBusiness {
        customer,
        version: seen.version,
        form: BusinessForm {
            address: "Götgatan 1".to_owned(),
            ..seen.form
        },
    };
    let late = elin.call(&ask).await;
    assert_eq!(late.err(), Some(Problem::ChangedMeanwhile));
    let now = view(&elin, customer).await.form;
    assert_eq!(
        (now.city.as_str(), now.address.as_str()),
        ("Uppsala", "Hornsgatan 21")
    );
}

async fn a_technician_corrects_the_address_only(portal: &Portal) {
    let karin = reseller(portal).await;
    let tekla = portal.person("technician@example.com").await;
    let customer = karin.customer("Café Söder HB").await;
    assert_eq!(view(&tekla, customer).await.reach, BusinessReach::Address);
    let moved = correct(&tekla, customer, |form| "Lund".clone_into(&mut form.city)).await;
    assert_eq!(moved.expect("corrected").form.city, "Lund");
    for change in [
        (|form| form.business_name.push('!')) as fn(&mut BusinessForm),
        |form| "NO".clone_into(&mut form.country),
        |form| "SE556967618101".clone_into(&mut form.vat_number),
        |form| "me@mine.example".clone_into(&mut form.invoice_email),
    ] {
        let refused = correct(&tekla, customer, change).await;
        assert_eq!(
            refused.err(),
            Some(Problem::Forbidden {
                reason: Refusal::TechniciansChangeAddressesOnly
            })
        );
    }
    let staff = portal.person("staff@example.com").await;
    assert_eq!(view(&staff, customer).await.reach, BusinessReach::See);
}

async fn a_business_corrects_itself(portal: &Portal) {
    let elin = portal.person("customer@example.com").await;
    let customer = elin.customer("Café Söder HB").await;
    let corrected = correct(&elin, customer, |form| {
        "faktura@cafesoder.example".clone_into(&mut form.invoice_email);
    });
    corrected.await.expect("corrected");
    let order = elin.top_up(customer, 1).await;
    buy(portal, &elin, &order).await;
    portal.work().await;
    let mail = portal.mail_to("faktura@cafesoder.example").await;
    assert!(mail.attachment.is_some(), "its invoices go there now");
}

async fn faults_are_told_by_field_and_nothing_is_saved(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let before = view(&karin, customer).await;
    let refused = correct(&karin, customer, |form| {
        form.city.clear();
        "FR".clone_into(&mut form.country);
        "nobody".clone_into(&mut form.invoice_email);
    });
    let fault = |field, fault| FieldError { field, fault };
    assert_eq!(
        refused.await.err(),
        Some(Problem::Fields {
            errors: vec![
                fault(Field::City, FieldFault::Missing),
                fault(Field::VatNumber, FieldFault::VatNumberOtherCountry),
                fault(Field::InvoiceEmail, FieldFault::NotAnEmail),
            ]
        })
    );
    assert_eq!(view(&karin, customer).await, before);
}

async fn staff_decide_on_names_and_the_decision_lasts(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let mut customers = Vec::new();
    for (name, number) in [
        ("Amsel GmbH", "DE200000005"),
        ("Drossel GmbH", "DE300000002"),
    ] {
        let order = karin.create(form(name, "DE", number)).await;
        customers.push(buy(portal, &karin, &order).await.order.customer);
    }
    let names = staff.call(&ListVatNames {}).await.expect("names");
    let told: Vec<_> = names
        .rows
        .iter()
        .map(|row| (row.business_name.as_str(), row.name_given.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("Amsel GmbH", Some("SÜDWIND SPEDITION GMBH")),
            ("Drossel GmbH", None)
        ]
    );
    let decide = |row: usize, is_theirs| DecideVatName {
        check: names.rows[row].check,
        is_theirs,
    };
    staff.call(&decide(0, false)).await.expect("decided");
    let left = staff.call(&decide(1, true)).await.expect("decided");
    assert_eq!(left.rows, []);
    assert_eq!(
        staff.call(&decide(1, false)).await.err(),
        Some(Problem::WrongState),
        "once"
    );
    let statuses = async || {
        let mut statuses = Vec::new();
        for customer in &customers {
            let ask = GetCustomer {
                customer: *customer,
            };
            let view = karin.call(&ask).await.expect("a customer");
            statuses.push(view.buying.expect("prices").buyer.vat_status);
        }
        statuses
    };
    let decided = [VatNumberStatus::Pending, VatNumberStatus::Valid];
    assert_eq!(statuses().await, decided);
    // accepted for one business, it is nobody else's
    let order = karin.create(form("Meise GmbH", "DE", "DE300000002")).await;
    let paid = buy(portal, &karin, &order).await;
    assert_eq!(paid.order.quote.vat_treatment, VatTreatment::Standard);
    let names = staff.call(&ListVatNames {}).await.expect("names");
    assert_eq!(names.rows.len(), 1, "it is to be decided on by itself");
    let refuse = DecideVatName {
        check: names.rows[0].check,
        is_theirs: false,
    };
    staff.call(&refuse).await.expect("decided");
    // the register says the same three months later: so do staff
    portal.tell(portal.today() + jiff::ToSpan::days(85));
    portal.work().await;
    karin.sign_in().await.expect("another day's session");
    staff.sign_in().await.expect("another day's session");
    assert_eq!(statuses().await, decided);
    let names = staff.call(&ListVatNames {}).await.expect("names");
    assert_eq!(names.rows, []);
}
