//! Business Information: who a customer is, and what is known of its VAT number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, VatNumberCheck, with_id};
use crate::{form::BusinessForm, id::CustomerId};

/// Asks for a customer's details.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct GetBusiness {
    /// Whose.
    pub customer: CustomerId,
}

/// A customer's details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessView {
    /// As they would be typed.
    pub form: BusinessForm,
    /// Counts changes: what is sent back names the one that it was made from.
    pub version: i64,
    /// What is known of the VAT number, where there is one.
    pub check: Option<VatNumberCheck>,
    /// The register's last decision on it.
    pub decided: Option<Decided>,
    /// What the caller may change.
    pub reach: BusinessReach,
}

/// When the register decided, and its proof of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// On which business date.
    #[serde(with = "crate::day")]
    pub on: Date,
    /// The consultation number.
    pub consultation_number: Option<String>,
}

/// How much of Business Information somebody may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessReach {
    /// Only see it.
    See,
    /// Street, postal code and town.
    Address,
    /// Everything.
    All,
}

/// Corrects a customer's details, for what is issued from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetBusiness {
    /// Whose.
    pub customer: CustomerId,
    /// [`BusinessView::version`] of what was corrected.
    pub version: i64,
    /// All of them, as typed.
    pub form: BusinessForm,
}

impl Endpoint for GetBusiness {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customers/{customer}/business";
    type Reply = BusinessView;

    fn address(&self) -> String {
        with_id(Self::PATH, self.customer)
    }
}

impl Endpoint for SetBusiness {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/customers/{customer}/business/change";
    type Reply = BusinessView;

    fn address(&self) -> String {
        with_id(Self::PATH, self.customer)
    }
}
