//! Where a form is sent: the button with the amount, and one sentence about it. On a phone it holds
//! the lower edge of the screen, so that the total is never out of sight.

use leptos::prelude::*;

/// The bar.
#[component]
pub fn Paybar(
    /// The sentence below the button.
    #[prop(optional, into)]
    note: Signal<String>,
    /// The button.
    children: Children,
) -> AnyView {
    view! {
        <div class="paybar">
            {children()}
            <p>{note}</p>
        </div>
    }
    .into_any()
}
