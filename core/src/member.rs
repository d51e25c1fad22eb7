//! Members: who is in a customer's business, and as what.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::MemberId;

/// What a member is in the customer's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// Has an own licence.
    Member,
    /// Also manages the business and buys at list price.
    Administrator,
}

/// How far a member has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// Added, and not signed in since. Whether an account existed is not told: both look the same.
    Waiting {
        /// When the address was added.
        #[serde(with = "crate::day")]
        since_on: Date,
        /// The last day of the invitation.
        #[serde(with = "crate::day")]
        until_on: Date,
    },
    /// Has signed in since.
    Active,
}

/// A row of Manage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// The address as it was typed.
    pub email: String,
    /// The name, once the member has signed in.
    pub name: Option<String>,
    /// As what.
    pub role: MemberRole,
    /// How far.
    pub state: MemberState,
    /// Whether a licence is given or held.
    pub licensed: bool,
    /// What the caller may do about it.
    pub reach: Reach,
}

/// What somebody may do about a member's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It is the own row: one may leave, not here.
    Own,
    /// Only see it.
    See,
    /// Remove it, mail it again, change its address.
    Change,
    /// That, and make it an administrator, or a member again.
    SetRole,
}

/// What became of a row of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// Added, and told by mail.
    Added,
    /// In this business already.
    Known,
    /// Not an e-mail address.
    Unreadable,
    /// No licence is free for it.
    NoFreeLicence,
    /// More addresses were looked up than there are licences; in an hour it can be tried again.
    Later,
}
