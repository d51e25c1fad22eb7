//! How a subscription renews by itself: whether, with which number, by which card; and what a reseller
//! has to pay in the months to come. Both are the business of whoever paid the last create or renewal.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, with_id};
use crate::{form::CancelForm, id::CustomerId, money::Money, payment::CardSummary};

/// How it renews, for the side that pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoRenewal {
    /// Not switched off; without a card nothing is paid all the same.
    pub on: bool,
    /// The saved card.
    pub card: Option<CardSummary>,
    /// The number of licences of the next period.
    pub licences: u32,
    /// It was cancelled: it ends with its period, and nobody is reminded.
    pub cancelled: bool,
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

/// Opens the gateway's page on which the payer's card is typed and kept, without a charge, in the place
/// of any other.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepCard {
    /// Whose subscription it is to pay.
    pub customer: CustomerId,
}

/// A page of the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayPage {
    /// To be opened at top level.
    pub go_to: String,
}

/// Cancels at the period's end. It runs until then; nothing is charged and nobody is reminded.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelAtEnd {
    /// Whose subscription.
    pub customer: CustomerId,
    /// Why, as typed.
    pub form: CancelForm,
}

/// Takes a cancellation back, until the end: it renews again as it did before.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeBackCancellation {
    /// Whose subscription.
    pub customer: CustomerId,
}

impl Endpoint for KeepCard {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/customers/{customer}/card";
    type Reply = GatewayPage;

    fn address(&self) -> String {
        with_id(Self::PATH, self.customer)
    }
}

/// For how many calendar months renewals are foretold, the running one included.
pub const MONTHS_AHEAD: u32 = 12;

/// Asks what the reseller has to pay in the months to come if every customer goes on as it is now: with
/// the number of licences that was chosen for its next period or else its last, and never fewer than
/// are in use; a month renews each month. Counted are those whose last create or renewal this reseller
/// paid, that have not expired and for which renewing was not switched off, whether by itself or by hand.
///
/// Answers each currency in which something renews, that of the most subscriptions first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetComingRenewals {}

/// What is to be paid in a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyRenewals {
    /// In all months together.
    pub total: Money,
    /// Every one of the [`MONTHS_AHEAD`] months in their order, also those in which nothing renews.
    pub months: Vec<RenewalMonth>,
}

/// The renewals of a calendar month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalMonth {
    /// Its first day.
    #[serde(with = "crate::day")]
    pub first_on: Date,
    /// How many periods begin in it; one that is overdue begins in the running month.
    pub renewals: u32,
    /// What they cost: the totals of their orders with discount and VAT, as the price lists and rates
    /// say that are known today. A renewal without a price is counted and costs nothing here.
    pub total: Money,
}

impl Endpoint for GetComingRenewals {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/renewals";
    type Reply = Vec<CurrencyRenewals>;
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
    CancelAtEnd "/api/customers/{customer}/cancel",
    TakeBackCancellation "/api/customers/{customer}/cancel/undo",
}
