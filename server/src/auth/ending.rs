//! The end of sessions and of acting as a reseller: because somebody wants it, because its time is up,
//! or because what it stood on is gone.
//!
//! Promises that each end of acting is written down once, in the seller's log and in the reseller's own,
//! whatever ended it: sessions are closed here and nowhere else.

use jiff::Timestamp;

use crate::{
    http::Source,
    store::{
        StoreError, Tx,
        audit::{self, Audit},
        people,
        sessions::{self, Acted, Which},
    },
};

/// When something ends, and from where; from nowhere what the portal or its operator does.
pub type At = (Timestamp, Option<Source>);

/// Ends sessions, and with them whatever is acted as in them.
///
/// # Errors
/// The store's.
pub fn close(tx: &mut Tx<'_>, which: Which<'_>, at: At) -> Result<(), StoreError> {
    let ends = sessions::close(tx, which)?.0;
    ends.iter().try_for_each(|acted| note(tx, acted, at))
}

/// Ends what is acted as in a session, if it is anything.
///
/// # Errors
/// The store's.
pub fn stop_acting(tx: &mut Tx<'_>, session: &str, at: At) -> Result<(), StoreError> {
    let found = sessions::find(tx, session)?;
    let Some(acted) = found.and_then(|found| found.acted()) else {
        return Ok(());
    };
    sessions::act(tx, session, None)?;
    note(tx, &acted, at)
}

/// As [`stop_acting`], where its time is up or its account is not one of the seller's people any more.
///
/// # Errors
/// The store's.
pub fn stop_acting_if_over(tx: &mut Tx<'_>, session: &str, at: At) -> Result<(), StoreError> {
    let Some(found) = sessions::find(tx, session)? else {
        return Ok(());
    };
    if found.acts_as(at.0).is_some() && people::actor(tx, found.account)?.staff {
        return Ok(());
    }
    stop_acting(tx, session, at)
}

/// Writes down whatever has come to its end by itself, whoever finds it out.
///
/// # Errors
/// The store's.
pub fn lapse(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let ends = sessions::acted_until(tx, now)?.0;
    ends.iter()
        .try_for_each(|acted| note(tx, acted, (now, None)))
}

/// What had its time ended at that instant.
fn note(tx: &mut Tx<'_>, acted: &Acted, (now, from): At) -> Result<(), StoreError> {
    let entry = match from {
        _ if acted.until <= now => Audit::by_itself(acted.until, "acting.lapsed"),
        Some(from) => Audit::by_account(acted.account, from, now, "acting.ended"),
        None => Audit::by_itself(now, "acting.ended"),
    };
    let entry = Audit {
        account: Some(acted.account),
        acting_as: Some(acted.reseller),
        ..entry.of(acted.reseller)
    };
    audit::record(tx, &entry)
}
