//! How a subscription renews by itself: whether, with which number, by which card. It is the
//! business of whoever paid the last create or renewal, and of nobody else.

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, with_id};
use crate::{id::CustomerId, payment::CardSummary};

/// How it renews, for the side that pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoRenewal {
    /// Not switched off; without a card nothing is paid all the same.
    pub on: bool,
    /// The saved card.
    pub card: Option<CardSummary>,
    /// The number of licences of the next period.
    pub licences: u32,
}

/// Switches renewing by itself on or off.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAutoRenewal {
    /// Whose subscription.
    pub customer: CustomerId,
    /// On or off.
    pub on: bool,
}

/// Chooses the number of licences that the next period is renewed with by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetNextLicences {
    /// Whose subscription.
    pub customer: CustomerId,
    /// As typed.
    pub licences: String,
}

/// Forgets the saved card.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveCard {
    /// Whose subscription it pays.
    pub customer: CustomerId,
}

macro_rules! posts {
    ($($name:ident $path:literal),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::Post;
            const PATH: &'static str = $path;
            type Reply = Done;

            fn address(&self) -> String {
                with_id(Self::PATH, self.customer)
            }
        }
    )+};
}

posts! {
    SetAutoRenewal "/api/customers/{customer}/auto-renewal",
    SetNextLicences "/api/customers/{customer}/next-licences",
    RemoveCard "/api/customers/{customer}/card/remove",
}
