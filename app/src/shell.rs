//! The frame around every page: navigation, who acts on whom, the page itself; and the plain frame of
//! the pages before signing in. Words, addresses and choices come from outside.

use crate::ui::derived;
use leptos::prelude::*;

use crate::ui::{Brand, Drawer, MenuButton, Select, Source, drawn, drawn_later, focus};

/// One line of the navigation; only what works is passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// It is the page that is shown.
    pub current: bool,
}

/// The words of the frame.
#[derive(Clone, Copy, Debug)]
pub struct ShellTexts {
    /// The product's name.
    pub brand: Signal<String>,
    /// First of all: leads past the navigation.
    pub skip: Signal<String>,
    /// Names the navigation.
    pub navigation: Signal<String>,
    /// Opens the navigation on a phone.
    pub menu: Signal<String>,
    /// Closes it again.
    pub close: Signal<String>,
    /// Names the choice of language.
    pub language: Signal<String>,
    /// Ends the session.
    pub sign_out: Signal<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedIn {
    /// The company or the person.
    pub name: String,
    /// The address signed in with.
    pub email: String,
    /// Where the own account is; empty where there is no such page.
    pub href: String,
}

/// The choice of language.
#[derive(Clone)]
pub struct Languages {
    /// The one in force.
    pub chosen: RwSignal<String>,
    /// Codes and own names.
    pub all: Source<Vec<(String, String)>>,
    /// Another one was chosen.
    pub choose: Callback<String>,
}

/// The frame of every page behind the sign-in.
#[component]
pub fn Shell(
    /// Its words.
    texts: ShellTexts,
    /// Where the product's name leads.
    #[prop(into)]
    home: Signal<String>,
    /// The lines of the navigation.
    #[prop(into)]
    items: Source<Vec<NavItem>>,
    /// Who is signed in.
    #[prop(into)]
    signed_in: Source<SignedIn>,
    /// The choice of language.
    languages: Languages,
    /// The session shall end.
    #[prop(into)]
    sign_out: Callback<()>,
    /// The choice of the customer acted on.
    #[prop(optional)]
    acting_on: Option<AnyView>,
    /// At the other end of the top bar, such as the business date.
    #[prop(optional)]
    corner: Option<AnyView>,
    /// Above everything: that this is a demo, that the server is away.
    #[prop(optional)]
    banners: Option<AnyView>,
    /// The page.
    children: Children,
) -> AnyView {
    let open = RwSignal::new(false);
    let lines = move || items.get().into_iter().map(line).collect_view();
    let out_of_reach = move || open.get().then_some("");
    let brand = view! { <Brand name=texts.brand href=home /> }.into_inner();
    let account = move || {
        view! {
            <Who signed_in=signed_in.clone() />
            <div class="account-tools">
                <LanguageChoice label=texts.language languages=languages.clone() />
                <button type="button" class="button quiet" on:click=move |_| sign_out.run(())>{texts.sign_out}</button>
            </div>
        }
        .into_any()
    };
    view! {
        <SkipLink label=texts.skip out_of_reach=derived(out_of_reach) />
        <div class="shell">
            <Drawer open=open label=texts.brand head=brand close=texts.close>
                <nav aria-label=texts.navigation>
                    <p class="nav-title" aria-hidden="true">{texts.navigation}</p>
                    <ul class="nav">{drawn(lines)}</ul>
                </nav>
                <div class="account">{drawn_later(account)}</div>
            </Drawer>
            <div class="stage" inert=out_of_reach>
                {banners}
                <header class="top">
                    <MenuButton open=open label=texts.menu />
                    <div class="top-start">{acting_on}</div>
                    {corner.map(|corner| view! { <div class="top-end">{corner}</div> })}
                </header>
                <main class="page" id="main" tabindex="-1">{children()}</main>
            </div>
        </div>
    }
    .into_any()
}

/// The frame of the pages before signing in: one card.
#[component]
pub fn PlainShell(
    /// The product's name.
    #[prop(into)]
    brand: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    home: Signal<String>,
    /// Names the choice of language.
    #[prop(into)]
    language: Signal<String>,
    /// The choice of language.
    languages: Languages,
    /// Above everything: that this is a demo.
    #[prop(optional)]
    banners: Option<AnyView>,
    /// The page.
    children: Children,
) -> AnyView {
    view! {
        {banners}
        <div class="plain">
            <header class="plain-head">
                <Brand name=brand href=home />
                <LanguageChoice label=language languages=languages />
            </header>
            <main class="plain-card" id="main" tabindex="-1">{children()}</main>
        </div>
    }
    .into_any()
}

/// Not a plain link: the address is the router's, the focus is ours.
#[component]
fn SkipLink(label: Signal<String>, out_of_reach: Signal<Option<&'static str>>) -> AnyView {
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        focus("main");
    };
    view! { <a class="skip" href="#main" inert=out_of_reach on:click=skip>{label}</a> }.into_any()
}

#[component]
fn Who(signed_in: Source<SignedIn>) -> AnyView {
    let who = move || {
        let SignedIn { name, email, href } = signed_in.get();
        let name = if href.is_empty() {
            view! { <b>{name}</b> }.into_any()
        } else {
            view! { <a href=href><b>{name}</b></a> }.into_any()
        };
        view! { <div class="account-who">{name}<span class="soft">{email}</span></div> }
    };
    drawn(who)
}

#[component]
fn LanguageChoice(label: Signal<String>, languages: Languages) -> AnyView {
    let Languages {
        chosen,
        all,
        choose,
    } = languages;
    view! { <Select id="shell-language" label=label value=chosen options=all choose=choose compact=true /> }.into_inner()
}

fn line(item: NavItem) -> AnyView {
    let NavItem {
        label,
        href,
        current,
    } = item;
    view! { <li><a href=href aria-current=current.then_some("page")>{label}</a></li> }.into_any()
}
