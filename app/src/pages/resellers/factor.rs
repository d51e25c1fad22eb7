//! Whether everybody who works for a reseller is asked for a second factor.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, drawn};
use seatkeeper_core::api::RequireSecondFactor;

use super::{Known, take};
use crate::{http, i18n::say, i18n::t, pages::sending::Sending};

pub(super) fn section(known: Known) -> AnyView {
    let sending = Sending::new(Vec::new);
    let required =
        move || known.with(|known| known.is_some_and(|known| known.second_factor_required));
    let press = move |()| {
        let Some(reseller) = known.with_untracked(|known| known.map(|known| known.id)) else {
            return;
        };
        let required = !untrack(required);
        sending.run(async move {
            take(
                known,
                http::call(&RequireSecondFactor { reseller, required }).await?,
            );
            Ok(())
        });
    };
    let state = move || {
        if required() {
            ("resellers.factor.on", "resellers.factor.stop")
        } else {
            ("resellers.factor.off", "resellers.factor.ask")
        }
    };
    view! {
        <section class="stack narrow" aria-labelledby="the-factor">
            <h2 id="the-factor">{t("factor.title")}</h2>
            {sending.summary()}
            <p aria-live="polite">{drawn(move || say(state().0))}</p>
            <div><Button busy=sending.busy press=Callback::new(press)>{drawn(move || say(state().1))}</Button></div>
        </section>
    }
    .into_any()
}
