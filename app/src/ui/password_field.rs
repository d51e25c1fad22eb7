//! A password, hidden until asked to be shown. The button that shows it stands outside the label,
//! so that the field's name stays the label.

use leptos::prelude::*;

use super::element::drawn;

use super::field::{Field, FieldTexts};

/// A password to type.
#[component]
pub fn PasswordField(
    /// Of the input; an error summary's link leads to it.
    #[prop(into)]
    id: String,
    /// The input's accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// What was typed.
    value: RwSignal<String>,
    /// Words of the button while the password is hidden.
    #[prop(into)]
    show: Signal<String>,
    /// Words of the button while the password is shown.
    #[prop(into)]
    hide: Signal<String>,
    /// A password that is being chosen, not one that is known.
    #[prop(optional)]
    new: bool,
    /// What is expected.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> AnyView {
    let texts = FieldTexts {
        id: id.clone(),
        label,
        mark: Signal::default(),
        hint,
        error,
    };
    let (described_by, invalid) = (texts.described_by(false), texts.invalid());
    let shown = RwSignal::new(false);
    let control = view! {
        <div class="password">
            <input
                class="input"
                id=id.clone()
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=if new { "new-password" } else { "current-password" }
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <button type="button" aria-controls=id on:click=move |_| shown.update(|shown| *shown = !*shown)>
                {drawn(move || if shown.get() { hide.get() } else { show.get() })}
            </button>
        </div>
    }
    .into_any();
    view! { <Field texts=texts>{control}</Field> }.into_inner()
}
