//! An amount that changes after it was said: it is said again before it is charged.

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{api::EnterDiscount, form::DiscountForm};
use seatkeeper_server::store::{StoreError, parties};

use super::{GOOD, INVOICES, about, charges, kept, on, view};
use crate::{
    buying::reseller,
    harness::{Person, Portal, stories},
};

stories! {
    another_amount_is_said_again_before_it_is_charged,
    an_amount_that_changes_on_the_day_is_charged_a_day_later,
    a_discount_that_staff_raise_is_in_the_next_mail,
}

/// The reseller's discount from a day on.
async fn discount(portal: &Portal, person: &Person<'_>, from: Date, percent: &'static str) {
    person.sign_in().await.expect("another day's session");
    let reseller = person
        .session()
        .await
        .and_then(|session| session.reseller)
        .expect("a reseller")
        .id;
    let now = portal.context.clock.now();
    let entered = portal.context.store.write(move |tx| {
        let percent = percent.parse().expect("a percentage");
        parties::enter_discount(tx, reseller, (from, percent), None, now)
    });
    entered
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

async fn another_amount_is_said_again_before_it_is_charged(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Rabatt GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    discount(portal, &karin, end, "50").await;
    on(portal, end - 3.days()).await;
    let said = about(portal, INVOICES, "Rabatt GmbH renews").await;
    // 83.30, less 50 % = 41.65, and 19 % VAT
    assert!(
        said.len() == 2 && said[1].text.contains("€49.56"),
        "{said:?}"
    );
    on(portal, end).await;
    assert_eq!(charges(portal).await, [7930, 4956]);
}

async fn an_amount_that_changes_on_the_day_is_charged_a_day_later(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Spät GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end.yesterday().expect("a day")).await;
    portal.tell(end);
    discount(portal, &karin, end, "50").await;
    portal.work().await;
    assert_eq!(charges(portal).await, [7930], "not what was said");
    let said = about(portal, INVOICES, "Spät GmbH renews").await;
    assert!(
        said.last().expect("mails").text.contains("€49.56"),
        "{said:?}"
    );
    on(portal, end + 1.day()).await;
    assert_eq!(charges(portal).await, [7930, 4956]);
    assert_eq!(
        view(&karin, customer).await.subscription.period.start(),
        end
    );
}

/// What staff enter on the page is what the next mail says and what is charged.
async fn a_discount_that_staff_raise_is_in_the_next_mail(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Rabatt GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    let staff = portal.person("staff@example.com").await;
    karin.sign_in().await.expect("another day's session");
    let entered = staff
        .call(&EnterDiscount {
            reseller: crate::colleagues::reseller(&karin).await,
            form: DiscountForm {
                percent: "50".to_owned(),
                from_on: end.to_string(),
            },
        })
        .await;
    entered.expect("a higher one, seven days ahead");
    on(portal, end - 3.days()).await;
    let said = about(portal, INVOICES, "Rabatt GmbH renews").await;
    assert!(
        said.len() == 2 && said[1].text.contains("€49.56"),
        "{said:?}"
    );
    on(portal, end).await;
    assert_eq!(charges(portal).await, [7930, 4956]);
}
