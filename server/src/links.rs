//! Single-use links in mails. The secret exists in the mail only: it is made while the mail is
//! sent, and its hash is stored.
//!
//! Promises: a link works once, for its address, until it expires or a newer one takes its place.
//! To activate, in one transaction: [`use_up`] the link, give the account of [`OpenedLink::email`]
//! its name and password (a link that was mailed proves the address, as a reset does), then
//! `store::members::accept` the invitation if [`OpenedLink::member`] is one. An error from the
//! unit undoes all of it, so a link that could not be followed is not lost.

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::{
    api::{Link, LinkKind},
    id::{AccountId, MemberId},
};

use crate::{
    auth::Token,
    store::{
        StoreError, Tx, accounts,
        links::{self, NewLink, Working},
        mail_stops, members,
    },
    words::Language,
};

/// How long a link to choose a new password works.
pub const RESET_HOLDS: SignedDuration = SignedDuration::from_hours(1);
/// How long a link to activate one of the seller's own accounts works.
pub const STAFF_HOLDS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long "not me, never again" works.
const STOP_HOLDS: SignedDuration = SignedDuration::from_hours(365 * 24);

/// A link that works, with what a person is told about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedLink {
    /// What for.
    pub kind: LinkKind,
    /// The address it was mailed to, as it was typed.
    pub email: String,
    /// The account, where the address had one when the mail was sent.
    pub account: Option<AccountId>,
    /// The invitation, where it is one.
    pub member: Option<MemberId>,
    /// The business that invites.
    pub business: Option<String>,
    /// Who added the address.
    pub added_by: Option<String>,
    /// The other business that the address is in: it has to leave that to accept.
    pub elsewhere: Option<String>,
}

impl From<OpenedLink> for Link {
    fn from(opened: OpenedLink) -> Self {
        let OpenedLink {
            kind,
            email,
            business,
            added_by,
            elsewhere,
            ..
        } = opened;
        Self {
            kind,
            email,
            business,
            added_by,
            leaving: elsewhere,
        }
    }
}

/// What a link that works is for, without using it up; `None` when there is no such link, or it
/// was used, replaced, withdrawn or has expired.
///
/// # Errors
/// The store's.
pub fn open(
    tx: &mut Tx<'_>,
    secret: &str,
    now: Timestamp,
) -> Result<Option<OpenedLink>, StoreError> {
    let Some(token) = Token::presented(secret) else {
        return Ok(None);
    };
    let Some(link) = links::working(tx, &token.hash(), now)? else {
        return Ok(None);
    };
    match link.kind.as_str() {
        "activation" => activation(tx, &link),
        "reset" => reset(tx, &link),
        _ => Ok(None),
    }
}

/// Uses a link of this kind up; `None` when it does not work (see [`open`]).
///
/// # Errors
/// The store's.
pub fn use_up(
    tx: &mut Tx<'_>,
    secret: &str,
    kind: LinkKind,
    now: Timestamp,
) -> Result<Option<OpenedLink>, StoreError> {
    let Some(opened) = open(tx, secret, now)?.filter(|opened| opened.kind == kind) else {
        return Ok(None);
    };
    let Some(token) = Token::presented(secret) else {
        return Ok(None);
    };
    Ok(links::use_up(tx, &token.hash(), now)?.then_some(opened))
}

/// Follows "not me, never again": the address gets no more invitations, and those links that it
/// has stop working. Following it twice is no fault.
///
/// # Errors
/// The store's.
pub fn stop_mails(tx: &mut Tx<'_>, secret: &str, now: Timestamp) -> Result<bool, StoreError> {
    let Some(token) = Token::presented(secret) else {
        return Ok(false);
    };
    let link = links::working(tx, &token.hash(), now)?.filter(|link| link.kind == "stop");
    let Some(link) = link else { return Ok(false) };
    mail_stops::stop(tx, &link.email, now)?;
    links::end_invitations(tx, &link.email, now)?;
    Ok(true)
}

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
    make(
        tx,
        &NewLink {
            kind: "activation",
            email,
            account,
            member,
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
    let (account, language) = (Some(account), language.tag());
    make(
        tx,
        &NewLink {
            kind: "reset",
            email,
            account,
            member: None,
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
            account: None,
            member: None,
            language,
            expires_at: now + STOP_HOLDS,
        },
        now,
    )
}

fn make(tx: &mut Tx<'_>, link: &NewLink<'_>, now: Timestamp) -> Result<Token, StoreError> {
    links::replace(tx, link.kind, link.email, link.member, now)?;
    insert(tx, link, now)
}

fn insert(tx: &mut Tx<'_>, link: &NewLink<'_>, now: Timestamp) -> Result<Token, StoreError> {
    let token = Token::fresh()
        .map_err(|error| StoreError::Unavailable(format!("no randomness: {error}")))?;
    links::insert(tx, &token.hash(), link, now)?;
    Ok(token)
}

fn activation(tx: &mut Tx<'_>, link: &Working) -> Result<Option<OpenedLink>, StoreError> {
    let Some(member) = link.member else {
        return staff(tx, link);
    };
    let Some(invitation) = members::invitation(tx, member)? else {
        return Ok(None);
    };
    // the row was given to another address, or somebody accepted already
    if accounts::folded(&invitation.email) != link.email || invitation.account.is_some() {
        return Ok(None);
    }
    let elsewhere = members::elsewhere(tx, &invitation.email, invitation.customer)?;
    Ok(Some(OpenedLink {
        kind: LinkKind::Activation,
        email: invitation.email,
        account: link.account,
        member: Some(member),
        business: Some(invitation.business),
        added_by: invitation.added_by,
        elsewhere,
    }))
}

fn staff(tx: &mut Tx<'_>, link: &Working) -> Result<Option<OpenedLink>, StoreError> {
    let account = link
        .account
        .map(|id| accounts::get(tx, id))
        .transpose()?
        .flatten();
    let account = account.filter(|account| account.password_hash.is_none());
    Ok(account.map(|account| of_account(LinkKind::Activation, account)))
}

fn reset(tx: &mut Tx<'_>, link: &Working) -> Result<Option<OpenedLink>, StoreError> {
    let account = link
        .account
        .map(|id| accounts::get(tx, id))
        .transpose()?
        .flatten();
    let account = account.filter(|account| {
        account.password_hash.is_some() && accounts::folded(&account.email_shown) == link.email
    });
    Ok(account.map(|account| of_account(LinkKind::Reset, account)))
}

fn of_account(kind: LinkKind, account: accounts::Account) -> OpenedLink {
    let (email, account) = (account.email_shown, Some(account.id));
    OpenedLink {
        kind,
        email,
        account,
        member: None,
        business: None,
        added_by: None,
        elsewhere: None,
    }
}
