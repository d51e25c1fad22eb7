//! Links that do one thing: asked for by a press, so that a mail scanner does not decide it.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, ButtonLink, Mood, Notice, PageHeader, Tone, derived, drawn};
use seatkeeper_core::{
    api::{ConfirmEmail, Done, KeepEmail, StopMails},
    page::Page,
};

use crate::{
    http::{self, Failure, Question},
    i18n::{say_with, t},
    pages::sending::Sending,
    router, session,
};

/// What stands on the page before and after the press.
struct Words {
    title: &'static str,
    lead: &'static str,
    action: &'static str,
    done: &'static str,
    done_text: &'static str,
    /// Where to go then, and its words.
    way_on: Option<(Page, &'static str)>,
    /// It ends the session that this browser may have.
    ends_session: bool,
}

/// "Not me, never again".
#[component]
pub fn StopMailsPage() -> AnyView {
    let words = Words {
        title: "stop_mails.title",
        lead: "stop_mails.lead",
        action: "stop_mails.action",
        done: "stop_mails.done",
        done_text: "stop_mails.done.text",
        way_on: None,
        ends_session: false,
    };
    let secret = router::fragment();
    page(words, String::new(), Question::of(&StopMails { secret }))
}

/// The new address of an account is confirmed.
pub(super) fn confirm_email(secret: String, email: String) -> AnyView {
    let words = Words {
        title: "confirm_email.title",
        lead: "confirm_email.lead",
        action: "confirm_email.action",
        done: "confirm_email.done",
        done_text: "confirm_email.done.text",
        way_on: Some((Page::SignIn, "sign_in.title")),
        ends_session: true,
    };
    page(words, email, Question::of(&ConfirmEmail { secret }))
}

/// "This was not me": the address stays.
pub(super) fn keep_email(secret: String, email: String) -> AnyView {
    let words = Words {
        title: "keep_email.title",
        lead: "keep_email.lead",
        action: "keep_email.action",
        done: "keep_email.done",
        done_text: "keep_email.done.text",
        way_on: Some((Page::ForgottenPassword, "reset.title")),
        ends_session: true,
    };
    page(words, email, Question::of(&KeepEmail { secret }))
}

fn page(words: Words, email: String, question: Result<Question, Failure>) -> AnyView {
    let done = RwSignal::new(false);
    let sending = Sending::new(Vec::new);
    let press = Callback::new(move |()| {
        let asked = question.clone();
        sending.run(async move {
            http::answer::<Done>(asked).await?;
            if words.ends_session {
                session::end();
            }
            done.set(true);
            router::lead_focus();
            Ok(())
        });
    });
    let on = words.way_on.map(|(page, label)| (page.path(), label));
    let with_email = StoredValue::new(email);
    let said = move |key| {
        derived(move || with_email.with_value(|email| say_with(key, &[("email", email)])))
    };
    let body = move || {
        if !done.get() {
            return view! { <Button tone=Tone::Main wide=true busy=sending.busy press=press>{t(words.action)}</Button> }.into_any();
        }
        let on = on.clone().map(|(href, label)| {
            view! { <ButtonLink href=href tone=Tone::Main wide=true>{t(label)}</ButtonLink> }
        });
        view! { <Notice mood=Mood::Good title=t(words.done) live=true><p>{said(words.done_text)}</p></Notice>{on} }.into_any()
    };
    // what can be done is said until it is done
    let before = said(words.lead);
    let lead = derived(move || {
        if done.get() {
            String::new()
        } else {
            before.get()
        }
    });
    view! {
        <PageHeader title=t(words.title) lead=lead />
        {sending.summary()}
        {drawn(body)}
    }
    .into_any()
}
