//! Changing the own address: it waits until it is confirmed there.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Mood, Notice, PasswordField, TextField, TextKind, derived, drawn, focus, whether,
};
use seatkeeper_core::{
    api::{ChangeEmail, Done},
    form::{Field, FieldError, FieldFault, email},
};

use crate::{
    http::{self, Question},
    i18n::{say_with, t},
    pages::{
        inputs::{Line, line},
        sending::{Sending, id},
        sign_in::code_fault,
    },
    session,
};

/// Where it is said that mails are on their way; takes the focus.
const SENT: &str = "email-sent";

/// The card.
pub(super) fn card() -> AnyView {
    let [address, password, code] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let with_code = whether(|| session::second_factor().is_some_and(|factor| factor.on));
    let sent = RwSignal::new(None::<String>);
    let sending = Sending::new(move || {
        let address = address.with(|address| email(address)).err();
        let address = address.map(|fault| (Field::NewEmail, fault));
        let missing = password.with(String::is_empty);
        let password = missing.then_some((Field::Password, FieldFault::Missing));
        let faults = address.into_iter().chain(password);
        let mut faults: Vec<_> = faults
            .map(|(field, fault)| FieldError { field, fault })
            .collect();
        if with_code.get() {
            faults.extend(code_fault(Field::Code, code));
        }
        faults
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        sent.set(None);
        sending.send(move || async move {
            let email = address.get_untracked().trim().to_owned();
            let asking = ChangeEmail {
                email: email.clone(),
                password: password.get_untracked(),
                code: code.get_untracked(),
            };
            http::answer::<Done>(Question::of(&asking)).await?;
            sent.set(Some(email));
            address.set(String::new());
            password.set(String::new());
            code.set(String::new());
            sending.reset();
            request_animation_frame(|| focus(SENT));
            Ok(())
        });
    };
    let told = move || {
        sent.get().map(|email| {
            let text =
                derived(move || say_with("account.email.sent", &[("email", &email)]));
            view! { <div id=SENT tabindex="-1"><Notice mood=Mood::Good title=t("forgotten.sent") live=true><p>{text}</p></Notice></div> }
        })
    };
    view! {
        <section class="card stack" aria-labelledby="email-of-account">
            <h2 id="email-of-account">{t("field.email")}</h2>
            <p>{t("account.email.text")}</p>
            {drawn(told)}
            <form class="stack" novalidate=true on:submit=submit>
                {sending.summary()}
                <div class="pair">
                    <TextField id=id(Field::NewEmail) label=t("field.new_email") value=address kind=TextKind::Email error=sending.error(Field::NewEmail) />
                    <PasswordField id=id(Field::Password) label=t("account.email.password") value=password show=t("field.show") hide=t("field.hide") error=sending.error(Field::Password) />
                    {drawn(move || with_code.get().then(|| line(Field::Code, code, sending, Line::default())))}
                </div>
                <div><Button submit=true busy=sending.busy>{t("account.email.action")}</Button></div>
            </form>
        </section>
    }
    .into_any()
}
