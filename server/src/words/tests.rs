//! The locale files against each other and against the code that uses them.

use std::{collections::BTreeSet, fs, path::Path};

use super::*;

/// Where keys are written, below `server/src`.
const READERS: [&str; 5] = [
    "emails",
    "documents",
    "outbox",
    "routes/members",
    "routes/log",
];

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}

#[test]
fn every_language_has_every_key_with_the_same_placeholders() {
    let english = Language::English.texts();
    assert!(english.len() > 50, "the English texts were not read");
    for language in Language::ALL {
        let texts = language.texts();
        let keys = |texts: &Texts| texts.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(texts), keys(english), "{}", language.tag());
        for (key, text) in texts {
            assert_eq!(
                placeholders(text),
                placeholders(&english[key]),
                "{} {key}",
                language.tag()
            );
            assert!(!text.trim().is_empty(), "{} {key}", language.tag());
        }
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let mut sources = Vec::new();
    for name in READERS {
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name),
            &mut sources,
        );
    }
    let written: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2))
        .collect();
    let keys = Language::English.texts();
    let used = |key: &str| {
        let stem = key
            .strip_suffix(".one")
            .or_else(|| key.strip_suffix(".other"));
        written.contains(key) || stem.is_some_and(|stem| written.contains(stem))
    };
    let unused: Vec<_> = keys.keys().filter(|key| !used(key)).collect();
    assert!(unused.is_empty(), "no code says {unused:?}");
    let topics = [
        "mail.",
        "invoice.",
        "credit.",
        "usage.",
        "territory.",
        "log.",
    ];
    let missing: Vec<_> = written
        .iter()
        .filter(|text| topics.iter().any(|topic| text.starts_with(topic)))
        .filter(|text| !keys.contains_key(**text) && !keys.contains_key(&format!("{text}.other")))
        .collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
}

/// The sources of a module: its file and those in its folder.
fn collect(module: &Path, sources: &mut Vec<String>) {
    sources.extend(fs::read_to_string(module.with_extension("rs")));
    for entry in fs::read_dir(module).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_stem().is_some_and(|stem| stem != "tests")
        {
            sources.extend(fs::read_to_string(path));
        }
    }
}

#[test]
fn a_name_with_braces_stays_a_name() {
    let said = Language::English.say("mail.added.subject", &[("business", &"{business} {x}")]);
    assert_eq!(said, "You were added to {business} {x}");
}

#[test]
fn one_is_not_many() {
    let of = |language: Language, count| language.count("invoice.started_months", count);
    assert_eq!(of(Language::English, 1), "1 started month");
    assert_eq!(of(Language::English, 2), "2 started months");
    assert_eq!(of(Language::Swedish, 1), "1 påbörjad månad");
    assert_eq!(
        of(Language::SimplifiedChinese, 1),
        "1 个月（不足一个月按一个月计）"
    );
}
