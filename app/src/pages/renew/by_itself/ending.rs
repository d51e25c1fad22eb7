//! Cancelling at the period's end: asked first, with a reason.

use leptos::prelude::*;
use seatkeeper_app::ui::{ConfirmDialog, Select, derived, focus};
use seatkeeper_core::{
    api::CancelAtEnd,
    form::{CancelForm, CancelReason, Field},
    id::CustomerId,
};

use crate::{
    format, http,
    i18n::{say, say_with, t},
    pages::{
        inputs::{Line, line},
        sending::{Sending, id},
    },
    session::acting,
};

/// The question; afterwards the focus is at the heading.
pub(super) fn dialog(customer: CustomerId, open: RwSignal<bool>, heading: &'static str) -> AnyView {
    let (reason, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = move || CancelForm {
        reason: reason.get(),
        note: note.get(),
    };
    let sending = Sending::new(move || form().read().err().unwrap_or_default());
    let act = Callback::new(move |()| {
        sending.send(move || async move {
            let form = untrack(form);
            http::call(&CancelAtEnd { customer, form }).await?;
            open.set(false);
            acting::fetch_again();
            request_animation_frame(move || focus(heading));
            Ok(())
        });
    });
    let until = derived(|| {
        let customer = acting::customer();
        let ends = customer.ready().map(|view| view.subscription.ends_on());
        let last = ends.and_then(|ends| ends.yesterday().ok());
        let last = last.map(format::date).unwrap_or_default();
        say_with("auto.cancel.text", &[("last", &last)])
    });
    view! {
        <ConfirmDialog open=open title=t("auto.cancel") confirm=t("auto.cancel") cancel=t("auto.keep") destructive=true busy=sending.busy act=act>
            {sending.summary()}
            <p>{until}</p>
            <Select id=id(Field::Reason) label=t("field.reason") value=reason options=reasons empty=t("field.choose") error=sending.error(Field::Reason) />
            {line(Field::Note, note, sending, Line { optional: true, ..Line::default() })}
        </ConfirmDialog>
    }
    .into_any()
}

/// Each with its words.
fn reasons() -> Vec<(String, String)> {
    let named = |(reason, word): (CancelReason, &str)| {
        let key = match reason {
            CancelReason::NotNeeded => "cancel.not_needed",
            CancelReason::Price => "cancel.price",
            CancelReason::OtherProduct => "cancel.other_product",
            CancelReason::Closing => "cancel.closing",
            CancelReason::Other => "cancel.something_else",
        };
        (word.to_owned(), say(key))
    };
    CancelReason::ALL.map(named).to_vec()
}
