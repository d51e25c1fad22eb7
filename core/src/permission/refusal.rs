//! The reasons for which something is not allowed, each with its sentence in the app.

use serde::{Deserialize, Serialize};

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// To this caller the thing does not exist.
    NotFound,
    /// A technician neither spends nor sees prices.
    TechniciansDoNotSpend,
    /// A member has only the own licence.
    MembersHaveOnlyTheirLicence,
    /// Only a reseller's administrator does this.
    ResellerAdministratorsOnly,
    /// A technician corrects only street, postal code and town.
    TechniciansChangeAddressesOnly,
    /// A technician neither makes nor unmakes administrators.
    TechniciansDoNotMakeAdministrators,
    /// Nobody takes the own licence or role away; one leaves instead.
    NobodyRemovesThemselves,
    /// A reseller always has an administrator.
    LastAdministrator,
    /// Only the seller's own people do this.
    StaffOnly,
    /// Whoever recorded money does not confirm it.
    SecondPersonConfirms,
    /// Staff act for a reseller only through "Acting as".
    StaffActAsAReseller,
    /// Whoever acts as a reseller neither uses a saved card nor decides what it pays.
    SavedCardIsThePayers,
    /// Not while one acts as a reseller.
    NotWhileActing,
    /// The payer's documents are the payer's.
    PayersOnly,
    /// The account has no role in any business.
    NoRole,
    /// What the account may do asks for a second factor, and it has none yet.
    SecondFactorRequired,
}
