//! What is foretold of renewals is what they cost when they are due.

use jiff::{ToSpan, civil::date};
use seatkeeper_core::{
    api::{
        CurrencyRenewals, GetComingRenewals, Problem, RenewalMonth, SetAutoRenewal, SetNextLicences,
    },
    currency::Currency,
    money::Money,
    permission::Refusal,
};
use seatkeeper_server::store::{StoreError, parties, price_lists};

use super::many;
use crate::{
    buying::{buy, reseller},
    days::view,
    harness::{Person, Portal, stories},
};

stories! {
    every_month_says_what_renews_in_it,
    each_amount_is_that_of_its_order,
    prices_and_discounts_to_come_are_known,
    what_nobody_renews_is_not_counted,
    many_are_foretold_at_once,
    only_who_pays_sees_it,
}

async fn coming(person: &Person<'_>) -> Vec<CurrencyRenewals> {
    person.call(&GetComingRenewals {}).await.expect("renewals")
}

fn months(coming: &[CurrencyRenewals], currency: Currency) -> Vec<RenewalMonth> {
    let found = coming.iter().find(|one| one.total.currency() == currency);
    found.map(|one| one.months.clone()).unwrap_or_default()
}

fn filled(months: &[RenewalMonth]) -> Vec<(String, u32, i64)> {
    let filled = months.iter().filter(|month| month.renewals > 0);
    filled
        .map(|month| {
            let name = month.first_on.strftime("%Y-%m").to_string();
            (name, month.renewals, month.total.minor())
        })
        .collect()
}

async fn every_month_says_what_renews_in_it(portal: &Portal) {
    let karin = reseller(portal).await;
    let coming = coming(&karin).await;
    for currency in &coming {
        assert_eq!(currency.months.len(), 12);
        let firsts: Vec<_> = currency.months.iter().map(|month| month.first_on).collect();
        assert_eq!(
            (firsts[0], firsts[11]),
            (date(2026, 11, 1), date(2027, 10, 1))
        );
        let sum = currency
            .months
            .iter()
            .fold(0, |sum, month| sum + month.total.minor());
        assert_eq!(currency.total.minor(), sum);
    }
    let order: Vec<_> = coming
        .iter()
        .map(|one| one.total.currency().code())
        .collect();
    assert_eq!(
        order,
        ["EUR", "GBP", "SEK", "USD"],
        "three in euro, one in each other"
    );
    // 3 × 129 = 387, less 20 % = 309.60, and 25 % VAT
    let sek = months(&coming, Currency::SEK);
    assert_eq!(sek[0].renewals, 0, "nothing renews in November");
    assert!(
        sek[1..]
            .iter()
            .all(|month| (month.renewals, month.total.minor()) == (1, 38_700))
    );
    // Nordwind: 7 × 12 × 9.99 = 839.16, less 20 % = 671.33; Järvi: 25 × 12 × 9.99 = 2997.00, less 20 %;
    // their numbers are confirmed; the Atelier ends in October: 12 × 12 × 9.99 = 1438.56, less 20 %, and 20 % VAT
    assert_eq!(
        filled(&months(&coming, Currency::EUR)),
        [
            ("2026-12".to_owned(), 1, 239_760),
            ("2027-07".to_owned(), 1, 67_133),
            ("2027-10".to_owned(), 1, 138_102),
        ]
    );
    // 60 × 12 × 10.99 = 7912.80, less 20 %, and nobody's VAT
    assert_eq!(
        filled(&months(&coming, Currency::USD)),
        [("2027-05".to_owned(), 1, 633_024)]
    );
}

/// On its own day each renewal is placed by hand: the server takes exactly the foretold amount.
async fn each_amount_is_that_of_its_order(portal: &Portal) {
    let karin = reseller(portal).await;
    let foretold = coming(&karin).await;
    for (name, currency) in [
        ("Café Söder HB", Currency::SEK),
        ("Thistle & Byre Ltd", Currency::GBP),
        ("Järvi Data Oy", Currency::EUR),
    ] {
        let customer = karin.customer(name).await;
        let seen = view(&karin, customer).await;
        let end = seen.subscription.ends_on();
        let month = months(&foretold, currency)
            .into_iter()
            .find(|month| month.first_on == end.first_of_month())
            .expect("its month");
        portal.tell(end - 1.day());
        let order = karin.renewal(customer, seen.seats.total).await;
        assert_eq!(
            (month.renewals, month.total),
            (1, order.expected_total),
            "{name}"
        );
        buy(portal, &karin, &order).await;
        // what is paid is no longer to come
        let after = months(&coming(&karin).await, currency);
        let after = after.iter().find(|after| after.first_on == month.first_on);
        assert_eq!(after.map_or(0, |after| after.renewals), 0, "{name}");
    }
}

async fn prices_and_discounts_to_come_are_known(portal: &Portal) {
    let karin = reseller(portal).await;
    let id = karin
        .session()
        .await
        .and_then(|session| session.reseller)
        .expect("a reseller")
        .id;
    let now = portal.context.clock.now();
    let from_on = date(2027, 3, 1);
    let changed = portal.context.store.write(move |tx| {
        let mut list = price_lists::on(tx, from_on)?.expect("a price list");
        list.version += 1;
        list.from_on = from_on;
        for price in &mut list.prices {
            price.unit = "200".parse().expect("a price");
        }
        price_lists::publish(tx, &list, None, now)?;
        let half = "50".parse().expect("a percentage");
        parties::enter_discount(tx, id, (from_on, half), None, now)
    });
    changed
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let sek = months(&coming(&karin).await, Currency::SEK);
    // 3 × 200 = 600, less 50 %, and 25 % VAT
    let totals: Vec<_> = sek.iter().map(|month| month.total.minor()).collect();
    assert_eq!(totals[1..6], [38_700, 38_700, 38_700, 37_500, 37_500]);
}

async fn what_nobody_renews_is_not_counted(portal: &Portal) {
    let karin = reseller(portal).await;
    let cafe = karin.customer("Café Söder HB").await;
    let more = SetNextLicences {
        customer: cafe,
        licences: "10".to_owned(),
    };
    karin.call(&more).await.expect("chosen");
    let sek = months(&coming(&karin).await, Currency::SEK);
    assert_eq!(
        sek[1].total,
        Money::new(129_000, Currency::SEK),
        "the number that was chosen"
    );
    let off = SetAutoRenewal {
        customer: cafe,
        on: false,
    };
    karin.call(&off).await.expect("off");
    assert_eq!(
        months(&coming(&karin).await, Currency::SEK),
        [],
        "switched off"
    );
    // within the grace it is due now, after it no longer
    let farm = karin.customer("Thistle & Byre Ltd").await;
    let end = view(&karin, farm).await.subscription.ends_on();
    for (after, renewals) in [(0, 1), (6, 1), (7, 0)] {
        portal.tell(end + after.days());
        let gbp = months(&coming(&karin).await, Currency::GBP);
        let first = gbp.first().map_or(0, |month| month.renewals);
        assert_eq!(first, renewals, "{after} days after the end");
    }
    // what the customer has paid for itself is not the reseller's to pay
    let elin = portal.person("customer@example.com").await;
    portal.tell(date(2026, 12, 10));
    let on = SetAutoRenewal {
        customer: cafe,
        on: true,
    };
    karin.call(&on).await.expect("on");
    assert_ne!(months(&coming(&karin).await, Currency::SEK), []);
    buy(portal, &elin, &elin.renewal(cafe, 3).await).await;
    assert_eq!(months(&coming(&karin).await, Currency::SEK), []);
}

async fn many_are_foretold_at_once(portal: &Portal) {
    many::seed(portal, 60, 6).await;
    let karin = reseller(portal).await;
    let eur = months(&coming(&karin).await, Currency::EUR);
    // one ends every six days; those that began in this month end beyond the twelve months
    let count: u32 = eur.iter().map(|month| month.renewals).sum();
    assert_eq!(count, 3 + 60 - 4);
    assert!(eur[1..].iter().all(|month| month.renewals >= 4), "{eur:?}");
}

async fn only_who_pays_sees_it(portal: &Portal) {
    let ask = GetComingRenewals {};
    for (email, reason) in [
        ("technician@example.com", Refusal::TechniciansDoNotSpend),
        ("customer@example.com", Refusal::ResellerAdministratorsOnly),
        ("staff@example.com", Refusal::StaffActAsAReseller),
    ] {
        let person = portal.person(email).await;
        assert_eq!(
            person.call(&ask).await,
            Err(Problem::Forbidden { reason }),
            "{email}"
        );
    }
    // another reseller sees its own
    let ruta = portal.person("other@example.com").await;
    let theirs = coming(&ruta).await;
    assert_eq!(theirs.len(), 1);
    // 9 × 12 × 9.99 = 1078.92, less 12.5 % = 944.05 (rounded once), billed to the reseller: reverse charge
    assert_eq!(
        filled(&theirs[0].months),
        [("2027-09".to_owned(), 1, 94_405)]
    );
}
