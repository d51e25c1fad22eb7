//! Strips above everything: a demo, a server that is away, another version, another day or price, as
//! whom one acts, who manages the own business.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, Mood, Notice, derived, drawn, whether};

use crate::{
    format,
    http::HEARD,
    i18n::{say, say_with, t},
    pages::act_as,
    session::{self, News},
};

/// All strips; each is there for as long as its reason.
pub(super) fn banners() -> AnyView {
    let demo = whether(|| session::state().is_some_and(|state| state.demo));
    let away = whether(|| HEARD.with(|heard| heard.away));
    let outdated = whether(|| HEARD.with(|heard| heard.outdated));
    let reload = |()| {
        // a reload that fails leaves the page as it is
        let _ = window().location().reload();
    };
    view! {
        <aside>
            {drawn(move || demo.get().then(|| view! { <Notice strip=true><p>{t("banner.demo")}</p></Notice> }))}
            {drawn(move || away.get().then(|| view! { <Notice mood=Mood::Bad strip=true live=true><p>{t("banner.away")}</p></Notice> }))}
            {drawn(move || {
                outdated.get().then(|| {
                    view! {
                        <Notice mood=Mood::Warn strip=true live=true>
                            <div class="cluster apart"><p>{t("banner.outdated")}</p><Button press=reload>{t("banner.reload")}</Button></div>
                        </Notice>
                    }
                })
            })}
            {drawn(news)}
            {drawn(acting)}
            {drawn(managed)}
        </aside>
    }
    .into_any()
}

/// As whom one of the seller's people acts; it stands on every page.
fn acting() -> Option<AnyView> {
    let name = session::with(|session| {
        let reseller = session.reseller.as_ref().filter(|_| session.acting);
        reseller.map(|reseller| reseller.name.clone())
    })
    .flatten()?;
    let text = derived(move || say_with("banner.acting", &[("name", &name)]));
    Some(
        view! {
            <Notice mood=Mood::Warn strip=true>
                <div class="cluster apart"><p>{text}</p><Button press=|()| act_as::stop()>{t("banner.acting.stop")}</Button></div>
            </Notice>
        }
        .into_any(),
    )
}

/// The reseller that manages the own business; to whoever works for a reseller it is no news.
fn managed() -> Option<AnyView> {
    let by = session::with(|session| {
        let own = session.membership.as_ref();
        own.map(|own| own.managed_by.clone())
    });
    let by = by
        .flatten()
        .filter(|by| !by.is_empty() && !session::sells())?;
    let text = derived(move || say_with("banner.managed", &[("reseller", &by)]));
    Some(view! { <Notice strip=true><p>{text}</p></Notice> }.into_any())
}

fn news() -> Option<AnyView> {
    let news = session::news()?;
    let text = derived(move || match news {
        News::Today(today) => say_with("banner.today", &[("date", &format::date(today))]),
        News::Prices => say("banner.prices"),
    });
    Some(
        view! {
            <Notice mood=Mood::Warn strip=true live=true>
                <div class="cluster apart"><p>{text}</p><Button press=|()| session::clear_news()>{t("page.close")}</Button></div>
            </Notice>
        }
        .into_any(),
    )
}
