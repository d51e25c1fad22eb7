//! Where everything of a document stands: the look of our paper, and what each part of it is for
//! who does not see it.
//!
//! Promises: nothing is cut off, however long a name or a table; what begins a page anew (the
//! heads of a table, the mark of a demonstration, the foot) is decoration there, read only once.

mod parts;
mod table;

use super::{
    paper::{Area, HEIGHT, INNER, MARGIN, Mark, Paper, Role, Side, WIDTH, height, leading},
    sheet::{Code, Sheet},
    text::{Ink, Style, wrapped},
};

/// Plain text.
const TEXT: Style = Style {
    size: 9_500,
    bold: false,
    ink: Ink::Text,
};
const STRONG: Style = Style { bold: true, ..TEXT };
/// Names of things, and remarks.
const SMALL: Style = Style {
    size: 8_000,
    bold: false,
    ink: Ink::Soft,
};
const HEADING: Style = Style {
    size: 18_000,
    ..STRONG
};
const SELLER: Style = Style {
    size: 12_000,
    ..STRONG
};
const TOTAL: Style = Style {
    size: 13_000,
    ..STRONG
};
const WARNING: Style = Style {
    ink: Ink::Warning,
    ..STRONG
};
/// Between the parts of a page.
const GAP: i32 = 22_000;

/// The pages of a document.
pub(super) fn lay_out(sheet: &Sheet) -> Paper {
    let mut paper = Paper::new();
    if let Some(words) = &sheet.demo {
        let part = paper.part(None, Role::Paragraph);
        parts::banner(&mut paper, words, Some(part));
    }
    parts::header(&mut paper, sheet);
    parts::facts(&mut paper, &sheet.facts);
    parts::blocks(&mut paper, &sheet.blocks);
    if let Some(content) = &sheet.table {
        table::table(&mut paper, content, sheet);
    }
    table::sums(&mut paper, sheet);
    if let Some(code) = &sheet.code {
        figure(&mut paper, code, sheet);
    }
    closing(&mut paper, sheet);
    feet(&mut paper, sheet);
    paper
}

/// Begins a new page where less than this is left, marked like the first one.
fn need(paper: &mut Paper, sheet: &Sheet, height: i32) -> bool {
    let turned = paper.need(height);
    if let Some(words) = sheet.demo.as_ref().filter(|_| turned) {
        parts::banner(paper, words, None);
    }
    turned
}

fn closing(paper: &mut Paper, sheet: &Sheet) {
    let mut words = sheet.closing.clone();
    if lacks_letters(paper) {
        words.push(sheet.language.say("invoice.letters", &[]));
    }
    let lines: Vec<_> = words
        .iter()
        .map(|words| wrapped(words, TEXT, INNER))
        .collect();
    let high: i32 = lines.iter().map(|lines| height(lines, TEXT) + 6_000).sum();
    need(paper, sheet, high + 12_000);
    paper.rule((MARGIN, paper.y, INNER), 500, Ink::Hairline);
    paper.y += 12_000;
    for lines in &lines {
        need(paper, sheet, height(lines, TEXT));
        let part = paper.part(None, Role::Paragraph);
        let at = (MARGIN, paper.y);
        paper.y += paper.lines(Some(part), (lines, TEXT), at, (INNER, Side::Left)) + 6_000;
    }
}

/// Whether a letter stood that no typeface has.
fn lacks_letters(paper: &Paper) -> bool {
    let marks = paper.pages.iter().flatten();
    marks.into_iter().any(|mark| match mark {
        Mark::Text { line, .. } => line.runs.iter().any(|run| run.meant.is_some()),
        Mark::Fill { .. } => false,
    })
}

/// A code is drawn as large as banks' apps read it with ease.
fn figure(paper: &mut Paper, code: &Code, sheet: &Sheet) {
    const SIDE: i32 = 120_000;
    let unit = SIDE / code.size.max(1);
    let side = unit * code.size;
    need(paper, sheet, side + GAP);
    let (page, y) = (paper.page(), paper.y);
    let area = |x, y, width, height| Area {
        page,
        x,
        y,
        width,
        height,
    };
    let whole = area(MARGIN, y, side, side);
    let part = paper.part(None, Role::Figure(code.shows.clone(), whole));
    let dark = code
        .dark
        .iter()
        .map(|[left, top, length]| area(MARGIN + left * unit, y + top * unit, length * unit, unit));
    let dark = dark.collect();
    paper.fill(vec![whole], 0, Ink::White, Some(part));
    paper.fill(dark, 0, Ink::Text, Some(part));
    let words = wrapped(&code.shows, SMALL, INNER - side - GAP);
    let at = (MARGIN + side + GAP, y + (side - height(&words, SMALL)) / 2);
    paper.lines(None, (&words, SMALL), at, (INNER - side - GAP, Side::Left));
    paper.y += side + GAP;
}

/// On every page whose paper it is, which and how many pages there are.
fn feet(paper: &mut Paper, sheet: &Sheet) {
    let pages = paper.pages.len();
    let y = HEIGHT - MARGIN - leading(SMALL);
    for page in 0..pages {
        let number = page + 1;
        let count = sheet
            .language
            .say("invoice.page", &[("page", &number), ("pages", &pages)]);
        let name = format!("{} · {}", sheet.seller, sheet.title);
        let left = wrapped(&name, SMALL, INNER - 120_000);
        let right = wrapped(&count, SMALL, 120_000);
        let mut foot = Paper::new();
        // a name that needs more lines grows upwards, into the room that is kept for it
        let up = (height(&left, SMALL) - leading(SMALL)).min(leading(SMALL));
        foot.lines(None, (&left, SMALL), (MARGIN, y - up), (INNER, Side::Left));
        let at = (WIDTH - MARGIN - 120_000, y);
        foot.lines(None, (&right, SMALL), at, (120_000, Side::Right));
        let marks = foot.pages.into_iter().flatten();
        paper
            .pages
            .get_mut(page)
            .into_iter()
            .for_each(|page| page.extend(marks.clone()));
    }
}
