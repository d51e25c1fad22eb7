//! What became of an import: how many were added, and each row that was not, with the reason.

use leptos::prelude::*;
use seatkeeper_app::ui::{Mood, Notice, derived, drawn};
use seatkeeper_core::member::Row;

use super::Answered;
use crate::{
    format,
    i18n::{say, say_count},
    pages::listing::{self, Finding, Head},
};

const HEADS: &[Head] = &[
    ("import.row", false),
    ("import.line", true),
    ("import.why", false),
];

/// How many rows are shown at once.
const A_PAGE: usize = 25;

pub(super) fn result(answered: Vec<Answered>, place: &'static str) -> Option<AnyView> {
    if answered.is_empty() {
        return None;
    }
    let added = count(&answered, Row::Added);
    let left: Vec<_> = answered
        .into_iter()
        .filter(|row| row.answer != Row::Added)
        .collect();
    let mood = if left.is_empty() {
        Mood::Good
    } else {
        Mood::Warn
    };
    let title = derived(move || say_count("import.added", added, &[]));
    let reasons = [
        (Row::Known, "import.result.known"),
        (Row::Unreadable, "import.result.unreadable"),
        (Row::NoFreeLicence, "import.result.no_free_licence"),
        (Row::Later, "import.result.later"),
    ];
    let sentences = reasons.map(|(answer, key)| {
        let rows = count(&left, answer);
        let sentence = derived(move || say_count(key, rows, &[]));
        (rows > 0).then(|| view! { <p>{sentence}</p> })
    });
    let rest = (!left.is_empty()).then(|| table(left));
    Some(
        view! {
            <div class="stack" id=place tabindex="-1">
                <Notice mood=mood title=title>{sentences.into_iter().collect_view()}</Notice>
                {rest}
            </div>
        }
        .into_any(),
    )
}

fn count(rows: &[Answered], answer: Row) -> u32 {
    let found = rows.iter().filter(|row| row.answer == answer);
    u32::try_from(found.count()).unwrap_or(u32::MAX)
}

fn table(rows: Vec<Answered>) -> AnyView {
    let finding = Finding::new();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (total, a_page) = (number(rows.len()), number(A_PAGE));
    drawn(move || {
        let now = finding.page.get();
        let from = usize::try_from(now - 1).unwrap_or_default() * A_PAGE;
        let shown: Vec<_> = rows.iter().skip(from).take(A_PAGE).map(row).collect();
        let pager = finding.pager(now, shown.len(), a_page, total);
        let table = listing::table("import.rest", HEADS, shown);
        view! { {table}{pager} }.into_any()
    })
}

fn row(row: &Answered) -> AnyView {
    let why = say(match row.answer {
        Row::Added => "import.why.added",
        Row::Known => "import.why.known",
        Row::Unreadable => "import.why.unreadable",
        Row::NoFreeLicence => "import.why.no_free_licence",
        Row::Later => "import.why.later",
    });
    let line = format::number(row.typed.line);
    listing::row(
        listing::lines(row.typed.text.as_str(), ""),
        vec![
            listing::number("import.line", line.into_any()),
            listing::cell("import.why", why.into_any()),
        ],
    )
}
