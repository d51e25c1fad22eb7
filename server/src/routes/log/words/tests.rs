//! The words of actions against the sources that write them.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::json;

use super::*;

/// Every action that a source writes: a literal `noun.verb` where the audit log is written.
fn written(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            written(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap_or_default();
        let writes = source.contains("Audit") || source.contains(".note(");
        if !writes || path.ends_with("log/words.rs") {
            continue;
        }
        let literals = source.split('"').skip(1).step_by(2);
        found.extend(literals.filter(|text| is_action(text)).map(str::to_owned));
    }
}

fn is_action(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    text.split_once('.')
        .is_some_and(|(noun, verb)| is_word(noun) && is_word(verb))
}

#[test]
fn every_action_that_is_written_has_its_words_and_its_kind() {
    let mut found = BTreeSet::new();
    written(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    // said by the texts of the log, not written to it
    found.retain(|text| !text.starts_with("log."));
    assert!(found.len() > 30, "the sources were not read: {found:?}");
    let known: BTreeSet<String> = ACTIONS
        .iter()
        .map(|(known, _)| (*known).to_owned())
        .collect();
    assert_eq!(known, found, "what is said and what is done differ");
    for (action, _) in ACTIONS {
        let noun = action.split('.').next().unwrap_or_default();
        assert_eq!(super::noun(noun), noun, "{action} has no kind");
    }
}

#[test]
fn an_action_is_said_with_its_facts_in_each_language() {
    for language in Language::ALL {
        for (action, _) in ACTIONS {
            let said = sentence(language, action, &json!({}));
            assert!(!said.contains('{'), "{action}: {said}");
        }
    }
    let details = json!({ "city": ["Berlin", "Bonn"], "vat_number": ["", "DE136695976"] });
    assert_eq!(
        sentence(Language::English, "customer.corrected", &details),
        "Corrected the business information: city: Berlin → Bonn; VAT number: nothing → DE136695976"
    );
    let details = json!({ "email": "a@b.example", "role": "technician" });
    assert_eq!(
        sentence(Language::Swedish, "colleague.invited", &details),
        "Bjöd in a@b.example som kollega: tekniker"
    );
    let details = json!({ "order": "0190a5de-0000-7000-8000-0000000000ab", "total": "5.00", "currency": "EUR" });
    assert_eq!(
        sentence(Language::SimplifiedChinese, "order.placed", &details),
        "提交了金额为 5.00 EUR 的订单 000000AB"
    );
    let details = json!({ "percent": "12.5", "from_on": "2027-03-01" });
    assert_eq!(
        sentence(Language::English, "discount.entered", &details),
        "Entered a discount of 12.5 % from 1 Mar 2027"
    );
    assert_eq!(noun("nonsense"), "none");
}
