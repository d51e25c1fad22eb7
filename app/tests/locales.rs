//! Every word of the app exists in every language, and nothing stands in the files that no page says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const LANGUAGES: [&str; 3] = ["en", "sv", "zh-Hans"];
/// Plural categories of each language, by CLDR; texts of a number have exactly these.
const CATEGORIES: [(&str, &[&str]); 3] = [
    ("en", &["one", "other"]),
    ("sv", &["one", "other"]),
    ("zh-Hans", &["other"]),
];

type Texts = BTreeMap<String, String>;

fn texts(language: &str) -> Texts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(format!("{language}.json"));
    let text = fs::read_to_string(&path).expect("a file of texts");
    serde_json::from_str(&text).expect("an object of texts")
}

/// The key without the plural category at its end.
fn family(key: &str) -> &str {
    ["one", "other"]
        .iter()
        .find_map(|form| key.strip_suffix(form)?.strip_suffix('.'))
        .unwrap_or(key)
}

fn families(texts: &Texts) -> BTreeSet<&str> {
    texts.keys().map(|key| family(key)).collect()
}

/// The `{names}` of a text, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1);
    let mut names: Vec<_> = parts
        .map(|part| part.split_once('}').expect("a closed brace").0)
        .collect();
    names.sort_unstable();
    names
}

/// String literals in a folder of sources that look like keys: `word.word`, or more words.
fn keys_in(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            keys_in(&path, keys);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(&path).expect("a source");
            // between quotes: every second part; texts of ours hold no escaped quote
            let literals = source
                .lines()
                .flat_map(|line| line.split('"').skip(1).step_by(2));
            keys.extend(literals.filter(|text| is_key(text)).map(str::to_owned));
        }
    }
}

fn is_key(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    text.contains('.') && text.split('.').all(word)
}

fn said() -> BTreeSet<String> {
    let app = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut keys = BTreeSet::new();
    keys_in(&app.join("src"), &mut keys);
    keys_in(&app.join("../core/src/api"), &mut keys);
    assert!(
        keys.len() > 200,
        "the keys of the sources are found: {keys:?}"
    );
    keys
}

#[test]
fn what_is_said_exists_and_what_exists_is_said() {
    let said = said();
    let said: BTreeSet<&str> = said.iter().map(String::as_str).collect();
    for language in LANGUAGES {
        let texts = texts(language);
        let there = families(&texts);
        let missing: Vec<_> = said.difference(&there).collect();
        assert!(missing.is_empty(), "{language} has no text for {missing:?}");
        let unused: Vec<_> = there.difference(&said).collect();
        assert!(unused.is_empty(), "nothing says {unused:?} of {language}");
    }
}

#[test]
fn each_number_has_the_forms_of_its_language() {
    for (language, categories) in CATEGORIES {
        let texts = texts(language);
        for key in texts.keys().filter(|key| family(key) != key.as_str()) {
            for category in categories {
                let form = format!("{}.{category}", family(key));
                assert!(texts.contains_key(&form), "{language} lacks {form}");
            }
            let category = key.rsplit('.').next().expect("a category");
            assert!(
                categories.contains(&category),
                "{language} has no category {key}"
            );
        }
    }
}

#[test]
fn placeholders_are_the_same_in_every_language() {
    let english = texts("en");
    for language in LANGUAGES {
        for (key, text) in texts(language) {
            let model = english
                .get(&key)
                .or_else(|| english.get(&format!("{}.other", family(&key))));
            let model = model.unwrap_or_else(|| panic!("{key} of {language} is not English"));
            assert_eq!(
                placeholders(&text),
                placeholders(model),
                "{language}: {key}"
            );
            assert!(!text.trim().is_empty(), "{language}: {key} is empty");
        }
    }
}

#[test]
fn no_language_borrows_a_sentence_of_another() {
    let english = texts("en");
    for language in ["sv", "zh-Hans"] {
        for (key, text) in texts(language) {
            let sentence = english
                .get(&key)
                .is_some_and(|english| *english == text && words(english) > 2);
            assert!(!sentence, "{language}: {key} is English: {text}");
        }
    }
}

/// How many words a text has besides its placeholders.
fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| !word.contains('{') && word.chars().any(char::is_alphabetic))
        .count()
}
