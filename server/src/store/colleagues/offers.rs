//! Roles that are offered to addresses, until they are accepted, withdrawn or lapse.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::{AccountId, ColleagueId, ResellerId},
    permission::ResellerRole,
};

use super::{StoreError, Tx, folded, from_word, word};
use crate::params;

/// A role to be offered.
#[derive(Clone, Debug)]
pub struct NewOffer {
    /// The id of the invitation.
    pub id: ColleagueId,
    /// The address as typed.
    pub email: String,
    /// As what.
    pub role: ResellerRole,
    /// Who invites.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// The business date.
    pub on: Date,
    /// The last day on which it can be accepted.
    pub until_on: Date,
}

/// An address that is waited for.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The id of the invitation.
    pub id: ColleagueId,
    /// The address as typed.
    pub email: String,
    /// As what.
    pub role: ResellerRole,
    /// The day on which it was invited.
    pub on: Date,
    /// The last day on which it can be accepted.
    pub until_on: Date,
}

/// An invitation as its mail and its link tell of it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// In which reseller.
    pub reseller: ResellerId,
    /// That reseller's name.
    pub company: String,
    /// The address as typed.
    pub email: String,
    /// As what.
    pub role: ResellerRole,
    /// The name of who invites.
    pub invited_by: String,
    /// The last day on which it can be accepted.
    pub until_on: Date,
}

/// The addresses that a reseller waits for, in their order.
///
/// # Errors
/// The store's.
pub fn invitations(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    today: Date,
) -> Result<Vec<Invited>, StoreError> {
    tx.query(
        "select id, email_shown, role, invited_on, invited_until_on from colleague_invitations
         where reseller_id = $1 and invited_until_on >= $2 order by email",
        params![reseller.0, today],
        |row| {
            Ok(Invited {
                id: row.parse("id")?,
                email: row.get("email_shown")?,
                role: from_word(row.get("role")?)?,
                on: row.get("invited_on")?,
                until_on: row.get("invited_until_on")?,
            })
        },
    )
}

/// The address of an open invitation of a reseller.
///
/// # Errors
/// The store's.
pub fn invitation(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    id: ColleagueId,
    today: Date,
) -> Result<Option<String>, StoreError> {
    tx.one(
        "select email_shown from colleague_invitations
         where reseller_id = $1 and id = $2 and invited_until_on >= $3",
        params![reseller.0, id.0, today],
        |row| row.get("email_shown"),
    )
}

/// Offers a role to an address; takes the place of an invitation of it that lapsed.
///
/// # Errors
/// The store's.
pub fn insert(tx: &mut Tx<'_>, reseller: ResellerId, new: &NewOffer) -> Result<(), StoreError> {
    tx.execute(
        "delete from colleague_invitations where reseller_id = $1 and email = $2",
        params![reseller.0, folded(&new.email)],
    )?;
    tx.execute(
        "insert into colleague_invitations (id, reseller_id, email, email_shown, role, invited_by, invited_at,
            invited_on, invited_until_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            new.id.0,
            reseller.0,
            folded(&new.email),
            &new.email,
            word(&new.role),
            new.by.0,
            new.at,
            new.on,
            new.until_on,
        ],
    )?;
    Ok(())
}

/// Lets an invitation wait until another day.
///
/// # Errors
/// The store's.
pub fn hold_longer(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    id: ColleagueId,
    until_on: Date,
) -> Result<(), StoreError> {
    tx.execute(
        "update colleague_invitations set invited_until_on = $1 where reseller_id = $2 and id = $3",
        params![until_on, reseller.0, id.0],
    )?;
    Ok(())
}

/// Withdraws an invitation, with its links; answers no when it is gone.
///
/// # Errors
/// The store's.
pub fn withdraw(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    id: ColleagueId,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "delete from colleague_invitations where reseller_id = $1 and id = $2",
        params![reseller.0, id.0],
    )?;
    Ok(rows == 1)
}

/// What a mail or link of an invitation tells; `None` when it was accepted or withdrawn.
///
/// # Errors
/// The store's.
pub fn offer(tx: &mut Tx<'_>, id: ColleagueId) -> Result<Option<Offer>, StoreError> {
    tx.one(
        "select i.reseller_id, r.name as company, i.email_shown, i.role, a.name as inviter, i.invited_until_on
         from colleague_invitations i join resellers r on r.id = i.reseller_id
            join accounts a on a.id = i.invited_by
         where i.id = $1",
        params![id.0],
        |row| {
            Ok(Offer {
                reseller: row.parse("reseller_id")?,
                company: row.get("company")?,
                email: row.get("email_shown")?,
                role: from_word(row.get("role")?)?,
                invited_by: row.get("inviter")?,
                until_on: row.get("invited_until_on")?,
            })
        },
    )
}

/// The name of the reseller that an account works for.
///
/// # Errors
/// The store's.
pub fn employer(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<String>, StoreError> {
    tx.one(
        "select r.name from reseller_people p join resellers r on r.id = p.reseller_id
         where p.account_id = $1",
        params![account.0],
        |row| row.get("name"),
    )
}

/// Takes an offer up for an account; answers no when the account works for a reseller already.
///
/// # Errors
/// The store's.
pub fn take(
    tx: &mut Tx<'_>,
    (id, offer): (ColleagueId, &Offer),
    account: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "insert into reseller_people (reseller_id, account_id, role, added_by, added_at)
         select reseller_id, $1, role, invited_by, $2 from colleague_invitations where id = $3
            and not exists (select 1 from reseller_people where account_id = $1)",
        params![account.0, now, id.0],
    )?;
    withdraw(tx, offer.reseller, id)?;
    Ok(rows == 1)
}
