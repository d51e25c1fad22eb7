//! The lower half of a document: what was delivered, and what it sums to.

use super::{GAP, SMALL, TEXT, TOTAL, need};
use crate::documents::{
    lines::{Row, Sum},
    paper::{INNER, MARGIN, Paper, Part, Role, Side, height},
    sheet::{Sheet, Table},
    text::{Ink, Line, Style, wrapped},
};

/// The columns of numbers, from the left; what is left of the page describes.
const NUMBERS: [i32; 4] = [54_000, 50_000, 88_000, 88_000];
const DESCRIPTION: i32 = INNER - 54_000 - 50_000 - 88_000 - 88_000;
/// Before the text of a column of numbers.
const BEFORE: i32 = 12_000;
const PADDING: i32 = 7_000;
/// How wide the sums are.
const SUMS: i32 = 290_000;

const LAW: Style = Style {
    bold: true,
    ink: Ink::Text,
    ..SMALL
};

/// A table whose head stands again on each page that it reaches.
pub(super) fn table(paper: &mut Paper, table: &Table, sheet: &Sheet) {
    let whole = paper.part(None, Role::Table);
    let within = paper.part(Some(whole), Role::Head);
    let within = paper.part(Some(within), Role::Row);
    let high = table
        .rows
        .first()
        .map_or(0, |row| Delivered::of(row).height());
    need(paper, sheet, high + 3 * PADDING + 40_000);
    head(paper, table, Some(within));
    let body = paper.part(Some(whole), Role::Rows);
    for row in &table.rows {
        let row = Delivered::of(row);
        if need(paper, sheet, row.height()) {
            head(paper, table, None);
        }
        row.put(paper, body);
    }
    paper.y += GAP - 6_000;
}

fn head(paper: &mut Paper, table: &Table, row: Option<Part>) {
    let [first, rest @ ..] = &table.heads;
    let heads = [(first, DESCRIPTION, 0)].into_iter().chain(
        rest.iter()
            .zip(NUMBERS)
            .map(|(head, wide)| (head, wide, BEFORE)),
    );
    let heads: Vec<_> = heads
        .map(|(head, wide, before)| (wrapped(head, SMALL, wide - before), wide, before))
        .collect();
    let high = heads.iter().map(|(lines, ..)| height(lines, SMALL)).max();
    let high = high.unwrap_or_default();
    let mut x = MARGIN;
    for (lines, wide, before) in heads {
        let part = row.map(|row| paper.part(Some(row), Role::ColumnHead));
        let side = if before == 0 { Side::Left } else { Side::Right };
        let at = (x + before, paper.y + high - height(&lines, SMALL));
        paper.lines(part, (&lines, SMALL), at, (wide - before, side));
        x += wide;
    }
    paper.y += high + 5_000;
    paper.rule((MARGIN, paper.y, INNER), 700, Ink::Strong);
    paper.y += 700;
}

/// A line of the table, broken to its columns.
struct Delivered {
    description: Vec<Line>,
    remark: Vec<Line>,
    numbers: [Vec<Line>; 4],
}

impl Delivered {
    fn of(row: &Row) -> Self {
        let numbers = [&row.quantity, &row.months, &row.unit_price, &row.amount];
        let mut wide = NUMBERS.into_iter();
        Self {
            description: wrapped(&row.description, TEXT, DESCRIPTION),
            remark: wrapped(&row.period, SMALL, DESCRIPTION),
            numbers: numbers.map(|number| {
                let wide = wide.next().unwrap_or_default() - BEFORE;
                wrapped(number, TEXT, wide)
            }),
        }
    }

    fn height(&self) -> i32 {
        let left = height(&self.description, TEXT) + height(&self.remark, SMALL);
        let numbers = self.numbers.iter().map(|lines| height(lines, TEXT)).max();
        left.max(numbers.unwrap_or_default()) + 2 * PADDING
    }

    fn put(&self, paper: &mut Paper, body: Part) {
        let row = paper.part(Some(body), Role::Row);
        let top = paper.y + PADDING;
        let cell = paper.part(Some(row), Role::RowHead);
        let column = (DESCRIPTION, Side::Left);
        let lines = (self.description.as_slice(), TEXT);
        let below = top + paper.lines(Some(cell), lines, (MARGIN, top), column);
        let remark = (self.remark.as_slice(), SMALL);
        paper.lines(Some(cell), remark, (MARGIN, below), column);
        let mut x = MARGIN + DESCRIPTION;
        for (lines, wide) in self.numbers.iter().zip(NUMBERS) {
            let cell = paper.part(Some(row), Role::Cell);
            let column = (wide - BEFORE, Side::Right);
            paper.lines(Some(cell), (lines, TEXT), (x + BEFORE, top), column);
            x += wide;
        }
        paper.y += self.height();
        paper.rule((MARGIN, paper.y, INNER), 500, Ink::Hairline);
    }
}

/// What it sums to, on the right; kept together on a page.
pub(super) fn sums(paper: &mut Paper, sheet: &Sheet) {
    if sheet.sums.is_empty() {
        return;
    }
    let rows: Vec<_> = sheet.sums.iter().map(Summed::of).collect();
    need(paper, sheet, rows.iter().map(Summed::height).sum());
    let table = paper.part(None, Role::Table);
    let body = paper.part(Some(table), Role::Rows);
    for row in rows {
        row.put(paper, body);
    }
    paper.y += GAP;
}

/// A line of the sums, broken to its columns.
struct Summed {
    style: Style,
    is_total: bool,
    name: Vec<Line>,
    law: Vec<Line>,
    note: Vec<Line>,
    amount: Line,
}

impl Summed {
    fn of(sum: &Sum) -> Self {
        let style = if sum.is_total { TOTAL } else { TEXT };
        let amount = wrapped(&sum.amount, style, INNER).into_iter().next();
        let amount = amount.unwrap_or_default();
        let wide = SUMS - amount.width_at(style.size) - BEFORE;
        let small = |words: &str, style| wrapped(words, style, wide);
        Self {
            style,
            is_total: sum.is_total,
            name: wrapped(&sum.name, style, wide),
            law: sum
                .literal
                .map(|words| small(words, LAW))
                .unwrap_or_default(),
            note: sum
                .note
                .as_deref()
                .map(|words| small(words, SMALL))
                .unwrap_or_default(),
            amount,
        }
    }

    fn height(&self) -> i32 {
        let above = if self.is_total { 10_000 } else { 0 };
        let notes = height(&self.law, LAW) + height(&self.note, SMALL);
        above + height(&self.name, self.style) + notes + 5_000
    }

    fn put(&self, paper: &mut Paper, body: Part) {
        let (left, mut y) = (MARGIN + INNER - SUMS, paper.y);
        if self.is_total {
            paper.rule((left, y + 3_000, SUMS), 700, Ink::Strong);
            y += 10_000;
        }
        let row = paper.part(Some(body), Role::Row);
        let name = paper.part(Some(row), Role::RowHead);
        let amount = paper.part(Some(row), Role::Cell);
        let top = y;
        for (lines, style) in [
            (&self.name, self.style),
            (&self.law, LAW),
            (&self.note, SMALL),
        ] {
            y += paper.lines(Some(name), (lines, style), (left, y), (SUMS, Side::Left));
        }
        let line = (std::slice::from_ref(&self.amount), self.style);
        paper.lines(Some(amount), line, (left, top), (SUMS, Side::Right));
        paper.y += self.height();
    }
}
