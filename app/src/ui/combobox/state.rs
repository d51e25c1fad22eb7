//! What a combobox remembers between two keys, and what each key does.

use leptos::prelude::*;

use super::ComboboxOption;
use crate::ui::element::whenever;

/// Everything one combobox knows; cheap to copy into each listener.
#[derive(Clone, Copy)]
pub(super) struct State {
    id: StoredValue<String>,
    pub(super) input: NodeRef<leptos::html::Input>,
    pub(super) options: Signal<Vec<ComboboxOption>>,
    pub(super) loading: Signal<bool>,
    ask: Callback<String>,
    pub(super) more: Option<Callback<()>>,
    choose: Callback<String>,
    pub(super) open: RwSignal<bool>,
    /// Something was typed since the list opened; until then the field shows the choice in force.
    pub(super) edited: RwSignal<bool>,
    pub(super) typed: RwSignal<String>,
    /// Where the arrows have led.
    reached: RwSignal<Option<usize>>,
    /// Enter was pressed before the matches were there.
    entered: RwSignal<bool>,
}

impl State {
    pub(super) fn new(
        id: String,
        options: Signal<Vec<ComboboxOption>>,
        loading: Signal<bool>,
        ask: Callback<String>,
        more: Option<Callback<()>>,
        choose: Callback<String>,
    ) -> Self {
        let (open, edited) = (RwSignal::new(false), RwSignal::new(false));
        let (typed, reached) = (RwSignal::new(String::new()), RwSignal::new(None::<usize>));
        let id = StoredValue::new(id);
        let (input, entered) = (NodeRef::new(), RwSignal::new(false));
        let state = Self {
            id,
            input,
            options,
            loading,
            ask,
            more,
            choose,
            open,
            edited,
            typed,
            reached,
            entered,
        };
        whenever(move || {
            if entered.get() && !loading.get() {
                entered.set(false);
                state.take();
            }
        });
        whenever(move || {
            if let Some(index) = state.current() {
                scroll_to(&state.option_id(index));
            }
        });
        state
    }

    /// The option that Enter would take: where the arrows led, else the first match of a typed text.
    pub(super) fn current(self) -> Option<usize> {
        let last = self.options.with(Vec::len).checked_sub(1)?;
        if !self.open.get() || self.loading.get() {
            return None;
        }
        let first = self.edited.get() && self.typed.with(|typed| !typed.trim().is_empty());
        let reached = self.reached.get().map(|reached| reached.min(last));
        reached.or_else(|| first.then_some(0))
    }

    pub(super) fn option_id(self, index: usize) -> String {
        self.id
            .with_value(|id| [id, "-", &index.to_string()].concat())
    }

    pub(super) fn list_id(self) -> String {
        self.id.with_value(|id| [id, "-list"].concat())
    }

    pub(super) fn show(self) {
        if !self.open.get_untracked() {
            self.reached.set(None);
            self.open.set(true);
            self.ask.run(String::new());
        }
    }

    pub(super) fn close(self) {
        self.open.set(false);
        self.edited.set(false);
        self.entered.set(false);
        self.reached.set(None);
    }

    pub(super) fn typed(self, text: String) {
        self.typed.set(text.clone());
        self.edited.set(true);
        self.reached.set(None);
        self.open.set(true);
        self.ask.run(text);
    }

    pub(super) fn select_text(self) {
        if let Some(input) = self.input.get_untracked() {
            input.select();
        }
    }

    pub(super) fn choose(self, value: String) {
        self.close();
        self.choose.run(value);
    }

    /// Takes the current option, where there is one.
    fn take(self) {
        let value = untrack(|| self.current()).and_then(|index| {
            self.options
                .with_untracked(|options| options.get(index).map(|option| option.value.clone()))
        });
        if let Some(value) = value {
            self.choose(value);
        }
    }

    fn reach(self, to: impl Fn(usize, usize) -> usize) {
        let Some(last) = self.options.with_untracked(Vec::len).checked_sub(1) else {
            return;
        };
        let next = match untrack(|| self.current()) {
            Some(now) => to(now, last),
            None => to(last, last),
        };
        self.reached.set(Some(next.min(last)));
        if let Some(more) = self.more.filter(|_| next >= last) {
            more.run(());
        }
    }

    pub(super) fn key(self, event: &web_sys::KeyboardEvent) {
        let open = self.open.get_untracked();
        let reached = self.reached.get_untracked().is_some();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open => self.show(),
            "ArrowDown" => self.reach(|now, last| if now >= last { 0 } else { now + 1 }),
            "ArrowUp" => self.reach(|now, last| now.checked_sub(1).unwrap_or(last)),
            "Home" if open && reached => self.reach(|_, _| 0),
            "End" if open && reached => self.reach(|_, last| last),
            "Escape" if open => {
                self.close();
                event.stop_propagation();
            }
            // an Enter that is quicker than the server waits for it
            "Enter" if open && self.loading.get_untracked() => self.entered.set(true),
            "Enter" if open => self.take(),
            _ => return,
        }
        event.prevent_default();
    }
}

fn scroll_to(id: &str) {
    if let Some(option) = document().get_element_by_id(id) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}
