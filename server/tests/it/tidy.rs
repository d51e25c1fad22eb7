//! The house's rules that no compiler knows, each a test that names file and line.
//!
//! Reads the sources as text (`source`), without a parser: rustfmt's form is relied upon.
//! Each rule is a function from a source to its complaints, so that it can be shown to complain.

mod dependencies;
mod layers;
mod shape;
mod source;
mod sql;
mod words;

use source::Source;

/// Fails with all complaints at once.
#[track_caller]
fn nothing_in(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// A rule that finds its fault in `text` as if it stood at `path`, and none in an empty file.
#[track_caller]
fn complains(rule: impl Fn(&Source) -> Vec<String>, path: &str, text: &str, about: &str) {
    let found = rule(&Source::new(path, text)).join("\n");
    assert!(found.contains(about), "{about:?} is not in {found:?}");
    assert_eq!(
        rule(&Source::new(path, "//! Nothing.\n")),
        Vec::<String>::new()
    );
}

/// A rule that finds no fault in `text`.
#[track_caller]
fn accepts(rule: impl Fn(&Source) -> Vec<String>, path: &str, text: &str) {
    assert_eq!(rule(&Source::new(path, text)), Vec::<String>::new());
}
