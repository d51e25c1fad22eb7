//! The frame around the pages, filled: what is in the menu for whom, who is signed in, what has to
//! be said above everything. Leaves how it looks to the shell.

mod acting_on;
mod banners;

use leptos::{prelude::*, task::spawn_local};
use seatkeeper_app::shell::{Languages, NavItem, PlainShell, Shell, ShellTexts, SignedIn};
use seatkeeper_app::ui::{Source, derived, drawn_by, whenever};
use seatkeeper_core::{
    api::{Problem, Session, SignOut},
    member::MemberRole,
    page::{Address, Page},
};

use crate::{
    format,
    http::{self, Failure},
    i18n::{self, Language, say, say_with, t},
    router,
    session::{self, acting},
};

/// The frame of the pages behind the sign-in.
pub fn signed_in(page: AnyView) -> AnyView {
    let texts = ShellTexts {
        brand: t("shell.brand"),
        skip: t("shell.skip"),
        navigation: t("nav.label"),
        menu: t("nav.menu"),
        close: t("nav.close"),
        language: t("shell.language"),
        sign_out: t("shell.sign_out"),
    };
    let who = || session::with(who).unwrap_or_default();
    let today = view! { <span class="soft small">{derived(|| say_with("shell.today", &[("date", &format::date(session::today()))]))}</span> };
    view! {
        <Shell
            texts=texts
            home=derived(|| href(Page::Overview))
            items=items
            signed_in=who
            languages=languages()
            sign_out=Callback::new(|()| sign_out())
            acting_on=drawn_by(|| acts().to_string(), acting_on)
            corner=today.into_any()
            banners=banners::banners()
        >
            {page}
        </Shell>
    }
    .into_inner()
}

/// The frame of the pages before signing in.
pub fn plain(page: AnyView) -> AnyView {
    view! {
        <PlainShell brand=t("shell.brand") home=derived(|| Page::Overview.path()) language=t("shell.language") languages=languages() banners=banners::banners()>
            {page}
        </PlainShell>
    }
    .into_inner()
}

fn who(session: &Session) -> SignedIn {
    let company = session
        .reseller
        .as_ref()
        .map(|reseller| reseller.name.clone());
    SignedIn {
        name: company.unwrap_or_else(|| session.name.clone()),
        email: session.email.clone(),
        href: Page::Account.path(),
    }
}

/// Whether there is anybody to act on: for whoever only has a licence there is not.
fn acts() -> bool {
    let own = session::with(|session| session.membership.clone()).flatten();
    !session::lacks_second_factor()
        && (session::sells() || own.is_none_or(|own| own.role == MemberRole::Administrator))
}

fn acting_on() -> AnyView {
    if acts() {
        acting_on::acting_on()
    } else {
        ().into_any()
    }
}

/// A page's address for the customer acted on.
fn href(page: Page) -> String {
    Address {
        page,
        acting_on: acting::chosen(),
    }
    .href()
}

/// The lines of the menu that work for whoever is signed in.
fn items() -> Vec<NavItem> {
    let here = router::here().page;
    let creates = session::with(|session| session.may_create).unwrap_or_default();
    let customer = acting::customer();
    let manages = session::sells() || customer.ready().is_some_and(|view| view.may_add_members);
    let administers = session::is_reseller_administrator();
    let buys = administers || customer.ready().is_some_and(|view| view.buying.is_some());
    let staff = session::with(|session| session.staff).unwrap_or_default();
    let lines = [
        (Page::Overview, "nav.overview", true),
        (Page::Create, "nav.create", creates),
        (Page::Manage, "nav.manage", manages),
        (Page::PurchaseLicence, "nav.purchase_licence", buys),
        (Page::Renew, "nav.renew", buys),
        (Page::BusinessInformation, "nav.business", manages),
        (Page::Billing, "nav.billing", buys),
        (Page::Colleagues, "nav.colleagues", administers),
        (Page::Transfers, "nav.transfers", staff),
        (Page::CreditNotes, "nav.credit_notes", staff),
        (Page::VatNames, "nav.vat_names", staff),
        (Page::Resellers, "nav.resellers", staff),
        (Page::Log, "nav.log", staff || administers),
    ];
    let lacks = session::lacks_second_factor();
    let shown = lines.into_iter().filter(|(_, _, works)| *works && !lacks);
    shown
        .map(|(page, label, _)| NavItem {
            current: page == here,
            label: say(label),
            href: href(page),
        })
        .collect()
}

/// The choice of language, for the frame and for the account's page.
pub fn languages() -> Languages {
    let chosen = RwSignal::new(String::new());
    whenever(move || chosen.set(i18n::language().tag().to_owned()));
    let all =
        Language::ALL.map(|language| (language.tag().to_owned(), language.own_name().to_owned()));
    let choose = Callback::new(|tag: String| {
        if let Some(language) = Language::of(&tag) {
            session::speak(language);
        }
    });
    Languages {
        chosen,
        all: Source::fixed(all.to_vec()),
        choose,
    }
}

/// Ends the session. Only the server can: until it has, the page says that it is away, and goes on
/// asking, so that nobody leaves a device believing to be signed out.
pub fn sign_out() {
    spawn_local(async {
        while let Err(failure) = http::persist(&SignOut {}).await {
            if failure == Failure::Refused(Problem::NotSignedIn) {
                break;
            }
            http::HEARD.update(|heard| heard.away = true);
            http::pause(SIGN_OUT_AGAIN_MS).await;
        }
        session::end();
        router::go(&Address {
            page: Page::SignIn,
            acting_on: None,
        });
    });
}

/// How long to wait between two attempts to sign out, in milliseconds.
const SIGN_OUT_AGAIN_MS: i32 = 3000;
