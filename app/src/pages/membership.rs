//! The own licence: of which business it is, and leaving it. Who manages that stands above every page.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, ConfirmDialog, Tone, derived};
use seatkeeper_core::{
    api::{Leave, Membership},
    member::MemberRole,
};

use super::sending::Sending;
use crate::{
    http,
    i18n::{say_with, t},
    router, session,
};

/// The card, for whoever has a place in a business.
pub fn card(membership: Membership) -> AnyView {
    let Membership {
        customer,
        name,
        role,
        ..
    } = membership;
    let open = RwSignal::new(false);
    let sending = Sending::new(Vec::new);
    let leave = move |()| {
        sending.run(async move {
            http::call(&Leave { customer }).await?;
            open.set(false);
            session::fetch().await;
            router::lead_focus();
            Ok(())
        });
    };
    let of = name.clone();
    let title = derived(move || say_with("membership.title", &[("business", &of)]));
    let ask = derived(move || say_with("membership.leave.ask", &[("business", &name)]));
    let administers = role == MemberRole::Administrator;
    view! {
        <section class="card stack" aria-labelledby="membership">
            <h2 id="membership">{title}</h2>
            <div><Button tone=Tone::QuietBad press=move |()| open.set(true)>{t("membership.leave")}</Button></div>
            <ConfirmDialog open=open title=ask confirm=t("membership.leave") cancel=t("page.cancel") destructive=true busy=sending.busy act=Callback::new(leave)>
                {sending.summary()}
                <p>{t("membership.leave.text")}</p>
                {administers.then(|| view! { <p>{t("membership.leave.administrator")}</p> })}
            </ConfirmDialog>
        </section>
    }
    .into_any()
}
