//! The database seam: one code path for SQLite (embedded) and PostgreSQL (many servers).
//!
//! A *unit of work* is a closure over a synchronous [`Tx`]. It is answered only once its
//! commit is durable, and an `Err` from it undoes this unit and no other. It may run more
//! than once (contention, a lost connection), so it must change nothing but the database.
//! What stands in which table is the business of the modules below, one for each noun.

pub mod accounts;
pub mod audit;
pub mod balances;
pub mod bank_entries;
pub mod businesses;
pub mod cancellations;
pub mod card_setups;
pub mod colleagues;
pub mod coming;
pub mod credit_notes;
pub mod customers;
pub mod days;
pub mod disputes;
pub mod documents;
pub mod email_changes;
pub mod erasing;
mod error;
pub mod giving_up;
pub mod half_open;
pub mod invoices;
pub mod lease;
pub mod ledger;
pub mod licences;
pub mod links;
pub mod mail_stops;
pub mod managing;
pub mod mark;
pub mod members;
mod migrate;
pub mod orders;
pub mod outbox;
pub mod overview;
pub mod parties;
pub mod payments;
pub mod people;
mod postgres;
mod postgres_session;
pub mod price_lists;
mod queue;
pub mod renewals;
pub mod resellers;
mod row;
pub mod saved_cards;
pub mod second_factors;
pub mod seeding;
pub mod sessions;
mod sqlite;
mod sqlite_connection;
pub mod subscriptions;
pub mod throttle;
pub mod transfers;
mod tx;
mod unit;
mod url;
mod value;
pub mod vat_checks;
pub mod vat_decisions;

pub use error::StoreError;
pub use row::{Column, Row};
pub use tx::Tx;
pub use url::{DatabaseUrl, UrlError};
pub use value::{FromValue, Value, ValueRef};

pub use crate::params;

use queue::Desk;
use unit::{Access, Waiting};

/// The database. Cheap to clone; its threads end when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    writes: Desk,
    reads: Desk,
}

impl Store {
    /// Opens the database, makes it if it is a new SQLite file, and brings its schema up to
    /// date. Blocks; many servers may do so at once.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached, [`StoreError::Refused`] when it
    /// is newer than this program or was migrated by another text.
    pub fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let store = Self::connect(url)?;
        migrate::up_to_date(&store, migrate::ALL)?;
        Ok(store)
    }

    /// Opens the database as it is, without a look at its schema.
    fn connect(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let (writes, reads) = match url {
            DatabaseUrl::Sqlite(path) => sqlite::open(path)?,
            DatabaseUrl::Postgres(config) => postgres::open(config)?,
        };
        Ok(Self { writes, reads })
    }

    /// Runs a unit of work that may write, and answers once it is durable.
    ///
    /// The unit runs to its end even if the returned future is dropped.
    ///
    /// # Errors
    /// The unit's own, or the store's: a lost answer to a commit is
    /// [`StoreError::Unavailable`] too, so ask again by id before doing it twice.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (waiting, answer) = Waiting::new(work);
        self.writes.hand_in(waiting, Access::Write)?;
        answer
            .await
            .unwrap_or_else(|_| Err(unit::unanswered().into()))
    }

    /// Runs a unit of work that only reads; all its queries see one moment.
    ///
    /// # Errors
    /// The unit's own, or the store's.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (waiting, answer) = Waiting::new(work);
        self.reads.hand_in(waiting, Access::Read)?;
        answer
            .await
            .unwrap_or_else(|_| Err(unit::unanswered().into()))
    }

    /// [`Store::write`] for the command line. Panics inside an async runtime; inside a unit
    /// of work it would wait for itself.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (waiting, answer) = Waiting::new(work);
        self.writes.hand_in(waiting, Access::Write)?;
        answer
            .blocking_recv()
            .unwrap_or_else(|_| Err(unit::unanswered().into()))
    }

    /// [`Store::read`] for the command line; the same warning.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (waiting, answer) = Waiting::new(work);
        self.reads.hand_in(waiting, Access::Read)?;
        answer
            .blocking_recv()
            .unwrap_or_else(|_| Err(unit::unanswered().into()))
    }

    /// Whether the database answers now, for `/readyz`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it does not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.read(|tx| {
            tx.only("select count(*) from migrations", params![], |row| {
                row.get::<i64>(0)
            })
        })
        .await
        .map(|_| ())
    }
}
