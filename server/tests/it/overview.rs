//! Overview: what each row warns of and to whom, and how the list is filtered, sorted and turned.

mod coming;
mod many;
mod usage;

use jiff::{ToSpan, civil::date};
use seatkeeper_core::{
    api::{
        CustomerFilter, CustomerPage, CustomerRow, CustomerSort, ListCustomers, SetAutoRenewal,
        Unpaid, Warning,
    },
    currency::Currency,
    id::OrderId,
    money::Money,
    order::{OrderRequest, OrderState},
    subscription::SubscriptionState,
};

use crate::{
    buying::{buy, form, look, reseller},
    days::{DECLINES_KEPT, kept, on, view},
    harness::{Person, Portal, stories},
    members::adding,
};

stories! {
    each_row_says_what_needs_somebody,
    a_register_that_names_another_business_is_a_warning,
    the_filter_and_the_state_agree_on_every_day,
    an_open_transfer_is_told_to_its_payer,
    a_declined_renewal_is_told_until_it_is_paid_or_not_wanted,
    sorted_by_each_column_both_ways,
    staff_see_whose_customer_it_is,
}

fn filtered(filter: CustomerFilter) -> ListCustomers {
    ListCustomers {
        filter,
        ..ListCustomers::default()
    }
}

async fn list(person: &Person<'_>, ask: &ListCustomers) -> CustomerPage {
    person.call(ask).await.expect("a list")
}

async fn named(person: &Person<'_>, filter: CustomerFilter) -> Vec<String> {
    let page = list(person, &filtered(filter)).await;
    assert_eq!(page.total as usize, page.rows.len(), "all on one page");
    page.rows.into_iter().map(|row| row.name).collect()
}

async fn row(person: &Person<'_>, name: &str) -> CustomerRow {
    let mut rows = list(person, &ListCustomers::default()).await.rows;
    rows.retain(|row| row.name == name);
    assert_eq!(rows.len(), 1, "{name}: {rows:?}");
    rows.remove(0)
}

fn needs_somebody(row: &CustomerRow) -> bool {
    row.state != SubscriptionState::Active || !row.warnings.is_empty() || row.unpaid.is_some()
}

async fn each_row_says_what_needs_somebody(portal: &Portal) {
    let karin = reseller(portal).await;
    let cafe = karin.customer("Café Söder HB").await;
    assert_eq!(
        row(&karin, "Café Söder HB").await.warnings,
        [Warning::OneAdministrator]
    );
    assert_eq!(row(&karin, "Nordwind Logistik GmbH").await.warnings, []);
    assert_eq!(
        row(&karin, "Keel & Mast Ltd").await.state,
        SubscriptionState::Expired
    );
    assert_eq!(
        named(&karin, CustomerFilter::Attention).await,
        ["Café Söder HB", "Keel & Mast Ltd"]
    );
    assert_eq!(
        named(&karin, CustomerFilter::Ending).await,
        ["Keel & Mast Ltd"]
    );
    assert_eq!(named(&karin, CustomerFilter::Unpaid).await, [""; 0]);

    // a licence more now, the next month paid for three, and then a fourth member
    buy(portal, &karin, &karin.top_up(cafe, 1).await).await;
    buy(portal, &karin, &karin.renewal(cafe, 3).await).await;
    assert_eq!(
        row(&karin, "Café Söder HB").await.warnings,
        [Warning::OneAdministrator]
    );
    karin
        .call(&adding(cafe, "fourth@cafesoder.example"))
        .await
        .expect("added");
    assert_eq!(
        row(&karin, "Café Söder HB").await.warnings,
        [Warning::FewerLicences, Warning::OneAdministrator]
    );

    let everything = list(&karin, &ListCustomers::default()).await;
    let attention = list(&karin, &filtered(CustomerFilter::Attention)).await;
    assert_eq!(
        (everything.attention, attention.attention, attention.total),
        (2, 2, 2)
    );
    assert_eq!(
        (attention.seats.total, attention.seats.used),
        (4, 3),
        "of what is listed"
    );
    let searched = ListCustomers {
        search: "keel".to_owned(),
        ..filtered(CustomerFilter::Attention)
    };
    assert_eq!(list(&karin, &searched).await.attention, 1);
    // the café's own administrator sees the same of the café, and nothing else
    let elin = portal.person("customer@example.com").await;
    let own = list(&elin, &ListCustomers::default()).await;
    assert_eq!((own.total, own.attention), (1, 1));
    assert_eq!(
        own.rows[0].warnings,
        row(&karin, "Café Söder HB").await.warnings
    );
}

async fn a_register_that_names_another_business_is_a_warning(portal: &Portal) {
    let karin = reseller(portal).await;
    for (number, name, warned) in [
        ("DE200000005", "Nordlicht GmbH", true),
        ("DE300000002", "Verschwiegen GmbH", true),
        ("DE600000004", "Amtsruhe GmbH", true),
        ("DE136695976", "Bekannt GmbH", false),
    ] {
        let order = karin.create(form(name, "DE", number)).await;
        buy(portal, &karin, &order).await;
        portal.work().await;
        let warnings = row(&karin, name).await.warnings;
        assert_eq!(
            warnings == [Warning::VatNumber],
            warned,
            "{name}: {warnings:?}"
        );
    }
    // what somebody of the seller's people has accepted counts as confirmed
    let accepted = portal.context.store.write(|tx| {
        tx.execute(
            "update vat_checks set accepted_at = checked_at where vat_number = 'DE300000002'",
            &[],
        )
    });
    accepted
        .await
        .unwrap_or_else(|error: seatkeeper_server::store::StoreError| panic!("{error}"));
    assert_eq!(row(&karin, "Verschwiegen GmbH").await.warnings, []);
    // an answer counts for 90 days; the worker asks again before that
    portal.tell(date(2027, 2, 20));
    portal.work().await;
    assert_eq!(row(&karin, "Bekannt GmbH").await.warnings, []);
    portal.tell(date(2027, 5, 30));
    assert_eq!(
        row(&karin, "Bekannt GmbH").await.warnings,
        [Warning::VatNumber]
    );
    portal.work().await;
    assert_eq!(row(&karin, "Bekannt GmbH").await.warnings, []);
}

/// The database filters by the same days that the rows tell of.
async fn the_filter_and_the_state_agree_on_every_day(portal: &Portal) {
    let karin = reseller(portal).await;
    kept(portal, &karin, "Karte GmbH", "1", "4242424242424242").await;
    kept(portal, &karin, "Jahr GmbH", "12", "4242424242424242").await;
    let (mut day, mut met) = (portal.today(), Vec::new());
    while day < date(2027, 1, 6) {
        portal.tell(day);
        agree(&karin, &mut met).await;
        day = day.tomorrow().expect("a day");
    }
    for (month, on) in [
        (6, 24),
        (6, 25),
        (6, 26),
        (7, 25),
        (7, 26),
        (8, 2),
        (11, 23),
    ] {
        portal.tell(date(2027, month, on));
        agree(&karin, &mut met).await;
    }
    met.dedup();
    for state in ["Active", "Expiring", "Grace", "Expired"] {
        assert!(
            met.iter().any(|known| known == state),
            "{state} was never met"
        );
    }
}

async fn agree(karin: &Person<'_>, met: &mut Vec<String>) {
    let all = list(karin, &ListCustomers::default()).await.rows;
    met.extend(all.iter().map(|row| format!("{:?}", row.state)));
    let ends = |row: &&CustomerRow| row.state != SubscriptionState::Active;
    let names = |rows: Vec<&CustomerRow>| -> Vec<String> {
        rows.into_iter().map(|row| row.name.clone()).collect()
    };
    let ending: Vec<_> = all.iter().filter(ends).collect();
    assert_eq!(named(karin, CustomerFilter::Ending).await, names(ending));
    let needing: Vec<_> = all.iter().filter(|row| needs_somebody(row)).collect();
    assert_eq!(
        named(karin, CustomerFilter::Attention).await,
        names(needing)
    );
}

async fn an_open_transfer_is_told_to_its_payer(portal: &Portal) {
    let karin = reseller(portal).await;
    let keel = karin.customer("Keel & Mast Ltd").await;
    let mut order = karin.renewal(keel, 10).await;
    if let OrderRequest::Renew(form) = &mut order.request {
        "bank_transfer".clone_into(&mut form.payment);
    }
    let placed = karin.call(&order).await.expect("an order").order;
    assert_eq!(placed.state, OrderState::AwaitingTransfer);
    let expected = Some(Unpaid {
        order: order.id,
        missing: placed.quote.total,
        due_on: Some(date(2026, 12, 23)),
    });
    let staff = portal.person("staff@example.com").await;
    for person in [&karin, &staff] {
        assert_eq!(row(person, "Keel & Mast Ltd").await.unpaid, expected);
        assert_eq!(
            named(person, CustomerFilter::Unpaid).await,
            ["Keel & Mast Ltd"]
        );
    }
    // to a technician, and to the business's own people, the order does not exist
    let tove = portal.person("technician@example.com").await;
    assert_eq!(row(&tove, "Keel & Mast Ltd").await.unpaid, None);
    assert_eq!(named(&tove, CustomerFilter::Unpaid).await, [""; 0]);
    // the café's own order is its own
    let elin = portal.person("customer@example.com").await;
    let cafe = elin.customer("Café Söder HB").await;
    let mut own = elin.top_up(cafe, 1).await;
    if let OrderRequest::TopUp(form) = &mut own.request {
        "bank_transfer".clone_into(&mut form.payment);
    }
    assert!(elin.call(&own).await.is_err(), "a month is paid by card");
    assert_eq!(named(&elin, CustomerFilter::Unpaid).await, [""; 0]);
}

async fn a_declined_renewal_is_told_until_it_is_paid_or_not_wanted(portal: &Portal) {
    let karin = reseller(portal).await;
    let one = kept(portal, &karin, "Karte GmbH", "1", DECLINES_KEPT).await;
    kept(portal, &karin, "Stopp GmbH", "1", DECLINES_KEPT).await;
    let end = view(&karin, one).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    assert_eq!(row(&karin, "Karte GmbH").await.unpaid, None);
    on(portal, end).await;
    let told = row(&karin, "Karte GmbH")
        .await
        .unpaid
        .expect("it is declined");
    let declined: OrderId = told.order;
    assert_eq!(
        (told.missing, told.due_on),
        (Money::new(7930, Currency::EUR), None)
    );
    assert_eq!(
        look(&karin, declined).await.order.state,
        OrderState::Declined
    );
    let tove = portal.person("technician@example.com").await;
    assert_eq!(row(&tove, "Karte GmbH").await.unpaid, None);
    assert_eq!(
        named(&karin, CustomerFilter::Unpaid).await,
        ["Karte GmbH", "Stopp GmbH"]
    );
    buy(portal, &karin, &karin.renewal(one, 7).await).await;
    assert_eq!(row(&karin, "Karte GmbH").await.unpaid, None);
    let customer = karin.customer("Stopp GmbH").await;
    let off = SetAutoRenewal {
        customer,
        on: false,
    };
    karin.call(&off).await.expect("off");
    assert_eq!(named(&karin, CustomerFilter::Unpaid).await, [""; 0]);
}

async fn sorted_by_each_column_both_ways(portal: &Portal) {
    type Key = fn(&CustomerRow) -> String;
    let karin = reseller(portal).await;
    let keys: [(CustomerSort, Key); 4] = [
        (CustomerSort::Name, |row| row.name.to_lowercase()),
        (CustomerSort::Ends, |row| row.ends_on.to_string()),
        (CustomerSort::Used, |row| {
            format!("{:06}", row.seats.used + row.seats.invited)
        }),
        (CustomerSort::Licences, |row| {
            format!("{:06}", row.seats.total)
        }),
    ];
    for (sort, key) in keys {
        let ask = |falling| ListCustomers {
            sort,
            falling,
            ..ListCustomers::default()
        };
        let rising = list(&karin, &ask(false)).await.rows;
        let falling = list(&karin, &ask(true)).await.rows;
        assert_eq!(rising.len(), 7);
        // equals are by name, whichever way
        let mut expected = rising.clone();
        expected.sort_by_key(|row| (key(row), row.name.to_lowercase()));
        assert_eq!(rising, expected, "{sort:?}");
        expected.sort_by_key(|row| row.name.to_lowercase());
        expected.sort_by_key(|row| std::cmp::Reverse(key(row)));
        assert_eq!(falling, expected, "{sort:?}, the last first");
    }
}

async fn staff_see_whose_customer_it_is(portal: &Portal) {
    let staff = portal.person("staff@example.com").await;
    assert_eq!(
        row(&staff, "SIA Daugava Print").await.reseller.as_deref(),
        Some("UAB Baltic Freight")
    );
    assert_eq!(
        row(&staff, "Nordwind Logistik GmbH")
            .await
            .reseller
            .as_deref(),
        Some("Kontor & Co AB")
    );
    let karin = reseller(portal).await;
    let all = list(&karin, &ListCustomers::default()).await.rows;
    assert!(all.iter().all(|row| row.reseller.is_none()));
}
