//! Single-use links in mails. The secret exists in the mail only: it is made while the mail is
//! sent, and its hash is stored.
//!
//! Promises: a link works once, for its address, until it expires or a newer one takes its place.
//! To activate, in one transaction: [`use_up`] the link, give the account of [`OpenedLink::email`]
//! its name and password (a link that was mailed proves the address, as a reset does), then
//! `store::members::accept` the invitation if [`OpenedLink::member`] is one. An error from the
//! unit undoes all of it, so a link that could not be followed is not lost.

mod making;
mod managing;

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::{
    api::{Link, LinkKind},
    id::{AccountId, ColleagueId, MemberId},
    permission::ResellerRole,
};
use uuid::Uuid;

use crate::{
    auth::Token,
    store::{
        StoreError, Tx, accounts, colleagues, email_changes,
        links::{self, Working},
        mail_stops, members,
    },
};
pub use making::{
    make_activation, make_email_change, make_managing, make_reset, make_role, make_stop,
};
pub use managing::Handing;

/// How long a link to choose a new password works.
pub const RESET_HOLDS: SignedDuration = SignedDuration::from_hours(1);
/// How long a link to activate one of the seller's own accounts works.
pub const STAFF_HOLDS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long a change of an account's address can be confirmed, and stopped.
pub const EMAIL_CHANGE_HOLDS: SignedDuration = SignedDuration::from_hours(24);
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
    /// The invitation, where it is one of a member.
    pub member: Option<MemberId>,
    /// The invitation, where it is one of a colleague.
    pub colleague: Option<ColleagueId>,
    /// The change of the account's address, where it is about one.
    pub email_change: Option<Uuid>,
    /// The customer that changes hands, where it is about one.
    pub managing: Option<Handing>,
    /// The role that a reseller offers.
    pub role: Option<ResellerRole>,
    /// The business or the reseller that invites.
    pub business: Option<String>,
    /// Who added the address.
    pub added_by: Option<String>,
    /// The other business that the address is in, the reseller that its account works for, or the one
    /// that manages its business: that has to end first.
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
            role,
            ..
        } = opened;
        Self {
            kind,
            email,
            business,
            added_by,
            leaving: elsewhere,
            role,
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
        "role" => role(tx, &link),
        "managing" => managing::open(tx, &link),
        "reset" => reset(tx, &link),
        "confirm_email" => email_change(tx, &link, LinkKind::ConfirmEmail),
        "keep_email" => email_change(tx, &link, LinkKind::KeepEmail),
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

fn activation(tx: &mut Tx<'_>, link: &Working) -> Result<Option<OpenedLink>, StoreError> {
    let Some(member) = link.about.member else {
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
        account: link.about.account,
        member: Some(member),
        business: Some(invitation.business),
        added_by: invitation.added_by,
        elsewhere,
        ..nothing(LinkKind::Activation)
    }))
}

/// An address with an account accepts with its password, any other by activating one.
fn role(tx: &mut Tx<'_>, link: &Working) -> Result<Option<OpenedLink>, StoreError> {
    let Some(colleague) = link.about.colleague else {
        return Ok(None);
    };
    let Some(offer) = colleagues::offer(tx, colleague)? else {
        return Ok(None);
    };
    let known = accounts::by_email(tx, &offer.email)?;
    let known = known.filter(|account| account.password_hash.is_some());
    let elsewhere = match &known {
        Some(account) => colleagues::employer(tx, account.id)?,
        None => None,
    };
    let kind = match known {
        Some(_) => LinkKind::Role,
        None => LinkKind::Activation,
    };
    Ok(Some(OpenedLink {
        email: offer.email,
        account: known.map(|account| account.id),
        colleague: Some(colleague),
        role: Some(offer.role),
        business: Some(offer.company),
        added_by: Some(offer.invited_by).filter(|name| !name.is_empty()),
        elsewhere,
        ..nothing(kind)
    }))
}

/// Both links of a change show the address that the account is to have.
fn email_change(
    tx: &mut Tx<'_>,
    link: &Working,
    kind: LinkKind,
) -> Result<Option<OpenedLink>, StoreError> {
    let Some(id) = link.about.email_change else {
        return Ok(None);
    };
    Ok(email_changes::get(tx, id)?.map(|change| OpenedLink {
        email: change.email,
        account: Some(change.account),
        email_change: Some(id),
        ..nothing(kind)
    }))
}

fn staff(tx: &mut Tx<'_>, link: &Working) -> Result<Option<OpenedLink>, StoreError> {
    let account = link
        .about
        .account
        .map(|id| accounts::get(tx, id))
        .transpose()?
        .flatten();
    let account = account.filter(|account| account.password_hash.is_none());
    Ok(account.map(|account| of_account(LinkKind::Activation, account)))
}

fn reset(tx: &mut Tx<'_>, link: &Working) -> Result<Option<OpenedLink>, StoreError> {
    let account = link
        .about
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
        email,
        account,
        ..nothing(kind)
    }
}

/// A link of a kind, about nothing yet.
const fn nothing(kind: LinkKind) -> OpenedLink {
    OpenedLink {
        kind,
        email: String::new(),
        account: None,
        member: None,
        colleague: None,
        email_change: None,
        managing: None,
        role: None,
        business: None,
        added_by: None,
        elsewhere: None,
    }
}
