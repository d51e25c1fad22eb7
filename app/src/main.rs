//! Seatkeeper in the browser: starts, finds out language and session, and shows the page at the
//! address, in the frame that belongs to it. Shows and asks; every rule is in core or on the server.

mod draft;
mod format;
mod frame;
mod http;
mod i18n;
mod pages;
mod router;
mod session;
mod wire;

use leptos::{mount::mount_to_body, prelude::*, task::spawn_local};
use seatkeeper_app::ui::{drawn, whenever};
use seatkeeper_core::page::{Address, Page};

use i18n::Language;

/// Shown while not even the texts can be had; so it stands here, in every language.
const UNREACHABLE: &str = "Seatkeeper cannot be reached; trying again. · Seatkeeper kan inte nås; försöker igen. · 无法连接 Seatkeeper，正在重试。";

fn main() {
    router::start();
    mount_to_body(App);
}

/// What is decided before any page.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    /// Nothing is known yet: the frame painted by the page itself stays.
    Nothing,
    /// A page for everybody.
    Plain(Page),
    /// Nobody is signed in; the address waits behind.
    SignIn,
    /// A page in the frame of whoever is signed in.
    Framed,
}

#[component]
fn App() -> AnyView {
    let speaks = RwSignal::new(false);
    let unreachable = RwSignal::new(false);
    spawn_local(begin(speaks, unreachable));
    session::watch();
    session::acting::watch();
    let account = Memo::new(|_| session::with(|session| session.account));
    let shown = Memo::new(move |_| {
        let page = router::here().page;
        if !speaks.get() || !session::is_known() {
            return Shown::Nothing;
        }
        match (page, account.get()) {
            (Page::SignIn, Some(_)) => Shown::Framed,
            (page, _) if page.is_public() && page != Page::NotFound => Shown::Plain(page),
            (Page::NotFound, None) => Shown::Plain(Page::NotFound),
            (_, None) => Shown::SignIn,
            (_, Some(_)) => Shown::Framed,
        }
    });
    whenever(move || {
        if account.get().is_some() && router::here().page == Page::SignIn {
            router::replace(&Address {
                page: Page::Overview,
                acting_on: None,
            });
        }
    });
    entitle(shown);
    remove_boot(shown);
    let page = move || match shown.get() {
        Shown::Nothing => unreachable
            .get()
            .then(|| view! { <p class="noscript" role="alert">{UNREACHABLE}</p> })
            .into_any(),
        Shown::Plain(page) => frame::plain(pages::page(&page)),
        Shown::SignIn => frame::plain(pages::page(&Page::SignIn)),
        Shown::Framed => frame::signed_in(framed()),
    };
    drawn(page)
}

/// The page itself: made anew when the page changes, or the customer of a page about customers.
fn framed() -> AnyView {
    let page = Memo::new(|_| {
        let Address { page, acting_on } = router::here();
        let about = matches!(page, Page::Manage | Page::PurchaseLicence);
        (page, acting_on.filter(|_| about))
    });
    drawn(move || page.with(|(page, _)| pages::page(page)))
}

/// Texts and session, side by side, as often as it takes.
async fn begin(speaks: RwSignal<bool>, unreachable: RwSignal<bool>) {
    spawn_local(session::fetch());
    let language = Language::probable();
    while i18n::speak(language).await.is_err() {
        unreachable.set(true);
        http::pause(2000).await;
    }
    unreachable.set(false);
    speaks.set(true);
}

/// The title bar: the page, then the product.
fn entitle(shown: Memo<Shown>) {
    whenever(move || {
        let key = match shown.get() {
            Shown::Nothing => return,
            Shown::SignIn => pages::title(&Page::SignIn),
            Shown::Plain(page) => pages::title(&page),
            Shown::Framed => pages::title(&router::here().page),
        };
        router::entitle(key);
    });
}

/// The frame that index.html paints goes as soon as there is a real one.
fn remove_boot(shown: Memo<Shown>) {
    whenever(move || {
        if shown.get() != Shown::Nothing
            && let Some(boot) = document().get_element_by_id("boot")
        {
            boot.remove();
        }
    });
}
