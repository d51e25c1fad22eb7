//! The sandbox's merchant API as JSON, said once for the server and its client.

use jiff::Timestamp;
use seatkeeper_core::{
    currency::Currency,
    money::Money,
    payment::{CardSummary, DeclineReason, DisputeState},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An amount in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Cents, öre, yen.
    pub minor: i64,
    /// ISO 4217.
    pub currency: String,
}

impl Amount {
    /// For the wire.
    pub fn of(money: Money) -> Self {
        Self {
            minor: money.minor(),
            currency: money.currency().to_string(),
        }
    }

    /// As money; `None` in a currency that nobody here knows.
    pub fn money(&self) -> Option<Money> {
        let currency: Currency = self.currency.parse().ok()?;
        Some(Money::new(self.minor, currency))
    }
}

/// `POST /v1/payments`, under the header `Idempotency-Key: <order>/<attempt>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// Above zero; nothing where a card is only kept.
    pub amount: Amount,
    /// Shown to the payer.
    pub description: String,
    /// BCP 47.
    pub locale: String,
    /// An absolute http or https address.
    pub return_url: String,
    /// The card.
    pub from: CardFrom,
}

/// Where the card comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum CardFrom {
    /// The payer types it on the hosted page.
    HostedPage {
        /// Offer to keep it.
        save_card: bool,
    },
    /// The payer types it on the hosted page to have it kept; the amount is nothing.
    KeepOnly,
    /// Kept earlier.
    SavedCard {
        /// Its token.
        token: String,
    },
}

/// A payment as the merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    /// The order of its key.
    pub order: Uuid,
    /// The attempt of its key.
    pub attempt: u32,
    /// How it stands.
    pub payment: StateView,
}

/// How a payment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StateView {
    /// The payer has to go to the page.
    NeedsAction {
        /// The card page or the 3-D Secure page.
        url: String,
    },
    /// The bank has not decided.
    Pending,
    /// Paid.
    Charged(ChargeView),
    /// Kept, and nothing was charged.
    Kept {
        /// For later charges.
        token: String,
        /// The card.
        card: CardSummary,
    },
    /// Refused by the bank.
    Declined {
        /// Why.
        reason: DeclineReason,
    },
    /// Ended unpaid.
    Cancelled,
}

/// A charge as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeView {
    /// Unique here.
    pub reference: String,
    /// The order it was recorded for.
    pub charged_order: Uuid,
    /// What was taken.
    pub amount: Amount,
    /// The card.
    pub card: CardSummary,
    /// The token of the kept card.
    pub saved_card: Option<String>,
    /// When.
    pub charged_at: Timestamp,
    /// The disputes about it, the earliest first.
    #[serde(default)]
    pub disputes: Vec<DisputeView>,
    /// What was given back of it, the earliest first.
    #[serde(default)]
    pub refunds: Vec<RefundView>,
}

/// A dispute as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeView {
    /// Unique here.
    pub reference: String,
    /// What the payer's bank wants back.
    pub amount: Amount,
    /// How it stands.
    pub state: DisputeState,
}

/// `GET /v1/disputes?since=…`: a charge with a dispute that was opened or decided since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputedView {
    /// The order of its key.
    pub order: Uuid,
    /// The attempt of its key.
    pub attempt: u32,
}

/// `POST /v1/payments/<order>/<attempt>/refunds`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRefund {
    /// Once per id.
    pub id: Uuid,
    /// Above zero.
    pub amount: Amount,
}

/// A refund as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundView {
    /// Its id.
    pub id: Uuid,
    /// The charge it belongs to.
    pub reference: String,
    /// What was given back.
    pub amount: Amount,
    /// When.
    pub refunded_at: Timestamp,
}

/// `GET /v1/record`: all money that ever moved, for tests and audits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// In the order in which they happened.
    pub charges: Vec<RecordedCharge>,
    /// In the order in which they happened.
    pub refunds: Vec<RefundView>,
    /// In the order in which they were opened.
    pub disputes: Vec<DisputeView>,
}

/// A charge with the key it was asked under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedCharge {
    /// The order of its key.
    pub order: Uuid,
    /// The attempt of its key.
    pub attempt: u32,
    /// The charge.
    pub charge: ChargeView,
}

/// The body of a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The same for every delivery of one event.
    pub id: Uuid,
    /// `payment.charged` and the like.
    pub kind: String,
    /// The order of the payment's key.
    pub order: Uuid,
    /// The attempt of the payment's key.
    pub attempt: u32,
}

/// Every answer that is not 2xx.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// For programs.
    pub code: String,
    /// For people.
    pub message: String,
}
