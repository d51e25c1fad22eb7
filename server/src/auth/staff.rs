//! The seller's own people, made on the command line: the first of them could not be invited.

use jiff::Timestamp;
use seatkeeper_core::{form, id::AccountId};
use uuid::Uuid;

use crate::{
    outbox::{self, Letter},
    store::{
        Store, StoreError, accounts,
        audit::{self, Audit},
        people,
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
