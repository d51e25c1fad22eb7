//! Seatkeeper in the browser: starts, finds out language and session, and shows the page at the
//! address, in the frame that belongs to it. Shows and asks; every rule is in core or on the server.

mod draft;
mod format;
mod frame;
mod held;
mod http;
mod i18n;
mod pages;
mod router;
mod session;
mod wire;

use std::cell::RefCell;

use leptos::{mount::mount_to_body, prelude::*, task::spawn_local};
use seatkeeper_app::ui::{drawn, drawn_by, drawn_later, whenever};
use seatkeeper_core::{
    id::AccountId,
    page::{Address, Page},
};

use i18n::Language;

/// Every byte of the app is waited for on a phone, and this one's code is small.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Shown while not even the texts can be had; so it stands here, in every language.
const UNREACHABLE: &str = "Seatkeeper cannot be reached; trying again. · Seatkeeper kan inte nås; försöker igen. · 无法连接 Seatkeeper，正在重试。";

fn main() {
    router::start();
    mount_to_body(App);
}

/// What is decided before any page.
enum Shown {
    /// Nothing is known yet: the frame painted by the page itself stays.
    Nothing,
    /// A page for everybody.
    Plain(Page),
    /// A page in the frame of whoever is signed in.
    Framed(AccountId),
}

impl Shown {
    /// All is made anew when this changes.
    fn key(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Plain(page) => page.path(),
            Self::Framed(account) => account.to_string(),
        }
    }
}

#[component]
fn App() -> AnyView {
    let speaks = RwSignal::new(false);
    let unreachable = RwSignal::new(false);
    spawn_local(begin(speaks, unreachable));
    session::watch();
    session::acting::watch();
    let shown = move || {
        if speaks.get() && session::is_known() {
            shown()
        } else {
            Shown::Nothing
        }
    };
    whenever(move || {
        if session::with(|_| ()).is_some() && router::here().page == Page::SignIn {
            router::replace(&Address {
                page: Page::Overview,
                acting_on: None,
            });
        }
    });
    whenever(move || {
        let page = router::here().page;
        if session::lacks_second_factor() && !page.is_public() && page != Page::Account {
            router::replace(&Address {
                page: Page::Account,
                acting_on: None,
            });
        }
    });
    entitle(shown);
    lead_focus(shown);
    remove_boot(shown);
    let page = move || match shown() {
        Shown::Nothing => drawn(move || {
            (unreachable.get() || http::HEARD.with(|heard| heard.away))
                .then(|| view! { <p class="noscript" role="alert">{UNREACHABLE}</p> })
        }),
        Shown::Plain(page) => frame::plain(pages::page(&page)),
        Shown::Framed(_) => frame::signed_in(drawn_later(framed)),
    };
    drawn_by(move || shown().key(), page)
}

/// Which page, in which frame.
fn shown() -> Shown {
    let page = router::here().page;
    match (page, session::with(|session| session.account)) {
        (page, _) if page.is_public() && !matches!(page, Page::NotFound | Page::SignIn) => {
            Shown::Plain(page)
        }
        (_, Some(account)) => Shown::Framed(account),
        (Page::NotFound, None) => Shown::Plain(Page::NotFound),
        // the address waits behind: whoever signs in is at once where one was
        (_, None) => Shown::Plain(Page::SignIn),
    }
}

/// The page itself: made anew when the page changes, or the customer of a page about customers.
fn framed() -> AnyView {
    let key = || match router::here() {
        address @ Address {
            page: Page::Manage | Page::PurchaseLicence,
            ..
        } => address.href(),
        Address { page, .. } => page.path(),
    };
    drawn_by(key, || pages::page(&router::here_now().page))
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
fn entitle(shown: impl Fn() -> Shown + 'static) {
    whenever(move || {
        let key = match shown() {
            Shown::Nothing => return,
            Shown::Plain(page) => pages::title(&page),
            Shown::Framed(_) => pages::title(&router::here().page),
        };
        router::entitle(key);
    });
}

/// Signing in, or the end of a session, puts another page where one is: the focus is led to it.
fn lead_focus(shown: impl Fn() -> Shown + 'static) {
    let before = RefCell::new(String::new());
    whenever(move || {
        let key = shown().key();
        let before = before.replace(key.clone());
        if !before.is_empty() && before != key {
            router::lead_focus();
        }
    });
}

/// The frame that index.html paints goes as soon as there is a real one.
fn remove_boot(shown: impl Fn() -> Shown + 'static) {
    whenever(move || {
        if !matches!(shown(), Shown::Nothing)
            && let Some(boot) = document().get_element_by_id("boot")
        {
            boot.remove();
        }
    });
}
