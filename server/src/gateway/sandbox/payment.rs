//! A payment at the sandbox: what was asked, and how it stands.

use seatkeeper_core::payment::{CardSummary, DeclineReason};
use serde::{Deserialize, Serialize};

use super::{
    cards::{HeldCard, Verdict},
    wire::{CardFrom, NewPayment},
};
use crate::gateway::ChargeKey;

/// One payment.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    pub(super) key: ChargeKey,
    /// The last part of its pages' address; cannot be guessed.
    pub(super) page: String,
    /// Frozen.
    pub(super) asked: NewPayment,
    pub(super) state: State,
}

/// How it stands. What was charged is not here but in the record, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum State {
    /// The card page waits for a card.
    AwaitsCard,
    /// The 3-D Secure page waits for the holder.
    AwaitsHolder {
        card: HeldCard,
        /// The payer wants the card kept.
        keep: bool,
    },
    /// The bank takes its time.
    Deciding {
        card: HeldCard,
        keep: bool,
        verdict: Verdict,
        /// Seconds since 1970.
        until: i64,
    },
    Charged,
    /// Kept, and nothing was charged.
    Kept {
        token: String,
        card: CardSummary,
    },
    Declined {
        reason: DeclineReason,
    },
    Cancelled,
}

impl State {
    /// The name of the event that tells of it.
    pub(super) fn event(&self) -> &'static str {
        match self {
            Self::AwaitsCard | Self::AwaitsHolder { .. } => "payment.needs_action",
            Self::Deciding { .. } => "payment.pending",
            Self::Charged => "payment.charged",
            Self::Kept { .. } => "card.kept",
            Self::Declined { .. } => "payment.declined",
            Self::Cancelled => "payment.cancelled",
        }
    }

    /// Nothing follows any more.
    pub(super) fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Charged | Self::Kept { .. } | Self::Declined { .. } | Self::Cancelled
        )
    }
}

impl Payment {
    /// Whether the same was asked: the amount, its currency and the card are frozen with the key;
    /// the words and the way back are those of the first time.
    pub(super) fn was_asked_as(&self, other: &NewPayment) -> bool {
        self.asked.amount == other.amount && self.asked.from == other.from
    }

    /// Nothing is charged.
    pub(super) fn keeps_only(&self) -> bool {
        self.asked.from == CardFrom::KeepOnly
    }

    /// The payer may be offered to have the card kept.
    pub(super) fn offers_to_keep(&self) -> bool {
        matches!(self.asked.from, CardFrom::HostedPage { save_card: true })
    }
}
