//! Resellers: created once with an administrator, corrected by one at a time, discounts by day.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{
        Activate, CreateReseller, EnterDiscount, FindResellers, GetReseller, ListColleagues,
        Problem, ResellerDetails, SetReseller, WithdrawDiscount,
    },
    form::{BusinessForm, DiscountForm, Field, FieldFault, ResellerForm},
    id::ResellerId,
    order::BillTo,
    permission::ResellerRole,
    vat_number::VatNumberStatus,
};
use uuid::Uuid;

use crate::{
    buying::{buy, form, reseller as karin_of},
    colleagues::reseller,
    harness::{FIRST_DAY, Person, Portal, stories},
};

stories! {
    a_reseller_is_created_once_and_its_administrator_invited,
    whom_it_bills_has_no_default,
    of_two_who_correct_the_second_is_told,
    whom_it_bills_changes_the_next_order_only,
    a_lower_discount_is_entered_a_month_ahead,
    what_has_not_begun_is_withdrawn,
}

const ADMINISTRATOR: &str = "mei@ost.example";

pub(crate) fn details() -> ResellerForm {
    ResellerForm {
        business: BusinessForm {
            business_name: "Östra Kontoret GmbH".to_owned(),
            address: "Am Ring 1".to_owned(),
            postcode: "10115".to_owned(),
            city: "Berlin".to_owned(),
            country: "DE".to_owned(),
            vat_number: "DE136695976".to_owned(),
            invoice_email: "invoices@ost.example".to_owned(),
        },
        bill_to: "customer".to_owned(),
    }
}

pub(crate) fn creating() -> CreateReseller {
    CreateReseller {
        id: ResellerId(Uuid::now_v7()),
        form: details(),
        discount: discount("12,5", "2026-11-23"),
        administrator: ADMINISTRATOR.to_owned(),
        language: "en".to_owned(),
    }
}

pub(crate) fn discount(percent: &str, from_on: &str) -> DiscountForm {
    DiscountForm {
        percent: percent.to_owned(),
        from_on: from_on.to_owned(),
    }
}

async fn seen(staff: &Person<'_>, reseller: ResellerId) -> ResellerDetails {
    let seen = staff.call(&GetReseller { reseller }).await;
    seen.expect("a reseller")
}

/// The percentages and their first days, the latest first.
fn dated(details: &ResellerDetails) -> Vec<(String, String)> {
    let dated = details.discounts.iter();
    dated
        .map(|discount| (discount.percent.to_string(), discount.from_on.to_string()))
        .collect()
}

async fn a_reseller_is_created_once_and_its_administrator_invited(portal: &Portal) {
    let staff = portal.person("staff@example.com").await;
    let ask = creating();
    let (one, other) = tokio::join!(staff.call(&ask), staff.call(&ask));
    let made = one.expect("a reseller");
    assert_eq!(other.expect("the same").id, made.id);
    assert_eq!(staff.call(&ask).await.expect("the same again").id, made.id);
    assert_eq!(dated(&made), [("12.5".to_owned(), FIRST_DAY.to_string())]);
    let mut changed = ask.clone();
    "Another".clone_into(&mut changed.form.business.business_name);
    assert_eq!(staff.call(&changed).await, Err(Problem::WrongState));

    let find = FindResellers {
        search: "östra".to_owned(),
        page: 1,
    };
    let found = staff.call(&find).await.expect("a list");
    assert_eq!((found.total, found.rows.len()), (1, 1), "one, not two");
    assert_eq!(found.rows[0].percent.to_string(), "12.5");
    let check = seen(&staff, made.id).await.check;
    assert!(check.is_some(), "the register was asked about its number");

    let mail = portal.mail_to(ADMINISTRATOR).await;
    let mails = portal.mails().await;
    let invited = mails.iter().filter(|mail| mail.to == ADMINISTRATOR);
    assert_eq!(invited.count(), 1, "one mail for one reseller");
    let mei = portal.stranger();
    let activate = Activate {
        secret: portal.secret_in(&mail, "/activate"),
        name: "Mei Tanaka".to_owned(),
        password: "correct horse battery".to_owned(),
        language: "en".to_owned(),
    };
    mei.call(&activate).await.expect("an account");
    assert_eq!(reseller(&mei).await, made.id);
    let team = ListColleagues { reseller: made.id };
    let team = mei.call(&team).await.expect("an administrator");
    assert_eq!(team.rows.len(), 1);
    assert_eq!(team.rows[0].role, ResellerRole::Administrator);
    // the discount is there at once: 12.5 % of what is listed
    let order = mei.create(form("Erste Kundin GmbH", "DE", "")).await;
    let paid = buy(portal, &mei, &order).await.order;
    assert_eq!(paid.quote.discount_percent.to_string(), "12.5");
    assert_eq!(paid.bill_to, BillTo::Customer);
}

async fn whom_it_bills_has_no_default(portal: &Portal) {
    let staff = portal.person("staff@example.com").await;
    let mut ask = creating();
    ask.form.bill_to = String::new();
    ask.form.business.city = String::new();
    ask.administrator = String::from("nobody");
    "2026-11-22".clone_into(&mut ask.discount.from_on);
    let Err(Problem::Fields { errors }) = staff.call(&ask).await else {
        panic!("it was taken");
    };
    let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
    assert_eq!(
        fields,
        [Field::City, Field::BillTo, Field::FromOn, Field::Email],
        "all of it at once"
    );
    let reseller = ask.id;
    let absent = staff.call(&GetReseller { reseller }).await;
    assert_eq!(absent, Err(Problem::NotFound), "nothing half done");
}

async fn of_two_who_correct_the_second_is_told(portal: &Portal) {
    let staff = portal.person("staff@example.com").await;
    let made = staff.call(&creating()).await.expect("a reseller");
    let change = |city: &str| {
        let mut ask = SetReseller {
            reseller: made.id,
            version: made.version,
            form: made.form.clone(),
        };
        city.clone_into(&mut ask.form.business.city);
        "Nordwind Logistik GmbH".clone_into(&mut ask.form.business.business_name);
        ask
    };
    let corrected = staff.call(&change("Bonn")).await.expect("corrected");
    assert_eq!(corrected.form.business.city, "Bonn");
    let check = corrected.check.expect("a number");
    assert_eq!(check.status, VatNumberStatus::Valid, "asked at once");
    let second = staff.call(&change("Köln")).await;
    assert_eq!(second, Err(Problem::ChangedMeanwhile));
    let now = seen(&staff, made.id).await;
    assert_eq!(now.form.business.city, "Bonn", "nothing is overwritten");
}

async fn whom_it_bills_changes_the_next_order_only(portal: &Portal) {
    let karin = karin_of(portal).await;
    let staff = portal.person("staff@example.com").await;
    let before = karin.create(form("Vorher GmbH", "DE", "")).await;
    let before_paid = buy(portal, &karin, &before).await.order;
    assert_eq!(before_paid.bill_to, BillTo::Customer);
    let own = seen(&staff, reseller(&karin).await).await;
    let mut form_now = own.form.clone();
    "reseller".clone_into(&mut form_now.bill_to);
    let change = SetReseller {
        reseller: own.id,
        version: own.version,
        form: form_now,
    };
    staff.call(&change).await.expect("corrected");
    let after = karin.create(form("Nachher GmbH", "DE", "")).await;
    let after_paid = buy(portal, &karin, &after).await.order;
    assert_eq!(after_paid.bill_to, BillTo::Reseller);
    let frozen = crate::buying::look(&karin, before.id).await.order;
    assert_eq!(frozen.bill_to, BillTo::Customer);
}

async fn a_lower_discount_is_entered_a_month_ahead(portal: &Portal) {
    let karin = karin_of(portal).await;
    let staff = portal.person("staff@example.com").await;
    let reseller = reseller(&karin).await;
    let enter = |percent: &str, from_on: &str| EnterDiscount {
        reseller,
        form: discount(percent, from_on),
    };
    let fault = |answer: Result<ResellerDetails, Problem>| match answer {
        Err(Problem::Fields { errors }) => errors[0].fault.clone(),
        other => panic!("{other:?}"),
    };
    let days = |first| FieldFault::OtherDay {
        first,
        last: jiff::civil::date(2031, 12, 31),
    };
    let early = staff.call(&enter("10", "2026-12-23")).await;
    assert_eq!(fault(early), days(FIRST_DAY + 31.days()));
    let past = staff.call(&enter("30", "2026-11-22")).await;
    assert_eq!(fault(past), days(FIRST_DAY));
    staff
        .call(&enter("10", "2026-12-24"))
        .await
        .expect("in time");
    let again = staff.call(&enter("15", "2026-12-24")).await;
    assert_eq!(fault(again), FieldFault::DayTaken);
    let today = staff.call(&enter("22.5", "2026-11-23")).await;
    let today = today.expect("a higher one begins today");
    assert_eq!(dated(&today)[1].0, "22.5");
    let order = karin.create(form("Heute GmbH", "DE", "")).await;
    let paid = buy(portal, &karin, &order).await.order;
    assert_eq!(paid.quote.discount_percent.to_string(), "22.5");
}

async fn what_has_not_begun_is_withdrawn(portal: &Portal) {
    let staff = portal.person("staff@example.com").await;
    let made = staff.call(&creating()).await.expect("a reseller");
    let reseller = made.id;
    let tomorrow = FIRST_DAY + 1.day();
    let enter = EnterDiscount {
        reseller,
        form: discount("50", &tomorrow.to_string()),
    };
    let entered = staff.call(&enter).await.expect("a discount");
    assert_eq!(entered.discounts.len(), 2);
    let withdraw = |from_on| WithdrawDiscount { reseller, from_on };
    let begun = staff.call(&withdraw(FIRST_DAY)).await;
    assert_eq!(begun, Err(Problem::WrongState), "it has begun");
    let left = staff.call(&withdraw(tomorrow)).await.expect("withdrawn");
    assert_eq!(left.discounts.len(), 1);
    let twice = staff.call(&withdraw(tomorrow)).await;
    assert_eq!(twice, Err(Problem::WrongState));
}
