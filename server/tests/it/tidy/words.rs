//! The glossary's words, and not the others: in names, and in the texts that people read.

use super::source::{Source, sources};
use super::{accepts, complains, nothing_in};

/// In names: words that the glossary replaces, with its own.
const IN_NAMES: [(&str, &str); 9] = [
    ("tenant", "customer"),
    ("sku", "plan"),
    ("entitlement", "licence"),
    ("superuser", "staff"),
    ("dealer", "reseller"),
    ("vendor", "seller"),
    ("license", "licence (a noun)"),
    ("user", "account or member"),
    ("addon", "top-up"),
];

/// In texts: those, and words that names may have for other things.
const IN_TEXTS: [(&str, &str); 8] = [
    ("estimate", "quote"),
    ("pro forma", "payment request"),
    ("organisation", "customer or business"),
    ("organization", "customer or business"),
    ("upgrade", "top-up"),
    ("add-on", "top-up"),
    ("log in", "sign in"),
    ("login", "sign-in"),
];

fn names(source: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    for (index, line) in source.code.lines().enumerate() {
        for name in line.split(|c: char| !c.is_alphanumeric() && c != '_') {
            let parts = parts(name);
            for (word, instead) in IN_NAMES {
                if says(&parts, word) {
                    complaints
                        .push(source.at(index + 1, &format!("{name}: say {instead}, not {word}")));
                }
            }
        }
    }
    complaints
}

/// A browser names itself in a header called `user-agent`, and that name is not ours to choose.
fn says(parts: &[String], word: &str) -> bool {
    let plural = format!("{word}s");
    let mut at = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| **part == word || **part == plural);
    at.any(|(index, _)| parts.get(index + 1).is_none_or(|next| next != "agent"))
}

/// `snake_case` and `CamelCase` taken apart, in small letters.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for character in name.chars() {
        if character == '_' || (character.is_uppercase() && before.is_lowercase()) {
            parts.push(String::new());
        }
        if character != '_' {
            parts
                .last_mut()
                .expect("there is one")
                .extend(character.to_lowercase());
        }
        before = character;
    }
    parts
}

/// English texts for people: the pages', the mails' and the documents'.
fn texts(source: &Source) -> Vec<String> {
    let text = source.text.to_lowercase();
    let mut complaints = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let prose = spoken(source, line);
        for (word, instead) in IN_NAMES.iter().chain(&IN_TEXTS) {
            let plural = format!("{word}s");
            if is_in(&prose, word) || is_in(&prose, &plural) {
                complaints.push(source.at(index + 1, &format!("say {instead}, not {word}")));
            }
        }
    }
    complaints
}

/// What of a line is read by people: of `"key": "value"` the value, of a page what is no tag.
fn spoken(source: &Source, line: &str) -> String {
    if source.path.rsplit('.').next() == Some("json") {
        return line
            .split_once("\": ")
            .map_or(line, |(_, value)| value)
            .to_owned();
    }
    let mut plain = String::new();
    let mut in_tag = false;
    for character in line.chars() {
        match character {
            '<' => in_tag = true,
            '>' => in_tag = false,
            character if !in_tag => plain.push(character),
            _ => {}
        }
    }
    plain
}

fn is_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_');
        ends(text[..at].chars().next_back()) && ends(text[at + word.len()..].chars().next())
    })
}

#[test]
fn names_are_those_of_the_glossary() {
    // what VIES sends has the names that VIES chose
    let rust = sources(&["rs"])
        .into_iter()
        .filter(|source| source.path != "server/src/vies/wire.rs");
    nothing_in(&rust.flat_map(|source| names(&source)).collect::<Vec<_>>());
}

#[test]
fn english_texts_use_the_glossary() {
    let english = |source: &Source| {
        source.path.ends_with("/locales/en.json")
            || (source.is_under("server/templates/") && source.path.contains("en"))
    };
    let found: Vec<Source> = sources(&["json", "html", "txt"])
        .into_iter()
        .filter(english)
        .collect();
    nothing_in(&found.iter().flat_map(texts).collect::<Vec<_>>());
}

#[test]
fn the_rules_complain() {
    let path = "server/src/order.rs";
    complains(
        names,
        path,
        "struct TenantId;",
        "order.rs:1: TenantId: say customer",
    );
    complains(
        names,
        path,
        "\nlet user_id = 1;",
        "order.rs:2: user_id: say account or member",
    );
    accepts(
        names,
        path,
        "let a = header::USER_AGENT; let user_agent = \"user\"; let skull = risky;",
    );
    complains(
        texts,
        "app/locales/en.json",
        "{\n  \"user\": \"Add a user\"\n}",
        "en.json:2: say account",
    );
    complains(
        texts,
        "app/locales/en.json",
        "\"a\": \"Your licenses\"",
        "say licence",
    );
    accepts(
        texts,
        "app/locales/en.json",
        "\"user\": \"Superusers-to-be of licences\"",
    );
    complains(
        texts,
        "server/templates/mail/en.html",
        "<p class=\"user\">Dear vendor</p>",
        "say seller",
    );
}
