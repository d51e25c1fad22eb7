//! The signature: one square a licence, filled when given, hatched when invited, hollow when unused;
//! in tens, so that they can be counted. Above sixty a bar with the same three parts.

use leptos::prelude::*;

use super::element::drawn;

/// More than these are drawn as a bar.
const SQUARES: u32 = 60;

/// Squares, or a bar when there are too many.
#[component]
pub fn Seats(
    /// Licences of members.
    #[prop(into)]
    used: Signal<u32>,
    /// Licences held by invitations.
    #[prop(optional, into)]
    invited: Signal<u32>,
    /// All licences.
    #[prop(into)]
    total: Signal<u32>,
    /// The same in words, for who cannot see it.
    #[prop(into)]
    label: Signal<String>,
) -> AnyView {
    let shown = move || {
        if total.get() > SQUARES {
            return view! { <SeatBar used=used invited=invited total=total label=label /> }
                .into_inner();
        }
        let (used, invited) = (used.get(), invited.get());
        let squares = (0..total.get())
            .map(|seat| {
                let kind = if seat < used {
                    ""
                } else if seat < used.saturating_add(invited) {
                    "invited"
                } else {
                    "unused"
                };
                view! { <i class=kind></i> }
            })
            .collect_view();
        view! { <div class="seats" role="img" aria-label=label>{squares}</div> }.into_any()
    };
    drawn(shown)
}

/// The bar alone, for the row of a table.
#[component]
pub fn SeatBar(
    /// Licences of members.
    #[prop(into)]
    used: Signal<u32>,
    /// Licences held by invitations.
    #[prop(optional, into)]
    invited: Signal<u32>,
    /// All licences.
    #[prop(into)]
    total: Signal<u32>,
    /// The same in words; empty where the words stand beside it.
    #[prop(optional, into)]
    label: Signal<String>,
) -> AnyView {
    let free = move || {
        total
            .get()
            .saturating_sub(used.get().saturating_add(invited.get()))
    };
    let silent = move || label.with(String::is_empty);
    view! {
        <span
            class="seat-bar"
            role=move || (!silent()).then_some("img")
            aria-label=move || (!silent()).then(|| label.get())
            aria-hidden=move || silent().then_some("true")
        >
            <i style:flex-grow=move || used.get().to_string()></i>
            <i class="invited" style:flex-grow=move || invited.get().to_string()></i>
            <i class="unused" style:flex-grow=move || free().to_string()></i>
        </span>
    }
    .into_any()
}
