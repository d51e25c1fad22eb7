//! What must not be told, and every form in which it could be written.

use seatkeeper_core::{
    api::{AutoRenewal, OrderView},
    money::Money,
};

/// Something that must not be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Secret {
    what: String,
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// Digits that stand alone, however they are grouped: an amount in minor units.
    Digits(String),
    /// One of these numbers, too short to be looked for in all that groups of digits could mean.
    Short(Vec<String>),
    /// A text, in any case, however it is broken.
    Text(String),
}

/// A text to look in.
pub(super) struct Haystack {
    /// Without ids and tokens, in whose digits anything is found by chance.
    digits: String,
    /// … and what stands between two digits taken out: `1 234,56` is `123456`.
    merged: String,
    /// In lower case, without spaces.
    squeezed: String,
}

impl Haystack {
    pub(super) fn of(text: &str) -> Self {
        let digits = without_ids(text);
        Self {
            merged: merged(&digits),
            digits,
            squeezed: squeezed(text),
        }
    }
}

impl Secret {
    fn text(what: &str, text: impl Into<String>) -> Self {
        Self {
            what: what.to_owned(),
            form: Form::Text(text.into()),
        }
    }

    fn digits(what: &str, digits: impl Into<String>) -> Self {
        Self {
            what: what.to_owned(),
            form: Form::Digits(digits.into()),
        }
    }

    fn short(what: &str, forms: &[&str]) -> Self {
        Self {
            what: what.to_owned(),
            form: Form::Short(forms.iter().map(|form| (*form).to_owned()).collect()),
        }
    }

    pub(super) fn is_in(&self, haystack: &Haystack) -> bool {
        match &self.form {
            Form::Short(forms) => {
                let mut forms = forms.iter();
                forms.any(|form| stands_alone(&haystack.digits, form))
            }
            Form::Text(text) => haystack.squeezed.contains(&squeezed(text)),
            Form::Digits(digits) => {
                let texts = [&haystack.digits, &haystack.merged];
                texts.into_iter().any(|text| stands_alone(text, digits))
            }
        }
    }
}

/// All that one side must not be told.
#[derive(Clone, Debug, Default)]
pub(super) struct Secrets(Vec<Secret>);

impl Secrets {
    pub(super) fn all(&self) -> &[Secret] {
        &self.0
    }

    fn push(&mut self, secret: Secret) {
        if !self.0.contains(&secret) {
            self.0.push(secret);
        }
    }

    pub(super) fn text(&mut self, what: &str, text: &str) {
        self.push(Secret::text(what, text));
    }

    /// The last four digits of a card.
    pub(super) fn card(&mut self, what: &str, last_four: &str) {
        self.push(Secret::short(what, &[last_four]));
    }

    /// A percentage of four digits.
    pub(super) fn percent(&mut self, what: &str, hundredths: u16) {
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        let [point, comma] = [".", ","].map(|mark| format!("{whole}{mark}{rest:02}"));
        self.push(Secret::short(
            what,
            &[&point, &comma, &hundredths.to_string()],
        ));
    }

    /// Nothing for nothing; a short amount could be anything.
    pub(super) fn amount(&mut self, what: &str, amount: Money) {
        let minor = amount.minor().unsigned_abs();
        if minor > 0 {
            assert!(minor > 1_000, "{amount} is found by chance");
            self.push(Secret::digits(what, minor.to_string()));
        }
    }

    /// What an order says to whoever pays it.
    pub(super) fn order(&mut self, view: &OrderView) {
        let (quote, order) = (&view.order.quote, view.order.id);
        self.text("the order", &order.to_string());
        for (what, amount) in [
            ("the discount of an order", quote.discount),
            ("the net of an order", quote.net),
            ("the VAT of an order", quote.vat),
            ("the total of an order", quote.total),
        ] {
            self.amount(what, amount);
        }
        if let Some(card) = &view.card {
            self.card("the card", &card.last_four);
        }
        if let Some(invoice) = &view.invoice {
            self.text("the invoice", &invoice.id.to_string());
            self.text("the invoice's number", &invoice.number);
        }
        if let Some(request) = &view.request {
            self.text("the reference of a transfer", &request.reference);
            self.amount("what is missing", request.missing);
            self.amount("what has come", request.received);
        }
    }

    /// The card that is kept.
    pub(super) fn kept_card(&mut self, renewal: &AutoRenewal) {
        let card = renewal.card.as_ref().expect("a card that is kept");
        self.card("the card that is kept", &card.last_four);
    }

    /// These and the others.
    pub(super) fn and(&self, others: &Self) -> Self {
        let mut all = self.clone();
        others.0.iter().cloned().for_each(|other| all.push(other));
        all
    }

    /// What of `self` is not among the others.
    pub(super) fn without(&self, others: &Self) -> Self {
        let own = self.0.iter().filter(|secret| !others.0.contains(secret));
        Self(own.cloned().collect())
    }
}

impl std::fmt::Display for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.form {
            Form::Digits(form) | Form::Text(form) => write!(out, "{} ({form})", self.what),
            Form::Short(forms) => write!(out, "{} ({})", self.what, forms.join(", ")),
        }
    }
}

/// Whether these digits stand in a text, and no digit beside them.
fn stands_alone(text: &str, digits: &str) -> bool {
    text.match_indices(digits).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        let is_digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
        !is_digit(before) && !is_digit(after)
    })
}

/// Hexadecimal words of sixteen letters and more, dashes among them, say nothing.
fn without_ids(text: &str) -> String {
    let of_id = |char: char| char.is_ascii_hexdigit() || char == '-';
    let mut kept = String::new();
    let mut word = String::new();
    for char in text.chars().chain(['\n']) {
        if of_id(char) {
            word.push(char);
            continue;
        }
        let digits = word.chars().filter(char::is_ascii_hexdigit).count();
        if digits < 16 {
            kept.push_str(&word);
        }
        word.clear();
        kept.push(char);
    }
    kept
}

/// A point, a comma, an apostrophe or any space that stands alone between two digits is taken out.
fn merged(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let separates =
        |char: char| char.is_whitespace() || ".,'’\u{2019}\u{2032}\u{60c}".contains(char);
    let kept = chars.iter().enumerate().filter(|(at, char)| {
        !(separates(**char) && *at > 0 && is_digit(at - 1) && is_digit(at + 1))
    });
    kept.map(|(_, char)| char).collect()
}

fn squeezed(text: &str) -> String {
    let seen = text.chars().filter(|char| !char.is_whitespace());
    seen.flat_map(char::to_lowercase).collect()
}

#[test]
fn a_secret_is_found_in_each_form() {
    let amount = Secret::digits("an amount", "123456");
    for text in [
        r#"{"minor":123456,"currency":"EUR"}"#,
        r#"{"minor":[3,123456]}"#,
        "€1,234.56",
        "1.234,56 €",
        "1 234,56",
        "1\u{a0}234,56 kr",
        "1\u{202f}234,56",
        "1\u{2009}234.56",
        "1’234.56",
        "1234.56",
        "-1234,56;",
    ] {
        assert!(amount.is_in(&Haystack::of(text)), "{text}");
    }
    for text in [
        "1234567",
        "91234.56",
        "0190a5de-0000-7000-8123-000000123456",
    ] {
        assert!(!amount.is_in(&Haystack::of(text)), "{text}");
    }
    let mut percent = Secrets::default();
    percent.percent("a percentage", 2_347);
    let percent = &percent.all()[0];
    for text in ["23.47 %", "-23,47%", "0.2347"] {
        assert!(percent.is_in(&Haystack::of(text)), "{text}");
    }
    let reference = Secret::text("a reference", "RF182026000001");
    for text in ["RF18 2026 0000 01", "rf182026000001.pdf"] {
        assert!(reference.is_in(&Haystack::of(text)), "{text}");
    }
}
