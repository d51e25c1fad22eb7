//! Billing: the invoices of the payer's own orders.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, asking, pairs};
use crate::{
    form::stretch,
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

    /// The query of a page's address; nothing where nothing is narrowed.
    pub fn query(&self) -> String {
        let query = asking(String::new(), &self.values());
        query.trim_start_matches('?').to_owned()
    }

    /// Reads a [`query`](Self::query). What means nothing is as if it were not there: it is what
    /// somebody has typed into the address bar.
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in pairs(query) {
            match name {
                "kind" if DocumentKind::of(&value).is_some() => read.kind = value,
                "state" if OrderState::of(&value).is_some() => read.state = value,
                "from_on" => read.from_on = value,
                "until_on" => read.until_on = value,
                _ => {}
            }
        }
        if stretch(&read.from_on, &read.until_on).is_err() {
            read.from_on.clear();
            read.until_on.clear();
        }
        read
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

#[cfg(test)]
mod tests {
    use super::*;

    fn only(kind: &str, state: &str, from_on: &str, until_on: &str) -> DocumentFilter {
        DocumentFilter {
            kind: kind.to_owned(),
            state: state.to_owned(),
            from_on: from_on.to_owned(),
            until_on: until_on.to_owned(),
        }
    }

    #[test]
    fn a_choice_survives_the_address() {
        for chosen in [
            only("", "", "", ""),
            only("credit_note", "partly_refunded", "2026-11-01", "2026-11-30"),
            only("", "disputed", "", "2026-11-30"),
        ] {
            let query = chosen.query();
            assert_eq!(DocumentFilter::read(&query), chosen);
            assert_eq!(DocumentFilter::read(&format!("?on=7&{query}")), chosen);
        }
        assert_eq!(only("", "", "", "").query(), "");
        assert_eq!(
            only("invoice", "", "2026-11-01", "").query(),
            "kind=invoice&from_on=2026-11-01"
        );
    }

    #[test]
    fn what_means_nothing_narrows_nothing() {
        let all = DocumentFilter::default();
        for query in [
            "kind=bill&state=gone",
            "from_on=yesterday",
            "from_on=2026-11-02&until_on=2026-11-01",
        ] {
            assert_eq!(DocumentFilter::read(query), all, "{query}");
        }
    }
}
