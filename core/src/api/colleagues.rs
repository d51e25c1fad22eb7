//! The people of a reseller: who works there, who is invited, and what can be changed about each.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, with_id};
use crate::{
    id::{ColleagueId, ResellerId},
    permission::ResellerRole,
};

/// Lists the people of a reseller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListColleagues {
    /// Whose; stands in the path.
    #[serde(skip_deserializing, default = "nobody")]
    pub reseller: ResellerId,
}

const fn nobody() -> ResellerId {
    ResellerId(uuid::Uuid::nil())
}

/// Everybody who works for a reseller, then those who are waited for, each by address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleagues {
    /// A row each.
    pub rows: Vec<Colleague>,
}

impl Colleagues {
    /// Whether one person alone can do all that administrators do.
    pub fn has_one_administrator(&self) -> bool {
        let administers = |row: &&Colleague| {
            row.role == ResellerRole::Administrator && matches!(row.state, ColleagueState::Works(_))
        };
        self.rows.iter().filter(administers).count() == 1
    }
}

/// One of the people of a reseller, or an address that is invited to be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Its id.
    pub id: ColleagueId,
    /// The address as it was typed.
    pub email: String,
    /// The name of whoever works there.
    pub name: Option<String>,
    /// As what.
    pub role: ResellerRole,
    /// The day on which it was invited, or since which it works there.
    #[serde(with = "crate::day")]
    pub since_on: Date,
    /// How far.
    pub state: ColleagueState,
    /// It is the caller's own row, which only another administrator changes.
    pub own: bool,
}

/// How far a colleague has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColleagueState {
    /// Invited, whether or not the address has an account; it can accept until this day.
    Invited(#[serde(with = "crate::day")] Date),
    /// Works there; the day of the latest sign-in, if there was one.
    Works(#[serde(with = "crate::day::maybe")] Option<Date>),
}

/// Offers an address a role; it accepts by a mailed link, also where it has an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InviteColleague {
    /// In which reseller.
    pub reseller: ResellerId,
    /// The address.
    pub email: String,
    /// As what.
    pub role: ResellerRole,
    /// The language of the mail, the inviter's own.
    pub language: String,
}

/// Mails an invitation once more; it then holds 30 days from today.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResendColleagueInvitation {
    /// Of which reseller.
    pub reseller: ResellerId,
    /// Which.
    pub colleague: ColleagueId,
    /// The language of the mail.
    pub language: String,
}

/// Gives a colleague the other role, from the next request on.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetColleagueRole {
    /// Of which reseller.
    pub reseller: ResellerId,
    /// Which.
    pub colleague: ColleagueId,
    /// What it is to be.
    pub role: ResellerRole,
}

/// Removes a colleague, from the next request on, or withdraws an invitation.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveColleague {
    /// From which reseller.
    pub reseller: ResellerId,
    /// Which.
    pub colleague: ColleagueId,
}

/// Accepts an invitation with the password of the account that its address has. Uses the link up;
/// does not sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptRole {
    /// The secret of the link.
    pub secret: String,
    /// The account's password.
    pub password: String,
    /// A code of its second factor; empty where it has none.
    #[serde(default)]
    pub code: String,
}

impl Endpoint for AcceptRole {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/accept-role";
    type Reply = Done;
}

macro_rules! of_a_reseller {
    ($($method:ident $name:ident $path:literal),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::$method;
            const PATH: &'static str = $path;
            type Reply = Colleagues;

            fn address(&self) -> String {
                with_id(Self::PATH, self.reseller)
            }
        }
    )+};
}

of_a_reseller! {
    Get ListColleagues "/api/resellers/{reseller}/colleagues",
    Post InviteColleague "/api/resellers/{reseller}/colleagues",
    Post ResendColleagueInvitation "/api/resellers/{reseller}/colleagues/resend",
    Post SetColleagueRole "/api/resellers/{reseller}/colleagues/set-role",
    Post RemoveColleague "/api/resellers/{reseller}/colleagues/remove",
}
