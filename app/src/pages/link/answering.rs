//! Answering who manages a business from now on: with a password, or no by a press.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, Mood, Notice, PageHeader, derived, drawn};
use seatkeeper_core::api::{AgreeToManaging, DeclineManaging, Done, Link, LinkKind};

use super::role;
use crate::{
    http::{self, Question},
    i18n::{say_with, t},
    pages::sending::Sending,
    router,
};

/// What is asked, what follows from yes, and both answers; only no while somebody has to go first.
pub(super) fn answer(secret: String, link: Link) -> AnyView {
    let (lead, text) = match link.kind {
        LinkKind::Attach => ("answer.attach", "answer.attach.text"),
        _ => ("answer.hand_over", "answer.hand_over.text"),
    };
    let with = StoredValue::new((
        link.added_by.unwrap_or_default(),
        link.business.unwrap_or_default(),
        link.leaving.clone().unwrap_or_default(),
    ));
    let said = move |key| {
        derived(move || {
            with.with_value(|(by, business, leaving)| {
                say_with(
                    key,
                    &[("by", by), ("business", business), ("leaving", leaving)],
                )
            })
        })
    };
    let (done, sending) = (RwSignal::new(false), Sending::new(Vec::new));
    let declined = secret.clone();
    let decline = Callback::new(move |()| {
        let question = Question::of(&DeclineManaging {
            secret: declined.clone(),
        });
        sending.run(async move {
            http::answer::<Done>(question).await?;
            done.set(true);
            router::lead_focus();
            Ok(())
        });
    });
    let body = move || {
        if done.get() {
            return view! { <Notice mood=Mood::Good title=t("answer.declined") live=true><p>{said("answer.declined.text")}</p></Notice> }.into_any();
        }
        let secret = secret.clone();
        let agreeing = move |password, code| {
            let secret = secret.clone();
            Question::of(&AgreeToManaging {
                secret,
                password,
                code,
            })
        };
        let yes = match link.leaving {
            Some(_) => {
                view! { <Notice mood=Mood::Warn><p>{said("answer.first")}</p></Notice> }.into_any()
            }
            None => role::form(link.email.clone(), "answer.agree", Box::new(agreeing)),
        };
        view! {
            <p>{said(text)}</p>
            {yes}
            {sending.summary()}
            <Button wide=true busy=sending.busy press=decline>{t("answer.decline")}</Button>
        }
        .into_any()
    };
    view! {
        <PageHeader title=t("answer.title") lead=said(lead) />
        {drawn(body)}
    }
    .into_any()
}
