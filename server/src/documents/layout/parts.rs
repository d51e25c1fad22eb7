//! The upper half of a document: banner, header, facts and companies.

use super::{GAP, HEADING, SELLER, SMALL, STRONG, TEXT, WARNING};
use crate::documents::{
    paper::{Area, INNER, MARGIN, Paper, Part, Role, Side, height, leading},
    sheet::{Block, Fact, Sheet},
    text::{Ink, Line, wrapped},
};

/// That it is a demonstration, on every page.
pub(super) fn banner(paper: &mut Paper, words: &str, part: Option<Part>) {
    let lines = wrapped(words, WARNING, INNER - 20_000);
    let high = height(&lines, WARNING) + 10_000;
    let area = |inset: i32| Area {
        page: paper.page(),
        x: MARGIN + inset,
        y: paper.y + inset,
        width: INNER - 2 * inset,
        height: high - 2 * inset,
    };
    let (edge, inside) = (area(0), area(600));
    paper.fill(vec![edge], 4_500, Ink::Warning, None);
    paper.fill(vec![inside], 4_000, Ink::Wash, None);
    let at = (MARGIN + 10_000, paper.y + 5_000);
    paper.lines(part, (&lines, WARNING), at, (INNER - 20_000, Side::Middle));
    paper.y += high + 14_000;
}

/// Who writes on the left, what it is on the right, and our line below.
pub(super) fn header(paper: &mut Paper, sheet: &Sheet) {
    const HALF: i32 = INNER / 2 - 10_000;
    const MARK: i32 = 28_000;
    let seller = wrapped(&sheet.seller, SELLER, HALF - MARK);
    let title = wrapped(&sheet.title, HEADING, HALF);
    let high = height(&seller, SELLER).max(height(&title, HEADING));
    let middle = |lines: &[Line], style| paper.y + (high - height(lines, style)) / 2;
    let (left, right) = (middle(&seller, SELLER), middle(&title, HEADING));
    mark(paper, paper.y + high / 2);
    let part = paper.part(None, Role::Paragraph);
    let at = (MARGIN + MARK, left);
    paper.lines(Some(part), (&seller, SELLER), at, (HALF - MARK, Side::Left));
    let part = paper.part(None, Role::Heading(1, sheet.title.clone()));
    let at = (MARGIN + INNER - HALF, right);
    paper.lines(Some(part), (&title, HEADING), at, (HALF, Side::Right));
    paper.y += high + 12_000;
    paper.rule((MARGIN, paper.y, INNER), 1_500, Ink::Accent);
    paper.y += 1_500 + GAP;
}

/// Six seats, the last one free.
fn mark(paper: &mut Paper, middle: i32) {
    const SEAT: i32 = 5_400;
    const STEP: i32 = 7_600;
    /// Half of two rows.
    const HALF: i32 = 6_500;
    let page = paper.page();
    let seat = |column: i32, row: i32, inset: i32| Area {
        page,
        x: MARGIN + column * STEP + inset,
        y: middle - HALF + row * STEP + inset,
        width: SEAT - 2 * inset,
        height: SEAT - 2 * inset,
    };
    let taken = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)];
    let taken = taken.map(|(column, row)| seat(column, row, 0)).into();
    paper.fill(taken, 1_500, Ink::Accent, None);
    paper.fill(vec![seat(2, 1, 0)], 1_500, Ink::Strong, None);
    paper.fill(vec![seat(2, 1, 1_100)], 700, Ink::White, None);
}

/// Names above values, three beside each other.
pub(super) fn facts(paper: &mut Paper, facts: &[Fact]) {
    const ACROSS: i32 = 3;
    const WIDE: i32 = (INNER - (ACROSS - 1) * GAP) / ACROSS;
    if facts.is_empty() {
        return;
    }
    let list = paper.part(None, Role::List);
    for row in facts.chunks(3) {
        let (mut high, mut x) = (0, MARGIN);
        for fact in row {
            let item = paper.part(Some(list), Role::Item);
            let label = paper.part(Some(item), Role::Label);
            let name = wrapped(&fact.name, SMALL, WIDE);
            let below = paper.lines(
                Some(label),
                (&name, SMALL),
                (x, paper.y),
                (WIDE, Side::Left),
            );
            let body = paper.part(Some(item), Role::Body);
            let value = wrapped(&fact.value, STRONG, WIDE);
            let at = (x, paper.y + below);
            let high_value = paper.lines(Some(body), (&value, STRONG), at, (WIDE, Side::Left));
            high = high.max(below + high_value);
            x += WIDE + GAP;
        }
        paper.y += high + 10_000;
    }
    paper.y += GAP - 10_000;
}

/// Companies, two beside each other.
pub(super) fn blocks(paper: &mut Paper, blocks: &[Block]) {
    const WIDE: i32 = (INNER - GAP) / 2;
    for row in blocks.chunks(2) {
        let (mut high, mut x) = (0, MARGIN);
        for one in row {
            high = high.max(block(paper, one, x, WIDE));
            x += WIDE + GAP;
        }
        paper.y += high + 16_000;
    }
    paper.y += GAP - 16_000;
}

fn block(paper: &mut Paper, block: &Block, x: i32, wide: i32) -> i32 {
    let section = paper.part(None, Role::Section);
    let heading = paper.part(Some(section), Role::Heading(2, block.heading.clone()));
    let words = wrapped(&block.heading, SMALL, wide);
    let mut y = paper.y;
    y += paper.lines(Some(heading), (&words, SMALL), (x, y), (wide, Side::Left));
    y += leading(SMALL) / 8;
    let part = paper.part(Some(section), Role::Paragraph);
    let name = wrapped(&block.name, STRONG, wide);
    y += paper.lines(Some(part), (&name, STRONG), (x, y), (wide, Side::Left));
    for line in &block.lines {
        let part = paper.part(Some(section), Role::Paragraph);
        let line = wrapped(line, TEXT, wide);
        y += paper.lines(Some(part), (&line, TEXT), (x, y), (wide, Side::Left));
    }
    y - paper.y
}
