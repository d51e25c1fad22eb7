//! For staff: finding an invoice, and giving back some of it by a credit note.

use serde::{Deserialize, Serialize};

use super::{DocumentFilter, Endpoint, InvoiceRow, Method, asking, with_id};
use crate::{credit::Credit, form::CreditForm, id::InvoiceId, money::Money, quote::Quote};

/// Finds issued invoices and credit notes by number or name, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindInvoices {
    /// Any part of a number, or of a buyer's, payer's or customer's name; empty for all.
    #[serde(default)]
    pub search: String,
    /// From 1.
    #[serde(default)]
    pub page: u32,
    /// Which of them; read from the query by itself, for flattening would bring in floats.
    #[serde(skip)]
    pub only: DocumentFilter,
}

/// Asks what is left of an invoice.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct GetCredit {
    /// Which invoice.
    pub invoice: InvoiceId,
}

/// An invoice, and what was given back of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditView {
    /// Its row.
    pub row: InvoiceRow,
    /// What it says.
    pub quote: Quote,
    /// What was given back already.
    pub credits: Vec<Credit>,
    /// Whether it can go back to the card that paid.
    pub by_card: bool,
}

/// Gives some of an invoice back. The same id is the same note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueCreditNote {
    /// The note's id, chosen by the browser.
    pub id: InvoiceId,
    /// Of which invoice.
    pub invoice: InvoiceId,
    /// What, as typed.
    pub form: CreditForm,
    /// The amount on the button.
    pub expected_total: Money,
}

/// A page of invoices of everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundInvoices {
    /// The rows of this page.
    pub rows: Vec<InvoiceRow>,
    /// How many match in all.
    pub total: u32,
    /// Which page this is, from 1.
    pub page: u32,
}

impl Endpoint for FindInvoices {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/staff/invoices";
    type Reply = FoundInvoices;

    fn address(&self) -> String {
        let page = self.page.to_string();
        let narrowed = self.only.values();
        asking(
            Self::PATH.to_owned(),
            &[
                &[("page", page.as_str()), ("search", &self.search)],
                narrowed.as_slice(),
            ]
            .concat(),
        )
    }
}

impl Endpoint for GetCredit {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/staff/invoices/{invoice}";
    type Reply = CreditView;

    fn address(&self) -> String {
        with_id(Self::PATH, self.invoice)
    }
}

impl Endpoint for IssueCreditNote {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/staff/invoices/{invoice}/credit";
    type Reply = CreditView;

    fn address(&self) -> String {
        with_id(Self::PATH, self.invoice)
    }
}
