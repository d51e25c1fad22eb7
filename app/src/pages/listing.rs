//! What pages with a list have in common: who may see it, what stands in its place while there is
//! none, its table, and the walk through its pages.
//!
//! A list is drawn anew, with all its words, when the language changes; so its words are plain texts.
//! Whatever it is a list of, its cells are made here: a type for each would be a tenth of the app.

use jiff::civil::Date;
use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Cell, Column, EmptyState, Mood, PageHeader, Pager, Row, SearchField, Skeleton,
    SkeletonShape, Table, Tag, Tone, derived, drawn_by, whenever,
};
use seatkeeper_core::{money::Money, page::Page, permission::Refusal};

use super::refused;
use crate::{
    format,
    http::{Load, Loading},
    i18n::{say, say_with, t},
    router,
    session::{self, acting},
};

/// A page for staff: its list, or why others do not see it.
pub fn for_staff(title: &'static str, list: fn() -> AnyView) -> AnyView {
    let is_staff = || session::with(|session| session.staff) == Some(true);
    // not when anything else of the session changes: a form may stand on it
    drawn_by(
        move || is_staff().to_string(),
        move || {
            if is_staff() {
                return list();
            }
            view! { <PageHeader title=t(title) />{refused::buying(Refusal::StaffOnly)} }.into_any()
        },
    )
}

/// What is looked for in a list, and which of its pages is shown.
#[derive(Clone, Copy)]
pub struct Finding {
    /// The words that are looked for.
    pub search: RwSignal<String>,
    /// Counted from 1.
    pub page: RwSignal<u32>,
}

impl Finding {
    /// All of it, from its beginning.
    pub fn new() -> Self {
        Self {
            search: RwSignal::default(),
            page: RwSignal::new(1),
        }
    }

    /// As [`Self::new`], and from its beginning again when it is another customer's, or when the query of
    /// the address asks for another list.
    pub fn following() -> Self {
        let finding = Self::new();
        whenever(move || {
            let _ = (acting::chosen(), router::query());
            finding.page.set(1);
        });
        finding
    }

    /// The field that narrows the list.
    pub fn field(self, id: &'static str, label: &'static str) -> AnyView {
        let find = move |text: String| {
            let text = format::composed(text.trim());
            if self.search.with_untracked(|search| *search != text) {
                self.page.set(1);
                self.search.set(text);
            }
        };
        view! { <SearchField id=id label=t(label) value=self.search search=find /> }.into_any()
    }

    /// The walk through the list, where it is longer than a page: page `now` shows so many of all.
    pub fn pager(self, now: u32, shown: usize, a_page: u32, total: u32) -> Option<AnyView> {
        let turn = move |forward| self.page.set(turned(now, forward));
        pager(now, shown, a_page, total, Callback::new(turn))
    }
}

/// The page after this one, or the one before it.
pub fn turned(now: u32, forward: bool) -> u32 {
    if forward {
        now.saturating_add(1)
    } else {
        now.saturating_sub(1).max(1)
    }
}

/// As [`Finding::pager`], for who keeps the page elsewhere.
pub fn pager(
    now: u32,
    shown: usize,
    a_page: u32,
    total: u32,
    turn: Callback<bool>,
) -> Option<AnyView> {
    let before = now.saturating_sub(1).saturating_mul(a_page);
    let last = before.saturating_add(u32::try_from(shown).unwrap_or(a_page));
    let state = derived(move || {
        say_with(
            "pager.state",
            &[
                ("first", &format::number(before.saturating_add(1))),
                ("last", &format::number(last)),
                ("total", &format::number(total)),
            ],
        )
    });
    let (has_back, has_forward) = (before > 0, last < total);
    (total > a_page).then(|| {
        view! {
            <Pager label=t("pager.label") state=state back=t("pager.back") forward=t("pager.forward") has_back=has_back has_forward=has_forward turn=turn />
        }
        .into_any()
    })
}

/// A list that is on its way, or cannot be had, or is there.
pub fn loaded<T: Clone + Send + Sync + 'static>(
    found: Loading<T>,
    draw: impl FnOnce(T) -> AnyView,
) -> AnyView {
    match found.get() {
        Load::Waiting => waiting(SkeletonShape::Table),
        Load::Failed(failure) => refused::failure(&failure),
        Load::Ready(found) => draw(found),
    }
}

/// The outline of what is on its way.
pub fn waiting(shape: SkeletonShape) -> AnyView {
    view! { <Skeleton shape=shape label=t("page.loading") /> }.into_any()
}

/// There is nothing in the list.
pub fn nothing(title: &'static str, text: &'static str) -> AnyView {
    view! { <EmptyState title=t(title)><p>{t(text)}</p></EmptyState> }.into_any()
}

/// Nothing is like what was asked for, and a way to this page's list of all.
pub fn none_such(text: Signal<String>, all: &'static str) -> AnyView {
    let href = router::here_now().href();
    view! { <p class="soft" role="status">{text}" "<a href=href>{t(all)}</a></p> }.into_any()
}

/// The head of a column: words, or an amount or number where the second is true. A column of buttons
/// has no words.
pub type Head = (&'static str, bool);

/// The table, of [`row`]s.
pub fn table(caption: &'static str, heads: &'static [Head], rows: Vec<AnyView>) -> AnyView {
    let columns = || {
        let columns = heads.iter().map(|(key, number)| Column {
            name: if key.is_empty() {
                String::new()
            } else {
                say(key)
            },
            number: *number,
        });
        columns.collect::<Vec<_>>()
    };
    view! { <Table caption=t(caption) columns=columns>{rows}</Table> }.into_any()
}

/// A row: what it is about, then its cells.
pub fn row(head: AnyView, cells: Vec<AnyView>) -> AnyView {
    view! { <Row><Cell head=true>{head}</Cell>{cells}</Row> }.into_any()
}

/// A cell of anything.
pub fn cell(column: &'static str, content: AnyView) -> AnyView {
    view! { <Cell column=t(column)>{content}</Cell> }.into_any()
}

/// A cell of words.
pub fn words(column: &'static str, words: &str) -> AnyView {
    cell(column, lines(words, ""))
}

/// A cell of an amount or a number.
pub fn number(column: &'static str, content: AnyView) -> AnyView {
    view! { <Cell column=t(column) number=true>{content}</Cell> }.into_any()
}

/// A cell of a day.
pub fn day(column: &'static str, day: Date) -> AnyView {
    cell(column, format::short_date(day).into_any())
}

/// A cell of an amount.
pub fn money(column: &'static str, money: Money) -> AnyView {
    number(column, format::money(money).into_any())
}

/// A cell of a state, and what else there is to say of it.
pub fn state(column: &'static str, mood: Mood, words: String, more: Option<AnyView>) -> AnyView {
    let content =
        view! { <div class="cell-tags"><Tag mood=mood>{words}</Tag>{more}</div> }.into_any();
    cell(column, content)
}

/// A row's buttons.
pub fn buttons(buttons: Vec<AnyView>) -> AnyView {
    let content = (!buttons.is_empty()).then(|| view! { <div class="cluster">{buttons}</div> });
    view! { <Cell actions=true>{content}</Cell> }.into_any()
}

/// A button of a row; its name says what the row is about.
pub fn button(
    tone: Tone,
    key: &'static str,
    about: &str,
    busy: Option<RwSignal<bool>>,
    press: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let busy = busy.map_or_else(Signal::default, Signal::from);
    button_of(
        tone,
        key,
        named(key, about),
        busy,
        Callback::new(move |()| press()),
    )
}

fn button_of(
    tone: Tone,
    key: &'static str,
    name: String,
    busy: Signal<bool>,
    press: Callback<()>,
) -> AnyView {
    view! { <Button tone=tone name=name busy=busy press=press>{say(key)}</Button> }.into_any()
}

/// Instead of the buttons of one's own row: what one does about oneself is done on the account's page.
pub fn own() -> AnyView {
    let link = view! { <a class="small" href=Page::Account.path()>{say("manage.own")}</a> };
    view! { <Cell actions=true>{link}</Cell> }.into_any()
}

/// What a button does, and to what.
pub fn named(key: &str, about: &str) -> String {
    say_with("manage.named", &[("action", &say(key)), ("email", about)])
}

/// Words, and smaller ones below them; none of those where they are empty.
pub fn lines(words: impl Into<String>, below: impl Into<String>) -> AnyView {
    both(words.into().into_any(), below.into())
}

/// As [`lines`], below a link.
pub fn link(href: String, words: String, below: String) -> AnyView {
    both(view! { <a href=href>{words}</a> }.into_any(), below)
}

/// As [`lines`], below a link to a document, which opens beside the page.
pub fn document(href: String, words: String, below: String) -> AnyView {
    both(
        view! { <a href=href target="_blank">{words}</a> }.into_any(),
        below,
    )
}

fn both(above: AnyView, below: String) -> AnyView {
    view! { {above}{detail(below)} }.into_any()
}

/// Smaller words below others; nothing where they are empty.
pub fn detail(words: String) -> Option<AnyView> {
    (!words.is_empty()).then(|| view! { <span class="cell-detail">{words}</span> }.into_any())
}
