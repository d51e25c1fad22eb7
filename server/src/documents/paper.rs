//! Pages on which marks are put, and the tree of what they mean: what is pressed into a file.
//!
//! Lengths are thousandths of a point, from the left and from the top. Text belongs to a part of
//! the tree, in the order in which it is read; what belongs to none is decoration.

use super::text::{Ink, Line, Style};

/// A4.
pub(super) const WIDTH: i32 = 595_276;
pub(super) const HEIGHT: i32 = 841_890;
/// On every side; below it stands the foot.
pub(super) const MARGIN: i32 = 45_354;
pub(super) const INNER: i32 = WIDTH - 2 * MARGIN;
const BOTTOM: i32 = HEIGHT - 68_000;

/// A place in the tree.
pub(super) type Part = usize;

/// What a part of the document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// With its level and its words.
    Heading(u16, String),
    Paragraph,
    Section,
    List,
    Item,
    Label,
    Body,
    Table,
    Head,
    Rows,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    /// With what it shows.
    Figure(String, Area),
}

/// A rectangle of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) page: usize,
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// A part and those in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) role: Role,
    pub(super) parts: Vec<Part>,
}

/// Something that is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A line of text from `x` on, standing on `y`.
    Text {
        x: i32,
        y: i32,
        line: Line,
        style: Style,
        part: Option<Part>,
    },
    /// Rectangles filled with one colour, with corners that are round by so much.
    Fill {
        areas: Vec<Area>,
        round: i32,
        ink: Ink,
        part: Option<Part>,
    },
}

/// A heading for the list of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) words: String,
    pub(super) page: usize,
    pub(super) y: i32,
}

/// The pages so far.
#[derive(Debug)]
pub(super) struct Paper {
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) tree: Vec<Branch>,
    /// The parts that are in no other.
    pub(super) roots: Vec<Part>,
    pub(super) entries: Vec<Entry>,
    /// Where the next thing goes on the last page.
    pub(super) y: i32,
}

/// To which side text keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

/// How far it is from line to line.
pub(super) fn leading(style: Style) -> i32 {
    style.size * 29 / 20
}

/// How high so many lines are.
pub(super) fn height(lines: &[Line], style: Style) -> i32 {
    i32::try_from(lines.len()).unwrap_or(i32::MAX / leading(style)) * leading(style)
}

impl Paper {
    pub(super) fn new() -> Self {
        Self {
            pages: vec![Vec::new()],
            tree: Vec::new(),
            roots: Vec::new(),
            entries: Vec::new(),
            y: MARGIN,
        }
    }

    /// The number of the page that is filled, from 0.
    pub(super) fn page(&self) -> usize {
        self.pages.len() - 1
    }

    /// A new part, in another or in none.
    pub(super) fn part(&mut self, within: Option<Part>, role: Role) -> Part {
        let part = self.tree.len();
        if let Role::Heading(_, words) = &role {
            self.entries.push(Entry {
                words: words.clone(),
                page: self.page(),
                y: self.y,
            });
        }
        self.tree.push(Branch {
            role,
            parts: Vec::new(),
        });
        match within.and_then(|within| self.tree.get_mut(within)) {
            Some(branch) => branch.parts.push(part),
            None => self.roots.push(part),
        }
        part
    }

    /// Begins a new page where less than this is left; whether it did.
    pub(super) fn need(&mut self, height: i32) -> bool {
        let turns = self.y + height > BOTTOM && self.y > MARGIN;
        if turns {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
        turns
    }

    /// Puts lines into a column at `x` and `y`; how high they are.
    pub(super) fn lines(
        &mut self,
        part: Option<Part>,
        (lines, style): (&[Line], Style),
        (x, y): (i32, i32),
        (width, side): (i32, Side),
    ) -> i32 {
        let leading = leading(style);
        // the letters of a line stand in its middle: 1.069 above and 0.293 below, of 1.45
        let mut base = y + leading / 2 + style.size * 388 / 1000;
        for line in lines {
            let free = width - line.width_at(style.size);
            let x = match side {
                Side::Left => x,
                Side::Middle => x + free / 2,
                Side::Right => x + free,
            };
            self.put(Mark::Text {
                x,
                y: base,
                line: line.clone(),
                style,
                part,
            });
            base += leading;
        }
        height(lines, style)
    }

    /// A line across, this thick.
    pub(super) fn rule(&mut self, (x, y, width): (i32, i32, i32), thick: i32, ink: Ink) {
        let area = Area {
            page: self.page(),
            x,
            y,
            width,
            height: thick,
        };
        self.fill(vec![area], 0, ink, None);
    }

    pub(super) fn fill(&mut self, areas: Vec<Area>, round: i32, ink: Ink, part: Option<Part>) {
        self.put(Mark::Fill {
            areas,
            round,
            ink,
            part,
        });
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }
}
