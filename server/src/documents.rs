//! Documents: the invoice or credit note, with everything that Art. 226 of Directive 2006/112/EC
//! asks for, and the payment request; each in the payer's language, as PDF/A-3a and PDF/UA-1.
//!
//! Promises: a document says what its data say and nothing else; the same data give the same
//! bytes. An invoice is made once, when it is issued, and then stored; who asks for it later gets
//! those bytes, however its look may have changed. No name keeps an invoice from being issued.

mod fonts;
mod layout;
mod lines;
mod paper;
mod press;
mod request;
mod sheet;
mod text;

use seatkeeper_core::invoice::{DocumentKind, Draft, Invoice, InvoiceNumber, Party};
use sha2::{Digest, Sha256};

use crate::words::{Formats, Language, country_name, order_reference};
pub use press::Unprintable;
use press::{About, press};
pub use request::{Request, render_request, request_file_name};
use sheet::{Block, Fact, Sheet, Table};

/// What a document is. Those of before are pages of HTML and stay so.
pub const MEDIA_TYPE: &str = "application/pdf";

/// The document of an issued invoice.
///
/// # Errors
/// When the file cannot be made: no content is known that does so.
pub fn render(invoice: &Invoice) -> Result<Vec<u8>, Unprintable> {
    file(&sheet(invoice))
}

/// The file of a document. One that the standards refuse is made without their promise: an
/// invoice that is not archival yet is better than none.
fn file(sheet: &Sheet) -> Result<Vec<u8>, Unprintable> {
    let paper = layout::lay_out(sheet);
    let about = About {
        title: &sheet.title,
        author: &sheet.seller,
        language: sheet.language.tag(),
        on: sheet.on,
    };
    press(&paper, &about, true).or_else(|refused| {
        tracing::error!(cause = %refused, "a document is no PDF/A; it is made without");
        press(&paper, &about, false)
    })
}

/// The hash of a document under which it is stored, in hexadecimal.
pub fn sha256(document: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(document)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// What a saved or attached document is called.
pub fn file_name(number: &str, media_type: &str) -> String {
    let harmless = number
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-');
    let ending = if media_type == MEDIA_TYPE {
        "pdf"
    } else {
        "html"
    };
    format!("{}.{ending}", harmless.collect::<String>())
}

/// The Content-Security-Policy under which a stored document is shown: nothing but itself. The
/// pages of before have a style of their own, which is taken from their bytes.
pub fn content_security_policy(document: &[u8]) -> String {
    let style = style_of(document).map_or_else(
        || "'none'".to_owned(),
        |style| format!("'sha256-{}'", base64(&Sha256::digest(style))),
    );
    format!(
        "default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

fn style_of(document: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(document).ok()?;
    let (_, rest) = text.split_once("<style>")?;
    rest.split_once("</style>").map(|(style, _)| style)
}

/// RFC 4648 §4, as CSP wants its hashes.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0_usize, |word, byte| word << 8 | usize::from(*byte));
        for place in 0..4 {
            let letter = ALPHABET
                .get(word >> (18 - 6 * place) & 63)
                .filter(|_| place <= chunk.len());
            text.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    text
}

fn sheet(invoice: &Invoice) -> Sheet {
    let draft = &invoice.draft;
    let language = Language::of(&draft.locale);
    let heads = [
        "invoice.description",
        "invoice.quantity",
        "invoice.months",
        "invoice.unit_price",
        "invoice.amount",
    ];
    Sheet {
        language,
        title: format!("{} {}", title(language, invoice.number), invoice.number),
        seller: draft.seller.name.clone(),
        on: invoice.issued_on,
        demo: draft.demo.then(|| language.say("invoice.demo", &[])),
        facts: facts(invoice, language),
        blocks: parties(draft, language),
        table: Some(Table {
            heads: heads.map(|key| language.say(key, &[])),
            rows: lines::rows(draft, language),
        }),
        sums: lines::sums(&draft.quote, language),
        code: None,
        closing: vec![paid(draft, language)],
    }
}

fn title(language: Language, number: InvoiceNumber) -> String {
    match number.kind {
        DocumentKind::Invoice => language.say("invoice.title", &[]),
        DocumentKind::CreditNote => language.say("invoice.title.credit_note", &[]),
    }
}

fn facts(invoice: &Invoice, language: Language) -> Vec<Fact> {
    let formats = Formats::of(language);
    let draft = &invoice.draft;
    let second = match &draft.corrects {
        None => ("invoice.paid_on", formats.long_date(draft.paid_on)),
        Some(corrects) => {
            let of = formats.long_date(corrects.issued_on);
            let of: [(&str, &dyn std::fmt::Display); 2] =
                [("number", &corrects.number), ("date", &of)];
            (
                "credit.corrects",
                language.say("credit.corrects.invoice", &of),
            )
        }
    };
    let facts = [
        ("invoice.issued_on", formats.long_date(invoice.issued_on)),
        second,
        ("invoice.order", order_reference(draft.order)),
    ];
    facts
        .map(|(key, value)| Fact {
            name: language.say(key, &[]),
            value,
        })
        .into()
}

fn parties(draft: &Draft, language: Language) -> Vec<Block> {
    let named = |key, name: &str| Block {
        heading: language.say(key, &[]),
        name: name.to_owned(),
        lines: Vec::new(),
    };
    vec![
        company("invoice.seller", &draft.seller, language),
        company("invoice.buyer", &draft.buyer, language),
        named("invoice.paid_by", &draft.paid_by),
        named("invoice.paid_for", &draft.paid_for),
    ]
}

fn company(key: &str, party: &Party, language: Language) -> Block {
    let mut lines = vec![
        party.address.clone(),
        format!("{} {}", party.postcode, party.city),
        country_name(language, party.country),
    ];
    if let Some(number) = &party.vat_number {
        lines.push(language.say("invoice.vat_number", &[("number", number)]));
    }
    Block {
        heading: language.say(key, &[]),
        name: party.name.clone(),
        lines,
    }
}

fn paid(draft: &Draft, language: Language) -> String {
    if let Some(corrects) = &draft.corrects {
        return if corrects.owed {
            language.say("credit.to_owed", &[])
        } else {
            given_back(draft, corrects.new.to_card, language)
        };
    }
    let date = Formats::of(language).long_date(draft.paid_on);
    match &draft.card {
        Some(card) => {
            let card = language.say(
                "invoice.card",
                &[("brand", &card.brand), ("digits", &card.last_four)],
            );
            language.say("invoice.paid_by_card", &[("date", &date), ("card", &card)])
        }
        None => language.say("invoice.paid_otherwise", &[("date", &date)]),
    }
}

/// Where the money of a credit note goes.
fn given_back(draft: &Draft, to_card: bool, language: Language) -> String {
    match &draft.card {
        Some(card) => {
            let card = language.say(
                "invoice.card",
                &[("brand", &card.brand), ("digits", &card.last_four)],
            );
            language.say("credit.to_this_card", &[("card", &card)])
        }
        None if to_card => language.say("credit.to_card", &[]),
        None => language.say("credit.to_balance", &[]),
    }
}

#[cfg(test)]
mod tests;
