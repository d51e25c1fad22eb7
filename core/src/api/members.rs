//! Members of a customer.

use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, with_id};
use crate::{id::CustomerId, licence::Seats, member::Member};

/// Lists the members of a customer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ListMembers {
    /// Whose.
    pub customer: CustomerId,
}

/// The members, with the seats they take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// By address.
    pub members: Vec<Member>,
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

impl Endpoint for ListMembers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customers/{customer}/members";
    type Reply = Members;

    fn address(&self) -> String {
        with_id(Self::PATH, self.customer)
    }
}

impl Endpoint for AddMember {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/customers/{customer}/members";
    type Reply = Members;

    fn address(&self) -> String {
        with_id(Self::PATH, self.customer)
    }
}
