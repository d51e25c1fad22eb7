//! Searching what somebody was told for what must not be told, in each way in which it is written.

use seatkeeper_core::{money::Money, transfer::in_fours};
use seatkeeper_server::mailer::Mail;
use uuid::Uuid;

use crate::harness::{Answered, words_of};

/// The first bytes of a PDF.
const PDF: &[u8] = b"%PDF";

/// Something that only its owner may learn, and how it can be written.
#[derive(Debug)]
pub(super) struct Secret {
    pub(super) what: String,
    forms: Vec<String>,
}

impl Secret {
    /// A number or a name that is written in one way only.
    pub(super) fn word(what: &str, word: &str) -> Self {
        Self {
            what: format!("{what} {word}"),
            forms: vec![word.to_owned()],
        }
    }

    /// An amount of a currency with two decimals, above nought.
    pub(super) fn amount(what: &str, amount: Money) -> Self {
        let minor = amount.minor().abs();
        assert!(minor >= 1_000, "{what} is too small to be told from others");
        let (whole, cents) = (minor / 100, minor % 100);
        let mut forms = vec![
            minor.to_string(),
            format!("{whole}.{cents:02}"),
            format!("{whole},{cents:02}"),
        ];
        if whole >= 1_000 {
            let (front, back) = (whole / 1_000, whole % 1_000);
            for (group, point) in [(',', '.'), (' ', ','), (' ', '.'), ('.', ','), ('\'', '.')] {
                forms.push(format!("{front}{group}{back:03}{point}{cents:02}"));
            }
        }
        Self {
            what: format!("{what} {minor}"),
            forms,
        }
    }

    /// A percentage with decimals, with a point.
    pub(super) fn percent(what: &str, percent: &str) -> Self {
        Self {
            what: format!("{what} {percent}"),
            forms: vec![percent.to_owned(), percent.replace('.', ",")],
        }
    }

    /// A reference that is printed in blocks of four.
    pub(super) fn reference(what: &str, reference: &str) -> Self {
        Self {
            what: format!("{what} {reference}"),
            forms: vec![reference.to_owned(), in_fours(reference)],
        }
    }

    fn is_in(&self, told: &Told) -> bool {
        self.forms.iter().any(|form| {
            // an id is looked for as it stands, numbers not within ids
            let text = if Uuid::try_parse(form).is_ok() {
                &told.text
            } else {
                &told.without_ids
            };
            text.match_indices(form.as_str()).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                let after = text[at + form.len()..].chars().next();
                let joins = |next: Option<char>| next.is_some_and(|next| is_more(form, next));
                !joins(before) && !joins(after)
            })
        })
    }
}

/// Whether a neighbour makes another word of it: a bare number may stand in the middle of a random one.
fn is_more(form: &str, next: char) -> bool {
    if form.chars().all(|digit| digit.is_ascii_digit()) {
        next.is_ascii_alphanumeric()
    } else {
        next.is_ascii_digit()
    }
}

struct Told {
    place: String,
    text: String,
    without_ids: String,
}

/// All that somebody was told.
#[derive(Default)]
pub(super) struct Heard(Vec<Told>);

impl Heard {
    fn text(&mut self, place: &str, text: &str) {
        // no-break and narrow spaces are spaces
        let text: String = text
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        let within_id = |c: char| c.is_ascii_hexdigit() || c == '-';
        let words = text.split_inclusive(|c| !within_id(c));
        let without_ids = words
            .map(|word| {
                let id = word.trim_end_matches(|c| !within_id(c));
                if Uuid::try_parse(id).is_ok() {
                    word.replacen(id, "ID", 1)
                } else {
                    word.to_owned()
                }
            })
            .collect();
        self.0.push(Told {
            place: place.to_owned(),
            text,
            without_ids,
        });
    }

    /// A file: its bytes as text (a PDF's metadata stand in them), and a PDF's words.
    fn file(&mut self, place: &str, bytes: &[u8]) {
        if bytes.starts_with(PDF) {
            self.text(&format!("{place} (words)"), &words_of(bytes));
        }
        self.text(place, &String::from_utf8_lossy(bytes));
    }

    /// A reply: its body, and its headers but for those that every reply has.
    pub(super) fn reply(&mut self, place: &str, reply: &Answered) {
        let place = format!("{} {place}", reply.status);
        for name in ["content-disposition", "location", "link"] {
            self.text(&format!("{place} {name}"), reply.header(name));
        }
        self.file(&place, &reply.bytes);
    }

    /// A mail with all that is in it.
    pub(super) fn mail(&mut self, mail: &Mail) {
        let place = format!("mail {:?} to {}", mail.subject, mail.to);
        self.text(&place, &mail.subject);
        self.text(&place, &mail.text);
        self.text(&place, &mail.html);
        if let Some(attached) = &mail.attachment {
            self.text(&place, &attached.name);
            self.file(&format!("{place}, attached"), &attached.bytes);
        }
    }

    /// Where a secret was told.
    pub(super) fn places(&self, secret: &Secret) -> Vec<&str> {
        let told = self.0.iter().filter(|told| secret.is_in(told));
        told.map(|told| told.place.as_str()).collect()
    }

    /// The secrets that were told, and where.
    pub(super) fn leaks(&self, secrets: &[Secret]) -> Vec<String> {
        let leaks = secrets.iter().flat_map(|secret| {
            let places = self.places(secret).into_iter();
            places.map(|place| format!("{} in {place}", secret.what))
        });
        leaks.collect()
    }
}
