//! Resellers, for staff: finding, creating and correcting them, and their discounts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, VatNumberCheck, asking, with_id};
use crate::{
    discount::{DatedDiscount, Percent},
    form::{DiscountForm, ResellerForm},
    id::ResellerId,
    order::BillTo,
};

/// How many rows a page of resellers has.
pub const RESELLERS_A_PAGE: u32 = 25;

/// Lists resellers by name: all, or those of which the name holds the search text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindResellers {
    /// Any part of a name; empty for all.
    #[serde(default)]
    pub search: String,
    /// From 1.
    #[serde(default)]
    pub page: u32,
}

/// One page of resellers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResellerPage {
    /// The rows of this page.
    pub rows: Vec<ResellerRow>,
    /// How many there are in all.
    pub total: u32,
    /// Which page this is, from 1.
    pub page: u32,
}

/// A reseller in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResellerRow {
    /// Its id.
    pub id: ResellerId,
    /// Its name.
    pub name: String,
    /// Its town.
    pub city: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// Whom its next orders are billed to.
    pub bill_to: BillTo,
    /// Its discount of today.
    pub percent: Percent,
    /// How many active customers it manages.
    pub customers: u32,
}

/// Asks for one reseller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetReseller {
    /// Which; stands in the path.
    pub reseller: ResellerId,
}

/// A reseller, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResellerDetails {
    /// Its id.
    pub id: ResellerId,
    /// Its details, as they would be typed.
    pub form: ResellerForm,
    /// Counts changes of the details: what is sent back names the one that it was made from.
    pub version: i64,
    /// What is known of the VAT number, where there is one.
    pub check: Option<VatNumberCheck>,
    /// Every discount that was entered, the latest first.
    pub discounts: Vec<DatedDiscount>,
    /// The first day on which a discount may be lower than what would hold.
    #[serde(with = "crate::day")]
    pub lower_from: Date,
    /// Everybody who works for it is asked for a second factor.
    pub second_factor_required: bool,
}

/// Creates a reseller, with its first discount, and invites its first administrator. The same id
/// with the same details again is the same reseller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateReseller {
    /// Its id, which the browser chose (UUID v7).
    pub id: ResellerId,
    /// Its details, as typed.
    pub form: ResellerForm,
    /// Its first discount.
    pub discount: DiscountForm,
    /// The address of its first administrator.
    pub administrator: String,
    /// The language of the invitation.
    pub language: String,
}

/// Corrects a reseller's details, for what is issued from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetReseller {
    /// Which.
    pub reseller: ResellerId,
    /// [`ResellerDetails::version`] of what was corrected.
    pub version: i64,
    /// All of them, as typed.
    pub form: ResellerForm,
}

/// Enters a discount from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnterDiscount {
    /// Of which reseller.
    pub reseller: ResellerId,
    /// As typed.
    pub form: DiscountForm,
}

/// Withdraws a discount that has not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawDiscount {
    /// Of which reseller.
    pub reseller: ResellerId,
    /// Its first day.
    #[serde(with = "crate::day")]
    pub from_on: Date,
}

/// Asks a second factor of everybody who works for a reseller, or no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequireSecondFactor {
    /// Which reseller.
    pub reseller: ResellerId,
    /// Whether it is asked for.
    pub required: bool,
}

impl Endpoint for FindResellers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/staff/resellers";
    type Reply = ResellerPage;

    fn address(&self) -> String {
        let page = self.page.to_string();
        asking(
            Self::PATH.to_owned(),
            &[("page", &page), ("search", &self.search)],
        )
    }
}

impl Endpoint for CreateReseller {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/staff/resellers";
    type Reply = ResellerDetails;
}

macro_rules! of_a_reseller {
    ($($method:ident $name:ident $path:literal),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::$method;
            const PATH: &'static str = $path;
            type Reply = ResellerDetails;

            fn address(&self) -> String {
                with_id(Self::PATH, self.reseller)
            }
        }
    )+};
}

of_a_reseller! {
    Get GetReseller "/api/staff/resellers/{reseller}",
    Post SetReseller "/api/staff/resellers/{reseller}/change",
    Post EnterDiscount "/api/staff/resellers/{reseller}/discounts",
    Post WithdrawDiscount "/api/staff/resellers/{reseller}/discounts/withdraw",
    Post RequireSecondFactor "/api/staff/resellers/{reseller}/second-factor",
}
