//! The end of acting as a reseller: because somebody wants it, or because its time is up.
//!
//! Promises that each end is written down once, in the seller's log and in the reseller's own.

use jiff::Timestamp;

use super::SignedIn;
use crate::store::{
    StoreError, Tx,
    audit::{self, Audit},
    sessions,
};

/// Ends what somebody acts as in this session, if it is anything any more.
///
/// # Errors
/// The store's.
pub fn end(tx: &mut Tx<'_>, who: &SignedIn, now: Timestamp) -> Result<(), StoreError> {
    lapse_of(tx, &who.session, now)?;
    let session = sessions::find(tx, &who.session)?;
    let Some(reseller) = session.and_then(|session| session.acts_as(now)) else {
        return Ok(());
    };
    sessions::act(tx, &who.session, None)?;
    let entry = Audit::by_account(who.actor.account, who.source, now, "acting.ended");
    let entry = Audit {
        acting_as: Some(reseller),
        ..entry.of(reseller)
    };
    audit::record(tx, &entry)
}

/// As [`lapse`], where it is this session whose time is up: nobody waits for all of them who signs in.
///
/// # Errors
/// The store's.
pub fn lapse_of(tx: &mut Tx<'_>, session: &str, now: Timestamp) -> Result<(), StoreError> {
    let found = sessions::find(tx, session)?;
    if found.is_some_and(|session| session.has_acted(now)) {
        lapse(tx, now)?;
    }
    Ok(())
}

/// Writes down whatever has come to its end by itself, at the instant at which it did, whoever finds it
/// out.
///
/// # Errors
/// The store's.
pub fn lapse(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    for over in sessions::acted_until(tx, now)? {
        let entry = Audit {
            account: Some(over.account),
            acting_as: Some(over.reseller),
            ..Audit::by_itself(over.until, "acting.lapsed").of(over.reseller)
        };
        audit::record(tx, &entry)?;
    }
    Ok(())
}
