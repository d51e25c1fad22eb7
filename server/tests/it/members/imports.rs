//! Many addresses at once: each row answered, no licence given twice, and no way to look up or
//! mail more addresses than were paid for.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{ImportMembers, ListMembers, MEMBERS_A_PAGE, Problem, ROWS_A_REQUEST, RemoveMember},
    id::CustomerId,
    member::Row,
};

use super::{add, adding, members, row};
use crate::harness::{FIRST_DAY, Portal, stories};

stories! {
    each_row_is_answered,
    sent_again_nothing_is_added_twice,
    withdrawing_and_adding_again_ends_after_a_tenth,
    a_long_list_is_shown_in_pages_and_searched,
    an_import_that_is_too_long_or_too_late_is_refused,
}

pub(crate) fn importing(customer: CustomerId, rows: &[&str]) -> ImportMembers {
    ImportMembers {
        customer,
        rows: rows.iter().map(|row| (*row).to_owned()).collect(),
        language: "sv".to_owned(),
    }
}

async fn each_row_is_answered(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let rows = [
        "no address",
        "Mei@Nordwind.example",
        "mei@nordwind.example",
        "anna.lindqvist@nordwind.example",
        "Other@example.com",
        "third@nordwind.example",
        "JONAS.weber@nordwind.example",
        "",
    ];
    let imported = karin
        .call(&importing(customer, &rows))
        .await
        .expect("imported");
    let expected = [
        Row::Unreadable,
        Row::Added,
        Row::Known,
        Row::Known,
        Row::Added,
        Row::NoFreeLicence,
        Row::Known,
        Row::Unreadable,
    ];
    assert_eq!(imported.rows, expected);
    assert_eq!(imported.seats.free(), 0);
    let after = members(&karin, customer).await;
    // an account that was added at once looks like an invitation here as well
    let (mei, other) = (
        row(&after, "Mei@Nordwind.example"),
        row(&after, "Other@example.com"),
    );
    assert_eq!((mei.state, &mei.name), (other.state, &other.name));
    assert_eq!(portal.mail_to("Mei@Nordwind.example").await.language, "sv");
    assert!(
        portal
            .mail_to("Other@example.com")
            .await
            .text
            .contains("Your licence works")
    );
    assert!(
        portal
            .mails()
            .await
            .iter()
            .all(|mail| mail.to != "third@nordwind.example")
    );
}

async fn sent_again_nothing_is_added_twice(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Atelier Duval SARL").await;
    let rows: Vec<String> = (0..8).map(|n| format!("person{n}@duval.example")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let ask = importing(customer, &rows);
    let first = karin.call(&ask).await.expect("imported");
    assert_eq!(first.rows, [Row::Added; 8]);
    // the answer was lost on the way
    let second = karin.call(&ask).await.expect("imported");
    assert_eq!(
        (second.rows, second.seats),
        (vec![Row::Known; 8], first.seats)
    );
    let mails = portal.mails().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.to.ends_with("@duval.example"))
            .count(),
        8
    );
}

async fn withdrawing_and_adding_again_ends_after_a_tenth(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Atelier Duval SARL").await;
    assert_eq!(members(&karin, customer).await.seats.free(), 12);
    let mut added = 0;
    for n in 0..40 {
        let email = format!("probe{n}@duval.example");
        let imported = karin
            .call(&importing(customer, &[&email]))
            .await
            .expect("answered");
        if imported.rows == [Row::Later] {
            break;
        }
        assert_eq!(imported.rows, [Row::Added]);
        added += 1;
        let member = row(&members(&karin, customer).await, &email).id;
        karin
            .call(&RemoveMember { customer, member })
            .await
            .expect("withdrawn");
    }
    assert_eq!(added, 12 + 2, "twelve licences and a tenth, rounded up");
    // who is known is answered all the same, and one by one it still works
    add(&karin, customer, "one@duval.example").await;
    let known = karin
        .call(&importing(customer, &["ONE@duval.example"]))
        .await
        .expect("answered");
    assert_eq!(known.rows, [Row::Known]);
    // another hour, another try
    portal.tell(FIRST_DAY + 1.day());
    let later = karin
        .call(&importing(customer, &["two@duval.example"]))
        .await
        .expect("answered");
    assert_eq!(later.rows, [Row::Added]);
}

async fn a_long_list_is_shown_in_pages_and_searched(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("上海明德贸易有限公司").await;
    let rows: Vec<String> = (0..57)
        .map(|n| format!("Person_{n:02}@mingde.example"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let imported = karin
        .call(&importing(customer, &rows))
        .await
        .expect("imported");
    assert_eq!(imported.rows, [Row::Added; 57]);
    let list = |search: &str, page| ListMembers {
        customer,
        search: search.to_owned(),
        page,
    };
    let first = karin.call(&list("", 1)).await.expect("a page");
    assert_eq!(
        (first.total, first.page, first.members.len()),
        (60, 1, MEMBERS_A_PAGE as usize)
    );
    let end = karin.call(&list("", 9)).await.expect("the last page");
    assert_eq!((end.total, end.page, end.members.len()), (60, 2, 10));
    assert_eq!(first.seats, end.seats);
    let found = karin.call(&list("PERSON_3", 1)).await.expect("a page");
    assert_eq!((found.total, found.members.len()), (10, 10));
    assert_eq!(
        karin.call(&list("person%", 1)).await.expect("a page").total,
        0
    );
}

async fn an_import_that_is_too_long_or_too_late_is_refused(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let rows = vec!["a@thistle.example"; ROWS_A_REQUEST + 1];
    assert_eq!(
        karin.call(&importing(customer, &rows)).await.err(),
        Some(Problem::TooLarge)
    );
    portal.tell(FIRST_DAY + 100.days());
    let late = karin
        .call(&importing(customer, &["a@thistle.example"]))
        .await;
    assert_eq!(late.err(), Some(Problem::Expired));
    assert_eq!(
        karin
            .call(&adding(customer, "a@thistle.example"))
            .await
            .err(),
        Some(Problem::Expired)
    );
}
