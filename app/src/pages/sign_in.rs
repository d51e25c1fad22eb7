//! Signing in, and asking for a new password. It stands at the address one wanted to see: whoever
//! signs in is at once where one was.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Mood, Notice, PageHeader, PasswordField, TextField, TextKind, Tone, derived, drawn,
    focus,
};
use seatkeeper_core::{
    api::{EnterCode, ForgottenPassword, SessionState, SignIn},
    form::{self, Field, FieldError, FieldFault, email},
    page::{Address, Page},
};

use super::{
    inputs::{Line, line},
    sending::{Sending, id},
};
use crate::{
    http::{self, Question},
    i18n::{self, say, t},
    router, session,
};

/// Where one asks for a new password.
fn forgotten_href() -> String {
    Page::ForgottenPassword.path()
}

/// The page: an address and a password, then a code where one is asked for.
#[component]
pub fn SignInPage() -> AnyView {
    drawn(|| match session::half_open() {
        Some(half_open) => code_page(half_open),
        None => password_page(),
    })
}

/// The password was right; nobody is signed in before the code is.
fn code_page(half_open: String) -> AnyView {
    let code = RwSignal::new(String::new());
    let sending = Sending::new(move || code_fault(Field::Code, code));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let half_open = half_open.clone();
        sending.send(move || async move {
            let code = code.get_untracked();
            let entering = EnterCode { half_open, code };
            session::set(http::answer::<SessionState>(Question::of(&entering)).await?).await;
            Ok(())
        });
    };
    view! {
        <PageHeader title=t("sign_in.title") lead=t("sign_in.code.lead") />
        <form class="stack" novalidate=true on:submit=submit>
            {sending.summary()}
            {line(Field::Code, code, sending, Line::default())}
            <Button tone=Tone::Main wide=true submit=true busy=sending.busy>{t("sign_in.action")}</Button>
        </form>
        <p class="soft">{t("sign_in.code.lost")}</p>
        <div><Button tone=Tone::Quiet press=|()| session::end()>{t("forgotten.back")}</Button></div>
    }
    .into_any()
}

/// What is wrong with a code, as far as the page can know.
pub fn code_fault(field: Field, code: RwSignal<String>) -> Vec<FieldError> {
    let fault = code.with(|code| form::code(code)).err();
    fault
        .map(|fault| FieldError { field, fault })
        .into_iter()
        .collect()
}

fn password_page() -> AnyView {
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
            let asked = Question::of(&SignIn { email, password });
            session::set(http::answer::<SessionState>(asked).await?).await;
            request_animation_frame(|| focus(id(Field::Code)));
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
    let lead = derived(move || {
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
