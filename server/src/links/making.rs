//! Makes links: the newer takes the place of the older one for the same address and invitation.

use jiff::Timestamp;
use seatkeeper_core::id::{AccountId, ColleagueId, MemberId};
use uuid::Uuid;

use super::{RESET_HOLDS, STOP_HOLDS};
use crate::{
    auth::Token,
    store::{
        StoreError, Tx,
        links::{self, About, NewLink},
    },
    words::Language,
};

/// Makes a link to activate an account, by an invitation or for one of the seller's own people.
///
/// # Errors
/// The store's, and when the machine gives no randomness.
pub fn make_activation(
    tx: &mut Tx<'_>,
    (email, language): (&str, Language),
    (account, member): (Option<AccountId>, Option<MemberId>),
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let language = language.tag();
    let about = About {
        account,
        member,
        ..About::default()
    };
    make(
        tx,
        &NewLink {
            kind: "activation",
            email,
            about,
            language,
            expires_at,
        },
        now,
    )
}

/// Makes a link to accept a role in a reseller.
///
/// # Errors
/// As [`make_activation`].
pub fn make_role(
    tx: &mut Tx<'_>,
    (email, language): (&str, Language),
    colleague: ColleagueId,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let about = About {
        colleague: Some(colleague),
        ..About::default()
    };
    let language = language.tag();
    make(
        tx,
        &NewLink {
            kind: "role",
            email,
            about,
            language,
            expires_at,
        },
        now,
    )
}

/// Makes a link to answer an offer by which a customer changes hands.
///
/// # Errors
/// As [`make_activation`].
pub fn make_managing(
    tx: &mut Tx<'_>,
    (email, language): (&str, Language),
    offer: Uuid,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let about = About {
        managing: Some(offer),
        ..About::default()
    };
    let language = language.tag();
    make(
        tx,
        &NewLink {
            kind: "managing",
            email,
            about,
            language,
            expires_at,
        },
        now,
    )
}

/// Makes a link to confirm a change of an account's address, or to stop it, until it lapses.
///
/// # Errors
/// As [`make_activation`].
pub fn make_email_change(
    tx: &mut Tx<'_>,
    (email, language): (&str, Language),
    (account, change, kind): (AccountId, Uuid, &'static str),
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let about = About {
        account: Some(account),
        email_change: Some(change),
        ..About::default()
    };
    let language = language.tag();
    make(
        tx,
        &NewLink {
            kind,
            email,
            about,
            language,
            expires_at,
        },
        now,
    )
}

/// Makes a link to choose a new password.
///
/// # Errors
/// As [`make_activation`].
pub fn make_reset(
    tx: &mut Tx<'_>,
    email: &str,
    account: AccountId,
    language: Language,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let about = About {
        account: Some(account),
        ..About::default()
    };
    let language = language.tag();
    make(
        tx,
        &NewLink {
            kind: "reset",
            email,
            about,
            language,
            expires_at: now + RESET_HOLDS,
        },
        now,
    )
}

/// Makes a link by which an address stops invitations. It belongs to the address, not to an
/// invitation, and older ones go on working: any mail will do.
///
/// # Errors
/// As [`make_activation`].
pub fn make_stop(
    tx: &mut Tx<'_>,
    email: &str,
    language: Language,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let language = language.tag();
    insert(
        tx,
        &NewLink {
            kind: "stop",
            email,
            about: About::default(),
            language,
            expires_at: now + STOP_HOLDS,
        },
        now,
    )
}

fn make(tx: &mut Tx<'_>, link: &NewLink<'_>, now: Timestamp) -> Result<Token, StoreError> {
    links::replace(tx, link.kind, link.email, &link.about, now)?;
    insert(tx, link, now)
}

fn insert(tx: &mut Tx<'_>, link: &NewLink<'_>, now: Timestamp) -> Result<Token, StoreError> {
    let token = Token::fresh()
        .map_err(|error| StoreError::Unavailable(format!("no randomness: {error}")))?;
    links::insert(tx, &token.hash(), link, now)?;
    Ok(token)
}
