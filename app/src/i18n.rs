//! Every word on a page, in the language of whoever reads it.
//!
//! Promises: a text asked for in a view changes by itself when the language does; nothing typed is
//! lost by that. Texts are fetched, one file a language, so that none is compiled in.
//! Leaves numbers, dates and money to [`crate::format`].

mod language;

use std::{cell::Cell, collections::BTreeMap, sync::LazyLock};

use js_sys::{Array, Intl::PluralRules, Object};
use leptos::prelude::*;
use seatkeeper_app::ui::derived;
use wasm_bindgen::JsValue;

pub use language::Language;

use crate::{http, wire};

/// The texts of one language.
#[derive(Default)]
struct Words {
    language: Language,
    texts: BTreeMap<String, String>,
}

thread_local! {
    /// The language asked for last: of two that are fetched at once, it is the one to be shown.
    static WISHED: Cell<Option<Language>> = const { Cell::new(None) };
}

static WORDS: LazyLock<ArcRwSignal<Words>> = LazyLock::new(ArcRwSignal::default);

/// The language of the page; whoever reads it in a view follows it.
pub fn language() -> Language {
    WORDS.with(|words| words.language)
}

/// The language of the page at this moment.
pub fn language_now() -> Language {
    WORDS.with_untracked(|words| words.language)
}

/// A text that follows the language.
pub fn t(key: &'static str) -> Signal<String> {
    derived(move || say(key))
}

/// A text as it is now.
pub fn say(key: &str) -> String {
    WORDS.with(|words| {
        words
            .texts
            .get(key)
            .cloned()
            .unwrap_or_else(|| key.to_owned())
    })
}

/// A text as it is now, with its `{names}` filled in.
pub fn say_with(key: &str, values: &[(&str, &str)]) -> String {
    fill(&say(key), values)
}

/// The form of a text that belongs to a number, which stands for its `{count}`.
pub fn say_count(key: &str, count: u32, values: &[(&str, &str)]) -> String {
    let locales = Array::of1(&JsValue::from_str(language().tag()));
    let category = PluralRules::new(&locales, &Object::new()).select(count.into());
    let exact = [key, ".", &String::from(category)].concat();
    let known = WORDS.with(|words| words.texts.contains_key(&exact));
    let form = if known {
        exact
    } else {
        [key, ".other"].concat()
    };
    let number = crate::format::number(count);
    fill(&fill(&say(&form), &[("count", &number)]), values)
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        filled.push_str(before);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// Whether the page speaks a language, or is about to.
pub fn is_wished(language: Language) -> bool {
    WISHED.get() == Some(language)
}

/// Fetches the texts of a language and shows every page in it.
///
/// # Errors
/// When they cannot be had; the page then stays as it is.
pub async fn speak(language: Language) -> Result<(), http::Failure> {
    WISHED.set(Some(language));
    let text = http::text(&language.address()).await?;
    let texts = wire::read(&text).map_err(|_| http::Failure::Unreadable)?;
    if WISHED.get() != Some(language) {
        return Ok(());
    }
    if let Some(root) = document().document_element() {
        // setting an attribute fails only for names that are none
        let _ = root.set_attribute("lang", language.tag());
    }
    language.remember();
    WORDS.set(Words { language, texts });
    Ok(())
}
