//! The own account: name and role, second factor, address, language, and being signed out everywhere.

mod email;
mod factor;

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, ConfirmDialog, PageHeader, Select, Tone, derived, drawn};
use seatkeeper_core::{
    api::{Session, SignOutEverywhere},
    page::{Address, Page},
    permission::ResellerRole,
};

use super::{membership, sending::Sending};
use crate::{
    frame, http,
    i18n::{say, t},
    router, session,
};

/// The page.
#[component]
pub fn Account() -> AnyView {
    let who = move || session::session().map(|session| who(&session));
    let open = RwSignal::new(false);
    let sending = Sending::new(Vec::new);
    let everywhere = move |()| {
        sending.run(async move {
            http::call(&SignOutEverywhere {}).await?;
            session::end();
            router::go(&Address {
                page: Page::SignIn,
                acting_on: None,
            });
            Ok(())
        });
    };
    let languages = frame::languages();
    view! {
        <PageHeader title=t("account.title") />
        <section class="card stack" aria-labelledby="who">
            <h2 id="who">{t("account.you")}</h2>
            {drawn(who)}
        </section>
        {factor::card()}
        {drawn(|| session::with(|session| session.membership.clone()).flatten().map(membership::card))}
        {drawn(|| session::with(|session| !session.acting).unwrap_or_default().then(email::card))}
        <section class="card stack" aria-labelledby="language-of-account">
            <h2 id="language-of-account">{t("account.language")}</h2>
            <Select id="account-language" label=t("account.language.label") value=languages.chosen options=languages.all hint=t("account.language.hint") choose=languages.choose />
        </section>
        <section class="card stack" aria-labelledby="everywhere">
            <h2 id="everywhere">{t("account.sessions")}</h2>
            <p>{t("account.sessions.text")}</p>
            <div><Button press=move |()| open.set(true)>{t("account.sign_out_everywhere")}</Button></div>
            <ConfirmDialog open=open title=t("account.sign_out_everywhere.ask") confirm=t("account.sign_out_everywhere") cancel=t("page.cancel") busy=sending.busy act=Callback::new(everywhere)>
                {sending.summary()}
                <p>{t("account.sign_out_everywhere.text")}</p>
            </ConfirmDialog>
        </section>
        <div><Button tone=Tone::Quiet press=move |()| frame::sign_out()>{t("shell.sign_out")}</Button></div>
    }
    .into_any()
}

fn who(session: &Session) -> AnyView {
    let Session {
        name,
        email,
        reseller,
        staff,
        ..
    } = session.clone();
    let role = derived(move || match (&reseller, staff) {
        (Some(reseller), _) => {
            let role = say(match reseller.role {
                ResellerRole::Administrator => "role.administrator",
                ResellerRole::Technician => "role.technician",
            });
            crate::i18n::say_with("account.role", &[("role", &role), ("name", &reseller.name)])
        }
        (None, true) => say("role.staff"),
        (None, false) => String::new(),
    });
    view! { <p><b>{name}</b></p><p class="soft">{email}</p><p class="soft">{role}</p> }.into_any()
}
