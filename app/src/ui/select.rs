//! One of many, with the browser's own list: countries, currencies, languages.

use leptos::prelude::*;

use super::element::{Source, drawn, drawn_later, whenever};
use super::field::{Field, FieldTexts};
use super::icon::{Icon, Sign};

/// A labelled list to choose one from.
#[component]
pub fn Select(
    /// Of the list; an error summary's link leads to it.
    #[prop(into)]
    id: String,
    /// The list's accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value; one that is not among the options shows nothing chosen.
    value: RwSignal<String>,
    /// Values and their words, in order.
    #[prop(into)]
    options: Source<Vec<(String, String)>>,
    /// Words of an empty first choice, while nothing is chosen.
    #[prop(optional, into)]
    empty: Signal<String>,
    /// A word beside the label that is no part of the name.
    #[prop(optional, into)]
    mark: Signal<String>,
    /// What is expected.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What the browser may fill in, as HTML names it.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Small and without a visible label, for a toolbar.
    #[prop(optional)]
    compact: bool,
    /// A long list, drawn when the rest of the page is there.
    #[prop(optional)]
    late: bool,
    /// Something was chosen.
    #[prop(optional, into)]
    choose: Option<Callback<String>>,
) -> AnyView {
    let texts = FieldTexts {
        id: id.clone(),
        label,
        mark,
        hint,
        error,
    };
    let (described_by, invalid) = (texts.described_by(false), texts.invalid());
    let list = NodeRef::<leptos::html::Select>::new();
    let show = move || {
        let (list, chosen) = (list.try_get_untracked(), value.try_get_untracked());
        if let (Some(Some(list)), Some(chosen)) = (list, chosen) {
            list.set_value(&chosen);
        }
    };
    whenever(move || {
        value.track();
        show();
    });
    let words = move || {
        // the value can only be set once its option is there
        queue_microtask(show);
        let options = options.get().into_iter();
        options
            .map(|(value, words)| view! { <option value=value>{words}</option> })
            .collect_view()
    };
    let first = move || {
        let words = empty.get();
        (!words.is_empty())
            .then(|| view! { <option value="" disabled=true hidden=true>{words}</option> })
    };
    let control = view! {
        <span class="select">
            <select
                class="input"
                id=id.clone()
                node_ref=list
                autocomplete=autocomplete
                aria-describedby=described_by
                aria-invalid=invalid
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    value.set(chosen.clone());
                    if let Some(choose) = choose {
                        choose.run(chosen);
                    }
                }
            >
                {drawn(first)}
                {if late { drawn_later(move || drawn(words.clone())) } else { drawn(words) }}
            </select>
            <Icon sign=Sign::Down />
        </span>
    }
    .into_any();
    if compact {
        view! { <span class="select-compact"><label class="hush" for=id>{label}</label>{control}</span> }.into_any()
    } else {
        view! { <Field texts=texts>{control}</Field> }.into_inner()
    }
}
