//! The list of customers and what each role sees of one.

use seatkeeper_core::{
    api::{GetCustomer, ListCustomers, Problem},
    licence::Seats,
    order::BillTo,
    subscription::SubscriptionState,
};

use crate::harness::{Person, Portal, stories};

stories! {
    everybody_sees_the_own_customers,
    customers_are_found_by_any_part_of_name_town_or_number,
    a_customer_shows_each_role_what_it_may_know,
}

async fn names(person: &Person<'_>, search: &str) -> Vec<String> {
    let ask = ListCustomers {
        search: search.to_owned(),
        page: 0,
        ..ListCustomers::default()
    };
    let page = person.call(&ask).await.expect("a list");
    assert_eq!(page.total as usize, page.rows.len(), "all on one page");
    assert_eq!(page.page, 1);
    page.rows.into_iter().map(|row| row.name).collect()
}

async fn everybody_sees_the_own_customers(portal: &Portal) {
    let ours = [
        "Atelier Duval SARL",
        "Café Söder HB",
        "Järvi Data Oy",
        "Keel & Mast Ltd",
        "Nordwind Logistik GmbH",
        "Thistle & Byre Ltd",
        "上海明德贸易有限公司",
    ];
    for (email, count) in [
        ("reseller@example.com", 7),
        ("technician@example.com", 7),
        ("customer@example.com", 1),
        ("other@example.com", 1),
        ("staff@example.com", 8),
    ] {
        let list = names(&portal.person(email).await, "").await;
        assert_eq!(list.len(), count, "{email}: {list:?}");
    }
    assert_eq!(
        names(&portal.person("reseller@example.com").await, "").await,
        ours
    );
    assert_eq!(
        names(&portal.person("customer@example.com").await, "").await,
        ["Café Söder HB"]
    );
    assert_eq!(
        names(&portal.person("other@example.com").await, "").await,
        ["SIA Daugava Print"]
    );
    let stranger = portal.stranger();
    assert_eq!(
        stranger.call(&ListCustomers::default()).await,
        Err(Problem::NotSignedIn)
    );
}

async fn customers_are_found_by_any_part_of_name_town_or_number(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    for (search, found) in [
        ("nordwind", &["Nordwind Logistik GmbH"][..]),
        ("SÖDER", &["Café Söder HB"]),
        (" söder ", &["Café Söder HB"]),
        // typed with a combining mark, as some keyboards do
        ("so\u{308}der", &["Café Söder HB"]),
        ("明德", &["上海明德贸易有限公司"]),
        ("上海", &["上海明德贸易有限公司"]),
        ("de1366", &["Nordwind Logistik GmbH"]),
        ("edinburgh", &["Thistle & Byre Ltd"]),
        ("&", &["Keel & Mast Ltd", "Thistle & Byre Ltd"]),
        ("%", &[]),
        ("_", &[]),
        ("daugava", &[]),
    ] {
        assert_eq!(names(&karin, search).await, found, "{search:?}");
    }
    // a page after the last is the last
    let beyond = ListCustomers {
        search: String::new(),
        page: 99,
        ..ListCustomers::default()
    };
    let page = karin.call(&beyond).await.expect("a list");
    assert_eq!((page.page, page.rows.len()), (1, 7));
    let nordwind = page
        .rows
        .iter()
        .find(|row| row.name == "Nordwind Logistik GmbH")
        .expect("a row");
    assert_eq!(
        nordwind.seats,
        Seats {
            total: 7,
            used: 3,
            invited: 2
        }
    );
    assert_eq!(nordwind.state, SubscriptionState::Active);
    let keel = page
        .rows
        .iter()
        .find(|row| row.name == "Keel & Mast Ltd")
        .expect("a row");
    assert_eq!(
        (keel.state, keel.seats.total),
        (SubscriptionState::Expired, 0)
    );
    let summed = page.rows.iter().fold(Seats::default(), |sum, row| Seats {
        total: sum.total + row.seats.total,
        used: sum.used + row.seats.used,
        invited: sum.invited + row.seats.invited,
    });
    assert_eq!(page.seats, summed);
}

async fn a_customer_shows_each_role_what_it_may_know(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let cafe = GetCustomer {
        customer: karin.customer("Café Söder HB").await,
    };
    let view = karin.call(&cafe).await.expect("ours");
    let buying = view.buying.expect("an administrator buys");
    assert_eq!(
        (buying.discount.to_string().as_str(), buying.bill_to),
        ("20", BillTo::Customer)
    );
    assert!(view.is_ours && view.may_add_members);
    assert_eq!(view.managed_by, "Kontor & Co AB");

    let technician = portal.person("technician@example.com").await;
    let view = technician.call(&cafe).await.expect("ours");
    assert!(view.buying.is_none() && view.is_ours && view.may_add_members);

    let own = portal.person("customer@example.com").await;
    let view = own.call(&cafe).await.expect("its own");
    let buying = view.buying.expect("at list price");
    assert!(buying.discount.is_zero() && !view.is_ours && view.may_add_members);

    let staff = portal.person("staff@example.com").await;
    let view = staff.call(&cafe).await.expect("all");
    assert!(view.buying.is_none() && !view.is_ours && !view.may_add_members);

    for stranger in ["other@example.com"] {
        let other = portal.person(stranger).await;
        assert_eq!(other.call(&cafe).await, Err(Problem::NotFound));
    }
    let baltic = portal.person("other@example.com").await;
    let print = GetCustomer {
        customer: baltic.customer("SIA Daugava Print").await,
    };
    let view = baltic.call(&print).await.expect("its own");
    assert_eq!(view.buying.expect("it buys").bill_to, BillTo::Reseller);
    assert_eq!(karin.call(&print).await, Err(Problem::NotFound));
    assert_eq!(own.call(&print).await, Err(Problem::NotFound));
}
