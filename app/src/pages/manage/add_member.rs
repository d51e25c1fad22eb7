//! Adding one member by its address, while a licence is free.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, ButtonLink, Mood, Notice, TextField, TextKind, Toast, Tone, focus};
use seatkeeper_core::{
    api::{AddMember, Members, Problem},
    form::{Field, FieldError, email},
    page::{Address, Page},
    subscription::SubscriptionState,
};

use super::counted;
use crate::{
    http::{self, Failure, Load},
    i18n::{self, say_with, t},
    pages::sending::{Sending, id},
    session::acting,
};

/// The form, or why nobody can be added now.
pub(super) fn add_member(members: RwSignal<Load<Members>>) -> AnyView {
    let may = Memo::new(|_| acting::customer().ready().is_some_and(|view| view.may_add_members));
    let expired = Memo::new(|_| acting::customer().ready().is_some_and(|view| view.state == SubscriptionState::Expired));
    let counted = counted(members);
    let full = Memo::new(move |_| counted.get().free() == 0);
    // kept beside the form: the text survives the last licence being taken meanwhile
    let address = RwSignal::new(String::new());
    let done = RwSignal::new(None::<String>);
    let body = move || match (may.get(), expired.get(), full.get()) {
        (false, ..) => ().into_any(),
        (true, true, _) => view! { <Notice mood=Mood::Warn title=t("manage.expired")><p>{t("manage.expired.text")}</p></Notice> }.into_any(),
        (true, false, true) => no_licence_left(),
        (true, false, false) => form(members, address, done),
    };
    view! { {body}<Toast message=done close=t("page.close") /> }.into_any()
}

fn no_licence_left() -> AnyView {
    let offer = move || {
        let view = acting::customer().ready().cloned()?;
        let href = Address { page: Page::PurchaseLicence, acting_on: Some(view.id) }.href();
        Some(match view.buying {
            Some(_) => view! { <ButtonLink href=href tone=Tone::Main>{t("manage.full.buy")}</ButtonLink> }.into_any(),
            None => view! { <p>{t("manage.full.ask")}</p> }.into_any(),
        })
    };
    view! { <Notice mood=Mood::Warn title=t("manage.full")><p>{t("manage.full.text")}</p>{offer}</Notice> }.into_any()
}

fn form(members: RwSignal<Load<Members>>, address: RwSignal<String>, done: RwSignal<Option<String>>) -> AnyView {
    let sending = Sending::new(move || {
        let read = address.with(|address| email(address));
        read.err().map(|fault| FieldError { field: Field::Email, fault }).into_iter().collect()
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        done.set(None);
        sending.send(move || add(members, address, done, sending));
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {sending.summary()}
            <div class="cluster end adder">
                <TextField id=id(Field::Email) label=t("field.email") value=address kind=TextKind::Email error=sending.error(Field::Email) />
                <Button tone=Tone::Main submit=true busy=sending.busy>{t("manage.add")}</Button>
            </div>
            <p class="soft small">{t("manage.add.hint")}</p>
        </form>
    }
    .into_any()
}

async fn add(
    members: RwSignal<Load<Members>>,
    address: RwSignal<String>,
    done: RwSignal<Option<String>>,
    sending: Sending,
) -> Result<(), Failure> {
    let Some(customer) = acting::chosen_now() else { return Ok(()) };
    let email = address.get_untracked().trim().to_owned();
    let language = i18n::language_now().tag().to_owned();
    let added = http::call(&AddMember { customer, email: email.clone(), language }).await;
    if let Err(Failure::Refused(Problem::NoFreeLicence | Problem::Expired)) = added {
        // somebody else took the last one: the page then says so by itself
        acting::fetch_again();
    }
    members.set(Load::Ready(added?));
    acting::fetch_again();
    done.set(Some(say_with("manage.added", &[("email", &email)])));
    address.set(String::new());
    sending.reset();
    focus(id(Field::Email));
    Ok(())
}
