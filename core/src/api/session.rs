//! Signing in and out, links, and what a signed-in browser may know.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, SecondFactor};
use crate::{
    currency::Currency,
    discount::Percent,
    id::{AccountId, CustomerId, ResellerId},
    member::MemberRole,
    order::BillTo,
    permission::ResellerRole,
    price_list::PriceList,
    vat::{Buyer, Seller},
};

/// Asks who is signed in; answers 200 with none when nobody is.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct GetSession {}

/// The state of the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    /// The business date.
    #[serde(with = "crate::day")]
    pub today: Date,
    /// Demo data and a sandbox gateway: every page says so.
    pub demo: bool,
    /// The seller's name.
    pub seller_name: String,
    /// Who is signed in.
    pub session: Option<Session>,
    /// The password was right and a code is still to be entered with this, within ten minutes; nobody
    /// is signed in by it.
    pub half_open: Option<String>,
}

/// Somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The account.
    pub account: AccountId,
    /// The address, as typed.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// `en`, `sv` or `zh-Hans`.
    pub language: String,
    /// One of the seller's people, who does not act as a reseller just now.
    pub staff: bool,
    /// One of the seller's people acts as this reseller's administrator.
    pub acting: bool,
    /// The reseller that this account works for.
    pub reseller: Option<ResellerView>,
    /// The business in which this account has a licence.
    pub membership: Option<Membership>,
    /// Whether customers can be created and bought for: the menu shows what works.
    pub may_create: bool,
    /// What a new customer's quote needs; only for who may create one.
    pub selling: Option<Selling>,
    /// The second factor.
    pub second_factor: SecondFactor,
}

/// The reseller, as its own people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResellerView {
    /// Its id.
    pub id: ResellerId,
    /// Its name.
    pub name: String,
    /// As what this account works for it.
    pub role: ResellerRole,
}

/// The own place in a business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Which business.
    pub customer: CustomerId,
    /// Its name.
    pub name: String,
    /// The reseller that manages it; empty where none does.
    pub managed_by: String,
    /// As what.
    pub role: MemberRole,
}

/// Everything a quote for a new customer needs, besides what is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selling {
    /// The seller's place for VAT.
    pub seller: Seller,
    /// The price list of today.
    pub prices: PriceList,
    /// The reseller's discount of today.
    pub discount: Percent,
    /// Whom this reseller's orders are billed to.
    pub bill_to: BillTo,
    /// The reseller as a buyer, when billed itself.
    pub reseller_buyer: Buyer,
    /// The currencies in which orders can be paid by bank transfer.
    pub transfer_currencies: Vec<Currency>,
}

/// Signs in; the session is a cookie that no script can read. An account with a second factor is asked
/// for its code before there is one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// Ends this session.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOut {}

/// Ends every session of this account.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOutEverywhere {}

/// Asks for a link to choose a new password. The answer, and its time, are the same for an
/// unknown address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgottenPassword {
    /// The address.
    pub email: String,
    /// The language of the page.
    pub language: String,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Choose a name and a password for a new account.
    Activation,
    /// Choose a new password.
    Reset,
    /// Accept a role in a reseller with the password of the own account.
    Role,
    /// Confirm the new address of an account.
    ConfirmEmail,
    /// Stop a change of the address of an account.
    KeepEmail,
    /// Have a reseller manage the own business, which has none.
    Attach,
    /// Take a customer over from another reseller.
    HandOver,
}

/// Asks what a link is for, without using it up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenLink {
    /// The secret of the link.
    pub secret: String,
}

/// A link that still works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What for.
    pub kind: LinkKind,
    /// For which address.
    pub email: String,
    /// The business or the reseller that invites; the business that changes hands.
    pub business: Option<String>,
    /// Who added or invited the address; the reseller that asks to manage, or that hands over.
    pub added_by: Option<String>,
    /// What stands against accepting: the business that the address would leave by it, the reseller
    /// that its account works for already, or the one that manages its business now.
    pub leaving: Option<String>,
    /// The role that the reseller offers.
    pub role: Option<ResellerRole>,
}

/// Chooses a new password; uses the link up, ends every session and signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// The secret of the link.
    pub secret: String,
    /// The new password.
    pub password: String,
}

/// Activates an account with a name and a password; uses the link up and signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activate {
    /// The secret of the link.
    pub secret: String,
    /// The person's name.
    pub name: String,
    /// The password.
    pub password: String,
    /// The language of the page.
    pub language: String,
}

/// Accepts an invitation by leaving the business that the address is in; uses the link up. Does
/// not sign in: the address has an account of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeBusiness {
    /// The secret of the link.
    pub secret: String,
}

/// "Not me, never again": no more invitations are sent to the address of this link.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopMails {
    /// The secret of the link.
    pub secret: String,
}

/// Remembers the language of pages and mails.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetLanguage {
    /// `en`, `sv` or `zh-Hans`.
    pub language: String,
}

macro_rules! posts {
    ($($name:ident $path:literal -> $reply:ty),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::Post;
            const PATH: &'static str = $path;
            type Reply = $reply;
        }
    )+};
}

posts! {
    SignIn "/api/sign-in" -> SessionState,
    SignOut "/api/sign-out" -> Done,
    SignOutEverywhere "/api/sign-out-everywhere" -> Done,
    ForgottenPassword "/api/forgotten-password" -> Done,
    OpenLink "/api/links/open" -> Link,
    ResetPassword "/api/reset-password" -> SessionState,
    Activate "/api/activate" -> SessionState,
    ChangeBusiness "/api/change-business" -> Done,
    StopMails "/api/mail-stops" -> Done,
    SetLanguage "/api/language" -> Done,
}

impl Endpoint for GetSession {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/session";
    type Reply = SessionState;
}
