//! How an order is paid: by card at once, or by bank transfer where the seller has an account.

use leptos::prelude::*;
use seatkeeper_app::ui::{Choice, RadioGroup};
use seatkeeper_core::{form::Field, transfer::Terms};

use super::sending::{Sending, id};
use crate::{
    format,
    i18n::{say, say_with, t},
};

/// As forms say it.
const TRANSFER: &str = "bank_transfer";

/// Whether a transfer is chosen.
pub fn is_transfer(payment: RwSignal<String>) -> bool {
    payment.with(|payment| payment == TRANSFER)
}

/// What the total of the slip is called.
pub fn total_label(payment: RwSignal<String>) -> &'static str {
    if is_transfer(payment) {
        "slip.total_transfer"
    } else {
        "slip.total_today"
    }
}

/// What follows from pressing the button.
pub fn note(payment: RwSignal<String>) -> String {
    say(if is_transfer(payment) {
        "pay.transfer.note"
    } else {
        "pay.exactly"
    })
}

/// The two ways to pay. `terms` are those of a transfer, nothing where this order cannot be paid so.
pub fn choice(
    payment: RwSignal<String>,
    sending: Sending,
    terms: impl Fn() -> Option<Terms> + Send + Sync + 'static,
) -> AnyView {
    // drawn anew only when another day is due, so that a focus stays where it is
    let due_on = Memo::new(move |_| terms().map(|terms| terms.due_on));
    let choices = move || {
        let detail = match due_on.get() {
            Some(due_on) => say_with(
                "payment.transfer.detail",
                &[("date", &format::date(due_on))],
            ),
            None => say("payment.transfer.not_offered"),
        };
        vec![
            Choice {
                value: String::from("card"),
                title: say("payment.card"),
                detail: say("payment.card.detail"),
                disabled: false,
            },
            Choice {
                value: String::from(TRANSFER),
                title: say("payment.transfer"),
                detail,
                disabled: due_on.get().is_none(),
            },
        ]
    };
    view! { <RadioGroup id=id(Field::Payment) label=t("field.payment") value=payment choices=choices error=sending.error(Field::Payment) /> }
        .into_any()
}
