//! Everything that an invoice must show, found in the document of each kind of sale.

use jiff::civil::{Date, date};
use seatkeeper_core::{
    country::Country,
    currency::Currency,
    discount::Percent,
    id::{InvoiceId, OrderId},
    invoice::issue,
    money::Money,
    payment::CardSummary,
    price_list::{Price, PriceList},
    proration::Period,
    quote::{Quote, QuoteKind, QuoteRequest, Sale, quote},
    term::Term,
    vat::{Buyer, Seller},
    vat_number::{VatNumber, VatNumberStatus},
};
use uuid::Uuid;

use super::*;

mod papers;

const TODAY: Date = date(2026, 11, 23);

fn number(text: &str) -> VatNumber {
    VatNumber::parse(text).expect("a number").0
}

/// Seven licences for a year, billed to a buyer in a country.
fn quoted(
    kind: QuoteKind,
    country: Country,
    vat_number: Option<VatNumber>,
    currency: Currency,
) -> Quote {
    let unit = "9.99".parse().expect("a price");
    let price = Price {
        currency,
        term: Term::Year,
        unit,
    };
    let prices = PriceList {
        version: 1,
        from_on: TODAY,
        prices: vec![price],
    };
    let vat_status = vat_number
        .as_ref()
        .map_or(VatNumberStatus::Absent, |_| VatNumberStatus::Valid);
    let sale = Sale {
        seller: Seller {
            country: Country::SE,
            oss_from: None,
        },
        buyer: Buyer {
            country,
            postcode: "10115".into(),
            vat_number,
            vat_status,
        },
        discount: Percent::from_basis_points(2000),
    };
    let request = QuoteRequest {
        kind,
        currency,
        term: Term::Year,
        licences: 7,
    };
    quote(&request, &prices, &sale, TODAY).expect("a price")
}

fn party(name: &str, country: Country, vat_number: Option<VatNumber>) -> Party {
    Party {
        name: name.into(),
        address: "Storgatan 1".into(),
        postcode: "111 22".into(),
        city: "Stad".into(),
        country,
        vat_number,
    }
}

/// A paid order for seven licences, billed to a buyer in a country.
fn sold(
    locale: &str,
    kind: QuoteKind,
    country: &str,
    vat_number: Option<&str>,
    currency: Currency,
) -> Invoice {
    let country = country.parse().expect("a country");
    let vat_number = vat_number.map(number);
    let quote = quoted(kind, country, vat_number.clone(), currency);
    let draft = Draft {
        id: InvoiceId(Uuid::from_u128(1)),
        kind: DocumentKind::Invoice,
        order: OrderId(Uuid::from_u128(0xABCD_EF01)),
        seller: party("Seller <AB>", Country::SE, Some(number("SE556967618101"))),
        buyer: party("Nordwind GmbH", country, vat_number),
        paid_by: "Fjord IT".into(),
        paid_for: "Nordwind & Söhne".into(),
        period: quote.period,
        quote,
        paid_on: TODAY,
        card: Some(CardSummary {
            brand: "Visa".into(),
            last_four: "4242".into(),
        }),
        locale: locale.into(),
        demo: false,
        corrects: None,
    };
    let number = InvoiceNumber {
        kind: DocumentKind::Invoice,
        year: 2026,
        number: 123,
    };
    issue(draft, number, date(2026, 11, 24))
}

/// The text of a file as another library reads it, its lines as one.
fn read(file: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(file).expect("a file with text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn document(invoice: &Invoice) -> String {
    // what breaks one of the two standards is refused here, and would only be logged in `render`
    read(&checked(&sheet(invoice)))
}

fn checked(sheet: &Sheet) -> Vec<u8> {
    let about = About {
        title: &sheet.title,
        author: &sheet.seller,
        language: sheet.language.tag(),
        on: sheet.on,
    };
    press(&layout::lay_out(sheet), &about, true).expect("PDF/A-3a and PDF/UA-1")
}

/// Where spaces are seen is the other library's guess.
fn check(document: &str, shown: &[&str]) {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let whole = squeezed(document);
    for text in shown {
        let found = whole.contains(&squeezed(text));
        assert!(found, "{text:?} is missing in {document}");
    }
}

#[test]
fn an_invoice_shows_what_the_directive_asks_for() {
    let invoice = sold("en", QuoteKind::Create, "DE", None, Currency::EUR);
    let text = document(&invoice);
    let everything = [
        "2026-000123",
        "24 November 2026",
        "23 November 2026",
        "ABCDEF01",
        "Seller <AB>",
        "Storgatan 1",
        "111 22 Stad",
        "Sweden",
        "VAT number SE556967618101",
        "Nordwind GmbH",
        "Germany",
        "Fjord IT",
        "Nordwind & Söhne",
        "7 licences",
        "23 November 2026 – 22 November 2027, for",
        "€9.99",
        "7 12 €9.99",
        "€839.16",
        "Reseller discount 20%",
        "-€167.83",
        "€671.33",
        "VAT 19% of €671.33",
        "VAT rate of Germany",
        "€127.55",
        "€798.88",
        "Visa ending in 4242",
        "Page 1 of 1",
    ];
    check(&text, &everything);
    assert!(!text.contains("Reverse charge") && !text.contains("Demonstration"));
}

#[test]
fn reverse_charge_is_said_in_the_words_of_the_law_in_every_language() {
    for (locale, own) in [
        ("en", "The buyer owes the VAT"),
        ("sv", "Omvänd betalningsskyldighet"),
        ("zh-Hans", "反向征收"),
    ] {
        let text = document(&sold(
            locale,
            QuoteKind::Create,
            "DE",
            Some("DE136695976"),
            Currency::EUR,
        ));
        check(
            &text,
            &["Reverse charge", own, "DE136695976", "SE556967618101"],
        );
    }
}

#[test]
fn outside_the_union_there_is_no_vat_and_no_rate() {
    let text = document(&sold("sv", QuoteKind::Create, "NO", None, Currency::SEK));
    check(
        &text,
        &[
            "Utanför tillämpningsområdet",
            "Norge",
            "671,33 kr",
            "−167,83 kr",
        ],
    );
    assert!(!text.contains("Moms 0"));
}

#[test]
fn a_top_up_names_its_started_months() {
    let period = Period::first(date(2026, 1, 12), Term::Year).expect("a period");
    let text = document(&sold(
        "en",
        QuoteKind::TopUp { period, next: None },
        "SE",
        None,
        Currency::SEK,
    ));
    check(
        &text,
        &[
            "2 started months of the period 12 January 2026 – 11 January 2027",
            "SEK 139.86",
            "VAT 25%",
        ],
    );
}

#[test]
fn a_demonstration_is_no_invoice() {
    let mut invoice = sold("en", QuoteKind::Create, "SE", None, Currency::SEK);
    invoice.draft.demo = true;
    check(&document(&invoice), &["Demonstration: not an invoice"]);
}

#[test]
fn the_same_invoice_is_the_same_bytes_of_both_standards() {
    let invoice = sold("zh-Hans", QuoteKind::Create, "SE", None, Currency::SEK);
    let bytes = render(&invoice).expect("a document");
    assert_eq!(bytes, render(&invoice).expect("a document"));
    assert_eq!(bytes, checked(&sheet(&invoice)));
    let file = String::from_utf8_lossy(&bytes);
    for said in [
        "%PDF-1.7",
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "发票 2026-000123",
        "2026-11-24T00:00:00",
        "/Lang(zh-Hans)",
        "/DisplayDocTitle true",
        "/S/TH",
    ] {
        assert!(file.contains(said), "{said:?} is missing");
    }
    assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
    assert_eq!(
        sha256(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}
