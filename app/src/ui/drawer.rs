//! The side of the frame: beside the page on a wide screen, on a phone a drawer that a button opens.
//! While it is open the rest of the page is out of reach; Escape, its own button, a press beside it
//! or following one of its links closes it, and the focus goes back to the button.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::element::focus;
use super::icon::{Icon, Sign};

const DRAWER: &str = "side";
const BUTTON: &str = "menu-button";
const CLOSE: &str = "side-close";

/// The button that opens the drawer; only shown on a phone.
#[component]
pub fn MenuButton(
    /// Whether the drawer is open.
    open: RwSignal<bool>,
    /// The button's words.
    #[prop(into)]
    label: Signal<String>,
) -> AnyView {
    let show = move |_| {
        open.set(true);
        // the drawer can only take the focus once it is visible
        request_animation_frame(|| focus(CLOSE));
    };
    view! {
        <button
            type="button"
            class="button menu-button"
            id=BUTTON
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls=DRAWER
            on:click=show
        >
            <Icon sign=Sign::Menu />
            {label}
        </button>
    }
    .into_any()
}

/// The side and what dims the page behind it.
#[component]
pub fn Drawer(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its accessible name, as a landmark.
    #[prop(into)]
    label: Signal<String>,
    /// At its top.
    head: AnyView,
    /// Name of the button that closes it.
    #[prop(into)]
    close: Signal<String>,
    /// What stands in it.
    children: Children,
) -> AnyView {
    let shut = move || {
        if open.get_untracked() {
            open.set(false);
            // the button is out of reach until the page behind has come back
            request_animation_frame(|| focus(BUTTON));
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            shut();
        }
    };
    let followed = move |event: web_sys::MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.closest("a").is_ok_and(|link| link.is_some())) {
            open.set(false);
        }
    };
    // a window made wider shows the side anyway: nothing may stay out of reach
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        let wide = window()
            .match_media("(width > 48rem)")
            .ok()
            .flatten()
            .is_some_and(|wide| wide.matches());
        if wide && open.get_untracked() {
            open.set(false);
        }
    });
    on_cleanup(move || resized.remove());
    view! {
        <aside class="side" id=DRAWER aria-label=label data-open=move || open.get().then_some("") on:keydown=key on:click=followed>
            <div class="side-inner">
                <div class="side-head">
                    {head}
                    <button type="button" class="button quiet side-close" id=CLOSE on:click=move |_| shut()>
                        <Icon sign=Sign::Close />
                        {close}
                    </button>
                </div>
                {children()}
            </div>
        </aside>
        <div class="scrim" on:click=move |_| shut()></div>
    }
    .into_any()
}
