//! Orders: placing one, following it, paying again, giving up.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, PaymentRequest, with_id};
use crate::{
    id::{InvoiceId, OrderId},
    money::Money,
    order::{Order, OrderRequest},
    payment::CardSummary,
};

/// Places an order: the browser's quote is only a question, answered by the same function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceOrder {
    /// Chosen by the browser: the same id is the same order.
    pub id: OrderId,
    /// What, as typed.
    pub request: OrderRequest,
    /// The version of the price list that was quoted with.
    pub price_list: u32,
    /// The business date that was quoted with.
    #[serde(with = "crate::day")]
    pub today: Date,
    /// The first day of the period that was quoted: by the time it is paid, another may be next.
    #[serde(with = "crate::day")]
    pub starts_on: Date,
    /// The amount on the button.
    pub expected_total: Money,
}

/// An order and what comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// The order.
    pub order: Order,
    /// The customer's name.
    pub customer_name: String,
    /// The name of whoever placed it for the payer: one of the seller's people who acted as the
    /// reseller.
    pub acted_by: Option<String>,
    /// Where the payer has to go: the gateway's page.
    pub go_to: Option<String>,
    /// The card that paid.
    pub card: Option<CardSummary>,
    /// The invoice, from when it has its number.
    pub invoice: Option<InvoiceRef>,
    /// What is to be transferred, while the order waits for it.
    pub request: Option<PaymentRequest>,
}

/// An issued invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceRef {
    /// Its id.
    pub id: InvoiceId,
    /// Its number, as printed.
    pub number: String,
    /// The day of issue.
    #[serde(with = "crate::day")]
    pub issued_on: Date,
}

/// Asks how an order stands; asks the gateway where that is not yet decided.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct GetOrder {
    /// Which.
    pub order: OrderId,
}

/// Another attempt at a declined order, on the day it was placed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayAgain {
    /// Which.
    pub order: OrderId,
}

/// Gives an order up that is not paid.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelOrder {
    /// Which.
    pub order: OrderId,
}

impl Endpoint for PlaceOrder {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/orders";
    type Reply = OrderView;
}

macro_rules! of_order {
    ($($name:ident $method:ident $path:literal),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::$method;
            const PATH: &'static str = $path;
            type Reply = OrderView;

            fn address(&self) -> String {
                with_id(Self::PATH, self.order)
            }
        }
    )+};
}

of_order! {
    GetOrder Get "/api/orders/{order}",
    PayAgain Post "/api/orders/{order}/attempts",
    CancelOrder Post "/api/orders/{order}/cancel",
}
