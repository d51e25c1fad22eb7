//! What components need of the page's elements: ids of their own, and the focus.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// An id that no other element of this page load has, beginning with `prefix`.
pub fn unique_id(prefix: &str) -> String {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    [prefix, "-", &number.to_string()].concat()
}

/// Moves the focus to the element with this id; does nothing where there is none.
///
/// A group of radio buttons takes it on the chosen (or first) of its buttons.
pub fn focus(id: &str) {
    let Some(element) = document().get_element_by_id(id) else {
        return;
    };
    let inner = ["input:checked", "input"].iter().find_map(|kind| {
        let group = element.tag_name() == "FIELDSET";
        group
            .then(|| element.query_selector(kind).ok().flatten())
            .flatten()
    });
    if let Some(target) = inner.unwrap_or(element).dyn_ref::<web_sys::HtmlElement>() {
        // a browser refuses only what cannot take the focus; there is nothing to do about it
        let _ = target.focus();
    }
}

/// A part of a page that is drawn anew when what it reads has changed. Whatever it is made of, it is compiled as one type:
/// a type for each would be a quarter of the app.
pub fn drawn<V: IntoAny>(mut part: impl FnMut() -> V + Send + 'static) -> AnyView {
    one_type(Box::new(move || part().into_any()))
}

/// As [`drawn`], but anew only when its key is another one, whatever else it reads.
pub fn drawn_by(
    key: impl Fn() -> String + Send + Sync + 'static,
    part: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let key: Box<dyn Fn() -> String + Send + Sync> = Box::new(key);
    let key = Memo::new(move |_| key());
    drawn(move || {
        // a memo that nobody reads follows nothing
        let _ = key.get();
        untrack(&part)
    })
}

/// A part of a page that is drawn a moment later, when the browser has answered whatever was pressed
/// meanwhile: a page drawn at one go keeps a slow phone busy for a third of a second.
pub fn drawn_later(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let now = RwSignal::new(false);
    set_timeout(
        move || {
            // it may have been left meanwhile
            now.try_set(true);
        },
        Duration::ZERO,
    );
    drawn(move || now.get().then(|| untrack(&part)))
}

fn one_type(part: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    part.into_any()
}

/// Whether something is so, for whoever draws by it: told anew only when that is another. A memo for each
/// question would be a hundredth of the app.
pub fn whether(asked: impl Fn() -> bool + Send + Sync + 'static) -> Memo<bool> {
    whether_boxed(Box::new(asked), false)
}

/// As [`whether`], and so for good once it was.
pub fn once(asked: impl Fn() -> bool + Send + Sync + 'static) -> Memo<bool> {
    whether_boxed(Box::new(asked), true)
}

fn whether_boxed(asked: Box<dyn Fn() -> bool + Send + Sync>, stays: bool) -> Memo<bool> {
    Memo::new(move |before| (stays && before == Some(&true)) || asked())
}

/// What follows from signals, for whoever draws it. A signal for each is the same code once more.
pub fn derived<T: Send + Sync + 'static>(
    asked: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    derived_boxed(Box::new(asked))
}

fn derived_boxed<T: Send + Sync + 'static>(asked: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
    Signal::derive(asked)
}

/// Does something now, and again whenever what it reads has changed, until its owner is gone.
pub fn whenever(deed: impl Fn() + 'static) {
    whenever_boxed(Box::new(deed));
}

fn whenever_boxed(deed: Box<dyn Fn()>) {
    Effect::new(move |_| deed());
}

/// Where a component has its lists from: asked whenever they are drawn, and what it reads is followed.
/// A signal for each kind of list would be a twentieth of the app.
pub struct Source<T>(Arc<dyn Fn() -> T + Send + Sync>);

impl<T> Source<T> {
    /// What it is now.
    pub fn get(&self) -> T {
        (self.0)()
    }
}

impl<T: Clone + Send + Sync + 'static> Source<T> {
    /// Always the same.
    pub fn fixed(value: T) -> Self {
        Self(Arc::new(move || value.clone()))
    }
}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T, F: Fn() -> T + Send + Sync + 'static> From<F> for Source<T> {
    fn from(asked: F) -> Self {
        Self(Arc::new(asked))
    }
}

/// Whether the text stands for something to show.
pub(super) fn given(text: Signal<String>) -> Signal<bool> {
    derived(move || text.with(|text| !text.is_empty()))
}
