//! The address bar and the page: a small router over the table of addresses in core.
//!
//! Promises: a link is a link (it can be opened in a new tab), back and forward work, the focus is
//! led to the new page's heading and the title says where one is.

use std::sync::LazyLock;

use leptos::prelude::*;
use seatkeeper_core::page::{Address, Page};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlAnchorElement, HtmlElement, MouseEvent};

use crate::{
    http::HEARD,
    i18n::{say, say_with},
};

static HERE: LazyLock<ArcRwSignal<Address>> = LazyLock::new(|| ArcRwSignal::new(bar()));

/// Where one is; whoever reads it in a view follows it.
pub fn here() -> Address {
    HERE.get()
}

/// Where one is at this moment.
pub fn here_now() -> Address {
    HERE.get_untracked()
}

/// What stands in the address bar.
fn bar() -> Address {
    let location = window().location();
    Address::read(
        &location.pathname().unwrap_or_default(),
        &location.search().unwrap_or_default(),
    )
}

/// The secret of a mailed link: it travels in the fragment, which no server sees.
pub fn fragment() -> String {
    window()
        .location()
        .hash()
        .unwrap_or_default()
        .trim_start_matches('#')
        .to_owned()
}

/// Listens to links and to the back button, from now on for as long as the tab is open.
pub fn start() {
    let moved = Closure::<dyn Fn()>::new(|| arrive(bar()));
    let pressed = Closure::<dyn Fn(MouseEvent)>::new(|event| follow(&event));
    // neither can fail: both events exist everywhere
    let _ = window().add_event_listener_with_callback("popstate", moved.as_ref().unchecked_ref());
    let _ = document().add_event_listener_with_callback("click", pressed.as_ref().unchecked_ref());
    moved.forget();
    pressed.forget();
}

/// Goes to a page, as if its link had been followed.
pub fn go(address: &Address) {
    let href = address.href();
    if HEARD.with_untracked(|heard| heard.outdated) {
        // the page that comes is then the server's own version
        let _ = window().location().assign(&href);
        return;
    }
    if *address != HERE.get_untracked() {
        let _ = window()
            .history()
            .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&href)));
    }
    arrive(address.clone());
}

/// Puts a page in the place of this one: the back button does not return to this one.
pub fn replace(address: &Address) {
    let href = address.href();
    let _ = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&href)));
    arrive(address.clone());
}

/// Leaves the portal for another site, such as the card gateway's page.
pub fn leave(href: &str) {
    let _ = window().location().assign(href);
}

/// The title bar: the page, then the product.
pub fn entitle(page: &'static str) {
    document().set_title(&say_with(
        "shell.title",
        &[("page", &say(page)), ("brand", &say("shell.brand"))],
    ));
}

fn arrive(address: Address) {
    let before = HERE.get_untracked();
    if before == address {
        return;
    }
    let turned = before.page != address.page;
    HERE.set(address);
    if turned {
        window().scroll_to_with_x_and_y(0.into(), 0.into());
        lead_focus();
    }
}

/// Leads the focus to the page's heading as soon as it is drawn, so that screen readers and the Tab
/// key begin there.
pub fn lead_focus() {
    request_animation_frame(|| {
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
            heading.set_tab_index(-1);
            let _ = heading.focus();
        }
    });
}

/// Turns a plain press on a link to a page of ours into [`go`].
fn follow(event: &MouseEvent) {
    let modified = event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    let elsewhere = window()
        .location()
        .origin()
        .is_ok_and(|origin| origin != link.origin());
    if elsewhere
        || !link.target().is_empty()
        || link.has_attribute("download")
        || !link.hash().is_empty()
    {
        return;
    }
    let address = Address::read(&link.pathname(), &link.search());
    if address.page != Page::NotFound {
        event.prevent_default();
        go(&address);
    }
}
