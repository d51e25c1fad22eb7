//! What a list of documents is narrowed down to. The choice is the query of the address and is followed
//! from there, so that the back button and a link do the same.

use leptos::prelude::*;
use seatkeeper_app::ui::{Select, whenever};
use seatkeeper_core::{
    api::DocumentFilter,
    form::{Field, stretch},
};

use crate::{
    i18n::t,
    pages::{
        inputs::{Line, line, said},
        listing,
        sending::Sending,
    },
    router,
};

/// All, and the states in which an order has a document (tested); each with the key of its words.
const STATES: &[(&str, &str)] = &[
    ("", "billing.every"),
    ("paid", "order_state.paid"),
    ("partly_refunded", "order_state.partly_refunded"),
    ("refunded", "order_state.refunded"),
    ("disputed", "order_state.disputed"),
    ("won", "order_state.won"),
    ("lost", "order_state.lost"),
];

/// What is asked for; whoever reads it in a view follows it.
pub(in crate::pages) fn asked() -> DocumentFilter {
    DocumentFilter::read(&router::query())
}

/// Whether it is less than all.
pub(in crate::pages) fn is_narrowed() -> bool {
    !asked().query().is_empty()
}

/// Kind, state, and days of issue.
pub(in crate::pages) fn tools() -> AnyView {
    let text = || RwSignal::new(String::new());
    let (kind, state, from_on, until_on) = (text(), text(), text(), text());
    whenever(move || {
        let only = asked();
        kind.set(only.kind);
        state.set(only.state);
        from_on.set(only.from_on);
        until_on.set(only.until_on);
    });
    let faults = move || stretch(&from_on.get(), &until_on.get()).err();
    let sending = Sending::new(move || faults().unwrap_or_default());
    let narrow = move || {
        if sending.begin() {
            // a day is judged when it is left, not while the next one is typed
            sending.reset();
            let only = DocumentFilter {
                kind: kind.get_untracked(),
                state: state.get_untracked(),
                from_on: from_on.get_untracked(),
                until_on: until_on.get_untracked(),
            };
            router::look(&only.query(), false);
        }
    };
    let choose = Callback::new(move |_: String| narrow());
    let leave = Some(Callback::new(move |()| narrow()));
    let first = Line {
        hint: Some("field.from_on.hint"),
        leave,
        ..Line::default()
    };
    let last = Line {
        leave,
        ..Line::default()
    };
    view! {
        <div class="cluster narrowing">
            <Select id="kind" label=t("log.kind") value=kind options=kinds choose=choose />
            <Select id="state" label=t("overview.state") value=state options=states choose=choose />
            {line(Field::FromOn, from_on, sending, first)}
            {line(Field::UntilOn, until_on, sending, last)}
        </div>
    }
    .into_any()
}

fn kinds() -> Vec<(String, String)> {
    said(&[
        ("", "billing.every"),
        ("invoice", "billing.table"),
        ("credit_note", "nav.credit_notes"),
    ])
}

fn states() -> Vec<(String, String)> {
    said(STATES)
}

/// There is none like that.
pub(in crate::pages) fn none_such() -> AnyView {
    listing::none_such(t("billing.none_such"), "billing.clear")
}

#[cfg(test)]
mod tests {
    use seatkeeper_core::order::OrderState;

    use super::*;

    #[test]
    fn every_state_with_a_document_can_be_chosen() {
        let mut offered: Vec<_> = STATES
            .iter()
            .filter_map(|(word, _)| OrderState::of(word))
            .collect();
        let mut paid: Vec<_> = OrderState::ALL
            .into_iter()
            .filter(|state| state.was_paid())
            .collect();
        offered.sort_by_key(|state| state.word());
        paid.sort_by_key(|state| state.word());
        assert_eq!(offered, paid);
        let [every, states @ ..] = STATES else {
            panic!("there is nothing to choose from");
        };
        assert_eq!(*every, ("", "billing.every"));
        for (word, key) in states {
            assert_eq!(*key, format!("order_state.{word}"));
        }
    }
}
