//! The test cards: the only cards this gateway knows, and what each of them does.
//!
//! A card's number is compared with this table and forgotten; what is kept is a [`HeldCard`]:
//! the behaviour, brand, last four digits and expiry.

use seatkeeper_core::payment::{CardSummary, DeclineReason};
use serde::{Deserialize, Serialize};

/// What a card does when it is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Behaviour {
    Succeeds,
    Declines,
    InsufficientFunds,
    Expired,
    /// Asks its holder once; kept, it is charged without asking.
    Confirms,
    /// Asks its holder each time, also when kept.
    ConfirmsAlways,
    /// Succeeds; once kept, the bank says no.
    DeclinesKept,
    /// Decided some seconds later, for the shop.
    ChargedLate,
    /// Decided some seconds later, against the shop.
    DeclinedLate,
    /// Charged, and then the answer is lost.
    AnswerLost,
    /// Charged, and no webhook is ever sent.
    NoWebhook,
    /// Charged, and its bank wants the money back at once.
    Disputed,
}

/// What follows from presenting a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presented {
    Decided(Verdict),
    /// The holder has to approve on the 3-D Secure page.
    AsksHolder,
    /// Decided some seconds later.
    Later(Verdict),
}

/// What the bank says in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    Charge,
    Decline(DeclineReason),
}

impl Behaviour {
    /// On the card page.
    pub(super) fn typed(self) -> Presented {
        use Presented::{AsksHolder, Decided, Later};
        match self {
            Self::Succeeds
            | Self::DeclinesKept
            | Self::AnswerLost
            | Self::NoWebhook
            | Self::Disputed => Decided(Verdict::Charge),
            Self::Declines => Decided(Verdict::Decline(DeclineReason::Declined)),
            Self::InsufficientFunds => Decided(Verdict::Decline(DeclineReason::InsufficientFunds)),
            Self::Expired => Decided(Verdict::Decline(DeclineReason::ExpiredCard)),
            Self::Confirms | Self::ConfirmsAlways => AsksHolder,
            Self::ChargedLate => Later(Verdict::Charge),
            Self::DeclinedLate => Later(Verdict::Decline(DeclineReason::Declined)),
        }
    }

    /// As a kept card, perhaps without its holder.
    pub(super) fn kept(self) -> Presented {
        match self {
            Self::Confirms => Presented::Decided(Verdict::Charge),
            Self::DeclinesKept => Presented::Decided(Verdict::Decline(DeclineReason::Declined)),
            other => other.typed(),
        }
    }
}

/// One card of the table.
#[derive(Debug)]
pub(super) struct TestCard {
    pub(super) number: &'static str,
    pub(super) behaviour: Behaviour,
}

const fn card(number: &'static str, behaviour: Behaviour) -> TestCard {
    TestCard { number, behaviour }
}

/// In the order in which the card page prints them; the first four as card providers publish
/// theirs.
pub(super) const ALL: [TestCard; 13] = [
    card("4242424242424242", Behaviour::Succeeds),
    card("4000000000000002", Behaviour::Declines),
    card("4000000000009995", Behaviour::InsufficientFunds),
    card("4000002500003155", Behaviour::Confirms),
    card("5555555555554444", Behaviour::Succeeds),
    card("4000000000000069", Behaviour::Expired),
    card("4000002760003184", Behaviour::ConfirmsAlways),
    card("4000000000000341", Behaviour::DeclinesKept),
    card("4000000000001018", Behaviour::ChargedLate),
    card("4000000000001026", Behaviour::DeclinedLate),
    card("4000000000001034", Behaviour::AnswerLost),
    card("4000000000001042", Behaviour::NoWebhook),
    card("4000000000000259", Behaviour::Disputed),
];

impl TestCard {
    pub(super) fn brand(&self) -> &'static str {
        match self.number.as_bytes().first() {
            Some(b'5') => "Mastercard",
            _ => "Visa",
        }
    }

    /// In groups of four, as it stands on a card.
    pub(super) fn spaced(&self) -> String {
        let mut text = String::with_capacity(19);
        for (at, digit) in self.number.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push(' ');
            }
            text.push(digit);
        }
        text
    }
}

/// What is kept of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeldCard {
    pub(super) behaviour: Behaviour,
    pub(super) brand: String,
    pub(super) last_four: String,
    pub(super) expiry: Expiry,
}

impl HeldCard {
    pub(super) fn of(card: &TestCard, expiry: Expiry) -> Self {
        Self {
            behaviour: card.behaviour,
            brand: card.brand().to_owned(),
            last_four: card.number.chars().skip(12).collect(),
            expiry,
        }
    }

    pub(super) fn summary(&self) -> CardSummary {
        CardSummary {
            brand: self.brand.clone(),
            last_four: self.last_four.clone(),
        }
    }
}

/// The last month in which a card is good; ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Expiry {
    pub(super) year: i16,
    pub(super) month: i8,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_test_card_is_a_card_number_of_its_own() {
        let numbers: BTreeSet<_> = ALL.iter().map(|card| card.number).collect();
        assert_eq!(numbers.len(), ALL.len());
        for card in &ALL {
            assert_eq!(card.number.len(), 16);
            assert!(
                super::super::typed::passes_luhn(card.number),
                "{}",
                card.number
            );
        }
    }

    #[test]
    fn what_is_kept_of_a_card_is_not_its_number() {
        let expiry = Expiry {
            year: 2030,
            month: 1,
        };
        for card in &ALL {
            let held = serde_json::to_string(&HeldCard::of(card, expiry)).unwrap();
            assert!(!held.contains(card.number));
            assert!(held.contains(&card.number[12..]));
        }
        assert_eq!(ALL[0].spaced(), "4242 4242 4242 4242");
    }
}
