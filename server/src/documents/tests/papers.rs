//! Documents of every language and kind: their names, their pages, and what no typeface has.

use super::*;

#[test]
fn every_language_is_in_its_typefaces() {
    for (locale, shown) in [
        ("en", ["Invoice 2026-000123", "Billed to", "Sweden"]),
        ("sv", ["Faktura 2026-000123", "Köpare", "Sverige"]),
        ("zh-Hans", ["发票 2026-000123", "买方", "瑞典"]),
    ] {
        let text = document(&sold(locale, QuoteKind::Create, "SE", None, Currency::SEK));
        check(&text, &shown);
        assert!(!text.contains('\u{fffd}'), "{text}");
    }
}

#[test]
fn names_of_all_our_neighbours_are_shown() {
    let mut invoice = sold("en", QuoteKind::Create, "SE", None, Currency::SEK);
    for name in [
        "Łódź & Győr Žižkov AS",
        "Ελληνική Εταιρεία ΑΕ",
        "Българска Фирма ООД",
        "龍山科技有限公司",
        "株式会社さくらソフト",
        "한국 소프트웨어",
    ] {
        invoice.draft.buyer.name = name.into();
        check(&document(&invoice), &[name]);
    }
    // from the right, among words from the left: pressed by the rules, in whatever order it is read
    for name in [
        "חברת תוכנה בע״מ",
        "شركة البرمجيات 2000",
        "ქართული ՀԱՅ ไทย हिन्दी क्षत्रिय",
    ] {
        invoice.draft.paid_for = name.into();
        checked(&sheet(&invoice));
    }
}

#[test]
fn a_letter_that_no_typeface_has_is_said_and_keeps_no_invoice_back() {
    let mut invoice = sold("en", QuoteKind::Create, "SE", None, Currency::SEK);
    invoice.draft.buyer.name = "Smile 😀 \u{e000}\u{10ffff} ᠮᠣᠩᠭᠣᠯ AB".into();
    let text = document(&invoice);
    check(
        &text,
        &["Smile \u{fffd}", "AB", "our typefaces do not have"],
    );
    let paper = layout::lay_out(&sheet(&invoice));
    let lines = paper.pages.iter().flatten().filter_map(|mark| match mark {
        paper::Mark::Text {
            line,
            part: Some(_),
            ..
        } => Some(line.runs.iter()),
        _ => None,
    });
    let meant: Vec<_> = lines
        .flatten()
        .filter_map(|run| run.meant.as_deref())
        .collect();
    assert_eq!(meant.concat(), "😀\u{e000}\u{10ffff}ᠮᠣᠩᠭᠣᠯ");
}

#[test]
fn long_names_and_many_lines_go_on_over_pages() {
    let mut invoice = sold("sv", QuoteKind::Create, "SE", None, Currency::SEK);
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
        .repeat(2);
    invoice.draft.demo = true;
    for name in [
        &mut invoice.draft.buyer.name,
        &mut invoice.draft.seller.name,
    ] {
        *name = long[..100].to_owned();
    }
    let line = invoice.draft.quote.lines[0].clone();
    invoice.draft.quote.lines = vec![line; 200];
    let paper = layout::lay_out(&sheet(&invoice));
    assert!(paper.pages.len() > 8, "{} pages", paper.pages.len());
    for mark in paper.pages.iter().flatten() {
        let inside = match mark {
            paper::Mark::Text {
                x, y, line, style, ..
            } => {
                *x >= 0
                    && x + line.width_at(style.size) <= paper::WIDTH - paper::MARGIN + 1
                    && *y < paper::HEIGHT
            }
            paper::Mark::Fill { .. } => true,
        };
        assert!(inside, "{mark:?}");
    }
    let text = document(&invoice);
    let pages = paper.pages.len();
    check(&text, &[&format!("Sida {pages} av {pages}"), "Beskrivning"]);
    assert_eq!(
        text.matches("Beskrivning").count(),
        pages,
        "heads on every page"
    );
    assert_eq!(text.matches("9,99").count(), 200);
}

#[test]
fn a_credit_note_says_what_it_corrects() {
    let mut invoice = sold("en", QuoteKind::Create, "SE", None, Currency::SEK);
    invoice.number.kind = DocumentKind::CreditNote;
    invoice.draft.kind = DocumentKind::CreditNote;
    invoice.draft.corrects = Some(corrects());
    check(
        &document(&invoice),
        &[
            "Credit note C2026-000123",
            "Invoice 2026-000007",
            "1 November 2026",
        ],
    );
}

fn corrects() -> seatkeeper_core::invoice::Corrects {
    serde_json::from_value(serde_json::json!({
        "invoice": Uuid::from_u128(9),
        "number": { "kind": "invoice", "year": 2026, "number": 7 },
        "issued_on": "2026-11-01",
        "new": { "credit": { "line": 0, "licences": 1, "months": 1 }, "licences_end": false, "to_card": true },
    }))
    .expect("a correction")
}

#[test]
fn a_payment_request_is_a_document_too() {
    let code = seatkeeper_core::api::QrCode {
        size: 29,
        path: "M4 4h7v1h-7zM13 4h2v1h-2zM4 5h1v1h-1zM4 20h21v1h-21z".into(),
    };
    let mut asks = seatkeeper_core::api::PaymentRequest {
        reference: "RF462026000123".into(),
        missing: Money::new(123_450, Currency::EUR),
        received: Money::zero(Currency::EUR),
        due_on: date(2026, 12, 23),
        begins_when_recorded: true,
        holder: "Seller AB".into(),
        iban: "SE4550000000058398257466".into(),
        bic: "ESSESESS".into(),
        qr: Some(code),
    };
    for (language, words) in [
        (Language::English, "This is not an invoice"),
        (Language::Swedish, "Detta är ingen faktura"),
        (Language::SimplifiedChinese, "本函不是发票"),
    ] {
        let request = Request {
            language,
            demo: true,
            on: TODAY,
            paid_by: "Fjord IT",
            paid_for: "Nordwind & Söhne",
            asks: &asks,
        };
        let text = read(&checked(&request::sheet(&request)));
        let shown = [
            words,
            "RF46 2026 0001 23",
            "SE45 5000 0000 0583 9825 7466",
            "ESSESESS",
            "Nordwind & Söhne",
            "1,234.50",
        ];
        let shown = shown.map(|text| {
            if language == Language::Swedish {
                text.replace("1,234.50", "1 234,50")
            } else {
                text.into()
            }
        });
        check(&text, &shown.each_ref().map(String::as_str));
    }
    assert_eq!(request_file_name(&asks), "RF462026000123.pdf");
    asks.reference = "../\"x".into();
    assert_eq!(request_file_name(&asks), "x.pdf");
}

#[test]
fn documents_of_before_keep_their_look_and_new_ones_need_none() {
    assert_eq!(base64(b""), "");
    assert_eq!(base64(b"f"), "Zg==");
    assert_eq!(base64(b"fo"), "Zm8=");
    assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    let policy = content_security_policy(b"<style>p{}</style><p>");
    assert!(
        policy.contains("style-src 'sha256-") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert!(content_security_policy(b"%PDF-1.7").contains("style-src 'none'"));
    assert_eq!(file_name("2026-000123\"/..", MEDIA_TYPE), "2026-000123.pdf");
    assert_eq!(
        file_name("C2026-1", "text/html; charset=utf-8"),
        "C2026-1.html"
    );
}
