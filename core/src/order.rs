//! Orders: an accepted quote on its way to being paid. The states and what may follow what;
//! what a settled order brings about is decided in [`settle`], purely, and saved by the server
//! in one transaction.

mod settle;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    form::{CreateForm, RenewForm, TopUpForm},
    id::{CustomerId, OrderId, ResellerId},
    payment::{DeclineReason, PaymentMethod},
    permission::PayerSide,
    quote::{Change, Quote},
};

pub use settle::{Grant, Settlement, Settling, settle};

/// What is ordered, as typed: kept with the order, so that a declined one comes back as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderRequest {
    /// A new customer with a first subscription.
    Create(CreateForm),
    /// More licences within the running period.
    TopUp(TopUpForm),
    /// Another period.
    Renew(RenewForm),
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Accepted; nothing asked of the gateway yet.
    Placed,
    /// The gateway was asked and has not decided.
    Authorising,
    /// The payer has to do something on the gateway's page.
    NeedsAction,
    /// Waiting for money on the bank account.
    AwaitingTransfer,
    /// The money is in; licences exist.
    Paid,
    /// The gateway said no; another attempt may follow on the same day.
    Declined,
    /// Given up before any money moved.
    Cancelled,
    /// The transfer did not come in time.
    Lapsed,
    /// The payer's bank takes the money back, unless the dispute is won.
    Disputed,
    /// The dispute was decided for the seller.
    Won,
    /// The dispute was decided for the payer.
    Lost,
    /// Some of the money went back.
    PartlyRefunded,
    /// All of the money went back.
    Refunded,
}

impl OrderState {
    /// Every state, in the order of an order's life.
    pub const ALL: [Self; 13] = [
        Self::Placed,
        Self::Authorising,
        Self::NeedsAction,
        Self::AwaitingTransfer,
        Self::Paid,
        Self::Declined,
        Self::Cancelled,
        Self::Lapsed,
        Self::Disputed,
        Self::Won,
        Self::Lost,
        Self::PartlyRefunded,
        Self::Refunded,
    ];

    /// Whether `next` may follow. Nothing follows a cancellation: a charge that succeeds after it
    /// is given back in full.
    pub fn may_become(self, next: Self) -> bool {
        use OrderState as S;
        let following: &[Self] = match self {
            S::Placed => &[
                S::Authorising,
                S::NeedsAction,
                S::AwaitingTransfer,
                S::Paid,
                S::Declined,
                S::Cancelled,
            ],
            S::Authorising => &[S::NeedsAction, S::Paid, S::Declined, S::Cancelled],
            S::NeedsAction => &[S::Authorising, S::Paid, S::Declined, S::Cancelled],
            // another attempt is on its way before the gateway is asked
            S::Declined => &[S::Authorising, S::Cancelled],
            S::AwaitingTransfer => &[S::Paid, S::Lapsed, S::Cancelled],
            // what was won is as good as paid; a bank may ask for it once more
            S::Paid | S::Won => &[S::Disputed, S::PartlyRefunded, S::Refunded],
            S::PartlyRefunded => &[S::PartlyRefunded, S::Refunded, S::Disputed],
            S::Disputed => &[S::Won, S::Lost],
            // a credit note on it gives up a claim and changes nothing of how it stands; the bank may ask
            // for what is left of the money
            S::Lost => &[S::Lost, S::Disputed],
            // what the payer keeps as a balance may be wanted back by the bank all the same
            S::Refunded => &[S::Disputed],
            S::Cancelled | S::Lapsed => &[],
        };
        following.contains(&next)
    }

    /// Whether the order holds its subscription's place: only one such order of a kind at a time.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Placed | Self::Authorising | Self::NeedsAction | Self::AwaitingTransfer
        )
    }

    /// Whether its money was taken at some time, whatever became of it.
    pub fn was_paid(self) -> bool {
        matches!(
            self,
            Self::Paid
                | Self::Disputed
                | Self::Won
                | Self::Lost
                | Self::PartlyRefunded
                | Self::Refunded
        )
    }

    /// The word of this state in the database and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Authorising => "authorising",
            Self::NeedsAction => "needs_action",
            Self::AwaitingTransfer => "awaiting_transfer",
            Self::Paid => "paid",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
            Self::Disputed => "disputed",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::PartlyRefunded => "partly_refunded",
            Self::Refunded => "refunded",
        }
    }

    /// Reads [`Self::word`].
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Whom an order is billed to; decides the VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillTo {
    /// The managing reseller.
    Reseller,
    /// The customer.
    Customer,
}

/// An order, as its payer's side may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Through which reseller.
    pub reseller: ResellerId,
    /// For whom.
    pub customer: CustomerId,
    /// Who pays.
    pub payer: PayerSide,
    /// Who is billed.
    pub bill_to: BillTo,
    /// As typed.
    pub request: OrderRequest,
    /// The accepted quote: what is charged, to the cent.
    pub quote: Quote,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Where it stands.
    pub state: OrderState,
    /// Which attempt at charging; from 1.
    pub attempt: u32,
    /// Why the last attempt was declined.
    pub declined: Option<DeclineReason>,
    /// The business date on which it was placed.
    #[serde(with = "crate::day")]
    pub placed_on: Date,
    /// The price list it was placed with.
    pub price_list: u32,
}

impl Order {
    /// What kind of change it is.
    pub fn kind(&self) -> Change {
        self.quote.kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for state in OrderState::ALL {
            assert_eq!(OrderState::of(state.word()), Some(state));
        }
        assert_eq!(OrderState::of("unknown"), None);
    }

    #[test]
    fn money_is_never_undone_by_a_late_answer() {
        for state in [
            OrderState::Declined,
            OrderState::Cancelled,
            OrderState::Authorising,
            OrderState::NeedsAction,
        ] {
            assert!(!OrderState::Paid.may_become(state), "{state:?}");
        }
        assert!(!OrderState::Cancelled.may_become(OrderState::Paid));
        assert!(!OrderState::Lost.may_become(OrderState::Won));
        assert!(!OrderState::Disputed.may_become(OrderState::PartlyRefunded));
    }
}
