//! A state in one or two words.

use leptos::prelude::*;

use super::notice::Mood;

/// A state.
#[component]
pub fn Tag(
    /// Of what kind it is.
    #[prop(optional)]
    mood: Mood,
    /// The words.
    children: Children,
) -> AnyView {
    view! { <span class=["tag ", mood.class()].concat()>{children()}</span> }.into_any()
}
