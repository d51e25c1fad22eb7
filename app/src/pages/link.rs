//! Following a mailed link: choosing a name and a password, or only a new password; accepting a role;
//! what only needs a press.
//!
//! Promises: the secret stays in the fragment until it is used, so a reload loses nothing and no
//! server log holds it; a link that no longer works says what to do instead.

mod answering;
mod pressing;
mod role;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, ButtonLink, Mood, Notice, PageHeader, PasswordField, SkeletonShape, TextField,
    TextKind, Tone, derived, drawn,
};
use seatkeeper_core::{
    api::{
        Activate, ChangeBusiness, Link, LinkKind, OpenLink, Problem, ResetPassword, SessionState,
    },
    form::{Field, FieldError, line, new_password},
    page::{Address, Page},
    permission::ResellerRole,
};

pub use pressing::StopMailsPage;

use super::{
    listing, refused,
    sending::{Sending, id},
};
use crate::{
    format::composed,
    http::{self, Failure, Load},
    i18n::{self, say_with, t},
    router, session,
};

/// The page of both kinds of link.
#[component]
pub fn LinkPage() -> AnyView {
    let secret = router::fragment();
    let asked = secret.clone();
    let link = http::follow(move || {
        Some(OpenLink {
            secret: asked.clone(),
        })
    });
    let body = move || match link.get() {
        Load::Waiting => listing::waiting(SkeletonShape::Form),
        Load::Ready(link) => match link.kind {
            LinkKind::Activation => activation(secret.clone(), link),
            LinkKind::Reset => reset(secret.clone(), link),
            LinkKind::Role => role::accept(secret.clone(), link),
            LinkKind::Attach | LinkKind::HandOver => answering::answer(secret.clone(), link),
            LinkKind::ConfirmEmail => pressing::confirm_email(secret.clone(), link.email),
            LinkKind::KeepEmail => pressing::keep_email(secret.clone(), link.email),
        },
        Load::Failed(Failure::Refused(
            Problem::LinkGone
            | Problem::NotFound
            | Problem::Malformed { .. }
            | Problem::Fields { .. },
        )) => gone(),
        Load::Failed(failure) => refused::failure(&failure),
    };
    drawn(body)
}

fn gone() -> AnyView {
    let forgotten = Page::ForgottenPassword.path();
    view! {
        <PageHeader title=t("link.gone") />
        <Notice mood=Mood::Warn><p>{t("link.gone.invitation")}</p><p>{t("link.gone.password")}</p></Notice>
        <ButtonLink href=forgotten wide=true>{t("sign_in.forgotten")}</ButtonLink>
    }
    .into_any()
}

fn password_fault(password: RwSignal<String>) -> Option<FieldError> {
    let fault = password.with(|password| new_password(password)).err()?;
    Some(FieldError {
        field: Field::Password,
        fault,
    })
}

fn password_field(password: RwSignal<String>, sending: Sending) -> AnyView {
    view! {
        <PasswordField id=id(Field::Password) label=t("field.password") value=password show=t("field.show") hide=t("field.hide") new=true hint=t("field.password.hint") error=sending.error(Field::Password) />
    }
    .into_any()
}

/// The address is shown and sent along so that password managers know whose password it is.
fn email_field(email: String) -> AnyView {
    view! {
        <TextField id=id(Field::Email) label=t("field.email") value=RwSignal::new(email) kind=TextKind::Email autocomplete="username" read_only=true />
    }
    .into_any()
}

/// The form of each kind of link: the address, what is typed, the button.
fn form(
    sending: Sending,
    email: String,
    fields: AnyView,
    submit: Box<dyn FnMut(web_sys::SubmitEvent)>,
    action: &'static str,
) -> AnyView {
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {sending.summary()}
            {email_field(email)}
            {fields}
            <Button tone=Tone::Main wide=true submit=true busy=sending.busy>{t(action)}</Button>
        </form>
    }
    .into_any()
}

fn activation(secret: String, link: Link) -> AnyView {
    if let Some(leaving) = link.leaving.clone() {
        return elsewhere(secret, link, leaving);
    }
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Sending::new(move || {
        let faults = name.with(|name| line(name)).err().map(|fault| FieldError {
            field: Field::Name,
            fault,
        });
        faults.into_iter().chain(password_fault(password)).collect()
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let secret = secret.clone();
        sending.send(move || async move {
            let (name, password) = (composed(&name.get_untracked()), password.get_untracked());
            let language = i18n::language_now().tag().to_owned();
            arrive(
                http::call(&Activate {
                    secret,
                    name,
                    password,
                    language,
                })
                .await?,
            )
            .await;
            Ok(())
        });
    };
    let (email, lead) = (link.email.clone(), invited(link));
    let fields = view! {
        <TextField id=id(Field::Name) label=t("field.name") value=name error=sending.error(Field::Name) autocomplete="name" />
        {password_field(password, sending)}
    }
    .into_any();
    view! {
        <PageHeader title=t("activate.title") lead=lead />
        {form(sending, email, fields, Box::new(submit), "activate.action")}
    }
    .into_any()
}

/// Who invites, in one sentence.
fn invited(link: Link) -> Signal<String> {
    derived(move || match (&link.business, &link.added_by) {
        (Some(business), by) if link.role.is_some() => {
            let key = match link.role {
                Some(ResellerRole::Administrator) => "accept.administrator",
                _ => "accept.technician",
            };
            let by = by.as_ref().unwrap_or(business);
            say_with(key, &[("business", business), ("by", by)])
        }
        (Some(business), Some(by)) => {
            say_with("activate.invited", &[("business", business), ("by", by)])
        }
        (Some(business), None) => say_with("activate.business", &[("business", business)]),
        _ => i18n::say("activate.lead"),
    })
}

/// A person can be in one business only: its owner chooses to leave it for the other.
fn elsewhere(secret: String, link: Link, leaving: String) -> AnyView {
    let done = RwSignal::new(false);
    let sending = Sending::new(Vec::new);
    let change = move |()| {
        let secret = secret.clone();
        sending.run(async move {
            http::call(&ChangeBusiness { secret }).await?;
            if session::session_now().is_some() {
                // whoever is signed in may be somebody else now
                session::fetch().await;
            }
            done.set(true);
            router::lead_focus();
            Ok(())
        });
    };
    let change = Callback::new(change);
    let business = link.business.clone().unwrap_or_default();
    let names = StoredValue::new((link.email.clone(), leaving, business));
    let said = move |key| {
        derived(move || {
            names.with_value(|(email, leaving, business)| {
                let with = [
                    ("email", email.as_str()),
                    ("leaving", leaving),
                    ("business", business),
                ];
                say_with(key, &with)
            })
        })
    };
    let body = move || {
        if done.get() {
            let home = Page::Overview.path();
            return view! {
                <Notice mood=Mood::Good title=said("activate.changed") live=true><p>{said("activate.changed.text")}</p></Notice>
                <ButtonLink href=home tone=Tone::Main wide=true>{t("sign_in.title")}</ButtonLink>
            }
            .into_any();
        }
        view! {
            <Notice mood=Mood::Warn><p>{said("activate.elsewhere")}</p></Notice>
            <Button tone=Tone::Main wide=true busy=sending.busy press=change>{said("activate.change_business")}</Button>
            <p class="soft small">{t("activate.stay")}</p>
        }
        .into_any()
    };
    view! {
        <PageHeader title=t("activate.join") lead=invited(link) />
        {sending.summary()}
        {drawn(body)}
    }
    .into_any()
}

fn reset(secret: String, link: Link) -> AnyView {
    let password = RwSignal::new(String::new());
    let sending = Sending::new(move || password_fault(password).into_iter().collect());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let secret = secret.clone();
        sending.send(move || async move {
            let password = password.get_untracked();
            arrive(http::call(&ResetPassword { secret, password }).await?).await;
            Ok(())
        });
    };
    view! {
        <PageHeader title=t("reset.title") lead=t("reset.lead") />
        {form(sending, link.email, password_field(password, sending), Box::new(submit), "reset.action")}
    }
    .into_any()
}

/// Signed in by the link, which is used up: the back button must not lead to it again.
async fn arrive(state: SessionState) {
    session::set(state).await;
    router::replace(&Address {
        page: Page::Overview,
        acting_on: None,
    });
}
