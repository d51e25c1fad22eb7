//! A customer's usage as a table to be saved.

use reqwest::Method;
use seatkeeper_core::api::{CUSTOMER_USAGE, SetLanguage};

use crate::{
    harness::{Answered, Person, Portal, stories},
    members::adding,
};

stories! {
    usage_is_saved_as_a_table,
    no_address_is_a_formula,
}

async fn usage(person: &Person<'_>, customer: impl std::fmt::Display) -> Answered {
    let address = CUSTOMER_USAGE.replace("{customer}", &customer.to_string());
    person.send(person.request(Method::GET, &address)).await
}

async fn usage_is_saved_as_a_table(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Café Söder HB").await;
    let reply = usage(&karin, customer).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    assert_eq!(
        reply.header("content-disposition"),
        "attachment; filename=\"usage-2026-11-23.csv\""
    );
    assert!(reply.header("cache-control").contains("no-store"));
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let expected = "\u{feff}Day,E-mail,Role,State,Licence,Added on,Joined on\r\n\
        2026-11-23,barista@cafesoder.example,Member,Active,yes,2026-11-11,2026-11-11\r\n\
        2026-11-23,customer@example.com,Administrator,Active,yes,2026-11-11,2026-11-11\r\n\
        2026-11-23,kassa@cafesoder.example,Member,Not signed in yet,yes,2026-11-21,\r\n";
    // the byte order mark is the first thing
    assert_eq!(
        reply.body.trim_start_matches('\u{feff}'),
        expected.trim_start_matches('\u{feff}')
    );

    let swedish = SetLanguage {
        language: "sv".to_owned(),
    };
    karin.call(&swedish).await.expect("spoken");
    let reply = usage(&karin, customer).await;
    assert!(reply.body.contains("Dag,E-post,Roll"), "{}", reply.body);
}

async fn no_address_is_a_formula(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    for address in ["=1+1@evil.example", "+anna@nordwind.example"] {
        karin.call(&adding(customer, address)).await.expect("added");
    }
    let body = usage(&karin, customer).await.body;
    for cell in [",'=1+1@evil.example,", ",'+anna@nordwind.example,"] {
        assert!(body.contains(cell), "{cell} in {body}");
    }
}
