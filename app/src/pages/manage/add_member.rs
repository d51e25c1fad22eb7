//! Adding one member by its address, while a licence is free.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, ButtonLink, Mood, Notice, Tone, drawn, drawn_by, focus, whenever,
};
use seatkeeper_core::{
    api::{AddMember, Problem},
    form::{Field, FieldError, email},
    page::{Address, Page},
    subscription::SubscriptionState,
};

use super::{Shared, import::Import, seats};
use crate::{
    draft,
    http::{self, Failure},
    i18n::{self, say_with, t},
    pages::{
        inputs::{Line, line},
        sending::{Sending, id},
    },
    session::{self, acting},
};

/// The seats, and the form beside them, or why nobody can be added now.
pub(super) fn card(shared: Shared) -> AnyView {
    let may = || {
        acting::customer()
            .ready()
            .is_some_and(|view| view.may_add_members)
    };
    let expired = || {
        acting::customer()
            .ready()
            .is_some_and(|view| view.state == SubscriptionState::Expired)
    };
    let full = move || shared.seats().free() == 0;
    let key = move || {
        [expired(), may(), full()]
            .map(|yes| if yes { 'y' } else { 'n' })
            .iter()
            .collect()
    };
    // kept beside the form: the text survives the last licence being taken meanwhile
    let address = RwSignal::new(draft::kept_line(draft_name()));
    whenever(move || address.with(|typed| draft::keep_line(draft_name(), typed)));
    let import = Import::new(shared);
    let body = move || {
        match (expired(), may(), full()) {
        (true, ..) => view! { <Notice mood=Mood::Warn title=t("manage.expired")><p>{t("manage.expired.text")}</p></Notice> }.into_any(),
        (false, false, _) => view! { <div class="card">{seats(shared)}</div> }.into_any(),
        (false, true, true) => view! { <div class="card">{seats(shared)}</div>{no_licence_left()} }.into_any(),
        (false, true, false) => view! {
            <div class="card stack">
                <div class="beside">{seats(shared)}{form(shared, address, import)}</div>
                <p class="soft small">{t("manage.add.hint")}</p>
            </div>
        }
        .into_any(),
    }
    };
    view! { {drawn_by(key, body)}{import.section()} }.into_any()
}

/// The name under which the address typed for a customer is kept; another account has another.
fn draft_name() -> Option<String> {
    let (account, customer) = (session::session_now()?.account, acting::chosen_now()?);
    Some(["draft:", &account.to_string(), &customer.to_string()].concat())
}

/// Where the focus goes when the form is gone with the last licence.
const FULL: &str = "no-licence-left";

fn no_licence_left() -> AnyView {
    let offer = move || {
        let view = acting::customer().ready().cloned()?;
        let href = Address {
            page: Page::PurchaseLicence,
            acting_on: Some(view.id),
        }
        .href();
        Some(match view.buying {
            Some(_) => {
                view! { <ButtonLink href=href tone=Tone::Main>{t("manage.full.buy")}</ButtonLink> }
                    .into_any()
            }
            None => view! { <p>{t("manage.full.ask")}</p> }.into_any(),
        })
    };
    view! { <div id=FULL tabindex="-1"><Notice mood=Mood::Warn title=t("manage.full")><p>{t("manage.full.text")}</p>{drawn(offer)}</Notice></div> }.into_any()
}

fn form(shared: Shared, address: RwSignal<String>, import: Import) -> AnyView {
    let sending = Sending::new(move || {
        let read = address.with(|address| email(address));
        read.err()
            .map(|fault| FieldError {
                field: Field::Email,
                fault,
            })
            .into_iter()
            .collect()
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        shared.done.set(None);
        sending.send(move || add(shared, address, sending));
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {sending.summary()}
            <div class="cluster adder">
                {line(Field::Email, address, sending, Line::default())}
                <Button tone=Tone::Main submit=true busy=sending.busy>{t("manage.add")}</Button>
                {import.opener()}
            </div>
        </form>
    }
    .into_any()
}

async fn add(shared: Shared, address: RwSignal<String>, sending: Sending) -> Result<(), Failure> {
    let Some(customer) = acting::chosen_now() else {
        return Ok(());
    };
    let email = address.get_untracked().trim().to_owned();
    let language = i18n::language_now().tag().to_owned();
    let added = http::call(&AddMember {
        customer,
        email: email.clone(),
        language,
    })
    .await;
    if let Err(Failure::Refused(
        Problem::NoFreeLicence | Problem::Expired | Problem::AlreadyMember,
    )) = added
    {
        // somebody else was faster, or an answer was lost: the page then says so by itself
        acting::fetch_again();
    }
    shared.changed(added?);
    shared.say(untrack(|| say_with("manage.added", &[("email", &email)])));
    address.set(String::new());
    sending.reset();
    request_animation_frame(move || {
        let full = shared.seats().free() == 0;
        focus(if full { FULL } else { id(Field::Email) });
    });
    Ok(())
}
