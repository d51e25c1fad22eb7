//! Acting as a reseller: beginning and ending it. It holds for the
//! session in which it was begun, for some hours at most. The page is loaded anew after either: nothing
//! that one has seen is shown to the other.

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method};
use crate::id::ResellerId;

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
