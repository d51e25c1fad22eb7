//! A button that lets a file be chosen. What is in it is the page's to read.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Chooses one file; the same one can be chosen again.
#[component]
pub fn FileButton(
    /// The endings and kinds that are offered, as HTML's `accept` lists them.
    accept: &'static str,
    /// Cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// A file was chosen.
    #[prop(into)]
    choose: Callback<web_sys::File>,
    /// The words.
    #[prop(into)]
    label: Signal<String>,
) -> AnyView {
    let changed = move |event: web_sys::Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            choose.run(file);
        }
        input.set_value("");
    };
    view! {
        <label class="button file-button">
            <input type="file" class="hush" accept=accept disabled=disabled on:change=changed />
            {label}
        </label>
    }
    .into_any()
}
