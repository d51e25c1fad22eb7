//! Text set in lines: broken to a width, each part in a typeface that has it, from both sides.
//!
//! Promises: no text fails. A character that no typeface has stands as `�`, and the line knows
//! what was meant, so that the file says it to who searches, copies or listens.

use unicode_bidi::{BidiInfo, Level};

use super::fonts::{EM, Glyph, shape, typeface_of};

/// What stands for a character that cannot be shown; the first typefaces have it.
const INSTEAD: char = '\u{fffd}';

/// How text looks. Lengths everywhere are thousandths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) size: i32,
    pub(super) bold: bool,
    pub(super) ink: Ink,
}

/// The colours of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Text,
    Soft,
    Hairline,
    Strong,
    Accent,
    Warning,
    Wash,
    White,
}

/// A part of a line in one typeface and one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) typeface: usize,
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    /// Where it begins, in units of the em.
    pub(super) x: i32,
    /// What was meant, where the letters do not say it.
    pub(super) meant: Option<String>,
}

/// A line, its runs in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// Without the space at its end, in units of the em.
    pub(super) width: i32,
}

impl Line {
    /// Its width in a size.
    pub(super) fn width_at(&self, size: i32) -> i32 {
        scaled(self.width, size)
    }
}

/// Units of the em as a length.
pub(super) fn scaled(units: i32, size: i32) -> i32 {
    let length = i64::from(units) * i64::from(size) / i64::from(EM);
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// Text in as many lines as a width needs; at least one.
pub(super) fn wrapped(text: &str, style: Style, width: i32) -> Vec<Line> {
    let room = i64::from(width) * i64::from(EM) / i64::from(style.size.max(1));
    let room = i32::try_from(room).unwrap_or(i32::MAX);
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for word in words(&plain(text)) {
        let wide = measure(word.trim_end(), style.bold);
        if used + wide > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        for part in fitting(word, style.bold, (wide, room)) {
            if used > 0 && wide > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            used += measure(part, style.bold);
            line.push_str(part);
        }
    }
    lines.push(line);
    lines.iter().map(|line| set(line, style.bold)).collect()
}

/// One line of text that has been made plain.
fn set(text: &str, bold: bool) -> Line {
    let info = BidiInfo::new(text, Some(Level::ltr()));
    let mut parts = Vec::new();
    let mut x = 0;
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let from_right = levels.get(run.start).is_some_and(Level::is_rtl);
            let start = run.start;
            let mut pieces = pieces(text.get(run).unwrap_or_default(), bold);
            if from_right {
                pieces.reverse();
            }
            for piece in pieces {
                let glyphs = shape(&piece.text, piece.typeface, from_right);
                let wide: i32 = glyphs.iter().map(|glyph| glyph.advance).sum();
                parts.push((start + piece.at, piece.run(glyphs, x)));
                x += wide;
            }
        }
    }
    parts.sort_by_key(|(at, _)| *at);
    let space = text.len() - text.trim_end().len();
    let width = x - measure(" ", bold) * i32::try_from(space).unwrap_or_default();
    Line {
        runs: parts.into_iter().map(|(_, run)| run).collect(),
        width: width.max(0),
    }
}

/// Text of one typeface, and where it begins.
struct Piece {
    at: usize,
    typeface: usize,
    text: String,
    meant: Option<String>,
}

impl Piece {
    fn run(self, glyphs: Vec<Glyph>, x: i32) -> Run {
        Run {
            typeface: self.typeface,
            text: self.text,
            glyphs,
            x,
            meant: self.meant,
        }
    }
}

fn pieces(text: &str, bold: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, c) in text.char_indices() {
        let before = pieces.last().filter(|last| last.meant.is_none());
        let found = typeface_of(c, bold, before.map(|last| last.typeface));
        let Some(typeface) = found.or_else(|| typeface_of(INSTEAD, bold, None)) else {
            continue;
        };
        let shown = if found.is_some() { c } else { INSTEAD };
        match pieces.last_mut() {
            Some(last) if last.typeface == typeface && last.meant.is_some() == found.is_none() => {
                last.text.push(shown);
                if let Some(meant) = &mut last.meant {
                    meant.push(c);
                }
            }
            _ => pieces.push(Piece {
                at,
                typeface,
                text: shown.into(),
                meant: found.is_none().then(|| c.into()),
            }),
        }
    }
    pieces
}

fn measure(text: &str, bold: bool) -> i32 {
    let pieces = pieces(text, bold).into_iter();
    // a letter is as wide in either direction, near enough to break lines
    let glyphs = pieces.flat_map(|piece| shape(&piece.text, piece.typeface, false));
    glyphs.map(|glyph| glyph.advance).sum()
}

/// Without what is not seen: controls, marks of direction (the text's own decides), variants.
fn plain(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
                | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
    };
    text.chars().filter(|c| !unseen(*c)).collect()
}

/// Between its characters a line may end.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_end(before, c)) {
            words.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    words.extend(text.get(start..));
    words
}

fn may_end(before: char, after: char) -> bool {
    let closes = matches!(
        after,
        ' ' | ','
            | '.'
            | ':'
            | ';'
            | ')'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '）'
            | '》'
            | '」'
            | '！'
            | '？'
    );
    let opens = matches!(before, '(' | '（' | '《' | '「');
    let han = |c| matches!(c, '\u{2e80}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}');
    (before == ' ' && after != ' ') || (!closes && !opens && (han(before) || han(after)))
}

/// A word whole, or in the parts of a line's width that it needs.
fn fitting(word: &str, bold: bool, (wide, room): (i32, i32)) -> Vec<&str> {
    if wide <= room {
        return vec![word];
    }
    let mut parts = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in word.char_indices() {
        let one = measure(c.encode_utf8(&mut [0; 4]), bold);
        // a space may stand beyond the end, where it is not seen
        if used + one > room && at > start && c != ' ' {
            parts.extend(word.get(start..at));
            (start, used) = (at, 0);
        }
        used += one;
    }
    parts.extend(word.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style {
        size: 10_000,
        bold: false,
        ink: Ink::Text,
    };

    fn read(lines: &[Line]) -> Vec<String> {
        let read = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect();
        lines.iter().map(read).collect()
    }

    #[test]
    fn lines_end_between_words_and_han_and_within_what_is_too_long() {
        assert_eq!(
            read(&wrapped("one two three", STYLE, 50_000)),
            ["one two ", "three"]
        );
        assert_eq!(
            read(&wrapped("软件订阅。", STYLE, 31_000)),
            ["软件订", "阅。"]
        );
        assert_eq!(
            read(&wrapped("aaaaaaaaaa b", STYLE, 30_000)),
            ["aaaaa", "aaaaa ", "b"]
        );
        assert_eq!(read(&wrapped("", STYLE, 10)), [""]);
        for line in wrapped(&"Donaudampfschifffahrt ".repeat(9), STYLE, 60_000) {
            assert!(line.width_at(STYLE.size) <= 60_000, "{line:?}");
        }
    }

    #[test]
    fn what_cannot_be_shown_is_kept_as_it_was_meant() {
        let lines = wrapped("A 😀😀 B\u{7}\u{202e}", STYLE, 500_000);
        assert_eq!(read(&lines), ["A �� B"]);
        let meant: Vec<_> = lines[0]
            .runs
            .iter()
            .filter_map(|run| run.meant.as_deref())
            .collect();
        assert_eq!(meant, ["😀😀"]);
    }

    #[test]
    fn a_name_from_the_right_is_read_in_its_order() {
        let lines = wrapped("for שלום and مرحبا AB", STYLE, 500_000);
        assert_eq!(read(&lines), ["for שלום and مرحبا AB"]);
        let hebrew = &lines[0].runs[1];
        assert!(
            hebrew.glyphs.first().map(|glyph| glyph.shows.start) > Some(0),
            "{hebrew:?}"
        );
    }
}
