//! The list under the field. It never takes the focus: the field keeps it and points at an option.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::state::State;
use super::{ComboboxOption, ComboboxTexts};
use crate::ui::element::drawn;
use crate::ui::icon::{Icon, Sign};

/// How far from its end, in pixels, a scrolled list asks for more.
const NEAR_END: i32 = 96;

pub(super) fn list(state: State, texts: ComboboxTexts, value: Signal<String>) -> AnyView {
    let in_force = value.get_untracked();
    let options = move || {
        let options = state.options.get().into_iter().enumerate();
        options
            .map(|(index, option)| row(state, index, option, &in_force))
            .collect_view()
    };
    let remark = move || {
        let empty = state.options.with(Vec::is_empty);
        match (state.loading.get(), empty) {
            (true, _) => Some(texts.loading),
            (false, true) => Some(texts.none),
            (false, false) => None,
        }
        .map(|text| view! { <p class="combobox-remark" aria-hidden="true">{text}</p> })
    };
    let scrolled = move |event: web_sys::Event| {
        let list = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let near = list.is_some_and(|list| {
            list.scroll_top() + list.client_height() + NEAR_END >= list.scroll_height()
        });
        if let Some(more) = state
            .more
            .filter(|_| near && !state.loading.get_untracked())
        {
            more.run(());
        }
    };
    view! {
        // a press on the list must not take the focus out of the field
        <div class="combobox-popup" on:mousedown=|event| event.prevent_default()>
            <ul role="listbox" tabindex="-1" id=state.list_id() aria-label=texts.label on:scroll=scrolled>{drawn(options)}</ul>
            {drawn(remark)}
        </div>
    }
    .into_any()
}

fn row(state: State, index: usize, option: ComboboxOption, in_force: &str) -> AnyView {
    let ComboboxOption {
        value,
        label,
        detail,
    } = option;
    let chosen = in_force == value;
    let id = state.option_id(index);
    let (label_id, detail_id) = (
        [id.as_str(), "-name"].concat(),
        [id.as_str(), "-detail"].concat(),
    );
    let described_by = (!detail.is_empty()).then(|| detail_id.clone());
    view! {
        <li
            role="option"
            id=id
            aria-labelledby=label_id
            aria-describedby=described_by
            aria-selected=move || if state.current() == Some(index) { "true" } else { "false" }
            on:click=move |_| state.choose(value.clone())
        >
            <span class="combobox-words">
                <span id=label_id.clone()>{label}</span>
                {(!detail.is_empty()).then(|| view! { <span class="combobox-detail" id=detail_id>{detail}</span> })}
            </span>
            {chosen.then(|| view! { <Icon sign=Sign::Check /> })}
        </li>
    }
    .into_any()
}
