//! Every component in every state, and the screens drawn with them, on made-up data: for looking at
//! the kit without a server. Never part of the portal; CONTRIBUTING.md says how to build it.

mod combobox;
mod create;
mod manage;
mod overview;
mod parts;
mod plain;

use leptos::prelude::*;
use seatkeeper_app::shell::{Languages, NavItem, Shell, ShellTexts, SignedIn};
use seatkeeper_app::ui::{Notice, Source};

fn main() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
    leptos::mount::mount_to_body(gallery);
}

fn gallery() -> AnyView {
    let page = RwSignal::new(location_hash().unwrap_or_default());
    let turned = window_event_listener(leptos::ev::hashchange, move |_| {
        page.set(location_hash().unwrap_or_default());
    });
    on_cleanup(move || turned.remove());
    let shown = move || match page.get().as_str() {
        "signin" => plain::sign_in(),
        "activate" => plain::activate(),
        _ => frame(page),
    };
    shown.into_any()
}

pub(crate) fn languages() -> Languages {
    let all = [
        ("en", "English"),
        ("sv", "Svenska"),
        ("zh-Hans", "简体中文"),
    ];
    let all = all
        .map(|(code, name)| (code.to_owned(), name.to_owned()))
        .to_vec();
    Languages {
        chosen: RwSignal::new("en".to_owned()),
        all: Source::fixed(all),
        choose: Callback::new(|_| ()),
    }
}

fn frame(page: RwSignal<String>) -> AnyView {
    let texts = ShellTexts {
        brand: "Seatkeeper".into(),
        skip: "Skip to the page".into(),
        navigation: "Business Subscription".into(),
        menu: "Menu".into(),
        close: "Close".into(),
        language: "Language".into(),
        sign_out: "Sign out".into(),
    };
    let items = Signal::derive(move || {
        let lines = [
            ("Overview", "overview"),
            ("Create", "create"),
            ("Manage", "manage"),
            ("Purchase Licence", "topup"),
            ("Renew", "parts"),
            ("Business Information", "empty"),
            ("Billing", "receipt"),
        ];
        lines
            .map(|(label, at)| NavItem {
                label: label.to_owned(),
                href: ["#", at].concat(),
                current: page.get() == at,
            })
            .to_vec()
    });
    let signed_in = SignedIn {
        name: "Kontor & Co AB".to_owned(),
        email: "reseller@example.com".to_owned(),
        href: "#account".to_owned(),
    };
    let banner = view! { <Notice strip=true live=true>"Demo: nothing is charged, no mail leaves this machine."</Notice> };
    view! {
        <Shell
            texts=texts
            home="#overview"
            items=move || items.get()
            signed_in=Source::fixed(signed_in)
            languages=languages()
            sign_out=|()| ()
            acting_on=combobox::acting_on(if page.get_untracked() == "overview" { None } else { Some(0) })
            corner=view! { <p class="small soft">"23 November 2026"</p> }.into_any()
            banners=banner.into_any()
        >
            {match page.get_untracked().as_str() {
                "overview" => overview::overview(),
                "manage" => manage::manage(),
                "topup" => create::top_up(),
                "empty" => manage::empty(),
                "receipt" => create::receipt(),
                "create" => create::create(false),
                "errors" => create::create(true),
                _ => parts::parts(),
            }}
        </Shell>
    }
    .into_inner()
}
