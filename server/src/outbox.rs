//! Mails that must follow a commit: written as data in the same commit, sent just after by one
//! of the servers, at least once.
//!
//! Promises: no row holds a secret: that of a link is made while its mail is written. A mail that
//! cannot go now is tried again, later and later; one that never can is parked with the reason.

mod letters;
mod once;

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use seatkeeper_core::{
    id::{AccountId, BankEntryId, InvoiceId, MemberId, OrderId, SubscriptionId},
    payment::{DeclineReason, DisputeState},
};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    clock::Clock,
    context::Context,
    emails::House,
    mailer::{Mail, MailError, Mailer},
    rounds,
    store::{
        Store, StoreError, Tx, lease, links,
        outbox::{self, Due},
    },
};
use letters::{Letters, Prepared};
pub use letters::{ManagingLetter, PeopleLetter, Turn};

/// A mail to be sent, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// An address was invited, in this language.
    Invitation {
        /// The row that waits for it.
        member: MemberId,
        /// Of whoever added it; the person's own is not known yet.
        language: String,
    },
    /// An account that was in no other business was added at once.
    Added {
        /// The row.
        member: MemberId,
    },
    /// About somebody's place in a reseller, or address.
    People(PeopleLetter),
    /// About a customer that changes hands.
    Managing(ManagingLetter),
    /// One of the seller's own people is to choose a name and a password.
    Activation {
        /// The account.
        account: AccountId,
    },
    /// Somebody asked for a link to choose a new password.
    ResetPassword {
        /// The account.
        account: AccountId,
        /// The language of the page on which it was asked.
        language: String,
    },
    /// What is said about a coming renewal, to whoever would pay it and, without amounts, to the
    /// customer's own administrators.
    Renewal {
        /// Of which subscription.
        subscription: SubscriptionId,
        /// The first day of the next period.
        #[serde(with = "seatkeeper_core::day")]
        starts_on: Date,
        /// On which day it is said.
        #[serde(with = "seatkeeper_core::day")]
        noticed_on: Date,
        /// One of the customer's people; else the payer.
        to: Option<AccountId>,
    },
    /// A subscription did not renew by itself.
    RenewalDeclined {
        /// By which order.
        order: OrderId,
        /// At which attempt.
        attempt: u32,
        /// Why.
        reason: DeclineReason,
    },
    /// Licences have begun to rest.
    Expired {
        /// Of which subscription.
        subscription: SubscriptionId,
        /// The first day that is not paid.
        #[serde(with = "seatkeeper_core::day")]
        ended_on: Date,
        /// One of the customer's people; else the payer.
        to: Option<AccountId>,
    },
    /// The next period is paid, and has fewer licences than members.
    FewerLicences {
        /// Of which subscription.
        subscription: SubscriptionId,
        /// Its first day.
        #[serde(with = "seatkeeper_core::day")]
        starts_on: Date,
        /// One of the customer's people; else the payer.
        to: Option<AccountId>,
    },
    /// An order waits for a bank transfer.
    PaymentRequest {
        /// Which.
        order: OrderId,
    },
    /// Other money came than an order was missing.
    MoneyReceived {
        /// Which entry of the bank.
        entry: BankEntryId,
    },
    /// Money of a balance was transferred back.
    PaidOut {
        /// Which entry of the bank.
        entry: BankEntryId,
    },
    /// The money for an order did not come in time.
    TransferLapsed {
        /// Which.
        order: OrderId,
    },
    /// A subscription was cancelled at its period's end, or that was taken back.
    Cancelled {
        /// Which.
        subscription: SubscriptionId,
        /// The first day that is not paid.
        #[serde(with = "seatkeeper_core::day")]
        ends_on: Date,
        /// It was taken back.
        #[serde(default)]
        goes_on: bool,
        /// One of the payer's administrators; else where its papers go.
        to: Option<AccountId>,
    },
    /// A dispute of the payer's was opened or decided.
    Dispute {
        /// Which.
        dispute: Uuid,
        /// About which order's payment.
        order: OrderId,
        /// How it stands.
        state: DisputeState,
        /// One of the payer's administrators; else where its papers go.
        to: Option<AccountId>,
    },
    /// An invoice has its number.
    Invoice {
        /// Which.
        invoice: InvoiceId,
    },
}

const LEASE: &str = "outbox";
/// Short: each row is claimed for itself while it is being sent, and after a crash the next server
/// waits this long.
const HELD: SignedDuration = SignedDuration::from_secs(15);
/// How often it is looked whether something is due, when nobody wakes the worker.
const EVERY: Duration = Duration::from_secs(1);
/// How many mails are on their way at once.
const BATCH: u32 = 16;
/// How long a link that expired is remembered.
const LINKS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long a mail's claim lasts after each attempt, in seconds; then it is tried again.
const PATIENCE: [i64; 9] = [
    30,
    60,
    300,
    900,
    3600,
    3 * 3600,
    6 * 3600,
    12 * 3600,
    24 * 3600,
];

/// Writes a mail down, in the transaction of what it tells of.
///
/// # Errors
/// The store's.
pub fn put(tx: &mut Tx<'_>, now: Timestamp, letter: &Letter) -> Result<(), StoreError> {
    let payload =
        serde_json::to_string(letter).map_err(|error| StoreError::Rejected(error.to_string()))?;
    outbox::insert(tx, "mail", payload, letter.once_key(), now)
}

/// The worker: sends what is due until it is dropped.
pub async fn work(context: Context, post: Arc<Post>) {
    let round = async || Ok(post.deliver().await?);
    rounds::go_on((LEASE, EVERY), &context.wake, round).await;
}

/// Delivers mails for one server.
pub struct Post {
    store: Store,
    clock: Arc<dyn Clock>,
    mailer: Arc<dyn Mailer>,
    letters: Letters,
    holder: String,
}

impl Post {
    /// A post office of this portal.
    pub fn new(context: &Context, mailer: Arc<dyn Mailer>) -> Self {
        let config = &context.config;
        let house = House {
            seller: config.seller.name.clone(),
            public_url: config.public_url.clone(),
            demo: context.demo,
        };
        let zone = TimeZone::get(&config.zone).unwrap_or(TimeZone::UTC);
        Self::of(
            context.store.clone(),
            Arc::clone(&context.clock),
            mailer,
            Letters {
                house,
                zone,
                accounts: config.bank_accounts.clone().into(),
            },
        )
    }

    fn of(store: Store, clock: Arc<dyn Clock>, mailer: Arc<dyn Mailer>, letters: Letters) -> Self {
        Self {
            store,
            clock,
            mailer,
            letters,
            holder: Uuid::now_v7().to_string(),
        }
    }

    /// Sends what is due, if this server has the lease; answers how many it tried.
    ///
    /// # Errors
    /// The store's; what was not sent is due again later.
    pub async fn deliver(&self) -> Result<usize, StoreError> {
        let now = self.clock.now();
        let due = self
            .store
            .read(move |tx| outbox::due(tx, now, BATCH))
            .await?;
        let mut sending = JoinSet::new();
        let mut tried = 0;
        for due in due {
            let mailer = Arc::clone(&self.mailer);
            match self.prepare(due.clone()).await? {
                Claimed::No => continue,
                Claimed::Moot => {}
                Claimed::Mail(mail) => {
                    sending.spawn(async move { (mailer.send(&mail).await, due) });
                }
            }
            tried += 1;
        }
        while let Some(sent) = sending.join_next().await {
            // a mailer that panicked leaves its mail claimed: it is tried again
            if let Ok((sent, due)) = sent {
                self.note(&due, sent).await?;
            }
        }
        Ok(tried)
    }

    /// Lets another server deliver at once, because this one stops.
    ///
    /// # Errors
    /// The store's; then the other waits until the lease has run out.
    pub async fn close(&self) -> Result<(), StoreError> {
        let holder = self.holder.clone();
        self.store
            .write(move |tx| lease::release(tx, LEASE, &holder))
            .await
    }

    /// Claims a row and writes its mail, in one transaction with the link in it.
    async fn prepare(&self, due: Due) -> Result<Claimed, StoreError> {
        let (now, today) = (self.clock.now(), self.clock.today());
        let (letters, holder) = (self.letters.clone(), self.holder.clone());
        let id = due.id;
        let claim = move |tx: &mut Tx<'_>| claim(tx, &letters, &holder, &due, (now, today));
        match self.store.write(claim).await {
            Err(StoreError::Unexpected(error)) => {
                self.park(id, format!("what it tells of cannot be read: {error}"))
                    .await?;
                Ok(Claimed::Moot)
            }
            claimed => claimed,
        }
    }

    async fn note(&self, due: &Due, sent: Result<(), MailError>) -> Result<(), StoreError> {
        let (id, now) = (due.id, self.clock.now());
        match sent {
            Ok(()) => {
                count("sent");
                let note = move |tx: &mut Tx<'_>| {
                    links::sweep(tx, now - LINKS_KEPT)?;
                    outbox::delivered(tx, id, now)
                };
                self.store.write(note).await
            }
            Err(MailError::Later(error)) if patience(due.attempts + 1).is_some() => {
                count("later");
                tracing::warn!(mail = %id, attempt = due.attempts + 1, %error, "a mail was not sent; tried again later");
                self.store
                    .write(move |tx| outbox::failed(tx, id, &error))
                    .await
            }
            Err(error) => self.park(id, error.to_string()).await,
        }
    }

    async fn park(&self, id: Uuid, reason: String) -> Result<(), StoreError> {
        tracing::error!(mail = %id, %reason, "a mail was given up");
        count("given_up");
        let now = self.clock.now();
        self.store
            .write(move |tx| outbox::give_up(tx, id, &reason, now))
            .await
    }
}

/// What became of a row that was due.
enum Claimed {
    /// Another server delivers, or was faster.
    No,
    /// It is not sent, for good.
    Moot,
    /// To be sent.
    Mail(Box<Mail>),
}

fn claim(
    tx: &mut Tx<'_>,
    letters: &Letters,
    holder: &str,
    due: &Due,
    (now, today): (Timestamp, Date),
) -> Result<Claimed, StoreError> {
    let until = now + patience(due.attempts).unwrap_or(HELD);
    if !lease::take(tx, LEASE, holder, now, now + HELD)? || !outbox::claim(tx, due, until)? {
        return Ok(Claimed::No);
    }
    match letters.prepare(tx, due, now, today)? {
        Prepared::Mail(mail) => Ok(Claimed::Mail(Box::new(mail))),
        Prepared::Moot(reason) => {
            tracing::info!(mail = %due.id, reason, "a mail is not sent");
            outbox::settled(tx, due.id, reason, now)?;
            Ok(Claimed::Moot)
        }
    }
}

/// For the figures.
fn count(outcome: &'static str) {
    metrics::counter!("seatkeeper_mails_total", "outcome" => outcome).increment(1);
}

/// How long after this attempt the next one is; none after the last.
fn patience(attempts: u32) -> Option<SignedDuration> {
    let attempt = usize::try_from(attempts).ok()?;
    PATIENCE
        .get(attempt)
        .map(|seconds| SignedDuration::from_secs(*seconds))
}

#[cfg(test)]
mod tests;
