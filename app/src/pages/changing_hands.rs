//! A customer that changes hands: asking a business to be its reseller, handing a customer over, letting
//! one go. Each is a button and the dialog that it opens, which says what follows.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, ConfirmDialog, TextField, TextKind, Toast, Tone, derived};
use seatkeeper_core::{
    api::{AskToManage, Detach, Done, HandOver},
    form::{Field, FieldError, email},
    id::CustomerId,
    page::{Address, Page},
};

use super::{
    said::say_for_a_while,
    sending::{Sending, id},
};
use crate::{
    http::{self, Failure, Question},
    i18n::{say_with, t},
    router,
};

/// What is done; the customer, where there is one already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Ask,
    HandOver(CustomerId),
    Detach(CustomerId),
}

impl Deed {
    /// The button, the question, what follows.
    const fn words(self) -> [&'static str; 3] {
        match self {
            Self::Ask => ["hands.ask", "hands.ask.title", "hands.ask.text"],
            Self::HandOver(_) => ["hands.over", "hands.over.title", "hands.over.text"],
            Self::Detach(_) => ["hands.detach", "hands.detach.title", "hands.detach.text"],
        }
    }

    fn question(self, email: String) -> Result<Question, Failure> {
        match self {
            Self::Ask => Question::of(&AskToManage { email }),
            Self::HandOver(customer) => Question::of(&HandOver { customer, email }),
            Self::Detach(customer) => Question::of(&Detach { customer }),
        }
    }
}

/// The button with its dialog; `name` is the customer's, as far as there is one.
pub fn opener(deed: Deed, name: String) -> AnyView {
    let [action, title, text] = deed.words();
    let (open, address) = (RwSignal::new(false), RwSignal::new(String::new()));
    let done = RwSignal::new(None);
    let asks = !matches!(deed, Deed::Detach(_));
    let sending = Sending::new(move || {
        let fault = address.with(|address| email(address)).err();
        let field = Field::NewEmail;
        fault
            .filter(|_| asks)
            .map(|fault| FieldError { field, fault })
            .into_iter()
            .collect()
    });
    let act = move || {
        sending.send(move || async move {
            let email = address.get_untracked().trim().to_owned();
            http::answer::<Done>(deed.question(email.clone())).await?;
            open.set(false);
            if asks {
                say_for_a_while(
                    done,
                    untrack(|| say_with("hands.asked", &[("email", &email)])),
                );
            } else {
                router::go(&Address {
                    page: Page::Overview,
                    acting_on: None,
                });
            }
            Ok(())
        });
    };
    let press = move |()| {
        address.set(String::new());
        sending.reset();
        open.set(true);
    };
    let field = move || {
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            act();
        };
        asks.then(|| {
            view! {
                <form class="stack" novalidate=true on:submit=submit>
                    <TextField id=id(Field::NewEmail) label=t("hands.email") value=address kind=TextKind::Email error=sending.error(Field::NewEmail) />
                </form>
            }
        })
    };
    let tone = match deed {
        Deed::Ask => Tone::Plain,
        Deed::HandOver(_) => Tone::Quiet,
        Deed::Detach(_) => Tone::QuietBad,
    };
    let title = derived(move || say_with(title, &[("name", &name)]));
    view! {
        <Button tone=tone press=Callback::new(press)>{t(action)}</Button>
        <ConfirmDialog open=open title=title confirm=t(action) cancel=t("page.cancel") destructive=!asks busy=sending.busy act=Callback::new(move |()| act())>
            {sending.summary()}
            <p>{t(text)}</p>
            {field()}
        </ConfirmDialog>
        <Toast message=done close=t("page.close") />
    }
    .into_any()
}
