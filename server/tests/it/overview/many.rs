//! Many customers: pages that hold each of them once, and what cannot be found.

use std::collections::BTreeSet;

use jiff::{SignedDuration, ToSpan};
use seatkeeper_core::{
    api::{CUSTOMERS_A_PAGE, CustomerFilter, CustomerSort, ListCustomers},
    order::OrderRequest,
};
use seatkeeper_server::{
    auth::SignedIn,
    checkout::{self, Seeded},
    http::Source,
    store::{StoreError, accounts, people},
};

use super::list;
use crate::{
    buying::form,
    harness::{Portal, stories},
};

stories! {
    pages_hold_each_customer_once,
    what_is_searched_for_is_taken_literally,
}

/// So many more customers of the reseller, each with a year that was paid some days earlier than that of
/// the one before.
pub(super) async fn seed(portal: &Portal, count: u32, days_apart: i64) {
    let context = &portal.context;
    let karin = context.store.read(|tx| {
        let account = accounts::by_email(tx, "reseller@example.com")?.expect("Karin");
        people::actor(tx, account.id)
    });
    let who = SignedIn {
        actor: karin
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}")),
        email: String::new(),
        name: String::new(),
        language: "en".to_owned(),
        source: Source::UNKNOWN,
        session: String::new(),
    };
    for number in 0..count {
        let ago = i64::from(number) * days_apart;
        let mut form = form(&format!("Massen {number:05} 100%_! GmbH"), "DE", "");
        form.licences = (number % 9 + 1).to_string();
        "Kiel".clone_into(&mut form.city);
        let seeded = Seeded {
            request: OrderRequest::Create(form),
            now: context.clock.now() - SignedDuration::from_hours(24 * ago),
            today: portal.today() - ago.days(),
        };
        let seeded = checkout::seed(context, &who, seeded).await;
        assert!(seeded.is_ok(), "{number}");
    }
}

async fn pages_hold_each_customer_once(portal: &Portal) {
    seed(portal, 53, 1).await;
    let karin = portal.person("reseller@example.com").await;
    for (sort, falling) in [
        (CustomerSort::Name, false),
        (CustomerSort::Licences, true),
        (CustomerSort::Used, false),
        (CustomerSort::Ends, true),
    ] {
        let mut met = BTreeSet::new();
        for page in 1..=3 {
            let ask = ListCustomers {
                sort,
                falling,
                page,
                ..ListCustomers::default()
            };
            let found = list(&karin, &ask).await;
            assert_eq!((found.page, found.total), (page, 60));
            let rows = if page < 3 { CUSTOMERS_A_PAGE } else { 10 };
            assert_eq!(found.rows.len(), rows as usize, "page {page}");
            met.extend(found.rows.into_iter().map(|row| row.id));
        }
        assert_eq!(met.len(), 60, "{sort:?}");
    }
    // page 0 is the first, a page after the last is the last
    for (page, shown) in [(0, 1), (4, 3), (u32::MAX, 3)] {
        let ask = ListCustomers {
            page,
            ..ListCustomers::default()
        };
        assert_eq!(list(&karin, &ask).await.page, shown, "{page}");
    }
    let ending = ListCustomers {
        filter: CustomerFilter::Ending,
        ..ListCustomers::default()
    };
    let found = list(&karin, &ending).await;
    assert_eq!(found.total, 1, "none of the many is near its end");
}

async fn what_is_searched_for_is_taken_literally(portal: &Portal) {
    seed(portal, 30, 1).await;
    let karin = portal.person("reseller@example.com").await;
    for (search, total) in [
        ("100%_! gmbh", 30),
        ("MASSEN 0002", 10),
        ("massen _", 0),
        ("massen%gmbh", 0),
        ("%", 30),
        ("_", 30),
        ("!", 30),
        ("\\", 0),
        ("kiel", 30),
    ] {
        let ask = ListCustomers {
            search: search.to_owned(),
            ..ListCustomers::default()
        };
        let found = list(&karin, &ask).await;
        assert_eq!(found.total, total, "{search:?}");
    }
}
