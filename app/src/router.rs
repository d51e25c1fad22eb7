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

/// The query in the address bar, with its `?`.
static QUERY: LazyLock<ArcRwSignal<String>> = LazyLock::new(|| ArcRwSignal::new(query_now()));

/// Where one is; whoever reads it in a view follows it.
pub fn here() -> Address {
    HERE.get()
}

/// Where one is at this moment.
pub fn here_now() -> Address {
    HERE.get_untracked()
}

/// The query of the address, in which a page keeps how its list is looked at; whoever reads it in a view
/// follows it.
pub fn query() -> String {
    QUERY.get()
}

/// The query of the address at this moment.
pub fn query_now() -> String {
    window().location().search().unwrap_or_default()
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
    visit(address, &address.href());
}

/// As [`go`], with a query besides.
fn visit(address: &Address, href: &str) {
    if HEARD.with_untracked(|heard| heard.outdated) {
        // the page that comes is then the server's own version
        let _ = window().location().assign(href);
        return;
    }
    write(href, false);
    arrive(address.clone());
}

/// Looks at the list of this page in another way. What was changed `lightly`, such as a letter that was
/// typed, is no step of its own for the back button.
pub fn look(query: &str, lightly: bool) {
    let here = here_now();
    let mut href = here.href();
    if !query.is_empty() {
        href.push(if href.contains('?') { '&' } else { '?' });
        href.push_str(query);
    }
    write(&href, lightly);
    arrive(here);
}

/// Writes the address bar, as a step of its own or in the place of the last one. The same address once
/// more is no step.
fn write(href: &str, instead: bool) {
    let path = window().location().pathname().unwrap_or_default();
    let instead = instead || *href == [path, query_now()].concat();
    let Ok(history) = window().history() else {
        return;
    };
    let _ = if instead {
        history.replace_state_with_url(&JsValue::NULL, "", Some(href))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(href))
    };
}

/// Puts a page in the place of this one: the back button does not return to this one.
pub fn replace(address: &Address) {
    write(&address.href(), true);
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
    let turned = before.page != address.page;
    if before != address {
        // the page of before goes first, and does not look at the query of another
        HERE.set(address);
    }
    let query = query_now();
    if QUERY.with_untracked(|known| *known != query) {
        QUERY.set(query);
    }
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
    let (path, query) = (link.pathname(), link.search());
    let address = Address::read(&path, &query);
    if address.page != Page::NotFound {
        event.prevent_default();
        visit(&address, &[path, query].concat());
        // also where the page stays: the link may be gone
        lead_focus();
    }
}
