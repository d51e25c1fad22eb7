//! What has to be mended before a form can be sent, at its top: takes the focus at each attempt,
//! and each line leads to its field. It may shrink while one mends, without moving the focus.

use std::cell::Cell;

use leptos::prelude::*;

use super::element::{Source, drawn, focus, unique_id, whenever, whether};
use super::icon::{Icon, Sign};

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryEntry {
    /// Id of the field; empty for what belongs to no field.
    pub field: String,
    /// The sentence that stands at the field, and which field where that is not clear.
    pub text: String,
}

/// The summary; nothing is drawn while nothing is wrong.
#[component]
pub fn ErrorSummary(
    /// Its heading, such as "There is a problem".
    #[prop(into)]
    title: Signal<String>,
    /// What is wrong now, in the order of the fields.
    #[prop(into)]
    errors: Source<Vec<SummaryEntry>>,
    /// Counts how often sending was tried; each change moves the focus here if something is wrong.
    #[prop(into)]
    attempt: Signal<u32>,
) -> AnyView {
    let summary = NodeRef::<leptos::html::Div>::new();
    let listed = errors.clone();
    let some = whether(move || !errors.get().is_empty());
    let seen = Cell::new(0);
    whenever(move || {
        let tried = attempt.get();
        if let Some(summary) = summary.get().filter(|_| tried != seen.get()) {
            seen.set(tried);
            // the element takes the focus by its tabindex
            let _ = summary.focus();
        }
    });
    let title_id = unique_id("summary");
    let shown = move || {
        let title_id = title_id.clone();
        let entries = listed.clone();
        some.get().then(|| {
            view! {
                <div class="error-summary" role="alert" tabindex="-1" node_ref=summary aria-labelledby=title_id>
                    <Icon sign=Sign::Stop />
                    <h2 id=title_id.clone()>{title}</h2>
                    <ul>{drawn(move || entries.get().into_iter().map(entry).collect_view())}</ul>
                </div>
            }
        })
    };
    drawn(shown)
}

fn entry(entry: SummaryEntry) -> AnyView {
    let SummaryEntry { field, text } = entry;
    if field.is_empty() {
        return view! { <li>{text}</li> }.into_any();
    }
    let href = ["#", &field].concat();
    let to_field = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        focus(&field);
    };
    view! { <li><a href=href on:click=to_field>{text}</a></li> }.into_any()
}
