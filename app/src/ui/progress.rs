//! How far something is that takes a while.

use leptos::prelude::*;

use super::element::unique_id;

/// A bar with its words.
#[component]
pub fn Progress(
    /// What is going on; names the bar.
    #[prop(into)]
    label: Signal<String>,
    /// How far, in words, such as "12 of 40".
    #[prop(into)]
    state: Signal<String>,
    /// Done so far.
    #[prop(into)]
    done: Signal<u32>,
    /// All there is to do.
    #[prop(into)]
    all: Signal<u32>,
) -> AnyView {
    let id = unique_id("progress");
    view! {
        <div class="progress">
            <label for=id.clone()>{label}</label>
            <span class="number soft">{state}</span>
            <progress id=id value=move || done.get().to_string() max=move || all.get().max(1).to_string()></progress>
        </div>
    }
    .into_any()
}
