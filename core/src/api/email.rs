//! Changing the address of the own account: asked for with the password, confirmed at the new
//! address, and stopped from the old one.

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method};

/// Asks for another address. The answer, and its time, are the same for one that has an account:
/// only a mail to it tells.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmail {
    /// The new address.
    pub email: String,
    /// The account's password.
    pub password: String,
    /// A code of its second factor; empty where it has none.
    #[serde(default)]
    pub code: String,
}

/// Follows the link to the new address: the account has it from now on, and every session and every
/// other link of the account ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmEmail {
    /// The secret of the link.
    pub secret: String,
}

/// Follows "this was not me" at the old address: nothing is changed, and every session ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepEmail {
    /// The secret of the link.
    pub secret: String,
}

macro_rules! posts {
    ($($name:ident $path:literal),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::Post;
            const PATH: &'static str = $path;
            type Reply = Done;
        }
    )+};
}

posts! {
    ChangeEmail "/api/change-email",
    ConfirmEmail "/api/confirm-email",
    KeepEmail "/api/keep-email",
}
