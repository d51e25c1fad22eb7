//! The typefaces inside the binary: which one has a character, and how a run of text is set in it.
//!
//! Promises: what they cover is the same on every machine; nothing is looked for on the system.
//! Where they come from and under which licence says `server/fonts/README.md`.

use std::{ops::Range, sync::LazyLock};

use krilla::text::Font;
use rustybuzz::{Direction, Face, UnicodeBuffer};

/// The typeface of text, and of strong text; the others help out where these lack a character.
const REGULAR: usize = 0;
const BOLD: usize = 1;

const FILES: [&[u8]; 9] = [
    include_bytes!("../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansCJKsc-Regular.otf"),
    include_bytes!("../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansArmenian-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansGeorgian-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansThai-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansDevanagari-Regular.ttf"),
];

/// How many units the square of a letter is high, in every one of the files (tested).
pub(super) const EM: i32 = 1000;

struct Typeface {
    /// To shape with.
    face: Face<'static>,
    /// To embed.
    font: Font,
}

/// Read once: embedding compares whole files. A test reads them all.
static TYPEFACES: LazyLock<Vec<Typeface>> = LazyLock::new(|| {
    let read = |file: &&'static [u8]| {
        Some(Typeface {
            face: Face::from_slice(file, 0)?,
            font: Font::new((*file).into(), 0)?,
        })
    };
    FILES.iter().filter_map(read).collect()
});

/// A letter's shape at its place, in units of the em.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) id: u32,
    pub(super) advance: i32,
    pub(super) right: i32,
    pub(super) up: i32,
    /// The bytes of the run's text that it shows.
    pub(super) shows: Range<usize>,
}

/// Which typeface shows a character; `before` is the one of the character before it.
///
/// Spaces, marks and joiners stay with what they follow, so that it is shaped as one.
pub(super) fn typeface_of(c: char, bold: bool, before: Option<usize>) -> Option<usize> {
    if is_private(c) {
        return None;
    }
    if let Some(before) = before.filter(|before| follows(c) && has(*before, c)) {
        return Some(before);
    }
    let first = if bold { BOLD } else { REGULAR };
    [first]
        .into_iter()
        .chain(BOLD + 1..FILES.len())
        .find(|at| has(*at, c))
}

/// Whether strong text in a typeface has to be made so by a line around its letters.
pub(super) fn lacks_weight(typeface: usize) -> bool {
    typeface > BOLD
}

/// The typeface as it is embedded.
pub(super) fn font(typeface: usize) -> Option<Font> {
    TYPEFACES.get(typeface).map(|found| found.font.clone())
}

/// Sets text of one typeface and one direction, from left to right as it is seen.
pub(super) fn shape(text: &str, typeface: usize, from_right: bool) -> Vec<Glyph> {
    let Some(found) = TYPEFACES.get(typeface) else {
        return Vec::new();
    };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(if from_right {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    let shaped = rustybuzz::shape(&found.face, &[], buffer);
    let at = |cluster: u32| usize::try_from(cluster).unwrap_or(usize::MAX);
    let mut starts: Vec<_> = shaped
        .glyph_infos()
        .iter()
        .map(|info| at(info.cluster))
        .collect();
    starts.sort_unstable();
    let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    glyphs
        .map(|(info, place)| {
            let start = at(info.cluster);
            let end = starts.iter().find(|next| **next > start);
            Glyph {
                id: info.glyph_id,
                advance: place.x_advance,
                right: place.x_offset,
                up: place.y_offset,
                shows: start..end.copied().unwrap_or(text.len()),
            }
        })
        .collect()
}

fn has(typeface: usize, c: char) -> bool {
    TYPEFACES
        .get(typeface)
        .is_some_and(|found| found.face.glyph_index(c).is_some())
}

/// Characters without a meaning of their own (PDF/A-3, 6.2.11.7.3, forbids them).
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Combining marks of the scripts that are covered, spaces and joiners.
fn follows(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_measured_alike() {
        assert_eq!(TYPEFACES.len(), FILES.len());
        assert!(
            TYPEFACES
                .iter()
                .all(|found| found.face.units_per_em() == EM)
        );
    }

    #[test]
    fn the_languages_and_the_names_of_neighbours_are_covered() {
        let written = "åäöÅÄÖ łőşžığĐþ Ελλάδα Кириллица ЂЋ 简体中文软件订阅：；，。（）《》 䶮𠮷龍 ひらカナ 한국 שלום مرحبا Հայ ქართ ไทย हिन्दी €£–“”−";
        for c in written.chars() {
            assert!(typeface_of(c, false, None).is_some(), "{c}");
            assert!(typeface_of(c, true, None).is_some(), "{c}");
        }
        assert_eq!(typeface_of('\u{1f600}', false, None), None);
        assert_eq!(typeface_of('\u{e000}', false, None), None);
    }

    #[test]
    fn joined_letters_show_all_that_they_stand_for() {
        let glyphs = shape("لا", 3, true);
        assert!(
            glyphs.iter().any(|glyph| glyph.shows == (0..4)),
            "{glyphs:?}"
        );
    }
}
