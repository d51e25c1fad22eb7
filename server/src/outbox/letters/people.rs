//! Letters about somebody's place in a reseller or a business, and about the address and the second factor of an
//! account.
//!
//! Whether the new address of an account belongs to another one is asked only here, after the request
//! was answered: neither its answer nor its time can tell.

use jiff::{SignedDuration, Timestamp, civil::Date};
use seatkeeper_core::{
    id::{AccountId, ColleagueId, CustomerId, ResellerId},
    permission::ResellerRole,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Letters, Prepared, enough, mail, unwanted};
use crate::{
    emails::{Change, FactorChange, Offering, Standing},
    links,
    store::{
        StoreError, Tx,
        accounts::{self, Account, folded},
        colleagues, email_changes,
        email_changes::EmailChange,
        managing, members,
        outbox::Due,
        parties,
        throttle::Limit,
    },
    words::Language,
};

/// Mails about becoming an account's address, to one address, whoever asks.
const EMAIL_CHANGES: Limit = Limit {
    scope: "email changes to",
    most: 3,
    window: SignedDuration::from_hours(24),
};

/// Mails about being removed from a business, to one address, whoever removes it.
const REMOVALS: Limit = Limit {
    scope: "removals to",
    most: 3,
    window: SignedDuration::from_hours(24),
};

/// About somebody's place in a reseller or a business, or the address of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "people", rename_all = "snake_case")]
pub enum PeopleLetter {
    /// A role in a reseller is offered to an address, in this language.
    Offer {
        /// The invitation.
        invitation: ColleagueId,
        /// Of whoever invites.
        language: String,
    },
    /// Somebody does not work for a reseller any more.
    Removed {
        /// Who.
        account: AccountId,
        /// Where.
        reseller: ResellerId,
    },
    /// Somebody has another role in a reseller.
    RoleChanged {
        /// Who.
        account: AccountId,
        /// Where.
        reseller: ResellerId,
        /// As what from now on.
        role: ResellerRole,
    },
    /// Somebody is not a member of a business any more, and did not leave it.
    MemberRemoved {
        /// Who.
        account: AccountId,
        /// Of which.
        customer: CustomerId,
    },
    /// To the new address of an account: confirm it; or, where it belongs to another account, that
    /// somebody tried.
    ConfirmEmail {
        /// The change.
        change: Uuid,
    },
    /// To the old address: what is to come, and how to stop it.
    KeepEmail {
        /// The change.
        change: Uuid,
    },
    /// To both: it has happened.
    EmailChanged {
        /// Whose address it was.
        account: AccountId,
        /// To which of them this mail goes.
        to: String,
        /// The address before.
        from: String,
    },
    /// The second factor of an account has changed, or a backup code was used.
    SecondFactor {
        /// Whose.
        account: AccountId,
        /// How.
        change: FactorChange,
    },
}

impl Letters {
    pub(super) fn people(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        letter: PeopleLetter,
        now: Timestamp,
        today: Date,
    ) -> Result<Prepared, StoreError> {
        match letter {
            PeopleLetter::Offer {
                invitation,
                language,
            } => self.offer(tx, due, (invitation, Language::of(&language)), now, today),
            PeopleLetter::Removed { account, reseller } => self.removed(tx, due, account, reseller),
            PeopleLetter::RoleChanged {
                account,
                reseller,
                role,
            } => self.role_changed(tx, due, (account, reseller), role),
            PeopleLetter::MemberRemoved { account, customer } => {
                self.member_removed(tx, due, (account, customer), now)
            }
            PeopleLetter::ConfirmEmail { change } => {
                let Some((change, account)) = waiting(tx, change, now)? else {
                    return Ok(Prepared::Moot("the change was confirmed or given up"));
                };
                self.confirm_email(tx, due, (&change, &account), now)
            }
            PeopleLetter::KeepEmail { change } => {
                let Some((change, account)) = waiting(tx, change, now)? else {
                    return Ok(Prepared::Moot("the change was confirmed or given up"));
                };
                self.keep_email(tx, due, (&change, &account), now)
            }
            PeopleLetter::EmailChanged { account, to, from } => {
                self.email_changed(tx, due, account, (to, &from))
            }
            PeopleLetter::SecondFactor { account, change } => {
                self.second_factor(tx, due, account, change)
            }
        }
    }

    fn offer(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (invitation, language): (ColleagueId, Language),
        now: Timestamp,
        today: Date,
    ) -> Result<Prepared, StoreError> {
        let Some(offer) = colleagues::offer(tx, invitation)? else {
            return Ok(Prepared::Moot("the role was accepted or withdrawn"));
        };
        if offer.until_on < today {
            return Ok(Prepared::Moot("the invitation expired"));
        }
        if let Some(moot) = unwanted(tx, due, &folded(&offer.email), now)? {
            return Ok(moot);
        }
        let known = accounts::by_email(tx, &offer.email)?;
        let known = known.filter(|account| account.password_hash.is_some());
        let (language, standing) = match known {
            None => (language, Standing::New),
            Some(account) => {
                let standing = match colleagues::employer(tx, account.id)? {
                    None => Standing::Known,
                    Some(_) => Standing::Elsewhere,
                };
                (Language::of(&account.language), standing)
            }
        };
        let to = (offer.email.as_str(), language);
        let stop = links::make_stop(tx, &offer.email, language, now)?;
        let expires_at = self.end_of(offer.until_on, now);
        let secret = links::make_role(tx, to, invitation, expires_at, now)?;
        let offering = Offering {
            company: &offer.company,
            inviter: &offer.invited_by,
            email: &offer.email,
            role: offer.role,
            standing,
            until_on: offer.until_on,
            secret: secret.reveal(),
            stop: stop.reveal(),
        };
        let written = self.house.offer(language, &offering);
        Ok(mail(due, offer.email, language, written, None))
    }

    fn removed(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        account: AccountId,
        reseller: ResellerId,
    ) -> Result<Prepared, StoreError> {
        let Some((account, company)) = named(tx, account, reseller)? else {
            return Ok(Prepared::Moot("the account is gone"));
        };
        let language = Language::of(&account.language);
        let written = self.house.removed(language, &company, &account.email_shown);
        Ok(mail(due, account.email_shown, language, written, None))
    }

    fn role_changed(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (account, reseller): (AccountId, ResellerId),
        role: ResellerRole,
    ) -> Result<Prepared, StoreError> {
        let person = colleagues::person(tx, reseller, account)?;
        if person.is_none_or(|person| person.role != role) {
            return Ok(Prepared::Moot("the role was changed again or taken away"));
        }
        let Some((account, company)) = named(tx, account, reseller)? else {
            return Ok(Prepared::Moot("the account is gone"));
        };
        let language = Language::of(&account.language);
        let email = account.email_shown;
        let written = self.house.role_changed(language, &company, (&email, role));
        Ok(mail(due, email, language, written, None))
    }

    fn member_removed(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (account, customer): (AccountId, CustomerId),
        now: Timestamp,
    ) -> Result<Prepared, StoreError> {
        let own = members::own(tx, account)?;
        if own.is_some_and(|own| own.customer == customer) {
            return Ok(Prepared::Moot("the person was added again"));
        }
        let found = (accounts::get(tx, account)?, managing::name(tx, customer)?);
        let (Some(account), Some(business)) = found else {
            return Ok(Prepared::Moot("the account is gone"));
        };
        let (email, language) = (account.email_shown, Language::of(&account.language));
        // whoever is added without being asked is not written to without end
        if let Some(moot) = enough(tx, due, (&REMOVALS, &folded(&email)), now)? {
            return Ok(moot);
        }
        let written = self.house.member_removed(language, &business, &email);
        Ok(mail(due, email, language, written, None))
    }

    fn confirm_email(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (change, account): (&EmailChange, &Account),
        now: Timestamp,
    ) -> Result<Prepared, StoreError> {
        let to = change.email.clone();
        if let Some(moot) = enough(tx, due, (&EMAIL_CHANGES, &folded(&to)), now)? {
            return Ok(moot);
        }
        let taken = accounts::by_email(tx, &to)?.filter(|other| other.id != account.id);
        if let Some(other) = taken {
            let language = Language::of(&other.language);
            let written = self.house.email_taken(language, &to);
            return Ok(mail(due, other.email_shown, language, written, None));
        }
        let language = Language::of(&account.language);
        let link = (account.id, change.id, "confirm_email");
        let secret = links::make_email_change(tx, (&to, language), link, change.expires_at, now)?;
        let written = self.house.confirm_email(language, &to, secret.reveal());
        Ok(mail(due, to, language, written, None))
    }

    fn keep_email(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (change, account): (&EmailChange, &Account),
        now: Timestamp,
    ) -> Result<Prepared, StoreError> {
        let (to, language) = (account.email_shown.clone(), Language::of(&account.language));
        let link = (account.id, change.id, "keep_email");
        let secret = links::make_email_change(tx, (&to, language), link, change.expires_at, now)?;
        let of = Change {
            from: &to,
            to: &change.email,
        };
        let written = self.house.keep_email(language, of, secret.reveal());
        Ok(mail(due, to, language, written, None))
    }

    fn email_changed(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        account: AccountId,
        (to, from): (String, &str),
    ) -> Result<Prepared, StoreError> {
        let Some(account) = accounts::get(tx, account)? else {
            return Ok(Prepared::Moot("the account is gone"));
        };
        let language = Language::of(&account.language);
        let of = Change {
            from,
            to: &account.email_shown,
        };
        let written = self.house.email_changed(language, of);
        Ok(mail(due, to, language, written, None))
    }

    fn second_factor(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        account: AccountId,
        change: FactorChange,
    ) -> Result<Prepared, StoreError> {
        let Some(account) = accounts::get(tx, account)? else {
            return Ok(Prepared::Moot("the account is gone"));
        };
        let language = Language::of(&account.language);
        let email = account.email_shown;
        let written = self.house.second_factor(language, change, &email);
        Ok(mail(due, email, language, written, None))
    }
}

/// An account, and what the reseller is called that it is written to about.
fn named(
    tx: &mut Tx<'_>,
    account: AccountId,
    reseller: ResellerId,
) -> Result<Option<(Account, String)>, StoreError> {
    let account = accounts::get(tx, account)?;
    let reseller = parties::reseller(tx, reseller)?;
    Ok(account.zip(reseller.map(|reseller| reseller.party.name)))
}

/// A change that can still be confirmed, and whose it is.
fn waiting(
    tx: &mut Tx<'_>,
    change: Uuid,
    now: Timestamp,
) -> Result<Option<(EmailChange, Account)>, StoreError> {
    let change = email_changes::get(tx, change)?.filter(|change| now < change.expires_at);
    let Some(change) = change else {
        return Ok(None);
    };
    let account = accounts::get(tx, change.account)?;
    Ok(account.map(|account| (change, account)))
}
