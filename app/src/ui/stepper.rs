//! A whole number with one less and one more. What was typed is kept as typed, right or wrong;
//! arrows and the two buttons work on it as soon as it is a number.

use leptos::prelude::*;

use super::field::{Field, FieldTexts};
use super::icon::{Icon, Sign};

/// A number to type or to step through.
#[component]
pub fn Stepper(
    /// Of the input; an error summary's link leads to it.
    #[prop(into)]
    id: String,
    /// The input's accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// What was typed.
    value: RwSignal<String>,
    /// The least that stepping reaches.
    #[prop(default = 1)]
    least: u32,
    /// The most that stepping reaches.
    #[prop(default = 100_000)]
    most: u32,
    /// Name of the button that takes one away.
    #[prop(into)]
    less: Signal<String>,
    /// Name of the button that adds one.
    #[prop(into)]
    more: Signal<String>,
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
    let number = move || value.with(|typed| typed.trim().parse::<u32>().ok());
    let step = move |by: i32| {
        let from = untrack(number);
        let to = from
            .map_or(least, |from| from.saturating_add_signed(by))
            .clamp(least, most);
        value.set(to.to_string());
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => 1,
            "ArrowDown" => -1,
            "PageUp" => 10,
            "PageDown" => -10,
            _ => return,
        };
        event.prevent_default();
        step(by);
    };
    let control = view! {
        <div class="stepper">
            <button type="button" tabindex="-1" aria-label=less disabled=move || number().is_some_and(|now| now <= least) on:click=move |_| step(-1)>
                <Icon sign=Sign::Minus />
            </button>
            <input
                class="input"
                id=id
                type="text"
                inputmode="numeric"
                autocomplete="off"
                role="spinbutton"
                aria-valuenow=move || number().map(|number| number.to_string())
                aria-valuemin=least.to_string()
                aria-valuemax=most.to_string()
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=keys
            />
            <button type="button" tabindex="-1" aria-label=more disabled=move || number().is_some_and(|now| now >= most) on:click=move |_| step(1)>
                <Icon sign=Sign::Plus />
            </button>
        </div>
    }
    .into_any();
    view! { <Field texts=texts>{control}</Field> }.into_inner()
}
