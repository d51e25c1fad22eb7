//! Accepting a role in a reseller with the account that the address has.

use leptos::prelude::*;
use seatkeeper_app::ui::{Mood, Notice, PageHeader, PasswordField, derived, drawn, once};
use seatkeeper_core::{
    api::{AcceptRole, Done, Link, Problem, SignIn},
    form::{Field, FieldError, FieldFault},
    page::{Address, Page},
};

use super::{arrive, invited};
use crate::{
    http::{self, Failure, Question},
    i18n::{say_with, t},
    pages::{
        inputs::{Line, line},
        sending::{Sending, id},
    },
    router,
};

/// The form, or what stands against it.
pub(super) fn accept(secret: String, link: Link) -> AnyView {
    let (email, leaving) = (link.email.clone(), link.leaving.clone());
    let lead = invited(link);
    let body = if let Some(leaving) = leaving {
        elsewhere(leaving)
    } else {
        let accepting = move |password, code| {
            let secret = secret.clone();
            Question::of(&AcceptRole {
                secret,
                password,
                code,
            })
        };
        form(email, "accept.action", Box::new(accepting))
    };
    view! { <PageHeader title=t("activate.join") lead=lead />{body} }.into_any()
}

/// One person works for one reseller; that one has to let go first.
fn elsewhere(leaving: String) -> AnyView {
    let text = derived(move || say_with("accept.elsewhere", &[("leaving", &leaving)]));
    view! { <Notice mood=Mood::Warn><p>{text}</p></Notice> }.into_any()
}

/// What is accepted with the password and a code, and then signed in with.
pub(super) type Accepting = Box<dyn Fn(String, String) -> Result<Question, Failure>>;

/// The form for the password of the account that the address has. Whether there is a code to ask for is
/// told only to who knows the password: by the fault of its field.
pub(super) fn form(email: String, action: &'static str, accepting: Accepting) -> AnyView {
    let [password, code] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let sending = Sending::new(move || {
        let missing = password.with(String::is_empty);
        let fault = FieldError {
            field: Field::Password,
            fault: FieldFault::Missing,
        };
        missing.then_some(fault).into_iter().collect()
    });
    let with_code = once(move || {
        let asked = |failure: &Option<Failure>| {
            matches!(failure, Some(Failure::Refused(Problem::Fields { errors }))
                if errors.iter().any(|error| error.field == Field::Code))
        };
        sending.failure.with(asked)
    });
    let address = email.clone();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (email, password) = (address.clone(), password.get_untracked());
        let question = accepting(password.clone(), code.get_untracked());
        sending.send(move || async move {
            http::answer::<Done>(question).await?;
            // what is accepted stays so, however signing in goes
            match http::call(&SignIn { email, password }).await {
                Ok(state) => arrive(state).await,
                Err(_) => router::replace(&Address {
                    page: Page::Overview,
                    acting_on: None,
                }),
            }
            Ok(())
        });
    };
    let field = view! {
        <PasswordField id=id(Field::Password) label=t("field.password") value=password show=t("field.show") hide=t("field.hide") hint=t("accept.hint") error=sending.error(Field::Password) />
        {drawn(move || with_code.get().then(|| line(Field::Code, code, sending, Line::default())))}
    }
    .into_any();
    super::form(sending, email, field, Box::new(submit), action)
}
