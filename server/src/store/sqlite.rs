//! SQLite: one writer thread that commits many units at once, and a few readers.
//!
//! A durable commit waits for the disk, so units that wait at the same time share one: a
//! `begin immediate` for the group, a savepoint for each unit, the answers after `commit`.
//! WAL lets readers read meanwhile.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::thread;

use rusqlite::Connection;

use super::queue::{Desk, Pile, queue};
use super::sqlite_connection::{Connected, connect, failure};
use super::tx::{Failure, Remedy};
use super::unit::{Access, Job, Unit, Verdict};
use super::{StoreError, Tx};

/// Threads that read.
const READERS: usize = 4;
/// The most units that share a commit, so that the first does not wait for ever.
const LARGEST_GROUP: usize = 128;

/// Opens the file, making it if it is not there, and starts the threads.
pub(super) fn open(path: &Path) -> Result<(Desk, Desk), StoreError> {
    let first = connect(path, Access::Write, true).map_err(|failure| failure.error)?;
    let (writes, pile) = queue();
    let mut engine = Engine::new(path, Access::Write, Some(first));
    start("store-writer", move || {
        while let Some(job) = pile.take() {
            engine.write_group(job, &pile);
        }
    })?;
    let (reads, pile) = queue();
    for _ in 0..READERS {
        let pile = pile.clone();
        let mut engine = Engine::new(path, Access::Read, None);
        start("store-reader", move || {
            while let Some(job) = pile.take() {
                engine.read_one(job.unit);
            }
        })?;
    }
    Ok((writes, reads))
}

fn start(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(drop)
        .map_err(|error| StoreError::Unavailable(format!("no thread {name}: {error}")))
}

/// A thread's connection, opened again after it failed.
struct Engine {
    path: PathBuf,
    access: Access,
    connection: Option<Connection>,
}

/// Where the units of a group stand.
#[derive(Default)]
struct Group {
    /// Not yet run.
    waiting: VecDeque<Box<dyn Unit>>,
    /// Run, with work to commit.
    kept: Vec<Box<dyn Unit>>,
    /// Run and undone; told with the others, since they may have read their work.
    undone: Vec<Box<dyn Unit>>,
    /// Whether the connection should not be used again.
    broken: bool,
}

/// What became of one unit in its group.
enum Ran {
    Kept,
    Undone,
    /// The engine has undone the whole group, as it does when the disk is full.
    UndoneWithAll,
}

impl Engine {
    fn new(path: &Path, access: Access, connection: Option<Connection>) -> Self {
        Self {
            path: path.to_owned(),
            access,
            connection,
        }
    }

    /// Lends the connection, opening it if need be; never makes a new file.
    fn borrow(&mut self) -> Result<Connection, Failure> {
        match self.connection.take() {
            Some(connection) => Ok(connection),
            None => connect(&self.path, self.access, false),
        }
    }

    fn write_group(&mut self, first: Job, pile: &Pile) {
        let mut group = Group::default();
        group.waiting.push_back(first.unit);
        let outcome = self.borrow().and_then(|connection| {
            let outcome = group
                .run(&connection, pile)
                .and_then(|()| mark(&connection, "commit"));
            if outcome.is_err() && !connection.is_autocommit() {
                group.broken |= mark(&connection, "rollback").is_err();
            }
            group.broken |= matches!(&outcome, Err(failure) if failure.remedy == Remedy::Reconnect);
            if !group.broken {
                self.connection = Some(connection);
            }
            outcome
        });
        group.answer(&outcome.map_err(|failure| failure.error));
    }

    fn read_one(&mut self, mut unit: Box<dyn Unit>) {
        let read = self.borrow().and_then(|connection| {
            mark(&connection, "begin deferred")?;
            let verdict = unit.run(&mut Tx::new(&mut Connected(&connection), Access::Read));
            let over = connection.is_autocommit() || mark(&connection, "rollback").is_ok();
            if over && verdict != Verdict::Again(Remedy::Reconnect) {
                self.connection = Some(connection);
            }
            Ok(())
        });
        unit.answer(read.map_err(|failure| failure.error));
    }
}

impl Group {
    /// Begins a transaction and runs the waiting units and those that come in meanwhile.
    fn run(&mut self, connection: &Connection, pile: &Pile) -> Result<(), Failure> {
        mark(connection, "begin immediate")?;
        let mut left = LARGEST_GROUP;
        while let Some(mut unit) = self.next(&mut left, pile) {
            match run_one(connection, unit.as_mut(), &mut self.broken) {
                Ok(Ran::Kept) => self.kept.push(unit),
                Ok(Ran::Undone) => self.undone.push(unit),
                Ok(Ran::UndoneWithAll) => {
                    unit.answer(Ok(()));
                    // the others did nothing wrong: they run again without it
                    let again = self.undone.drain(..).chain(self.kept.drain(..));
                    self.waiting.extend(again);
                    mark(connection, "begin immediate")?;
                }
                Err(failure) => {
                    self.undone.push(unit);
                    return Err(failure);
                }
            }
        }
        Ok(())
    }

    fn next(&mut self, left: &mut usize, pile: &Pile) -> Option<Box<dyn Unit>> {
        if let Some(unit) = self.waiting.pop_front() {
            return Some(unit);
        }
        *left = left.checked_sub(1)?;
        pile.take_waiting().map(|job| job.unit)
    }

    fn answer(self, outcome: &Result<(), StoreError>) {
        if let Err(error) = outcome {
            tracing::warn!(%error, "a group of units of work was undone");
        }
        for unit in self.kept.into_iter().chain(self.undone).chain(self.waiting) {
            unit.answer(outcome.clone());
        }
    }
}

fn run_one(
    connection: &Connection,
    unit: &mut dyn Unit,
    broken: &mut bool,
) -> Result<Ran, Failure> {
    mark(connection, "savepoint unit")?;
    let verdict = unit.run(&mut Tx::new(&mut Connected(connection), Access::Write));
    *broken |= verdict == Verdict::Again(Remedy::Reconnect);
    if connection.is_autocommit() {
        return Ok(Ran::UndoneWithAll);
    }
    if verdict == Verdict::Keep {
        mark(connection, "release unit")?;
        return Ok(Ran::Kept);
    }
    mark(connection, "rollback to unit")?;
    mark(connection, "release unit")?;
    Ok(Ran::Undone)
}

/// A statement that begins or ends something.
fn mark(connection: &Connection, sql: &str) -> Result<(), Failure> {
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(|error| failure(&error))?;
    statement
        .raw_execute()
        .map(drop)
        .map_err(|error| failure(&error))
}
