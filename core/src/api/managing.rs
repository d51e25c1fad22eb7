//! Customers that change hands: a business that gets a reseller, one that goes from a reseller to
//! another, and one that has none any more. The first two are accepted by a mailed link, by who gets
//! something new: the business, or the other reseller.

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, with_id};
use crate::id::CustomerId;

/// Asks the business of which this address is an administrator to be its reseller. The answer, and its
/// time, are the same for every address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskToManage {
    /// The address.
    pub email: String,
}

/// Offers a customer to the reseller of which this address is an administrator. The answer, and its
/// time, are the same for every address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Which customer.
    pub customer: CustomerId,
    /// The address.
    pub email: String,
}

/// Manages a customer no longer. Its own administrators do, and buy at list price.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detach {
    /// Which.
    pub customer: CustomerId,
}

/// Agrees to what the link of a mail asks, with the password of the account that its address has. Uses
/// the link up; does not sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreeToManaging {
    /// The secret of the link.
    pub secret: String,
    /// The account's password.
    pub password: String,
    /// A code of its second factor; empty where it has none.
    #[serde(default)]
    pub code: String,
}

/// Says no to it: the link alone is enough for that. Uses it up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineManaging {
    /// The secret of the link.
    pub secret: String,
}

macro_rules! posts {
    ($($name:ident $path:literal),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::Post;
            const PATH: &'static str = $path;
            type Reply = Done;
        }
    )+};
}

posts! {
    AskToManage "/api/managing/ask",
    AgreeToManaging "/api/managing/agree",
    DeclineManaging "/api/managing/decline",
}

macro_rules! of_a_customer {
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

of_a_customer! {
    HandOver "/api/customers/{customer}/hand-over",
    Detach "/api/customers/{customer}/detach",
}
