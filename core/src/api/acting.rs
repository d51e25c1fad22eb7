//! Acting as a reseller: which resellers there are, and beginning and ending it. It holds for the
//! session in which it was begun, for some hours at most. The page is loaded anew after either: nothing
//! that one has seen is shown to the other.

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, encode};
use crate::id::ResellerId;

/// How many resellers are found at most; whoever sees as many types more.
pub const RESELLERS_FOUND: u32 = 20;

/// Finds resellers by a part of their name or town, in the order of their names; for staff.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FindResellers {
    /// What to find; everybody's where it is empty.
    #[serde(default)]
    pub search: String,
}

/// A reseller that staff can act as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundReseller {
    /// Its id.
    pub id: ResellerId,
    /// Its name.
    pub name: String,
    /// Its town.
    pub city: String,
}

/// Acts as the administrator of a reseller, in the place of any other; for staff.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActAs {
    /// Which.
    pub reseller: ResellerId,
}

/// Is oneself again; also where one has not acted as anybody.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopActing {}

impl Endpoint for FindResellers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/staff/act-as";
    type Reply = Vec<FoundReseller>;

    fn address(&self) -> String {
        let mut address = String::from(Self::PATH);
        address.push_str("?search=");
        address.push_str(&encode(&self.search));
        address
    }
}

impl Endpoint for ActAs {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/staff/act-as";
    type Reply = Done;
}

impl Endpoint for StopActing {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/staff/stop-acting";
    type Reply = Done;
}
