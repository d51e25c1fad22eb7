//! Billing: the invoices of the payer's own orders.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, asking};
use crate::{
    id::{CustomerId, InvoiceId, OrderId},
    invoice::DocumentKind,
    money::Money,
    order::OrderState,
};

/// How many rows a page of invoices has.
pub const INVOICES_A_PAGE: u32 = 25;

/// Which documents are wanted; whatever is empty does not narrow them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFilter {
    /// The word of a [`DocumentKind`].
    #[serde(default)]
    pub kind: String,
    /// The word of the state in which their orders are now.
    #[serde(default)]
    pub state: String,
    /// The first day of issue, as `2026-11-26`.
    #[serde(default)]
    pub from_on: String,
    /// The last day of issue.
    #[serde(default)]
    pub until_on: String,
}

impl DocumentFilter {
    /// What of a query they are.
    pub(super) fn values(&self) -> [(&str, &str); 4] {
        [
            ("kind", &self.kind),
            ("state", &self.state),
            ("from_on", &self.from_on),
            ("until_on", &self.until_on),
        ]
    }
}

/// Lists issued invoices, the latest first: those of the reseller's own orders, or of the
/// business that one administers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListInvoices {
    /// Only those paid for this customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// From 1.
    #[serde(default)]
    pub page: u32,
    /// Which of them; read from the query by itself, for flattening would bring in floats.
    #[serde(skip)]
    pub only: DocumentFilter,
}

/// One page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePage {
    /// The rows of this page.
    pub rows: Vec<InvoiceRow>,
    /// How many there are in all.
    pub total: u32,
    /// Which page this is, from 1.
    pub page: u32,
}

/// A row of Billing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceRow {
    /// Its id; its document is at [`super::INVOICE_DOCUMENT`].
    pub id: InvoiceId,
    /// Its number, as printed.
    pub number: String,
    /// Which series it is of.
    pub kind: DocumentKind,
    /// The day of issue.
    #[serde(with = "crate::day")]
    pub issued_on: Date,
    /// Who paid.
    pub paid_by: String,
    /// Who is billed.
    pub billed_to: String,
    /// For which customer.
    pub paid_for: String,
    /// The amount.
    pub total: Money,
    /// The order that it equals.
    pub order: OrderId,
    /// Where that order stands.
    pub state: OrderState,
}

impl Endpoint for ListInvoices {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/invoices";
    type Reply = InvoicePage;

    fn address(&self) -> String {
        let page = self.page.to_string();
        let customer = self.customer.map(|id| id.to_string()).unwrap_or_default();
        let narrowed = self.only.values();
        let values = [("page", page.as_str()), ("customer", &customer)];
        asking(
            Self::PATH.to_owned(),
            &[values.as_slice(), narrowed.as_slice()].concat(),
        )
    }
}
