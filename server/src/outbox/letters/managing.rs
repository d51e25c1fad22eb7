//! Letters about a customer that changes hands.
//!
//! What an address can answer for is looked up only here, after the request was answered: neither its
//! answer nor its time can tell. Nobody but who gets something new is asked; both sides are told.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::LinkKind,
    id::{AccountId, CustomerId, ResellerId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Letters, Prepared, mail, unwanted};
use crate::{
    emails::{Handed, Handing},
    links::{self, OpenedLink},
    store::{
        StoreError, Tx,
        accounts::{self, folded},
        managing,
        outbox::Due,
        parties,
    },
    words::Language,
};

/// About a customer that changes hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "managing", rename_all = "snake_case")]
pub enum ManagingLetter {
    /// To the address that can answer.
    Offer {
        /// The offer.
        offer: Uuid,
    },
    /// To an administrator of either side: it has happened.
    Told {
        /// Whom.
        account: AccountId,
        /// What.
        turn: Turn,
        /// The customer.
        customer: CustomerId,
        /// The reseller that managed it before, or now if none did.
        reseller: ResellerId,
        /// The reseller that has taken it over.
        to: Option<ResellerId>,
    },
    /// To who made an offer: the answer is no.
    Declined {
        /// Whom.
        account: AccountId,
        /// The address that was asked.
        email: String,
    },
}

/// What has happened to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It has no reseller any more.
    Detached,
    /// It has another.
    HandedOver,
    /// It has one.
    Attached,
}

impl Letters {
    pub(super) fn managing(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        letter: ManagingLetter,
        now: Timestamp,
        today: Date,
    ) -> Result<Prepared, StoreError> {
        match letter {
            ManagingLetter::Offer { offer } => self.managing_offer(tx, due, offer, now, today),
            ManagingLetter::Told {
                account,
                turn,
                customer,
                reseller,
                to,
            } => self.managing_told(tx, due, (account, turn, customer), (reseller, to)),
            ManagingLetter::Declined { account, email } => {
                let Some(account) = accounts::get(tx, account)? else {
                    return Ok(GONE);
                };
                let language = Language::of(&account.language);
                let written = self.house.declined_managing(language, &email);
                Ok(mail(due, account.email_shown, language, written, None))
            }
        }
    }

    fn managing_offer(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        id: Uuid,
        now: Timestamp,
        today: Date,
    ) -> Result<Prepared, StoreError> {
        let Some(offer) = managing::offer(tx, id)?.filter(|offer| today <= offer.until_on) else {
            return Ok(Prepared::Moot(
                "the offer was answered, withdrawn or lapsed",
            ));
        };
        let to = folded(&offer.email);
        if let Some(moot) = unwanted(tx, due, &to, now)? {
            return Ok(moot);
        }
        let Some(account) = accounts::by_email(tx, &to)? else {
            return Ok(NOT_THEIRS);
        };
        let language = Language::of(&account.language);
        let expires_at = self.end_of(offer.until_on, now);
        let address = (offer.email.as_str(), language);
        let secret = links::make_managing(tx, address, id, expires_at, now)?;
        let Some(OpenedLink {
            kind,
            business,
            elsewhere,
            ..
        }) = links::open(tx, secret.reveal(), now)?
        else {
            return Ok(NOT_THEIRS);
        };
        let stop = links::make_stop(tx, &offer.email, language, now)?;
        let handing = Handing {
            company: &offer.company,
            business: business.as_deref().unwrap_or_default(),
            email: &offer.email,
            managed_by: elsewhere.as_deref(),
            takes_over: kind == LinkKind::HandOver,
            until_on: offer.until_on,
            secret: secret.reveal(),
            stop: stop.reveal(),
        };
        let written = self.house.handing(language, &handing);
        Ok(mail(due, offer.email, language, written, None))
    }

    fn managing_told(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (account, turn, customer): (AccountId, Turn, CustomerId),
        (reseller, to): (ResellerId, Option<ResellerId>),
    ) -> Result<Prepared, StoreError> {
        let (Some(account), Some(business), Some(reseller)) = (
            accounts::get(tx, account)?,
            managing::name(tx, customer)?,
            parties::reseller(tx, reseller)?,
        ) else {
            return Ok(GONE);
        };
        let to = match to {
            Some(to) => parties::reseller(tx, to)?.map(|to| to.party.name),
            None => None,
        };
        let handed = Handed {
            business: &business,
            reseller: &reseller.party.name,
            to: to.as_deref().unwrap_or_default(),
        };
        let language = Language::of(&account.language);
        let written = self.house.handed(language, turn, &handed);
        Ok(mail(due, account.email_shown, language, written, None))
    }
}

const GONE: Prepared = Prepared::Moot("the account is gone");
const NOT_THEIRS: Prepared = Prepared::Moot("nobody at the address could answer");
