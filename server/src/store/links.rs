//! Single-use links: only the hash of a secret is here. What they mean is the business of
//! [`crate::links`].

use jiff::Timestamp;
use seatkeeper_core::id::{AccountId, ColleagueId, MemberId};
use uuid::Uuid;

use super::{Row, StoreError, Tx, accounts::folded};
use crate::params;

/// What a link is about, as far as it is about anything but its address. What an invitation or a
/// change is taken back from, its links are gone with.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    /// The account, where there is one.
    pub account: Option<AccountId>,
    /// The invitation of a member.
    pub member: Option<MemberId>,
    /// The invitation of a colleague.
    pub colleague: Option<ColleagueId>,
    /// The change of an account's address.
    pub email_change: Option<Uuid>,
    /// The offer by which a customer changes hands.
    pub managing: Option<Uuid>,
}

/// A link, as it is made.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    /// `activation`, `role`, `managing`, `reset`, `confirm_email`, `keep_email` or `stop`.
    pub kind: &'static str,
    /// The address it is mailed to.
    pub email: &'a str,
    /// What about.
    pub about: About,
    /// The language of the mail.
    pub language: &'static str,
    /// From when it no longer works.
    pub expires_at: Timestamp,
}

/// A link that works.
#[derive(Clone, Debug)]
pub struct Working {
    /// As it was made.
    pub kind: String,
    /// The address it was mailed to.
    pub email: String,
    /// What about.
    pub about: About,
}

/// Stores a link.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    hash: &str,
    link: &NewLink<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into links (token_hash, kind, email, account_id, member_id, colleague_invitation_id, email_change_id,
            managing_offer_id, locale, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            hash,
            link.kind,
            folded(link.email),
            link.about.account.map(|id| id.0),
            link.about.member.map(|id| id.0),
            link.about.colleague.map(|id| id.0),
            link.about.email_change,
            link.about.managing,
            link.language,
            now,
            link.expires_at,
        ],
    )?;
    Ok(())
}

/// Ends the links of this kind for the same address and invitation: a new one takes their place.
///
/// # Errors
/// The store's.
pub fn replace(
    tx: &mut Tx<'_>,
    kind: &str,
    email: &str,
    about: &About,
    now: Timestamp,
) -> Result<(), StoreError> {
    let invitation = about.member.map(|id| id.0);
    let invitation = invitation.or(about.colleague.map(|id| id.0));
    let invitation = invitation.or(about.managing);
    tx.execute(
        "update links set replaced_at = $1
         where kind = $2 and email = $3
            and coalesce(member_id, colleague_invitation_id, managing_offer_id, '') = $4
            and used_at is null and replaced_at is null",
        params![
            now,
            kind,
            folded(email),
            invitation.map_or_else(String::new, |id| id.to_string())
        ],
    )?;
    Ok(())
}

/// Ends the links of all invitations to an address.
///
/// # Errors
/// The store's.
pub fn end_invitations(tx: &mut Tx<'_>, email: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update links set replaced_at = $1
         where email = $2 and coalesce(member_id, colleague_invitation_id, managing_offer_id, '') <> ''
            and used_at is null and replaced_at is null",
        params![now, folded(email)],
    )?;
    Ok(())
}

/// Ends every link of an account and to the address that it had, but for those that stop mails.
///
/// # Errors
/// The store's.
pub fn end_all(
    tx: &mut Tx<'_>,
    (account, email): (AccountId, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "update links set replaced_at = $1
         where (account_id = $2 or email = $3) and kind <> 'stop' and used_at is null and replaced_at is null",
        params![now, account.0, folded(email)],
    )?;
    Ok(())
}

/// The link with this hash, if it works now.
///
/// # Errors
/// The store's.
pub fn working(tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<Working>, StoreError> {
    tx.one(
        "select kind, email, account_id, member_id, colleague_invitation_id, email_change_id, managing_offer_id
         from links
         where token_hash = $1 and used_at is null and replaced_at is null and expires_at > $2",
        params![hash, now],
        read,
    )
}

/// Uses a link up; answers no when it was used meanwhile.
///
/// # Errors
/// The store's.
pub fn use_up(tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update links set used_at = $1 where token_hash = $2 and used_at is null",
        params![now, hash],
    )?;
    Ok(rows == 1)
}

/// Drops links that have not worked for some time.
///
/// # Errors
/// The store's.
pub fn sweep(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute("delete from links where expires_at < $1", params![before])
}

fn read(row: &Row<'_>) -> Result<Working, StoreError> {
    Ok(Working {
        kind: row.get("kind")?,
        email: row.get("email")?,
        about: About {
            account: row.parse_optional("account_id")?,
            member: row.parse_optional("member_id")?,
            colleague: row.parse_optional("colleague_invitation_id")?,
            email_change: row.parse_optional("email_change_id")?,
            managing: row.parse_optional("managing_offer_id")?,
        },
    })
}
