//! What components need of the page's elements: ids of their own, and the focus.

use std::sync::atomic::{AtomicU32, Ordering};

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

fn one_type(part: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    part.into_any()
}

/// Does something now, and again whenever what it reads has changed, until its owner is gone.
pub fn whenever(deed: impl Fn() + 'static) {
    whenever_boxed(Box::new(deed));
}

fn whenever_boxed(deed: Box<dyn Fn()>) {
    Effect::new(move |_| deed());
}

/// Whether the text stands for something to show.
pub(super) fn given(text: Signal<String>) -> Signal<bool> {
    Signal::derive(move || text.with(|text| !text.is_empty()))
}
