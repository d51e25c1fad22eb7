//! Several lines of text.

use leptos::prelude::*;

use super::field::{Field, FieldTexts};

/// A field of several lines.
#[component]
pub fn TextArea(
    /// Of the control; an error summary's link leads to it.
    #[prop(into)]
    id: String,
    /// Its accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// What was typed.
    value: RwSignal<String>,
    /// How many lines are shown; more scroll.
    #[prop(default = 6)]
    lines: u32,
    /// What is expected.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May be read but not changed.
    #[prop(optional, into)]
    read_only: Signal<bool>,
) -> AnyView {
    let texts = FieldTexts {
        id: id.clone(),
        label,
        mark: Signal::default(),
        hint,
        error,
    };
    let (described_by, invalid) = (texts.described_by(false), texts.invalid());
    view! {
        <Field texts=texts>
            <textarea
                class="input lines"
                id=id
                rows=lines.to_string()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                readonly=read_only
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </Field>
    }
    .into_inner()
}
