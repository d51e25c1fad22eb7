//! A customer in full: what everybody may see who acts on it, and what a purchase is priced by.

use serde::{Deserialize, Serialize};

use super::{AutoRenewal, Endpoint, Method, with_id};
use crate::{
    discount::Percent,
    id::CustomerId,
    licence::Seats,
    order::BillTo,
    price_list::PriceList,
    proration::Grace,
    subscription::{Subscription, SubscriptionState},
    vat::{Buyer, Seller},
};

/// Asks for one customer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct GetCustomer {
    /// Which.
    pub customer: CustomerId,
}

/// A customer, as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerView {
    /// Its id.
    pub id: CustomerId,
    /// Its name.
    pub name: String,
    /// Its town.
    pub city: String,
    /// ISO 3166-1 code.
    pub country: String,
    /// The reseller that manages it: the fixed row of Manage; empty where none does.
    pub managed_by: String,
    /// Whether the caller works for that reseller.
    pub is_ours: bool,
    /// Its seats today.
    pub seats: Seats,
    /// Licences that rest because their payment is disputed.
    pub suspended: u32,
    /// The agreement.
    pub subscription: Subscription,
    /// What it is today.
    pub state: SubscriptionState,
    /// The licences of the next period, when that is paid.
    pub next_licences: Option<u32>,
    /// Whether the caller may add members.
    pub may_add_members: bool,
    /// Whether the caller may hand it over and detach it.
    pub may_end_managing: bool,
    /// What a top-up's quote needs; only for who may buy.
    pub buying: Option<Buying>,
}

/// Everything a top-up's quote needs, besides what is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buying {
    /// The seller's place for VAT.
    pub seller: Seller,
    /// Whom the order would be billed to.
    pub bill_to: BillTo,
    /// That buyer, with what is known of its VAT number.
    pub buyer: Buyer,
    /// The discount of today; nothing when the customer's own administrator buys.
    pub discount: Percent,
    /// The price list of the running period.
    pub prices: PriceList,
    /// The price list of the next period, when that is paid too.
    pub next_prices: Option<PriceList>,
    /// Whether there is a bank account for transfers in the subscription's currency.
    pub bank_transfer: bool,
    /// How it renews by itself; only for the side that paid the last create or renewal.
    pub auto_renewal: Option<AutoRenewal>,
    /// What a renewal's quote needs; only while the next period can be paid.
    pub renewal: Option<Renewing>,
}

/// Everything a renewal's quote needs, besides what is typed and what [`Buying`] holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewing {
    /// How long after the end the old end still counts.
    pub grace: Grace,
    /// The price list of the next period's first day.
    pub prices: PriceList,
    /// The discount of that day.
    pub discount: Percent,
    /// The licences that are given or held: a renewal has at least these.
    pub in_use: u32,
    /// The number of the last period.
    pub licences: u32,
}

impl Endpoint for GetCustomer {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customers/{customer}";
    type Reply = CustomerView;

    fn address(&self) -> String {
        with_id(Self::PATH, self.customer)
    }
}
