//! Credit notes: what staff give back of an invoice, where the money goes, what becomes of licences
//! and books; and that nothing is given back twice.

mod periods;

use jiff::ToSpan;
use seatkeeper_core::{
    api::{
        CreditView, DocumentFilter, FindInvoices, GetCredit, GetCustomer, GetOrder,
        IssueCreditNote, ListInvoices, ListTransfers, Problem,
    },
    credit::credit,
    form::{CreditForm, Field, FieldError, FieldFault},
    id::{CustomerId, InvoiceId},
    invoice::DocumentKind,
    money::Money,
    order::OrderState,
};
use uuid::Uuid;

use crate::{
    buying::{all, buy, form, reseller},
    harness::{Person, Portal, stories, words_of},
    members::importing,
};

stories! {
    some_licences_go_back_to_the_card_and_end,
    notes_for_everything_are_the_invoice,
    money_may_stay_as_the_payers_balance,
    the_same_note_twice_is_one_and_two_at_once_never_too_much,
    what_is_not_there_cannot_be_given_back,
    revenue_that_is_still_to_come_goes_first,
    after_the_end_whose_licence_rests_keeps_it,
    an_invoice_is_found_by_number_and_name,
    documents_are_narrowed_by_kind_state_and_days,
}

/// Seven licences for a year at 798.88, paid by card, and its invoice.
pub(crate) async fn invoiced(
    portal: &Portal,
    person: &Person<'_>,
    name: &str,
) -> (CustomerId, InvoiceId) {
    let order = person.create(form(name, "DE", "")).await;
    let paid = buy(portal, person, &order).await;
    portal.work().await;
    let view = person.call(&GetOrder { order: order.id }).await;
    let invoice = view.expect("an order").invoice.expect("an invoice").id;
    (paid.order.customer, invoice)
}

async fn view(staff: &Person<'_>, invoice: InvoiceId) -> CreditView {
    let view = staff.call(&GetCredit { invoice }).await;
    view.expect("an invoice")
}

pub(crate) fn typed(licences: &str, months: &str, fate: &str, refund: &str) -> CreditForm {
    CreditForm {
        line: "0".to_owned(),
        licences: licences.to_owned(),
        months: months.to_owned(),
        fate: fate.to_owned(),
        refund: refund.to_owned(),
    }
}

/// A note at the amount that the page shows.
pub(crate) async fn note(
    staff: &Person<'_>,
    invoice: InvoiceId,
    form: CreditForm,
) -> IssueCreditNote {
    let CreditView {
        quote,
        credits,
        by_card,
        ..
    } = view(staff, invoice).await;
    let expected_total = match form.read(&quote, &credits, by_card) {
        Ok(new) => credit(&quote, &credits, new.credit).expect("a note").total,
        Err(_) => Money::new(1, quote.currency),
    };
    IssueCreditNote {
        id: InvoiceId(Uuid::now_v7()),
        invoice,
        form,
        expected_total,
    }
}

pub(crate) async fn refunds(portal: &Portal) -> Vec<i64> {
    let record = portal.gateway_record().await;
    let refunds = record.refunds.iter();
    refunds.map(|refund| refund.amount.minor).collect()
}

async fn some_licences_go_back_to_the_card_and_end(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (customer, invoice) = invoiced(portal, &karin, "Rück GmbH").await;
    let ask = note(&staff, invoice, typed("2", "6", "end", "card")).await;
    // 2 × 6 × 9.99 = 119.88, less 20 % = 23.98, and 19 % of 95.90 = 18.22
    assert_eq!(ask.expected_total.minor(), 11_412);
    let left = staff.call(&ask).await.expect("issued");
    assert_eq!(left.credits.len(), 1);
    portal.work().await;
    assert_eq!(refunds(portal).await, [11_412]);
    let held = karin.call(&GetCustomer { customer }).await;
    assert_eq!(held.expect("a customer").seats.total, 5, "they end at once");
    let list = karin
        .call(&ListInvoices::default())
        .await
        .expect("invoices");
    let row = &list.rows[0];
    assert_eq!(
        (row.kind, row.number.as_str(), row.total.minor(), row.state),
        (
            DocumentKind::CreditNote,
            "C2026-000001",
            11_412,
            OrderState::PartlyRefunded
        )
    );
    let mail = portal.mail_to("invoices@kontor.example").await;
    assert!(
        mail.subject.starts_with("Credit note C2026-000001"),
        "{}",
        mail.subject
    );
    let paper = mail.attachment.expect("the note");
    assert_eq!(paper.name, "C2026-000001.pdf");
    let text = words_of(&paper.bytes);
    for words in [
        "Credit note",
        "Invoice 2026-",
        "€114.12",
        "goes back to the card",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

async fn notes_for_everything_are_the_invoice(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (customer, invoice) = invoiced(portal, &karin, "Ganz GmbH").await;
    let mut given = 0;
    for (licences, months) in [("7", "5"), ("3", "7"), ("4", "7")] {
        let ask = note(&staff, invoice, typed(licences, months, "stay", "card")).await;
        given += ask.expected_total.minor();
        staff.call(&ask).await.expect("issued");
    }
    assert_eq!(given, 79_888, "to the cent");
    portal.work().await;
    assert_eq!(refunds(portal).await.iter().sum::<i64>(), 79_888);
    let left = view(&staff, invoice).await;
    assert_eq!(left.row.state, OrderState::Refunded);
    // what was given back in full is no licence, whatever was chosen
    let held = karin.call(&GetCustomer { customer }).await;
    assert_eq!(held.expect("a customer").seats.total, 0);
    let again = note(&staff, invoice, typed("1", "1", "stay", "card")).await;
    let refused = staff.call(&again).await;
    assert!(
        matches!(refused, Err(Problem::Fields { .. })),
        "{refused:?}"
    );
}

async fn money_may_stay_as_the_payers_balance(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (customer, invoice) = invoiced(portal, &karin, "Saldo GmbH").await;
    let ask = note(&staff, invoice, typed("1", "12", "stay", "balance")).await;
    staff.call(&ask).await.expect("issued");
    portal.work().await;
    assert_eq!(refunds(portal).await, [0; 0]);
    let own = karin.call(&ListTransfers {}).await.expect("transfers");
    assert_eq!(own.balances, [ask.expected_total]);
    let held = karin.call(&GetCustomer { customer }).await;
    assert_eq!(held.expect("a customer").seats.total, 7, "they stay");
}

async fn the_same_note_twice_is_one_and_two_at_once_never_too_much(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice) = invoiced(portal, &karin, "Doppelt GmbH").await;
    let ask = note(&staff, invoice, typed("7", "8", "stay", "card")).await;
    let others = (0..6).map(|_| IssueCreditNote {
        id: InvoiceId(Uuid::now_v7()),
        ..ask.clone()
    });
    let asks: Vec<_> = others.chain([ask.clone(), ask.clone()]).collect();
    let staff = &staff;
    let answers = all(asks.iter().map(|ask| staff.call(ask))).await;
    let issued = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!(
        (1..=2).contains(&issued),
        "one, or the same one twice: {answers:?}"
    );
    let left = view(staff, invoice).await;
    assert_eq!(left.credits.len(), 1);
    portal.work().await;
    assert_eq!(refunds(portal).await.len(), 1);
    // an id is one note of one invoice
    let (_, other) = invoiced(portal, &karin, "Andere GmbH").await;
    let first = note(staff, other, typed("1", "1", "stay", "card")).await;
    staff.call(&first).await.expect("issued");
    let mut reused = note(staff, invoice, typed("1", "1", "stay", "card")).await;
    reused.id = first.id;
    let answer = staff.call(&reused).await;
    assert_eq!(answer.err(), Some(Problem::OrderIdReused));
    let repeated = staff.call(&first).await.expect("the same note");
    assert_eq!(repeated.credits.len(), 1);
}

async fn what_is_not_there_cannot_be_given_back(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice) = invoiced(portal, &karin, "Zuviel GmbH").await;
    let range = |field, most| FieldError {
        field,
        fault: FieldFault::OutOfRange { least: 1, most },
    };
    for (form, wrong) in [
        (
            typed("8", "1", "end", "card"),
            vec![range(Field::Licences, 7)],
        ),
        (
            typed("7", "13", "end", "card"),
            vec![range(Field::Months, 12)],
        ),
        (
            CreditForm {
                line: "1".to_owned(),
                ..typed("1", "1", "end", "card")
            },
            vec![FieldError {
                field: Field::InvoiceLine,
                fault: FieldFault::NotOffered,
            }],
        ),
    ] {
        let ask = note(&staff, invoice, form).await;
        let refused = staff.call(&ask).await;
        assert_eq!(refused.err(), Some(Problem::Fields { errors: wrong }));
    }
    let mut ask = note(&staff, invoice, typed("1", "1", "end", "card")).await;
    ask.expected_total = Money::new(1, ask.expected_total.currency());
    let refused = staff.call(&ask).await;
    assert_eq!(
        refused.err(),
        Some(Problem::ChangedMeanwhile),
        "not what was shown"
    );
    // what the past paid without a card cannot go back to one
    let list = karin
        .call(&ListInvoices::default())
        .await
        .expect("invoices");
    let past = list.rows.last().expect("an invoice").id;
    let ask = note(&staff, past, typed("1", "1", "end", "card")).await;
    assert!(matches!(
        staff.call(&ask).await,
        Err(Problem::Fields { .. })
    ));
}

async fn revenue_that_is_still_to_come_goes_first(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice) = invoiced(portal, &karin, "Umsatz GmbH").await;
    // ten of twelve months are revenue already
    portal.tell(portal.today() + 310.days());
    portal.work().await;
    staff.sign_in().await.expect("another day's session");
    let ask = note(&staff, invoice, typed("7", "6", "stay", "card")).await;
    staff.call(&ask).await.expect("issued");
    portal.work().await;
    // the audit at the end holds deferred revenue against what is still to come
    portal.tell(portal.today() + 60.days());
    portal.work().await;
}

async fn after_the_end_whose_licence_rests_keeps_it(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (customer, invoice) = invoiced(portal, &karin, "Ruhe GmbH").await;
    let rows = ["a@ruhe.example", "b@ruhe.example"];
    let added = karin.call(&importing(customer, &rows)).await;
    added.expect("added");
    portal.tell(portal.today() + 20.days());
    let seats = async || {
        karin.sign_in().await.expect("another day's session");
        let held = karin.call(&GetCustomer { customer }).await;
        held.expect("a customer").seats
    };
    let before = seats().await;
    assert_eq!((before.total, before.used + before.invited), (7, 2));
    // everything goes back: nothing is left, but nobody has lost the place
    staff.sign_in().await.expect("another day's session");
    let ask = note(&staff, invoice, typed("7", "12", "end", "card")).await;
    staff.call(&ask).await.expect("issued");
    let after = seats().await;
    assert_eq!((after.total, after.used + after.invited), (0, 2));
}

async fn an_invoice_is_found_by_number_and_name(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (_, invoice) = invoiced(portal, &karin, "Übersicht GmbH").await;
    let number = view(&staff, invoice).await.row.number;
    for (search, found) in [
        (number.as_str(), 1),
        ("übersicht", 1),
        ("C2026-000001", 0),
        ("%", 0),
    ] {
        let ask = FindInvoices {
            search: search.to_owned(),
            page: 1,
            ..FindInvoices::default()
        };
        let page = staff.call(&ask).await.expect("a page");
        assert_eq!(page.total, found, "{search}");
    }
}

fn only(kind: &str, state: &str, from_on: &str, until_on: &str) -> DocumentFilter {
    DocumentFilter {
        kind: kind.to_owned(),
        state: state.to_owned(),
        from_on: from_on.to_owned(),
        until_on: until_on.to_owned(),
    }
}

async fn documents_are_narrowed_by_kind_state_and_days(portal: &Portal) {
    let karin = reseller(portal).await;
    let staff = portal.person("staff@example.com").await;
    let (customer, invoice) = invoiced(portal, &karin, "Schmal GmbH").await;
    let ask = note(&staff, invoice, typed("1", "1", "stay", "card")).await;
    staff.call(&ask).await.expect("issued");
    portal.work().await;
    // the invoice and its note are of today, 23 November 2026, and partly refunded
    for (only, found) in [
        (only("", "", "", ""), 2),
        (only("invoice", "", "", ""), 1),
        (only("credit_note", "", "", ""), 1),
        (only("", "partly_refunded", "", ""), 2),
        (only("", "paid", "", ""), 0),
        (
            only("credit_note", "partly_refunded", "2026-11-23", "2026-11-23"),
            1,
        ),
        (only("", "", "2026-11-24", ""), 0),
        (only("", "", "", "2026-11-22"), 0),
    ] {
        let list = ListInvoices {
            customer: Some(customer),
            page: 1,
            only: only.clone(),
        };
        let page = karin.call(&list).await.expect("a page");
        let counted = (page.total, page.rows.len());
        assert_eq!(counted, (found, found as usize), "{only:?}");
        let find = FindInvoices {
            search: "schmal".to_owned(),
            page: 9,
            only: only.clone(),
        };
        let page = staff.call(&find).await.expect("a page");
        let counted = (page.total, page.rows.len(), page.page);
        assert_eq!(counted, (found, found as usize, 1), "{only:?}");
    }
    for (kind, state) in [("letter", ""), ("", "' or 1 = 1")] {
        let list = ListInvoices {
            only: only(kind, state, "", ""),
            ..ListInvoices::default()
        };
        let refused = karin.call(&list).await;
        assert!(
            matches!(refused, Err(Problem::Malformed { .. })),
            "{refused:?}"
        );
    }
    for (first, last) in [("x", ""), ("", "2026-02-30"), ("2026-11-24", "2026-11-23")] {
        let find = FindInvoices {
            only: only("", "", first, last),
            ..FindInvoices::default()
        };
        let refused = staff.call(&find).await;
        assert!(
            matches!(refused, Err(Problem::Fields { .. })),
            "{first} to {last}: {refused:?}"
        );
    }
}
