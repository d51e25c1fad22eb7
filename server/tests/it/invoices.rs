//! The invoice of a paid order: mailed to the payer, shown to the payer's side only, and the same
//! bytes for ever.

use reqwest::Method;
use seatkeeper_core::{
    api::{GetOrder, INVOICE_DOCUMENT, InvoiceRef, ListInvoices, Problem},
    form::CreateForm,
    permission::Refusal,
};
use seatkeeper_server::{documents, params, store::Tx};

use crate::{
    buying::buy,
    harness::{Answered, Person, Portal, stories},
};

stories! {
    billing_lists_the_payers_own_invoices,
    the_payer_gets_the_invoice_by_mail_and_on_a_page_of_its_own,
    nobody_else_sees_an_invoice,
    who_asks_before_the_document_is_made_gets_it_and_one_mail,
}

/// Buys for a new customer in Swedish, and waits for the invoice's number.
async fn bought(portal: &Portal, karin: &Person<'_>) -> InvoiceRef {
    let form = CreateForm {
        business_name: "Fjäll & Sjö AB".to_owned(),
        address: "Storgatan 1".to_owned(),
        postcode: "903 26".to_owned(),
        city: "Umeå".to_owned(),
        country: "SE".to_owned(),
        vat_number: String::new(),
        licences: "7".to_owned(),
        term: "12".to_owned(),
        currency: "SEK".to_owned(),
        payment: "card".to_owned(),
    };
    let order = karin.create(form).await;
    let placed = karin.call(&order).await.expect("an order");
    let page = placed.go_to.expect("the gateway's page");
    portal.card_page(&page).pay("4242424242424242").await.back();
    karin
        .call(&GetOrder { order: order.id })
        .await
        .expect("paid");
    portal.work().await;
    let receipt = karin.call(&GetOrder { order: order.id }).await;
    receipt
        .expect("a receipt")
        .invoice
        .expect("an invoice with its number")
}

async fn shown(person: &Person<'_>, invoice: &InvoiceRef) -> Answered {
    let address = INVOICE_DOCUMENT.replace("{invoice}", &invoice.id.to_string());
    person.send(person.request(Method::GET, &address)).await
}

async fn the_payer_gets_the_invoice_by_mail_and_on_a_page_of_its_own(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let invoice = bought(portal, &karin).await;
    let page = shown(&karin, &invoice).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.header("content-type"), documents::MEDIA_TYPE);
    let name = format!("{}.pdf", invoice.number);
    let shown_as = format!("inline; filename=\"{name}\"");
    assert_eq!(page.header("content-disposition"), shown_as);
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    // 7 × 12 × 109 = 9,156, less 20 %, and 25 % VAT
    let text = page.document();
    for words in [
        invoice.number.as_str(),
        "Fjäll & Sjö AB",
        "903 26 Umeå",
        "Kontor & Co AB",
        "SE556967618101",
        "SEK 9,156.00",
        "-SEK 1,831.20",
        "VAT 25% of SEK 7,324.80",
        "SEK 9,156.00",
        "ending in 4242",
        "Demonstration: not an invoice",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }

    let mail = portal.mail_to("invoices@kontor.example").await;
    assert!(mail.subject.contains(&invoice.number), "{}", mail.subject);
    assert!(
        mail.text.contains("billed to Fjäll & Sjö AB"),
        "{}",
        mail.text
    );
    let attached = mail.attachment.expect("the invoice is attached");
    assert_eq!(attached.name, name);
    assert_eq!(attached.bytes, page.bytes, "the same bytes");
    assert_eq!(shown(&karin, &invoice).await.bytes, page.bytes);
}

async fn nobody_else_sees_an_invoice(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let invoice = bought(portal, &karin).await;
    let refused = Problem::Forbidden {
        reason: Refusal::TechniciansDoNotSpend,
    };
    for (email, problem) in [
        ("other@example.com", Problem::NotFound),
        ("customer@example.com", Problem::NotFound),
        ("technician@example.com", refused),
    ] {
        let person = portal.person(email).await;
        assert_eq!(shown(&person, &invoice).await.problem(), problem, "{email}");
    }
    let nobody = portal.stranger();
    assert_eq!(
        shown(&nobody, &invoice).await.problem(),
        Problem::NotSignedIn
    );
    let staff = portal.person("staff@example.com").await;
    assert_eq!(shown(&staff, &invoice).await.status, 200);
    for unknown in ["nonsense", "0190a5de-0000-7000-8000-000000000001"] {
        let address = INVOICE_DOCUMENT.replace("{invoice}", unknown);
        let reply = karin.send(karin.request(Method::GET, &address)).await;
        assert_eq!(reply.problem(), Problem::NotFound, "{unknown}");
    }
}

async fn billing_lists_the_payers_own_invoices(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let elin = portal.person("customer@example.com").await;
    let cafe = karin.customer("Café Söder HB").await;
    portal.work().await;
    let all = ListInvoices {
        customer: None,
        page: 1,
        ..ListInvoices::default()
    };
    let before = karin.call(&all).await.expect("a list").total;
    assert!(before > 0, "the demo's past");
    assert_eq!(
        elin.call(&all).await.expect("a list").total,
        0,
        "the reseller paid"
    );
    let (ours, own) = (karin.top_up(cafe, 1).await, elin.top_up(cafe, 2).await);
    buy(portal, &karin, &ours).await;
    buy(portal, &elin, &own).await;
    portal.work().await;

    let listed = karin.call(&all).await.expect("a list");
    assert_eq!(listed.total, before + 1);
    let latest = &listed.rows[0];
    assert_eq!((latest.order, latest.total), (ours.id, ours.expected_total));
    assert_eq!(
        (latest.paid_by.as_str(), latest.paid_for.as_str()),
        ("Kontor & Co AB", "Café Söder HB")
    );
    assert!(
        listed
            .rows
            .is_sorted_by(|one, next| one.number > next.number),
        "{:?}",
        listed.rows
    );
    // what the customer's administrator paid is hers alone, at her price
    let hers = elin.call(&all).await.expect("a list");
    assert_eq!((hers.total, hers.rows[0].order), (1, own.id));
    // of one customer, and of another reseller's nothing
    let one = ListInvoices {
        customer: Some(cafe),
        page: 7,
        ..ListInvoices::default()
    };
    let of_cafe = karin.call(&one).await.expect("a list");
    assert_eq!((of_cafe.page, of_cafe.total), (1, 2));
    assert!(
        of_cafe
            .rows
            .iter()
            .all(|row| row.paid_for == "Café Söder HB")
    );
    let ruta = portal.person("other@example.com").await;
    assert_eq!(ruta.call(&one).await.expect("a list").total, 0);
    let technician = portal.person("technician@example.com").await;
    let reason = Refusal::TechniciansDoNotSpend;
    assert_eq!(
        technician.call(&all).await.err(),
        Some(Problem::Forbidden { reason })
    );
}

/// How many mails of invoices were ever written down.
async fn letters(portal: &Portal) -> u32 {
    let count = |tx: &mut Tx<'_>| {
        tx.only(
            "select count(*) from outbox where payload like '%\"letter\":\"invoice\"%'",
            params![],
            |row| row.get(0),
        )
    };
    portal.context.store.read(count).await.expect("a count")
}

async fn who_asks_before_the_document_is_made_gets_it_and_one_mail(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let cafe = karin.customer("Café Söder HB").await;
    portal.work().await;
    let before = letters(portal).await;
    let order = karin.top_up(cafe, 1).await;
    buy(portal, &karin, &order).await;
    assert_eq!(portal.number().await, 1);
    let receipt = karin.call(&GetOrder { order: order.id }).await;
    let invoice = receipt.expect("a receipt").invoice.expect("its number");
    assert_eq!(letters(portal).await, before, "no mail without a document");

    let refused = shown(&portal.person("other@example.com").await, &invoice).await;
    assert_eq!(refused.problem(), Problem::NotFound);
    assert_eq!(letters(portal).await, before, "a stranger has nothing made");
    let page = shown(&karin, &invoice).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.document().contains(invoice.number.as_str()));
    portal.work().await;
    assert_eq!(shown(&karin, &invoice).await.bytes, page.bytes, "once");
    assert_eq!(letters(portal).await, before + 1);
    let mail = portal.mail_to("invoices@kontor.example").await;
    assert_eq!(mail.attachment.expect("it").bytes, page.bytes);
}
