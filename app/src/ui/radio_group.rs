//! One of a few, each on a card that says what it means. The whole card can be pressed; a choice is
//! named by its title alone, what it means is its description.

use leptos::prelude::*;

use super::element::{Source, drawn};

use super::icon::{Icon, Sign};

/// One of the cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is kept when it is chosen.
    pub value: String,
    /// Its name.
    pub title: String,
    /// What it means; may be empty.
    pub detail: String,
    /// Cannot be chosen now; the detail says why.
    pub disabled: bool,
}

/// A group of radio buttons.
#[component]
pub fn RadioGroup(
    /// Of the group; an error summary's link leads to its chosen or first button.
    #[prop(into)]
    id: String,
    /// The group's accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value.
    value: RwSignal<String>,
    /// The cards, in order.
    #[prop(into)]
    choices: Source<Vec<Choice>>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> AnyView {
    let (name_id, error_id) = (
        [id.as_str(), "-name"].concat(),
        [id.as_str(), "-error"].concat(),
    );
    let (shown_error_id, group) = (error_id.clone(), id.clone());
    let cards = move || {
        choices
            .get()
            .into_iter()
            .map(|choice| card(&group, choice, value))
            .collect_view()
    };
    view! {
        <fieldset
            class="group"
            id=id
            role="radiogroup"
            aria-labelledby=name_id
            aria-describedby=move || error.with(Option::is_some).then(|| error_id.clone())
            aria-invalid=move || error.with(Option::is_some).then_some("true")
        >
            <legend class="group-name" id=name_id.clone()>{label}</legend>
            <div class="choices">{drawn(cards)}</div>
            {drawn(move || {
                error.get().map(|error| {
                    view! {
                        <p class="field-error" id=shown_error_id.clone()>
                            <Icon sign=Sign::Stop />
                            <span>{error}</span>
                        </p>
                    }
                })
            })}
        </fieldset>
    }
    .into_any()
}

fn card(group: &str, choice: Choice, value: RwSignal<String>) -> AnyView {
    let Choice {
        value: own,
        title,
        detail,
        disabled,
    } = choice;
    let id = [group, "-", &own].concat();
    let detail_id = [id.as_str(), "-detail"].concat();
    let described_by = (!detail.is_empty()).then(|| detail_id.clone());
    let (checked, chosen) = (own.clone(), own.clone());
    view! {
        <div class="choice">
            <input
                type="radio"
                name=group.to_owned()
                id=id.clone()
                value=own
                disabled=disabled
                aria-describedby=described_by
                prop:checked=move || value.with(|value| *value == checked)
                on:change=move |_| value.set(chosen.clone())
            />
            <div>
                <label for=id>{title}</label>
                {(!detail.is_empty()).then(|| view! { <p class="choice-detail" id=detail_id>{detail}</p> })}
            </div>
        </div>
    }
    .into_any()
}
