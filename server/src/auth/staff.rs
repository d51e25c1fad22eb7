//! The seller's own people, who come and go on the command line: whoever has got hold of a session of
//! theirs makes no other.

use jiff::Timestamp;
use seatkeeper_core::{form, id::AccountId};
use uuid::Uuid;

use super::ending;
use crate::{
    outbox::{self, Letter},
    store::{
        Store, StoreError, accounts,
        audit::{self, Audit},
        people,
        sessions::Which,
    },
};

/// Why nobody was added.
#[derive(Debug, thiserror::Error)]
pub enum NotAdded {
    /// The text is no e-mail address.
    #[error("{0} is not an e-mail address")]
    NotAnEmail(String),
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What `seatkeeper staff add` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// A mail with a link to choose a password is on its way.
    Invited,
    /// The account has a password already; it has the role from its next request on.
    AtOnce,
}

/// Makes an address one of the seller's people; blocks. The mail is sent by the server.
///
/// # Errors
/// [`NotAdded`].
pub fn add(
    store: &Store,
    email: &str,
    language: &'static str,
    now: Timestamp,
) -> Result<Added, NotAdded> {
    let email = form::email(email).map_err(|_| NotAdded::NotAnEmail(email.to_owned()))?;
    store.write_blocking(move |tx| {
        let known = accounts::by_email(tx, &email)?;
        let account = if let Some(account) = &known {
            account.id
        } else {
            let id = AccountId(Uuid::now_v7());
            accounts::insert(tx, id, &email, language, now)?;
            id
        };
        people::add_staff(tx, account, None, now)?;
        let details = serde_json::json!({ "account": account });
        audit::record(tx, &Audit::by_itself(now, "staff.added").with(details))?;
        if known.is_some_and(|account| account.password_hash.is_some()) {
            return Ok(Added::AtOnce);
        }
        outbox::put(tx, now, &Letter::Activation { account })?;
        Ok(Added::Invited)
    })
}

/// Why nobody was removed.
#[derive(Debug, thiserror::Error)]
pub enum NotRemoved {
    /// No account has the address, or it is none of the seller's people.
    #[error("{0} is none of the staff")]
    NotStaff(String),
    /// Nobody would be left to record money or to help a reseller.
    #[error("{0} is the last of the staff: add somebody else first")]
    Last(String),
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes the role of staff from an address; blocks. Its sessions end, and with them what it does as a
/// reseller. The account, and what else it may do, stays.
///
/// # Errors
/// [`NotRemoved`].
pub fn remove(store: &Store, email: &str, now: Timestamp) -> Result<(), NotRemoved> {
    let email = email.to_owned();
    store.write_blocking(move |tx| {
        let staff = people::staff(tx)?;
        let folded = accounts::folded(&email);
        let Some((account, _)) = staff
            .iter()
            .find(|(_, one)| accounts::folded(one) == folded)
        else {
            return Err(NotRemoved::NotStaff(email.clone()));
        };
        if staff.len() == 1 {
            return Err(NotRemoved::Last(email.clone()));
        }
        people::remove_staff(tx, *account)?;
        ending::close(tx, Which::All(*account), (now, None))?;
        let details = serde_json::json!({ "account": account });
        let entry = Audit::by_itself(now, "staff.removed").with(details);
        Ok(audit::record(tx, &entry)?)
    })
}

/// The addresses of the seller's people; blocks.
///
/// # Errors
/// The store's.
pub fn list(store: &Store) -> Result<Vec<String>, StoreError> {
    let staff = store.read_blocking(people::staff)?;
    Ok(staff.into_iter().map(|(_, email)| email).collect())
}
