//! What was typed and not yet done, kept in this tab: it survives a reload, the way to the card
//! gateway and back, and signing in again. It belongs to one account and is shown to no other.

pub mod storage;

use seatkeeper_core::{id::AccountId, id::OrderId, payment::DeclineReason};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::wire;

/// A form as typed, with the order that it last became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft<F> {
    /// Whose.
    pub account: AccountId,
    /// As typed.
    pub form: F,
    /// The order it was sent as.
    pub attempt: Option<Attempt>,
}

/// A form that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The order's id: what is sent again unchanged is the same order.
    pub order: OrderId,
    /// Exactly what was sent, but for the id.
    pub sent: String,
    /// How it ended, when it brought no licences.
    pub outcome: Option<Outcome>,
}

/// Why one is back at the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The card was declined.
    Declined(DeclineReason),
    /// The order was given up.
    Cancelled,
}

/// Keeps a draft under a name.
pub fn keep<F: Serialize>(name: &str, draft: &Draft<F>) {
    if let (Some(kept), Ok(text)) = (storage::of_this_tab(), serde_json::to_string(draft)) {
        // a full or forbidden storage only loses what a reload would have kept
        let _ = kept.set_item(name, &text);
    }
}

/// The draft kept under a name, if it is this account's.
pub fn find<F: DeserializeOwned>(name: &str, account: AccountId) -> Option<Draft<F>> {
    let text = storage::of_this_tab()?.get_item(name).ok().flatten()?;
    let draft: Draft<F> = wire::read(&text).ok()?;
    (draft.account == account).then_some(draft)
}

/// One line that was typed before a reload, or before signing in again.
pub fn kept_line(name: Option<String>) -> String {
    let found = || storage::of_this_tab()?.get_item(&name?).ok()?;
    found().unwrap_or_default()
}

/// Keeps one line as it is typed.
pub fn keep_line(name: Option<String>, typed: &str) {
    if let (Some(kept), Some(name)) = (storage::of_this_tab(), name) {
        // a full or forbidden storage only loses what a reload would have kept
        let _ = kept.set_item(&name, typed);
    }
}

/// Forgets the draft under a name.
pub fn forget(name: &str) {
    if let Some(kept) = storage::of_this_tab() {
        let _ = kept.remove_item(name);
    }
}

/// Forgets everything that was typed: somebody signed out.
pub fn forget_all() {
    if let Some(kept) = storage::of_this_tab() {
        let _ = kept.clear();
    }
}
