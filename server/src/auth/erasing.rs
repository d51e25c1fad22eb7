//! `seatkeeper erase`: a person who wants to be forgotten (Regulation (EU) 2016/679, Art. 17).
//!
//! Promises: nobody can sign in with the address any more, it is nobody's member, and it and the name
//! stand nowhere but in orders, issued documents and the books, which the law has kept.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::id::{AccountId, CustomerId};
use serde_json::json;

use super::ending;
use crate::store::{
    Store, StoreError,
    accounts::{self, folded},
    audit::{self, Audit},
    erasing, members,
    sessions::Which,
};

/// Why nobody was erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    /// Nobody has the address, and nobody has invited it.
    #[error("{0} is not known here.")]
    Nobody(String),
    /// The address has something to do that nobody else can.
    #[error(
        "{0} still needs this address: for its papers, or as its only administrator. Put somebody else in its place first."
    )]
    Needed(String),
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Erases whoever has an address; blocks.
///
/// # Errors
/// [`NotErased`]; then nothing has changed.
pub fn erase(store: &Store, email: &str, now: Timestamp, today: Date) -> Result<(), NotErased> {
    let email = folded(email);
    store.write_blocking(move |tx| {
        let account: Option<AccountId> = accounts::by_email(tx, &email)?.map(|found| found.id);
        let businesses: Vec<CustomerId> = erasing::businesses(tx, &email)?;
        if account.is_none() && businesses.is_empty() {
            return Err(NotErased::Nobody(email.clone()));
        }
        if let Some(name) = erasing::is_needed_by(tx, &email, account)? {
            return Err(NotErased::Needed(name));
        }
        erasing::address(tx, &email)?;
        if let Some(account) = account {
            ending::close(tx, Which::All(account), (now, None))?;
            erasing::account(tx, account, now)?;
        }
        erasing::log(tx, &email)?;
        for customer in businesses {
            // whoever was without a licence has the one that is free now
            members::fit_to_seats(tx, customer, today)?;
        }
        let details = json!({ "account": account });
        let entry = Audit::by_itself(now, "account.erased").with(details);
        Ok(audit::record(tx, &entry)?)
    })
}
