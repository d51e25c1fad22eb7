//! The shape of files: how long, how they begin, what they are called, what must not be left in.

use super::source::{Source, sources};
use super::{accepts, complains, nothing_in};

const FILE: usize = 400;
const FILE_OF_TESTS: usize = 600;
const FUNCTION: usize = 70;
const COMPONENT: usize = 100;
const DOC: usize = 10;

/// Names that say nothing.
const EMPTY_NAMES: [&str; 12] = [
    "mod", "util", "utils", "helper", "helpers", "manager", "service", "services", "dto", "common",
    "misc", "info",
];

fn is_tests(source: &Source) -> bool {
    source.path.contains("/tests/") || source.is_under("e2e/")
}

fn length(source: &Source) -> Vec<String> {
    let most = if is_tests(source) {
        FILE_OF_TESTS
    } else {
        FILE
    };
    let lines = source.text.lines().count();
    let complaint = || source.at(most, &format!("{lines} lines are more than {most}"));
    (lines > most).then(complaint).into_iter().collect()
}

/// The lines of a body, without empty ones and comments. rustfmt opens it at the end of a line
/// and closes it at the column where the function began.
fn functions(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.code.lines().map(str::trim_end).collect();
    let mut complaints = Vec::new();
    for (index, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_function(line.trim_start()))
    {
        let rest = &lines[index..];
        let Some(opening) = rest
            .iter()
            .position(|line| line.ends_with('{') || line.ends_with(';'))
        else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let closing = format!("{}}}", " ".repeat(indent));
        if rest[opening].ends_with(';') {
            continue;
        }
        let body = rest[opening + 1..]
            .iter()
            .take_while(|line| **line != closing);
        let written = body.filter(|line| !line.is_empty()).count();
        let signature = rest[..=opening].concat();
        let draws = ["IntoView", "AnyView"]
            .iter()
            .any(|view| signature.contains(view));
        let most = if draws { COMPONENT } else { FUNCTION };
        if written > most {
            complaints.push(source.at(
                index + 1,
                &format!("a function of {written} lines is longer than {most}"),
            ));
        }
    }
    complaints
}

fn is_function(line: &str) -> bool {
    let mut words = line.split_whitespace().skip_while(|word| {
        word.starts_with("pub") || word.ends_with(')') || ["const", "async", "in"].contains(word)
    });
    words.next() == Some("fn")
}

fn beginning(source: &Source) -> Vec<String> {
    let doc = source
        .text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .count();
    match doc {
        0 => vec![source.at(1, "a file begins by saying what it is: //!")],
        1..=DOC => Vec::new(),
        _ => vec![source.at(
            DOC,
            &format!("a file says what it is in at most {DOC} lines"),
        )],
    }
}

fn name(source: &Source) -> Vec<String> {
    let file = source.path.rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let empty = EMPTY_NAMES
        .iter()
        .any(|name| stem.split('_').any(|word| word == *name));
    let complaint = || source.at(1, "its name does not say what is in it");
    empty.then(complaint).into_iter().collect()
}

fn leftovers(source: &Source) -> Vec<String> {
    const LEFT: [(&str, &str); 6] = [
        ("allow(", "expect(…, reason = …) instead of allow"),
        ("#[ignore", "a test that does not run proves nothing"),
        ("todo!(", "unfinished"),
        ("unimplemented!(", "unfinished"),
        ("dbg!(", "a leftover"),
        ("unsafe ", "there is no unsafe code here"),
    ];
    let mut complaints = Vec::new();
    for (index, line) in source.code.lines().enumerate() {
        for (text, complaint) in LEFT {
            let attribute = text != "allow("
                || line.contains("#[")
                || line.contains("#![")
                || line.contains("cfg_attr");
            if attribute && starts_a_word(line, text) {
                complaints.push(source.at(index + 1, complaint));
            }
        }
    }
    complaints
}

fn starts_a_word(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

#[test]
fn files_are_short() {
    let all = sources(&["rs", "css", "mjs", "sql"]);
    assert!(all.len() > 100, "the sources are found");
    nothing_in(&all.iter().flat_map(length).collect::<Vec<_>>());
}

#[test]
fn functions_are_short() {
    nothing_in(
        &sources(&["rs"])
            .iter()
            .flat_map(functions)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn files_say_what_they_are() {
    nothing_in(
        &sources(&["rs"])
            .iter()
            .flat_map(beginning)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn names_say_something() {
    nothing_in(
        &sources(&["rs", "css", "mjs"])
            .iter()
            .flat_map(name)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_is_left_in() {
    nothing_in(
        &sources(&["rs"])
            .iter()
            .flat_map(leftovers)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn the_rules_complain() {
    let path = "server/src/order.rs";
    complains(
        length,
        path,
        &"a\n".repeat(401),
        "401 lines are more than 400",
    );
    accepts(length, "server/tests/it/order.rs", &"a\n".repeat(600));
    let function = |lines| {
        format!(
            "impl A {{\n    pub(crate) async fn a() {{\n{}    }}\n}}\n",
            "        b();\n".repeat(lines)
        )
    };
    complains(
        functions,
        path,
        &function(71),
        "order.rs:2: a function of 71 lines",
    );
    accepts(functions, path, &function(70));
    accepts(
        functions,
        path,
        &format!("trait A {{\n    fn a();\n}}\n{}", "b();\n".repeat(80)),
    );
    accepts(
        functions,
        path,
        &format!(
            "fn A(\n    b: C,\n) -> impl IntoView {{\n{}}}\n",
            "    b();\n".repeat(100)
        ),
    );
    complains(leftovers, path, "#[allow(dead_code)]", "instead of allow");
    complains(leftovers, path, "fn a() { todo!() }", "unfinished");
    complains(
        leftovers,
        path,
        "#[test]\n#[ignore]\nfn a() {}",
        "order.rs:2: a test that does not run",
    );
    accepts(leftovers, path, "fn a() { guard.allow(b); } // todo!(");
    assert!(beginning(&Source::new(path, "use a;\n"))[0].contains("a file begins"));
    assert!(beginning(&Source::new(path, &"//! a\n".repeat(11)))[0].contains("at most 10"));
    assert!(!name(&Source::new("server/src/order_utils.rs", "")).is_empty());
}
