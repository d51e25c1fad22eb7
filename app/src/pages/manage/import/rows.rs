//! What became of an import: how many were added, and each row that was not, with the reason.

use leptos::prelude::*;
use seatkeeper_app::ui::{Cell, Column, Mood, Notice, Row as TableRow, Table, drawn};
use seatkeeper_core::member::Row;

use super::Answered;
use crate::{
    format,
    i18n::{say, say_count, t},
    pages::paging,
};

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
    let title = Signal::derive(move || say_count("import.added", added, &[]));
    let reasons = [
        (Row::Known, "import.result.known"),
        (Row::Unreadable, "import.result.unreadable"),
        (Row::NoFreeLicence, "import.result.no_free_licence"),
        (Row::Later, "import.result.later"),
    ];
    let sentences = reasons.map(|(answer, key)| {
        let rows = count(&left, answer);
        let sentence = Signal::derive(move || say_count(key, rows, &[]));
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
    let page = RwSignal::new(0_usize);
    let total = rows.len();
    let columns = || {
        vec![
            Column::words(say("import.row")),
            Column::number(say("import.line")),
            Column::words(say("import.why")),
        ]
    };
    let rows = StoredValue::new(rows);
    let shown = move || {
        let from = page.get() * A_PAGE;
        rows.with_value(|rows| {
            let shown = rows.iter().skip(from).take(A_PAGE);
            shown.map(row).collect_view()
        })
    };
    let turn = Callback::new(move |forward: bool| {
        page.update(|page| {
            *page = if forward {
                *page + 1
            } else {
                page.saturating_sub(1)
            };
        });
    });
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let pager = move || {
        let from = page.get() * A_PAGE;
        let last = (from + A_PAGE).min(total);
        (total > A_PAGE).then(|| paging::pager(number(from + 1), number(last), number(total), turn))
    };
    view! {
        <Table caption=t("import.rest") columns=columns>{drawn(shown)}</Table>
        {drawn(pager)}
    }
    .into_any()
}

fn row(row: &Answered) -> AnyView {
    let why = t(match row.answer {
        Row::Added => "import.why.added",
        Row::Known => "import.why.known",
        Row::Unreadable => "import.why.unreadable",
        Row::NoFreeLicence => "import.why.no_free_licence",
        Row::Later => "import.why.later",
    });
    let (text, line) = (row.typed.text.clone(), row.typed.line);
    view! {
        <TableRow>
            <Cell head=true>{text}</Cell>
            <Cell column=t("import.line") number=true>{Signal::derive(move || format::number(line))}</Cell>
            <Cell column=t("import.why")>{why}</Cell>
        </TableRow>
    }
    .into_any()
}
