//! Walks through a long list, page by page.

use leptos::prelude::*;

use super::element::derived;

use super::button::Button;
use super::icon::{Icon, Sign};

/// Backwards, where one is, forwards.
#[component]
pub fn Pager(
    /// Names the group of buttons.
    #[prop(into)]
    label: Signal<String>,
    /// Which rows are shown, such as "51–100 of 1,204".
    #[prop(into)]
    state: Signal<String>,
    /// Words of the button backwards.
    #[prop(into)]
    back: Signal<String>,
    /// Words of the button forwards.
    #[prop(into)]
    forward: Signal<String>,
    /// There is a page before this one.
    #[prop(into)]
    has_back: Signal<bool>,
    /// There is a page after this one.
    #[prop(into)]
    has_forward: Signal<bool>,
    /// Turns the page: true forwards, false backwards.
    #[prop(into)]
    turn: Callback<bool>,
) -> AnyView {
    view! {
        <div class="pager" role="group" aria-label=label>
            <Button disabled=derived(move || !has_back.get()) press=move |()| turn.run(false)>
                <Icon sign=Sign::Back />
                {back}
            </Button>
            <span class="pager-state" role="status">{state}</span>
            <Button disabled=derived(move || !has_forward.get()) press=move |()| turn.run(true)>
                {forward}
                <Icon sign=Sign::Forward />
            </Button>
        </div>
    }
    .into_any()
}
