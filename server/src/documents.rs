//! The invoice as a document: complete and self-contained HTML, with everything that Art. 226 of
//! Directive 2006/112/EC asks for, in the payer's language.
//!
//! Promises: it says what the invoice says and nothing else; the same invoice gives the same
//! bytes. It is rendered once, when the invoice is issued, and then stored; who asks for it later
//! gets those bytes, however the template may have changed.

mod lines;

use askama::Template;
use seatkeeper_core::invoice::{DocumentKind, Draft, Invoice, InvoiceNumber, Party};
use sha2::{Digest, Sha256};

use crate::words::{Formats, Language, country_name, order_reference};
use lines::{Row, Sum};

/// What the stored document is.
pub const MEDIA_TYPE: &str = "text/html; charset=utf-8";

#[derive(Template)]
#[template(path = "invoice/invoice.html")]
struct Page {
    lang: &'static str,
    title: String,
    number: String,
    demo: Option<String>,
    seller_name: String,
    facts: Vec<Fact>,
    parties: Vec<Block>,
    heads: Heads,
    rows: Vec<Row>,
    sums: Vec<Sum>,
    paid: String,
}

struct Fact {
    name: String,
    value: String,
}

/// A company's block: only name and address lines that it has.
struct Block {
    heading: String,
    name: String,
    lines: Vec<String>,
}

struct Heads {
    description: String,
    quantity: String,
    months: String,
    unit_price: String,
    amount: String,
}

/// The document of an issued invoice.
pub fn render(invoice: &Invoice) -> Vec<u8> {
    let page = page(invoice);
    // rendering into a string fails only if a value's `Display` does; all of them are text
    page.render().unwrap_or_default().into_bytes()
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
pub fn file_name(number: &str) -> String {
    let harmless = number
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-');
    let kind = if number.starts_with('C') {
        "credit-note"
    } else {
        "invoice"
    };
    format!("{kind}-{}.html", harmless.collect::<String>())
}

/// The Content-Security-Policy under which a stored document is shown: its own style, nothing
/// else. Taken from the bytes, so that documents of older templates keep their look.
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

fn page(invoice: &Invoice) -> Page {
    let draft = &invoice.draft;
    let language = Language::of(&draft.locale);
    let say = |key| language.say(key, &[]);
    Page {
        lang: language.tag(),
        title: title(language, invoice.number),
        number: invoice.number.to_string(),
        demo: draft.demo.then(|| say("invoice.demo")),
        seller_name: draft.seller.name.clone(),
        facts: facts(invoice, language),
        parties: parties(draft, language),
        heads: Heads {
            description: say("invoice.description"),
            quantity: say("invoice.quantity"),
            months: say("invoice.months"),
            unit_price: say("invoice.unit_price"),
            amount: say("invoice.amount"),
        },
        rows: lines::rows(draft, language),
        sums: lines::sums(&draft.quote, language),
        paid: paid(draft, language),
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
