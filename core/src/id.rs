//! Ids: one type per noun, so that a reseller's id cannot stand where a customer's belongs.
//! Made elsewhere (core has no randomness); on the wire and in the database their usual text.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person's sign-in.
    AccountId,
    /// The company that buys and sells on.
    ResellerId,
    /// The reseller's client.
    CustomerId,
    /// A customer's running agreement.
    SubscriptionId,
    /// The days paid for.
    PeriodId,
    /// An account or invited address in a customer.
    MemberId,
    /// One of the people of a reseller, under the id of the account, or an invitation to be one.
    ColleagueId,
    /// An accepted quote; chosen by the browser (UUID v7), so that a repeated request is the same order.
    OrderId,
    /// Money in.
    PaymentId,
    /// An answer of the register of VAT numbers.
    VatCheckId,
    /// Money on the seller's bank account.
    BankEntryId,
    /// An invoice or credit note, also before it has its number.
    InvoiceId,
}

impl ResellerId {
    /// Stands for "nobody" where a customer has no reseller any more: a row of its own without people,
    /// so that everything that is read by a reseller's id is read in the same way.
    pub const NOBODY: Self = Self(Uuid::nil());
}
