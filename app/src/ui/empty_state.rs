//! Nothing here yet: says what to do next, over a row of seats that wait.

use leptos::prelude::*;

/// Nothing here yet.
#[component]
pub fn EmptyState(
    /// What there is none of.
    #[prop(into)]
    title: Signal<String>,
    /// The way on: a sentence, a button.
    children: Children,
) -> AnyView {
    view! {
        <div class="empty">
            <div class="empty-seats" aria-hidden="true"><i></i><i></i><i></i><i></i><i></i></div>
            <h2>{title}</h2>
            {children()}
        </div>
    }
    .into_any()
}
