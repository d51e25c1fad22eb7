//! The payment request as a document, mailed with what it asks for. It is made when it is sent and
//! is kept by nobody: it is no invoice, and says so.

use jiff::civil::Date;
use seatkeeper_core::{
    api::{PaymentRequest, QrCode},
    transfer::in_fours,
};

use super::{
    Unprintable, file,
    lines::Sum,
    sheet::{Block, Code, Fact, Sheet},
};
use crate::words::{Formats, Language};

/// What a payment request says.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// In which language.
    pub language: Language,
    /// It asks for no real money.
    pub demo: bool,
    /// The day of its mail.
    pub on: Date,
    /// Whose money it is.
    pub paid_by: &'a str,
    /// For which customer.
    pub paid_for: &'a str,
    /// How much, until when and where to.
    pub asks: &'a PaymentRequest,
}

/// The document of a payment request.
///
/// # Errors
/// When the file cannot be made: no content is known that does so.
pub fn render_request(request: &Request<'_>) -> Result<Vec<u8>, Unprintable> {
    file(&sheet(request))
}

/// What a saved or attached payment request is called.
pub fn request_file_name(asks: &PaymentRequest) -> String {
    let harmless = asks.reference.chars().filter(char::is_ascii_alphanumeric);
    format!("{}.pdf", harmless.collect::<String>())
}

pub(super) fn sheet(request: &Request<'_>) -> Sheet {
    let Request { language, asks, .. } = *request;
    let say = |key| language.say(key, &[]);
    let formats = Formats::of(language);
    let due = formats.long_date(asks.due_on);
    let starts = if asks.begins_when_recorded {
        "mail.transfer.starts_with_money"
    } else {
        "mail.transfer.starts_as_ordered"
    };
    let reference = in_fours(&asks.reference);
    Sheet {
        language,
        // the reference stays whole where the heading is broken
        title: format!(
            "{} {}",
            say("invoice.request"),
            reference.replace(' ', "\u{a0}")
        ),
        seller: asks.holder.clone(),
        on: request.on,
        demo: request.demo.then(|| say("invoice.demo")),
        facts: facts(request, reference),
        blocks: blocks(request),
        table: None,
        sums: vec![Sum {
            name: say("mail.transfer.amount"),
            literal: None,
            note: None,
            amount: formats.money(asks.missing),
            is_total: true,
        }],
        code: asks
            .qr
            .as_ref()
            .map(|qr| code(qr, say("invoice.request.code"))),
        closing: vec![
            language.say("invoice.request.text", &[("date", &due)]),
            say(starts),
            say("mail.transfer.not_an_invoice"),
        ],
    }
}

fn facts(request: &Request<'_>, reference: String) -> Vec<Fact> {
    let formats = Formats::of(request.language);
    let facts = [
        ("mail.transfer.reference", reference),
        ("mail.transfer.due", formats.long_date(request.asks.due_on)),
        ("invoice.issued_on", formats.long_date(request.on)),
    ];
    facts
        .map(|(key, value)| Fact {
            name: request.language.say(key, &[]),
            value,
        })
        .into()
}

fn blocks(request: &Request<'_>) -> Vec<Block> {
    let asks = request.asks;
    let say = |key| request.language.say(key, &[]);
    let block = |key, name: &str, lines| Block {
        heading: say(key),
        name: name.to_owned(),
        lines,
    };
    let account = [
        ("mail.transfer.iban", in_fours(&asks.iban)),
        ("mail.transfer.bic", asks.bic.clone()),
    ];
    let account = account.into_iter().filter(|(_, value)| !value.is_empty());
    let account = account.map(|(key, value)| format!("{} {value}", say(key)));
    vec![
        block("mail.transfer.holder", &asks.holder, account.collect()),
        block("invoice.paid_by", request.paid_by, Vec::new()),
        block("invoice.paid_for", request.paid_for, Vec::new()),
    ]
}

/// The code's dark runs, as the path says them: `M`, left, top, `h`, length.
fn code(qr: &QrCode, shows: String) -> Code {
    let dark = qr.path.split('M').filter_map(|run| {
        let (at, rest) = run.split_once('h')?;
        let (left, top) = at.split_once(' ')?;
        let (length, _) = rest.split_once('v')?;
        Some([left.parse().ok()?, top.parse().ok()?, length.parse().ok()?])
    });
    Code {
        shows,
        size: i32::try_from(qr.size).unwrap_or_default(),
        dark: dark.collect(),
    }
}
