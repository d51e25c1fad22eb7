//! A field to type in that offers what matches: the ARIA pattern "editable combobox with listbox".
//! The page finds the matches, page by page, so that there may be thousands; nothing changes before
//! one is chosen, and leaving or Escape brings back the words of the one chosen before.

mod list;
mod state;

use leptos::prelude::*;

use super::element::drawn;

use self::list::list;
use self::state::State;
use super::icon::{Icon, Sign};

/// One match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComboboxOption {
    /// What is handed back when it is chosen.
    pub value: String,
    /// Its name; the whole accessible name of the option.
    pub label: String,
    /// What tells it from others of the same name; may be empty.
    pub detail: String,
}

/// The words of a combobox.
#[derive(Clone, Copy, Debug)]
pub struct ComboboxTexts {
    /// The field's accessible name, shown in the field.
    pub label: Signal<String>,
    /// In the empty field.
    pub example: Signal<String>,
    /// How many match, for example "12 customers"; read out when it changes.
    pub count: Signal<String>,
    /// Shown and read out when nothing matches.
    pub none: Signal<String>,
    /// Shown while matches are being fetched.
    pub loading: Signal<String>,
}

/// A field that offers what matches.
#[component]
pub fn Combobox(
    /// Of the field.
    #[prop(into)]
    id: String,
    /// Its words.
    texts: ComboboxTexts,
    /// Value of the choice in force; empty if there is none.
    #[prop(into)]
    value: Signal<String>,
    /// Its name.
    #[prop(into)]
    name: Signal<String>,
    /// What matches the text asked for last.
    #[prop(into)]
    options: Signal<Vec<ComboboxOption>>,
    /// The matches are not yet those of the text asked for last; set before `ask` returns.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Asks for what matches a text; empty when the list is opened.
    #[prop(into)]
    ask: Callback<String>,
    /// The end of the list was reached: there may be more.
    #[prop(optional, into)]
    more: Option<Callback<()>>,
    /// A choice, by its value.
    #[prop(into)]
    choose: Callback<String>,
) -> AnyView {
    let state = State::new(id.clone(), options, loading, ask, more, choose);
    let shown = move || {
        if state.edited.get() {
            state.typed.get()
        } else {
            name.get()
        }
    };
    let popup = move || state.open.get().then(|| list(state, texts, value));
    let news = move || match (state.open.get(), loading.get()) {
        (true, false) if options.with(Vec::is_empty) => texts.none.get(),
        (true, false) => texts.count.get(),
        _ => String::new(),
    };
    view! {
        <div class="combobox" class:open=state.open>
            <div class="combobox-box">
                <label for=id.clone()>{texts.label}</label>
                <input
                    id=id
                    node_ref=state.input
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="done"
                    aria-autocomplete="list"
                    aria-expanded=move || if state.open.get() { "true" } else { "false" }
                    aria-controls=state.list_id()
                    aria-activedescendant=move || state.current().map(|index| state.option_id(index))
                    placeholder=texts.example
                    prop:value=shown
                    on:input=move |event| state.typed(event_target_value(&event))
                    on:keydown=move |event| state.key(&event)
                    on:click=move |_| state.show()
                    on:focus=move |_| state.select_text()
                    on:blur=move |_| state.close()
                />
                <Icon sign=Sign::Down />
            </div>
            {drawn(popup)}
            <p class="hush" role="status">{news}</p>
        </div>
    }
    .into_any()
}
