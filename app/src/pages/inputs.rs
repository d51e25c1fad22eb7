//! What forms are made of. The line of text of a field: its id, label, error and keyboard follow from which it is.

use leptos::prelude::*;
use seatkeeper_app::ui::{Choice, TextField, TextKind};
use seatkeeper_core::form::Field;

use super::{
    sending::{Sending, id},
    sentences,
};
use crate::i18n::{say, t};

/// What a line may have besides.
#[derive(Clone, Copy, Default)]
pub struct Line {
    /// What is expected, by the key of its words.
    pub hint: Option<&'static str>,
    /// It may stay empty.
    pub optional: bool,
    /// It may be read but not changed.
    pub read_only: bool,
    /// The focus has left the field after a change.
    pub leave: Option<Callback<()>>,
}

/// A field's line.
pub fn line(field: Field, value: RwSignal<String>, sending: Sending, with: Line) -> AnyView {
    let mark = if with.optional {
        t("field.optional")
    } else {
        Signal::default()
    };
    let leave = with.leave.unwrap_or_else(|| Callback::new(|()| {}));
    view! {
        <TextField
            id=id(field)
            label=t(sentences::label(field))
            value=value
            kind=kind(field)
            mark=mark
            hint=with.hint.map(t).unwrap_or_default()
            error=sending.error(field)
            autocomplete=autocomplete(field)
            read_only=with.read_only
            leave=leave
        />
    }
    .into_any()
}

fn kind(field: Field) -> TextKind {
    match field {
        Field::Email | Field::NewEmail | Field::InvoiceEmail => TextKind::Email,
        Field::BusinessName
        | Field::Address
        | Field::Postcode
        | Field::City
        | Field::Remittance
        | Field::Note => TextKind::Text,
        _ => TextKind::Code,
    }
}

/// What the browser may fill in, as HTML names it.
fn autocomplete(field: Field) -> &'static str {
    match field {
        Field::BusinessName => "organization",
        Field::Address => "street-address",
        Field::Postcode => "postal-code",
        Field::City => "address-level2",
        Field::InvoiceEmail => "email",
        Field::Code | Field::CurrentCode => "one-time-code",
        _ => "off",
    }
}

/// A card of a group of radio buttons, by the keys of its title and of what it means.
pub fn choice(value: &str, title: &'static str, detail: &'static str) -> Choice {
    Choice {
        value: value.to_owned(),
        title: say(title),
        detail: say(detail),
        disabled: false,
    }
}

/// The options of a list: each value, and what it is called by the key of its words.
pub fn said(options: &[(&str, &str)]) -> Vec<(String, String)> {
    let options = options.iter();
    options
        .map(|(value, key)| ((*value).to_owned(), say(key)))
        .collect()
}
