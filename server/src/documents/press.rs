//! Presses pages into a file: PDF/A-3a (ISO 19005-3) that is also PDF/UA-1 (ISO 14289-1).
//!
//! Promises: the same paper gives the same bytes, as its day is the document's and not the
//! clock's; the library checks both standards and refuses what breaks them.
//! The only place with floats: those of the library, made of whole thousandths of a point.

#![expect(
    clippy::disallowed_types,
    clippy::cast_precision_loss,
    reason = "the library draws in f32; lengths are far below what it holds exactly"
)]

use std::num::NonZeroU16;

use jiff::civil::Date;
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder, Validator},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{
        Artifact, BBox, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag,
        TagGroup, TagKind, TagTree,
    },
    text::{GlyphId, KrillaGlyph},
};

use super::{
    fonts::{EM, font, lacks_weight},
    paper::{Area, HEIGHT, Mark, Paper, Part, Role, WIDTH},
    text::{Ink, Line, Run, Style, scaled},
};

/// What a file says of itself.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) author: &'a str,
    pub(super) language: &'a str,
    pub(super) on: Date,
}

/// The library does not make this file.
#[derive(Debug, thiserror::Error)]
#[error("a document cannot be made: {0}")]
pub struct Unprintable(String);

/// The file; `checked` by the two standards.
pub(super) fn press(
    paper: &Paper,
    about: &About<'_>,
    checked: bool,
) -> Result<Vec<u8>, Unprintable> {
    let mut document = Document::new_with(settings(checked)?);
    document.set_metadata(metadata(about));
    let mut leaves = vec![Vec::new(); paper.tree.len()];
    for page in &paper.pages {
        let size = PageSettings::from_wh(points(WIDTH), points(HEIGHT))
            .ok_or_else(|| Unprintable("no size".into()))?;
        let mut sheet = document.start_page_with(size);
        let mut surface = sheet.surface();
        for mark in page {
            put(&mut surface, mark, &mut leaves);
        }
        surface.finish();
        sheet.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(about.language.to_owned()));
    for root in &paper.roots {
        if let Some(group) = group(paper, *root, &mut leaves) {
            tree.push(group);
        }
    }
    document.set_tag_tree(tree);
    document.set_outline(outline(paper));
    document
        .finish()
        .map_err(|error| Unprintable(format!("{error:?}")))
}

fn settings(checked: bool) -> Result<SerializeSettings, Unprintable> {
    let standards = ConfigurationBuilder::new();
    let standards = if checked {
        standards
            .set_validator(Validator::A(Archival::A3_A))
            .set_validator(Validator::Ua(Accessibility::UA1))
    } else {
        standards
    };
    Ok(SerializeSettings {
        configuration: standards
            .finish()
            .map_err(|error| Unprintable(format!("{error:?}")))?,
        ..SerializeSettings::default()
    })
}

fn metadata(about: &About<'_>) -> Metadata {
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    let on = DateTime::new(u16::try_from(about.on.year()).unwrap_or_default())
        .month(small(about.on.month()))
        .day(small(about.on.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(about.title.to_owned())
        .authors(vec![about.author.to_owned()])
        .language(about.language.to_owned())
        .creator("Seatkeeper".to_owned())
        .producer("Seatkeeper".to_owned())
        .creation_date(on)
}

fn outline(paper: &Paper) -> Outline {
    let mut outline = Outline::new();
    for entry in &paper.entries {
        let at = Point::from_xy(0.0, points(entry.y));
        let to = XyzDestination::new(entry.page, at);
        outline.push_child(OutlineNode::new(entry.words.clone(), to));
    }
    outline
}

fn group(paper: &Paper, part: Part, leaves: &mut [Vec<Identifier>]) -> Option<TagGroup> {
    let branch = paper.tree.get(part)?;
    let mut group = TagGroup::new(kind(&branch.role));
    for leaf in leaves.get_mut(part).map(std::mem::take).unwrap_or_default() {
        group.push(leaf);
    }
    for part in &branch.parts {
        if let Some(part) = self::group(paper, *part, leaves) {
            group.push(part);
        }
    }
    Some(group)
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, words) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Section => Tag::Section.into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Head => Tag::THead.into(),
        Role::Rows => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(shows, area) => {
            let tag = Tag::Figure(Some(shows.clone()));
            let place = rectangle(*area).map(|place| BBox::new(area.page, place));
            tag.with_bbox(place).into()
        }
    }
}

fn put(surface: &mut Surface<'_>, mark: &Mark, leaves: &mut [Vec<Identifier>]) {
    match mark {
        Mark::Text {
            x,
            y,
            line,
            style,
            part,
        } => text(surface, (line, *style), (*x, *y), *part, leaves),
        Mark::Fill {
            areas,
            round,
            ink,
            part,
        } => {
            let tag = part.map_or(ContentTag::Artifact(Artifact::default()), |_| {
                ContentTag::Other
            });
            let drawn = surface.start_tagged(tag);
            surface.set_fill(Some(colour(*ink)));
            surface.set_stroke(None);
            if let Some(path) = path(areas, *round) {
                surface.draw_path(&path);
            }
            surface.end_tagged();
            keep(drawn, *part, leaves);
        }
    }
}

/// Run by run as they are read; what was meant is said where the letters do not.
fn text(
    surface: &mut Surface<'_>,
    (line, style): (&Line, Style),
    (x, y): (i32, i32),
    part: Option<Part>,
    leaves: &mut [Vec<Identifier>],
) {
    for run in &line.runs {
        let meant = run.meant.as_deref();
        let tag = match part {
            None => ContentTag::Artifact(Artifact::default()),
            Some(_) => ContentTag::Span(SpanTag::empty().with_actual_text(meant)),
        };
        let drawn = surface.start_tagged(tag);
        letters(surface, run, style, (x + scaled(run.x, style.size), y));
        surface.end_tagged();
        keep(drawn, part, leaves);
    }
}

fn letters(surface: &mut Surface<'_>, run: &Run, style: Style, (x, y): (i32, i32)) {
    let Some(font) = font(run.typeface) else {
        return;
    };
    let glyphs: Vec<_> = run
        .glyphs
        .iter()
        .map(|glyph| {
            let [advance, right, up] =
                [glyph.advance, glyph.right, glyph.up].map(|units| units as f32 / EM as f32);
            let id = GlyphId::new(glyph.id);
            KrillaGlyph::new(id, advance, right, up, 0.0, glyph.shows.clone(), None)
        })
        .collect();
    let ink = colour(style.ink);
    surface.set_stroke((style.bold && lacks_weight(run.typeface)).then(|| Stroke {
        paint: ink.paint.clone(),
        width: points(style.size) / 36.0,
        ..Stroke::default()
    }));
    surface.set_fill(Some(ink));
    let at = Point::from_xy(points(x), points(y));
    surface.draw_glyphs(at, &glyphs, font, &run.text, points(style.size), false);
}

fn keep(drawn: Identifier, part: Option<Part>, leaves: &mut [Vec<Identifier>]) {
    if let Some(leaves) = part.and_then(|part| leaves.get_mut(part)) {
        leaves.push(drawn);
    }
}

fn path(areas: &[Area], round: i32) -> Option<Path> {
    let mut path = PathBuilder::new();
    for area in areas {
        let place = rectangle(*area)?;
        if round == 0 {
            path.push_rect(place);
            continue;
        }
        let (left, top, right, bottom) = (place.left(), place.top(), place.right(), place.bottom());
        let by = points(round);
        path.move_to(left + by, top);
        path.line_to(right - by, top);
        path.quad_to(right, top, right, top + by);
        path.line_to(right, bottom - by);
        path.quad_to(right, bottom, right - by, bottom);
        path.line_to(left + by, bottom);
        path.quad_to(left, bottom, left, bottom - by);
        path.line_to(left, top + by);
        path.quad_to(left, top, left + by, top);
        path.close();
    }
    path.finish()
}

fn rectangle(area: Area) -> Option<Rect> {
    let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(points);
    Rect::from_xywh(x, y, width, height)
}

fn colour(ink: Ink) -> Fill {
    let (red, green, blue) = match ink {
        Ink::Text => (0x1a, 0x1c, 0x1a),
        Ink::Soft => (0x57, 0x5a, 0x53),
        Ink::Hairline => (0xdf, 0xdb, 0xd0),
        Ink::Strong => (0x87, 0x85, 0x7a),
        Ink::Accent => (0x0a, 0x6b, 0x52),
        Ink::Warning => (0x77, 0x4b, 0x00),
        Ink::Wash => (0xfb, 0xef, 0xd6),
        Ink::White => (0xff, 0xff, 0xff),
    };
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        ..Fill::default()
    }
}

fn points(thousandths: i32) -> f32 {
    thousandths as f32 / 1000.0
}
