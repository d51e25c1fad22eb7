//! A field that narrows a list. The page hears of it a moment after the last key, not at each one.

use std::time::Duration;

use leptos::prelude::*;

use super::icon::{Icon, Sign};

const PAUSE: Duration = Duration::from_millis(250);

/// Looks for something.
#[component]
pub fn SearchField(
    /// Of the input.
    #[prop(into)]
    id: String,
    /// The input's accessible name, shown above it.
    #[prop(into)]
    label: Signal<String>,
    /// What can be looked for, in the empty field.
    #[prop(optional, into)]
    example: Signal<String>,
    /// What is looked for now.
    #[prop(into)]
    value: Signal<String>,
    /// Something else is looked for.
    #[prop(into)]
    search: Callback<String>,
) -> AnyView {
    let waiting = StoredValue::new(None::<leptos::leptos_dom::helpers::TimeoutHandle>);
    let now = move |text: String| {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        search.run(text);
    };
    let later = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        let handle = set_timeout_with_handle(move || search.run(text), PAUSE).ok();
        waiting.set_value(handle);
    };
    on_cleanup(move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    });
    view! {
        <div class="field search">
            <label for=id.clone()>{label}</label>
            <span class="search-box">
                <Icon sign=Sign::Search />
                <input
                    class="input"
                    id=id
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    placeholder=move || Some(example.get()).filter(|text| !text.is_empty())
                    prop:value=value
                    on:input=later
                    on:change=move |event| now(event_target_value(&event))
                />
            </span>
        </div>
    }
    .into_any()
}
