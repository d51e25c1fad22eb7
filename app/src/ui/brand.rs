//! The mark: five seats given, one free.

use leptos::prelude::*;

const GIVEN: [(u8, u8); 5] = [(0, 0), (10, 0), (20, 0), (0, 10), (10, 10)];

/// The mark and the name, as a way home.
#[component]
pub fn Brand(
    /// The name beside the mark.
    #[prop(into)]
    name: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
) -> AnyView {
    let seats = GIVEN
        .map(|(x, y)| view! { <rect x=x y=y width="7" height="7" rx="2"></rect> })
        .collect_view();
    view! {
        <a class="brand" href=href>
            <svg class="mark" viewBox="0 0 27 17" width="27" height="17" aria-hidden="true">
                {seats}
                <rect class="mark-free" x="20.75" y="10.75" width="5.5" height="5.5" rx="1.5"></rect>
            </svg>
            {name}
        </a>
    }
    .into_any()
}
