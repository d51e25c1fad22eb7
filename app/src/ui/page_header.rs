//! The headline of a page, one line about it, and its main action. The headline can take the focus,
//! so that a change of page is read out.

use leptos::prelude::*;

use super::element::{drawn, given};

/// The headline.
#[component]
pub fn PageHeader(
    /// The page's one `h1`.
    #[prop(into)]
    title: Signal<String>,
    /// One line beneath.
    #[prop(optional, into)]
    lead: Signal<String>,
    /// At the other end: what the page is mostly left for.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let has_lead = given(lead);
    view! {
        <div class="page-header">
            <div class="page-header-words">
                <h1 id="page-title" tabindex="-1">{title}</h1>
                {drawn(move || has_lead.get().then(|| view! { <p class="lead">{lead}</p> }))}
            </div>
            {children.map(|children| view! { <div class="cluster">{children()}</div> })}
        </div>
    }
    .into_any()
}
