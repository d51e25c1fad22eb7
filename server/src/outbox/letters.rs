//! Makes a mail of a letter: loads what it tells of, makes its link, finds its words.
//!
//! A letter whose time has passed (withdrawn, expired, stopped) is moot and never sent.

mod disputes;
mod managing;
mod people;
mod renewals;
mod transfers;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use seatkeeper_core::id::{AccountId, InvoiceId, MemberId};

use super::Letter;
use crate::{
    config::BankAccount,
    emails::{Addition, Billing, House, Joining, Written},
    links::{self, STAFF_HOLDS},
    mailer::{Attachment, Mail},
    store::{
        StoreError, Tx,
        accounts::{self, folded},
        documents as stored, mail_stops,
        members::{self, Invitation},
        outbox::Due,
        throttle::{self, Limit},
    },
    words::Language,
};

pub use managing::{ManagingLetter, Turn};
pub use people::PeopleLetter;

/// Mails about being added, to one address, whoever adds it.
const ADDITIONS: Limit = Limit {
    scope: "additions to",
    most: 3,
    window: SignedDuration::from_hours(24),
};

/// Who writes, and where days end.
#[derive(Clone, Debug)]
pub(super) struct Letters {
    pub(super) house: House,
    pub(super) zone: TimeZone,
    /// Where transfers go.
    pub(super) accounts: Arc<[BankAccount]>,
}

/// What became of a letter.
pub(super) enum Prepared {
    /// To be sent.
    Mail(Mail),
    /// Not to be sent any more.
    Moot(&'static str),
}

impl Letters {
    pub(super) fn prepare(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        now: Timestamp,
        today: Date,
    ) -> Result<Prepared, StoreError> {
        let letter: Letter = serde_json::from_str(&due.payload)
            .map_err(|error| StoreError::Unexpected(error.to_string()))?;
        match letter {
            Letter::Invitation { member, language } => {
                self.addition(tx, due, (member, Language::of(&language)), now, today)
            }
            Letter::Added { member } => {
                self.addition(tx, due, (member, Language::English), now, today)
            }
            Letter::People(letter) => self.people(tx, due, letter, now, today),
            Letter::Managing(letter) => self.managing(tx, due, letter, now, today),
            Letter::Activation { account } => self.activation(tx, due, account, now),
            Letter::ResetPassword { account, language } => {
                self.reset(tx, due, (account, Language::of(&language)), now)
            }
            Letter::Renewal {
                subscription,
                starts_on,
                noticed_on,
                to,
            } => self.renewal(tx, due, (subscription, starts_on, noticed_on), to),
            Letter::RenewalDeclined { order, reason, .. } => {
                self.renewal_declined(tx, due, (order, reason))
            }
            Letter::Expired {
                subscription,
                ended_on,
                to,
            } => self.expired(tx, due, (subscription, ended_on), to),
            Letter::FewerLicences {
                subscription,
                starts_on,
                to,
            } => self.fewer(tx, due, (subscription, starts_on), to, today),
            Letter::PaymentRequest { order } => self.payment_request(tx, due, order),
            Letter::MoneyReceived { entry } => self.money_received(tx, due, entry),
            Letter::PaidOut { entry } => self.paid_out(tx, due, entry),
            Letter::TransferLapsed { order } => self.transfer_lapsed(tx, due, order),
            Letter::Cancelled {
                subscription,
                ends_on,
                goes_on,
                to,
            } => self.cancelled(tx, due, (subscription, ends_on, goes_on), to),
            Letter::Dispute {
                order, state, to, ..
            } => self.dispute(tx, due, (order, state), to),
            Letter::Invoice { invoice } => self.invoice(tx, due, invoice, today),
        }
    }

    fn addition(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (member, language): (MemberId, Language),
        now: Timestamp,
        today: Date,
    ) -> Result<Prepared, StoreError> {
        let Some(invitation) = members::invitation(tx, member)? else {
            return Ok(Prepared::Moot("the person joined or was removed"));
        };
        if invitation.account.is_none() && invitation.until_on < today {
            return Ok(Prepared::Moot("the invitation expired"));
        }
        let to = folded(&invitation.email);
        if let Some(moot) = unwanted(tx, due, &to, now)? {
            return Ok(moot);
        }
        let account =
            accounts::by_email(tx, &to)?.filter(|account| account.password_hash.is_some());
        let language = account.map_or(language, |account| Language::of(&account.language));
        let written = self.write_addition(tx, (member, &invitation), language, now)?;
        Ok(mail(due, invitation.email, language, written, None))
    }

    fn write_addition(
        &self,
        tx: &mut Tx<'_>,
        (member, invitation): (MemberId, &Invitation),
        language: Language,
        now: Timestamp,
    ) -> Result<Written, StoreError> {
        let Invitation {
            email,
            business,
            until_on,
            ..
        } = invitation;
        let stop = links::make_stop(tx, email, language, now)?;
        let adder = invitation.added_by.as_deref().unwrap_or(&self.house.seller);
        let addition = Addition {
            business,
            adder,
            email,
            stop: stop.reveal(),
        };
        if invitation.account.is_some() {
            return Ok(self.house.addition(language, &addition, Joining::Added));
        }
        let expires_at = self.end_of(*until_on, now);
        let secret =
            links::make_activation(tx, (email, language), (None, Some(member)), expires_at, now)?;
        let (secret, until_on) = (secret.reveal(), *until_on);
        let joining = if members::elsewhere(tx, email, invitation.customer)?.is_some() {
            Joining::Leaves { secret, until_on }
        } else {
            Joining::Activates { secret, until_on }
        };
        Ok(self.house.addition(language, &addition, joining))
    }

    fn activation(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Prepared, StoreError> {
        let Some(account) =
            accounts::get(tx, account)?.filter(|account| account.password_hash.is_none())
        else {
            return Ok(Prepared::Moot("the account is activated or gone"));
        };
        let language = Language::of(&account.language);
        let expires_at = now + STAFF_HOLDS;
        let email = account.email_shown;
        let secret = links::make_activation(
            tx,
            (&email, language),
            (Some(account.id), None),
            expires_at,
            now,
        )?;
        let until_on = expires_at.to_zoned(self.zone.clone()).date();
        let written = self
            .house
            .staff(language, &email, secret.reveal(), until_on);
        Ok(mail(due, email, language, written, None))
    }

    fn reset(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (account, language): (AccountId, Language),
        now: Timestamp,
    ) -> Result<Prepared, StoreError> {
        let Some(account) = accounts::get(tx, account)? else {
            return Ok(Prepared::Moot("the account is gone"));
        };
        if account.password_hash.is_none() {
            return self.activation(tx, due, account.id, now);
        }
        let secret = links::make_reset(tx, &account.email_shown, account.id, language, now)?;
        let written = self
            .house
            .reset(language, &account.email_shown, secret.reveal());
        Ok(mail(due, account.email_shown, language, written, None))
    }

    fn invoice(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        invoice: InvoiceId,
        today: Date,
    ) -> Result<Prepared, StoreError> {
        let Some(mailed) = stored::to_mail(tx, invoice)? else {
            return Err(StoreError::Unexpected(format!(
                "no issued invoice {invoice}"
            )));
        };
        let fewer = renewals::fewer_in(tx, &mailed, today)?;
        let Some(to) = mailed.to else {
            return Ok(Prepared::Moot("there is nobody to tell"));
        };
        let language = Language::of(&mailed.draft.locale);
        let document = mailed.document;
        let written = self.house.invoice(
            language,
            Billing {
                number: &document.number,
                draft: &mailed.draft,
                fewer,
            },
        );
        let name = crate::documents::file_name(&document.number, &document.media_type);
        let attachment = Attachment {
            name,
            media_type: document.media_type,
            bytes: document.bytes,
        };
        Ok(mail(due, to, language, written, Some(attachment)))
    }

    /// The instant at which a day is over where the seller is.
    fn end_of(&self, day: Date, now: Timestamp) -> Timestamp {
        let over = day
            .tomorrow()
            .ok()
            .and_then(|next| next.to_zoned(self.zone.clone()).ok());
        over.map_or(now + STAFF_HOLDS, |zoned| zoned.timestamp())
    }
}

/// Why an invitation is not sent to an address: it wants none, or had enough today. Counts this one.
fn unwanted(
    tx: &mut Tx<'_>,
    due: &Due,
    to: &str,
    now: Timestamp,
) -> Result<Option<Prepared>, StoreError> {
    if mail_stops::is_stopped(tx, to)? {
        return Ok(Some(Prepared::Moot("the address wants no invitations")));
    }
    enough(tx, due, (&ADDITIONS, to), now)
}

/// Counts a mail to an address at its first attempt, unless there were enough.
fn enough(
    tx: &mut Tx<'_>,
    due: &Due,
    (limit, to): (&Limit, &str),
    now: Timestamp,
) -> Result<Option<Prepared>, StoreError> {
    if due.attempts > 0 {
        return Ok(None);
    }
    if throttle::blocked_until(tx, limit, to, now)?.is_some() {
        return Ok(Some(Prepared::Moot(
            "enough such mails went to the address today",
        )));
    }
    throttle::count(tx, limit, to, now)?;
    Ok(None)
}

fn mail(
    due: &Due,
    to: String,
    language: Language,
    written: Written,
    attachment: Option<Attachment>,
) -> Prepared {
    let Written {
        subject,
        text,
        html,
    } = written;
    Prepared::Mail(Mail {
        id: due.id,
        at: due.created_at,
        to,
        subject,
        language: language.tag(),
        text,
        html,
        attachment,
    })
}
