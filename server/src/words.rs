//! The words of mails and documents: one text per key and language, from `locales/*.json`.
//!
//! Promises: every language has every key with the same placeholders (tested); what is put in
//! for a placeholder is never read again, so a name with braces stays a name.
//! Leaves the forms of dates, numbers and amounts to [`formats`], the pages' words to the app.

mod countries;
mod formats;

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use seatkeeper_core::id::OrderId;

pub use countries::country_name;
pub use formats::Formats;

/// A language of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English as in Europe: 12 January 2027, €1,234.50.
    English,
    /// Swedish.
    Swedish,
    /// Chinese, simplified.
    SimplifiedChinese,
}

/// The texts of one language, by key.
type Texts = BTreeMap<String, String>;

static TEXTS: LazyLock<[Texts; 3]> = LazyLock::new(|| {
    [
        read(include_str!("../locales/en.json")),
        read(include_str!("../locales/sv.json")),
        read(include_str!("../locales/zh-Hans.json")),
    ]
});

/// The files are compiled in and read by a test.
fn read<T: serde::de::DeserializeOwned + Default>(file: &str) -> T {
    serde_json::from_str(file).unwrap_or_default()
}

impl Language {
    /// Every language, English first.
    pub const ALL: [Self; 3] = [Self::English, Self::Swedish, Self::SimplifiedChinese];

    /// The language of a stored or sent tag; English for one that is not known.
    pub fn of(tag: &str) -> Self {
        Self::known(tag).unwrap_or(Self::English)
    }

    /// The language of exactly this tag.
    pub fn known(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The tag in the database, on the wire and in `lang` attributes.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swedish => "sv",
            Self::SimplifiedChinese => "zh-Hans",
        }
    }

    /// The text of a key, each `{name}` in it replaced.
    pub fn say(self, key: &str, with: &[(&str, &dyn fmt::Display)]) -> String {
        let Some(text) = self.texts().get(key) else {
            debug_assert!(false, "no text for {key}");
            return key.to_owned();
        };
        fill(text, with)
    }

    /// The text of a key for so many of something: `{count}` and the form of the word.
    pub fn count(self, key: &str, count: u32) -> String {
        let form = match self {
            Self::English | Self::Swedish if count == 1 => "one",
            _ => "other",
        };
        let count = Formats::of(self).number(count);
        self.say(&format!("{key}.{form}"), &[("count", &count)])
    }

    fn texts(self) -> &'static Texts {
        let [english, swedish, chinese] = &*TEXTS;
        match self {
            Self::English => english,
            Self::Swedish => swedish,
            Self::SimplifiedChinese => chinese,
        }
    }
}

/// What a person calls an order by: its last eight letters, in capitals.
pub fn order_reference(order: OrderId) -> String {
    let id = order.0.simple().to_string();
    id.get(24..).unwrap_or_default().to_uppercase()
}

fn fill(text: &str, with: &[(&str, &dyn fmt::Display)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        match with.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(&value.to_string()),
            None => debug_assert!(false, "nothing for {{{name}}} in {text:?}"),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;
