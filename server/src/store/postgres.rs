//! PostgreSQL: a bounded pool of plain threads, each with a connection of its own.
//!
//! A unit that writes is SERIALIZABLE; it runs again, whole, when the server says that another
//! was faster or the connection was lost before the commit was sent. Once it was sent a lost
//! connection is the caller's to find out: running it again could do it twice.

use std::sync::{Arc, PoisonError, RwLock, mpsc};
use std::thread;
use std::time::Duration;

use postgres::Config;

use super::postgres_session::Session;
use super::queue::{Desk, Pile, queue};
use super::tx::{Failure, Remedy};
use super::unit::{Access, Job, Unit, Verdict};
use super::{StoreError, Tx};

/// Connections, and the threads that use them.
const CONNECTIONS: usize = 16;
/// How often a unit runs before its caller is told to come back later.
const MOST_RUNS: u32 = 40;
/// After how many runs a unit waits until no other of this program writes.
const MOST_RUNS_IN_THE_CROWD: u32 = 4;
/// The longest wait between two runs.
const LONGEST_PAUSE: Duration = Duration::from_millis(64);
/// How long a server may take to answer a connection.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// Connects once, to say early what is wrong, and starts the threads.
pub(super) fn open(config: &Config) -> Result<(Desk, Desk), StoreError> {
    let config = tuned(config);
    let (desk, pile) = queue();
    let (tell, told) = mpsc::channel();
    let lane = Arc::new(RwLock::new(()));
    for number in 0..CONNECTIONS {
        let pile = pile.clone();
        let mut worker = Worker {
            config: config.clone(),
            lane: lane.clone(),
            session: None,
            number,
        };
        let tell = (number == 0).then(|| tell.clone());
        let body = move || worker.live(&pile, tell);
        thread::Builder::new()
            .name(format!("store-{number}"))
            .spawn(body)
            .map_err(|error| StoreError::Unavailable(format!("no thread: {error}")))?;
    }
    drop(tell);
    told.recv()
        .unwrap_or_else(|_| Err(super::unit::unanswered()))?;
    Ok((desk.clone(), desk))
}

fn tuned(config: &Config) -> Config {
    let mut config = config.clone();
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_PATIENCE);
    }
    if config.get_application_name().is_none() {
        config.application_name("seatkeeper");
    }
    config
}

/// A thread with its connection.
struct Worker {
    config: Config,
    /// Shared by the units that write, and had alone by one that others undid too often: in a
    /// small database all want the same pages, and many could undo each other for ever.
    lane: Arc<RwLock<()>>,
    session: Option<Session>,
    number: usize,
}

/// What became of one run of a unit.
enum Ran {
    /// Committed, or undone because the unit said so.
    Over,
    /// Undone; may run again.
    Again(Failure),
}

impl Worker {
    /// Connects first if somebody wants to be told, then works until the store is closed.
    fn live(&mut self, pile: &Pile, tell: Option<mpsc::Sender<Result<(), StoreError>>>) {
        if let Some(tell) = tell {
            let connected =
                Session::connect(&self.config).map(|session| self.session = Some(session));
            // nobody waits only if the store was given up already
            let _ = tell.send(connected.map_err(|failure| failure.error));
        }
        while let Some(job) = pile.take() {
            self.work(job);
        }
    }

    fn work(&mut self, Job { mut unit, access }: Job) {
        let lane = self.lane.clone();
        let mut alone = None;
        let mut runs = 1;
        let outcome = loop {
            let among_others = access == Access::Write && alone.is_none();
            let share = among_others.then(|| lane.read().unwrap_or_else(PoisonError::into_inner));
            let ran = self.run(unit.as_mut(), access);
            drop(share);
            // also after the last run: what was begun on it was not ended
            if let Ok(Ran::Again(Failure {
                remedy: Remedy::Reconnect,
                ..
            })) = &ran
            {
                self.session = None;
            }
            match ran {
                Ok(Ran::Over) => break Ok(()),
                Ok(Ran::Again(failure)) if runs >= MOST_RUNS => break Err(failure.error),
                Ok(Ran::Again(failure)) => {
                    let crowded =
                        failure.remedy == Remedy::RunAgain && runs >= MOST_RUNS_IN_THE_CROWD;
                    if crowded && alone.is_none() {
                        alone = Some(lane.write().unwrap_or_else(PoisonError::into_inner));
                    } else {
                        self.pause(runs);
                    }
                    runs += 1;
                }
                Err(failure) => {
                    tracing::warn!(error = %failure.error, "a unit of work was undone");
                    self.session = None;
                    break Err(failure.error);
                }
            }
        };
        drop(alone);
        unit.answer(outcome);
    }

    fn run(&mut self, unit: &mut dyn Unit, access: Access) -> Result<Ran, Failure> {
        let session = match &mut self.session {
            Some(session) => session,
            empty => empty.insert(Session::connect(&self.config)?),
        };
        if let Err(failure) = session.begin(access) {
            return again_or(failure);
        }
        let mut tx = Tx::new(session, access);
        let verdict = unit.run(&mut tx);
        let failure = tx.failure().cloned();
        match (verdict, failure) {
            (Verdict::Keep, _) => match session.commit() {
                Ok(()) => Ok(Ran::Over),
                Err(failure) if failure.remedy == Remedy::RunAgain => Ok(Ran::Again(failure)),
                Err(failure) if failure.remedy == Remedy::Reconnect => Err(unknown()),
                Err(failure) => Err(failure),
            },
            (Verdict::Again(Remedy::Reconnect), Some(failure)) => Ok(Ran::Again(failure)),
            (Verdict::Again(_), Some(failure)) => {
                self.undo();
                Ok(Ran::Again(failure))
            }
            _ => {
                self.undo();
                Ok(Ran::Over)
            }
        }
    }

    /// Rolls back; a connection that cannot is given up, which undoes the work as well.
    fn undo(&mut self) {
        if self
            .session
            .as_mut()
            .is_some_and(|session| session.rollback().is_err())
        {
            self.session = None;
        }
    }

    /// Waits a little longer each time, and not as long as the other threads.
    fn pause(&self, runs: u32) {
        let step = Duration::from_micros(500 + 70 * self.number as u64);
        thread::sleep(step.saturating_mul(1 << runs.min(6)).min(LONGEST_PAUSE));
    }
}

fn again_or(failure: Failure) -> Result<Ran, Failure> {
    match failure.remedy {
        Remedy::None => Err(failure),
        Remedy::RunAgain | Remedy::Reconnect => Ok(Ran::Again(failure)),
    }
}

fn unknown() -> Failure {
    let text = "the connection was lost during a commit; whether it was done is not known";
    Failure {
        error: StoreError::Unavailable(text.into()),
        remedy: Remedy::Reconnect,
    }
}
