//! Signing in, and asking for a new password. It stands at the address one wanted to see: whoever
//! signs in is at once where one was.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Mood, Notice, PageHeader, PasswordField, TextField, TextKind, Tone, drawn,
};
use seatkeeper_core::{
    api::{ForgottenPassword, SignIn},
    form::{Field, FieldError, FieldFault, email},
    page::{Address, Page},
};

use super::sending::{Sending, id};
use crate::{
    http,
    i18n::{self, say, t},
    router, session,
};

/// Where one asks for a new password.
fn forgotten_href() -> String {
    Page::ForgottenPassword.path()
}

/// The page.
#[component]
pub fn SignInPage() -> AnyView {
    let (address, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Sending::new(move || {
        let mut faults = address_faults(address);
        if password.with(String::is_empty) {
            faults.push(FieldError {
                field: Field::Password,
                fault: FieldFault::Missing,
            });
        }
        faults
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (email, password) = (
            address.get_untracked().trim().to_owned(),
            password.get_untracked(),
        );
        sending.send(move || async move {
            session::set(http::call(&SignIn { email, password }).await?).await;
            Ok(())
        });
    };
    view! {
        <PageHeader title=t("sign_in.title") />
        {drawn(move || {
            session::has_expired().then(|| view! { <Notice mood=Mood::Info live=true><p>{t("sign_in.expired")}</p></Notice> })
        })}
        <form class="stack" novalidate=true on:submit=submit>
            {sending.summary()}
            <TextField id=id(Field::Email) label=t("field.email") value=address kind=TextKind::Email error=sending.error(Field::Email) autocomplete="username" />
            <PasswordField id=id(Field::Password) label=t("field.password") value=password show=t("field.show") hide=t("field.hide") error=sending.error(Field::Password) />
            <Button tone=Tone::Main wide=true submit=true busy=sending.busy>{t("sign_in.action")}</Button>
        </form>
        <p><a href=forgotten_href()>{t("sign_in.forgotten")}</a></p>
    }
    .into_any()
}

/// Asking for a link; the answer is the same for every address.
#[component]
pub fn ForgottenPasswordPage() -> AnyView {
    let address = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    let sending = Sending::new(move || address_faults(address));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let email = address.get_untracked().trim().to_owned();
        sending.send(move || async move {
            let language = i18n::language_now().tag().to_owned();
            http::call(&ForgottenPassword { email, language }).await?;
            sent.set(true);
            router::lead_focus();
            Ok(())
        });
    };
    let body = move || {
        if sent.get() {
            return view! { <Notice mood=Mood::Good title=t("forgotten.sent") live=true><p>{t("forgotten.sent.text")}</p></Notice> }.into_any();
        }
        view! {
            <form class="stack" novalidate=true on:submit=submit>
                {sending.summary()}
                <TextField id=id(Field::Email) label=t("field.email") value=address kind=TextKind::Email error=sending.error(Field::Email) autocomplete="username" />
                <Button tone=Tone::Main wide=true submit=true busy=sending.busy>{t("forgotten.action")}</Button>
            </form>
        }
        .into_any()
    };
    // what to do is said until it is done
    let lead = Signal::derive(move || {
        if sent.get() {
            String::new()
        } else {
            say("forgotten.lead")
        }
    });
    let back = Address {
        page: Page::SignIn,
        acting_on: None,
    }
    .href();
    view! {
        <PageHeader title=t("forgotten.title") lead=lead />
        {drawn(body)}
        <p><a href=back>{t("forgotten.back")}</a></p>
    }
    .into_any()
}

fn address_faults(address: RwSignal<String>) -> Vec<FieldError> {
    let read = address.with(|address| email(address));
    read.err()
        .map(|fault| FieldError {
            field: Field::Email,
            fault,
        })
        .into_iter()
        .collect()
}
