//! Money in: how an order is paid, and what a card provider told about it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::Money;

/// How an order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// By card on the gateway's own page; starts at once.
    Card,
    /// By bank transfer; starts when the money is recorded.
    BankTransfer,
}

/// What may be shown of a card: never its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardSummary {
    /// The scheme, as the provider names it.
    pub brand: String,
    /// The last four digits.
    pub last_four: String,
}

/// Why a bank or card said no; each has one sentence per language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// Without giving a reason.
    Declined,
    /// Not enough money on the account.
    InsufficientFunds,
    /// The holder's confirmation (3-D Secure) was refused or failed.
    AuthenticationFailed,
    /// The card has expired.
    ExpiredCard,
    /// Nothing was asked of the bank, because the payer disputes another payment there.
    Disputed,
}

/// How a dispute stands: the payer's bank wants a payment back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeState {
    /// Not decided; the money is away meanwhile.
    Open,
    /// Decided for the seller: the money is back.
    Won,
    /// Decided for the payer: the money is gone.
    Lost,
}

/// Money received for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The provider's own reference; settles once.
    pub reference: String,
    /// What was received.
    pub amount: Money,
    /// The business date of receipt: the tax point.
    #[serde(with = "crate::day")]
    pub received_on: Date,
    /// The card, when it was one.
    pub card: Option<CardSummary>,
}
