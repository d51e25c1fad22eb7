//! The seam to whoever takes card payments: what the portal may ask, and every answer there is.
//!
//! Promises: a call may be repeated under its key as often as one likes and charges once.
//! An error never means "not charged" unless its variant says so; a webhook is only a hint.
//! Leaves to the caller: to compare what was really charged with the order, to store it, to go on.

use std::{fmt, future::Future, pin::Pin, str::FromStr};

use axum::http::HeaderMap;
use jiff::Timestamp;
use seatkeeper_core::{
    money::Money,
    payment::{CardSummary, DeclineReason, DisputeState},
};
use uuid::Uuid;

pub mod sandbox;

/// What every call to a gateway returns; boxed, so that the gateway can be chosen at start.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, GatewayError>> + Send + 'a>>;

/// The idempotency key towards the provider. Its text, `<order>/<attempt>`, is what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChargeKey {
    /// The order that is paid.
    pub order: Uuid,
    /// Counts from 1; a declined order is tried again under the next.
    pub attempt: u32,
}

impl fmt::Display for ChargeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.order, self.attempt)
    }
}

/// The text was no charge key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a charge key reads <order>/<attempt>")]
pub struct NotAKey;

impl FromStr for ChargeKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (order, attempt) = text.split_once('/').ok_or(NotAKey)?;
        let key = Self {
            order: order.parse().map_err(|_| NotAKey)?,
            attempt: attempt.parse().map_err(|_| NotAKey)?,
        };
        // one text per key: "+1", "01" or capitals would be a second key for the same charge
        (key.to_string() == text).then_some(key).ok_or(NotAKey)
    }
}

/// What to charge. With the key, the amount and the method are frozen: asking again with others
/// is refused as [`Refusal::KeyReused`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Under what it is known on both sides.
    pub key: ChargeKey,
    /// How much; above zero.
    pub amount: Money,
    /// What the payer sees it is for, in the payer's language.
    pub description: String,
    /// The language of the gateway's pages, as a BCP 47 tag; unknown ones are shown in English.
    pub locale: String,
    /// Where the browser is sent when the gateway's pages are done, however they ended.
    pub return_url: String,
    /// With which card.
    pub method: Method,
}

/// With which card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// One that the payer types on the gateway's own page.
    HostedPage {
        /// The payer may be asked whether the card is kept for later charges.
        save_card: bool,
    },
    /// One kept earlier; the payer need not be there.
    SavedCard {
        /// From [`Charged::saved_card`].
        token: String,
    },
}

/// A card that is to be kept without a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Under what it is known on both sides; no order's id.
    pub id: Uuid,
    /// What the payer sees it is for.
    pub description: String,
    /// The language of the gateway's pages.
    pub locale: String,
    /// Where the browser is sent when the pages are done, however they ended.
    pub return_url: String,
}

/// How keeping a card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// The payer has to go to this page of the gateway.
    NeedsAction {
        /// To be opened at top level.
        url: String,
    },
    /// Decided later; ask again.
    Pending,
    /// It is kept.
    Kept {
        /// For later charges.
        token: String,
        /// What may be shown of it.
        card: CardSummary,
    },
    /// It is not: the bank or the payer said no, or nobody has heard of it.
    Ended,
}

/// The state of a charge at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The payer has to go to this page of the gateway.
    NeedsAction {
        /// To be opened at top level.
        url: String,
    },
    /// Decided later; ask again.
    Pending,
    /// Paid.
    Charged(Charged),
    /// The bank said no. Final: another try needs the next attempt.
    Declined {
        /// Why.
        reason: DeclineReason,
    },
    /// Ended unpaid, by the payer on the gateway's page or by [`PaymentGateway::cancel`].
    Cancelled,
    /// The gateway has never heard of this key. After a time-out the request may still be on its
    /// way: to be sure, charge again under the same key.
    Unknown,
}

/// What the provider recorded, to be compared with what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charged {
    /// The order as the provider recorded it.
    pub order: Uuid,
    /// The amount as the provider recorded it.
    pub amount: Money,
    /// The provider's own reference of the charge; unique there.
    pub reference: String,
    /// What may be shown of the card.
    pub card: CardSummary,
    /// The token for later charges, when the payer agreed to keep the card.
    pub saved_card: Option<String>,
    /// When the provider took the money.
    pub charged_at: Timestamp,
    /// The disputes about it, the earliest first.
    pub disputes: Vec<Dispute>,
    /// What was given back of it, the earliest first.
    pub refunds: Vec<Refunded>,
}

/// The payer's bank wants a charge back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The provider's own reference; unique there.
    pub reference: String,
    /// How much of the charge.
    pub amount: Money,
    /// How it stands.
    pub state: DisputeState,
}

/// Money given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refunded {
    /// The id it was asked under.
    pub refund: Uuid,
    /// How much.
    pub amount: Money,
    /// When.
    pub refunded_at: Timestamp,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The question may have arrived: **nobody knows** whether it was charged. Ask by key later.
    #[error("the payment gateway did not answer in time")]
    TimedOut,
    /// The question did not arrive or was turned away unread: nothing was charged by it.
    #[error("the payment gateway cannot be reached")]
    Unavailable,
    /// The gateway read it and will not do it, however often it is asked.
    #[error("the payment gateway refused: {0}")]
    Refused(#[from] Refusal),
}

/// Why a gateway will not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The key (of a charge or refund) was used with another amount, currency or method.
    #[error("the key was used for something else")]
    KeyReused,
    /// The saved card is not known (any more).
    #[error("no such saved card")]
    UnknownCard,
    /// A refund of what was never charged.
    #[error("nothing was charged under this key")]
    NotCharged,
    /// All refunds together would exceed the charge.
    #[error("more than what is left of the charge")]
    RefundTooLarge,
    /// Anything else, by the provider's own code; a defect or a wrong setting on our side.
    #[error("{0}")]
    Other(String),
}

/// Whoever takes card payments.
pub trait PaymentGateway: Send + Sync {
    /// Charges once, or tells how the charge under this key stands.
    fn charge<'a>(&'a self, charge: &'a Charge) -> Asked<'a, Outcome>;

    /// How the charge under this key stands.
    fn fetch<'a>(&'a self, key: &'a ChargeKey) -> Asked<'a, Outcome>;

    /// Ends a charge that waits for the payer. Answers the state it is in afterwards, which is
    /// [`Outcome::Charged`] or [`Outcome::Pending`] when the payer was faster.
    fn cancel<'a>(&'a self, key: &'a ChargeKey) -> Asked<'a, Outcome>;

    /// Gives money back, once per `refund`.
    fn refund<'a>(&'a self, key: &'a ChargeKey, refund: Uuid, amount: Money)
    -> Asked<'a, Refunded>;

    /// Opens the page on which a card is kept without a charge, or tells how it stands.
    fn keep_card<'a>(&'a self, setup: &'a Setup) -> Asked<'a, Keeping>;

    /// How keeping the card of this id stands.
    fn fetch_card(&self, id: Uuid) -> Asked<'_, Keeping>;

    /// Which charges have a dispute that was opened or decided since then.
    fn disputed(&self, since: Timestamp) -> Asked<'_, Vec<ChargeKey>>;

    /// Which charge (or setup, at attempt 1) a webhook is about, if the gateway really signed it. To be fetched, never
    /// to be believed.
    fn hint(&self, headers: &HeaderMap, body: &[u8]) -> Option<ChargeKey>;

    /// No real money moves: refuses, and is refused by, a database marked *real*.
    fn is_sandbox(&self) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_key_has_one_text() {
        let text = "0192f7a0-0000-7000-8000-000000000001/2";
        let key: ChargeKey = text.parse().unwrap();
        assert_eq!((key.attempt, key.to_string()), (2, text.to_owned()));
        for other in [
            "",
            "/",
            "0192f7a0-0000-7000-8000-000000000001",
            "0192f7a0-0000-7000-8000-000000000001/",
            "0192f7a0-0000-7000-8000-000000000001/+2",
            "0192f7a0-0000-7000-8000-000000000001/02",
            "0192f7a0-0000-7000-8000-000000000001/-1",
            "0192F7A0-0000-7000-8000-000000000001/2",
            "0192f7a0000070008000000000000001/2",
            "0192f7a0-0000-7000-8000-000000000001/4294967296",
        ] {
            assert_eq!(other.parse::<ChargeKey>(), Err(NotAKey), "{other}");
        }
    }
}
