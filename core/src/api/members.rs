//! Members of a customer: the list, adding one or many, and what can be changed about each.

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, asking, with_id};
use crate::{
    id::{CustomerId, MemberId},
    licence::Seats,
    member::{Member, MemberRole, Row},
};

/// How many members a page of the list has.
pub const MEMBERS_A_PAGE: u32 = 50;
/// How many rows of an import one request may hold.
pub const ROWS_A_REQUEST: usize = 250;

/// Lists the members of a customer whose address holds the search text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListMembers {
    /// Whose; stands in the path.
    #[serde(skip_deserializing, default = "nobody")]
    pub customer: CustomerId,
    /// Any part of the address; empty for all.
    #[serde(default)]
    pub search: String,
    /// From 1.
    #[serde(default)]
    pub page: u32,
}

const fn nobody() -> CustomerId {
    CustomerId(uuid::Uuid::nil())
}

/// One page of the members, with the seats that all of them take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// By address.
    pub members: Vec<Member>,
    /// How many match in all.
    pub total: u32,
    /// Which page this is, from 1.
    pub page: u32,
    /// The seats today.
    pub seats: Seats,
}

/// Adds an address; holds a licence for it and mails it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddMember {
    /// To whom.
    pub customer: CustomerId,
    /// The address.
    pub email: String,
    /// The language of the mail, the adder's own.
    pub language: String,
}

/// Adds many addresses, at most [`ROWS_A_REQUEST`]. Each is added or not; sent again, those that
/// were added are answered as members.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportMembers {
    /// To whom.
    pub customer: CustomerId,
    /// One address a row.
    pub rows: Vec<String>,
    /// The language of the mails, the adder's own.
    pub language: String,
}

/// What became of the rows of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// One answer a row, in their order.
    pub rows: Vec<Row>,
    /// The seats now.
    pub seats: Seats,
}

/// Removes a member or withdraws its invitation: the licence is free at once.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveMember {
    /// From whom.
    pub customer: CustomerId,
    /// Which.
    pub member: MemberId,
}

/// Mails a member that has not signed in once more; an invitation then holds 30 days from today.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResendInvitation {
    /// Of whom.
    pub customer: CustomerId,
    /// Which.
    pub member: MemberId,
    /// The language of the mail.
    pub language: String,
}

/// Gives a member's licence to another address, without it being free in between.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeAddress {
    /// Of whom.
    pub customer: CustomerId,
    /// Which.
    pub member: MemberId,
    /// The new address.
    pub email: String,
    /// The language of the mail.
    pub language: String,
}

/// Makes a member an administrator, or an administrator a member.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetMemberRole {
    /// Of whom.
    pub customer: CustomerId,
    /// Which.
    pub member: MemberId,
    /// What it is to be.
    pub role: MemberRole,
}

/// Leaves a business oneself.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// Which.
    pub customer: CustomerId,
}

impl Endpoint for ListMembers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customers/{customer}/members";
    type Reply = Members;

    fn address(&self) -> String {
        let page = self.page.to_string();
        asking(
            with_id(Self::PATH, self.customer),
            &[("page", &page), ("search", &self.search)],
        )
    }
}

macro_rules! posts {
    ($($name:ident $path:literal -> $reply:ty),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::Post;
            const PATH: &'static str = $path;
            type Reply = $reply;

            fn address(&self) -> String {
                with_id(Self::PATH, self.customer)
            }
        }
    )+};
}

posts! {
    AddMember "/api/customers/{customer}/members" -> Seats,
    ImportMembers "/api/customers/{customer}/members/import" -> Imported,
    RemoveMember "/api/customers/{customer}/members/remove" -> Seats,
    ResendInvitation "/api/customers/{customer}/members/resend" -> Seats,
    ChangeAddress "/api/customers/{customer}/members/change-address" -> Seats,
    SetMemberRole "/api/customers/{customer}/members/set-role" -> Seats,
    Leave "/api/customers/{customer}/members/leave" -> Done,
}
