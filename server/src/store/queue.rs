//! The queue of units, between many callers and an engine's threads.
//!
//! Promises: the unit that was handed in first is taken first, by the thread that was busy last: its
//! connection is open, its statements are prepared, its caches are warm. A thread that is not needed
//! never connects.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, Thread},
};

use super::{
    StoreError,
    unit::{Access, Job, Unit, unanswered},
};

/// How many units may wait; beyond it callers are told to come back later.
const MOST_WAITING: usize = 4096;

/// Where units are handed in.
#[derive(Clone)]
pub(super) struct Desk(Arc<Side>);

/// Where an engine's threads take them from.
#[derive(Clone)]
pub(super) struct Pile(Arc<Side>);

/// A new queue of units.
pub(super) fn queue() -> (Desk, Pile) {
    let line = Arc::new(Mutex::new(Line::default()));
    let side = |takes| {
        let line = Arc::clone(&line);
        Arc::new(Side { line, takes })
    };
    (Desk(side(false)), Pile(side(true)))
}

/// What waits for what.
#[derive(Default)]
struct Line {
    units: VecDeque<Job>,
    /// Threads with nothing to do, the last busy one last.
    idle: Vec<Thread>,
    /// One of the two sides has gone.
    is_closed: bool,
}

/// One of the two sides; with its last copy it goes.
struct Side {
    line: Arc<Mutex<Line>>,
    takes: bool,
}

impl Side {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        let mut line = self.line();
        line.is_closed = true;
        line.idle.drain(..).for_each(|thread| thread.unpark());
        if self.takes {
            // nobody will take them, which their callers are told by the loss of them
            line.units.clear();
        }
    }
}

impl Desk {
    pub(super) fn hand_in(
        &self,
        unit: impl Unit + 'static,
        access: Access,
    ) -> Result<(), StoreError> {
        let unit = Box::new(unit);
        let mut line = self.0.line();
        if line.is_closed {
            return Err(unanswered());
        }
        if line.units.len() >= MOST_WAITING {
            let why = "too many units of work wait";
            return Err(StoreError::Unavailable(why.to_owned()));
        }
        line.units.push_back(Job { unit, access });
        if let Some(thread) = line.idle.pop() {
            thread.unpark();
        }
        Ok(())
    }
}

impl Pile {
    /// The next unit, however long it takes; `None` when there will never be one.
    pub(super) fn take(&self) -> Option<Job> {
        let me = thread::current();
        loop {
            let mut line = self.0.line();
            // a thread may wake for no reason, or because of a unit that another has taken since
            line.idle.retain(|thread| thread.id() != me.id());
            if let Some(job) = line.units.pop_front() {
                return Some(job);
            }
            if line.is_closed {
                return None;
            }
            line.idle.push(me.clone());
            drop(line);
            thread::park();
        }
    }

    /// The next unit if one waits already.
    pub(super) fn take_waiting(&self) -> Option<Job> {
        self.0.line().units.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc::channel, time::Duration};

    use super::*;
    use crate::store::{Tx, unit::Waiting};

    fn nothing(tx: &mut Tx<'_>) -> Result<(), StoreError> {
        tx.execute("select 1", &[]).map(drop)
    }

    fn unit() -> impl Unit {
        Waiting::new(nothing).0
    }

    #[test]
    fn whoever_was_busy_last_is_busy_next_and_all_end_with_the_desk() {
        let (desk, pile) = queue();
        let (tell, told) = channel();
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (pile, tell) = (pile.clone(), tell.clone());
                thread::spawn(move || {
                    while pile.take().is_some() {
                        tell.send(thread::current().id()).expect("somebody listens");
                    }
                })
            })
            .collect();
        drop(pile);
        while desk.0.line().idle.len() < threads.len() {
            thread::yield_now();
        }
        let next = || {
            desk.hand_in(unit(), Access::Read).expect("room");
            let busy = told.recv_timeout(Duration::from_mins(1)).expect("taken");
            // until it waits again
            while !desk
                .0
                .line()
                .idle
                .last()
                .is_some_and(|last| last.id() == busy)
            {
                thread::yield_now();
            }
            busy
        };
        let first = next();
        assert!((0..50).all(|_| next() == first));
        drop(desk);
        for thread in threads {
            thread.join().expect("it ends");
        }
    }

    #[test]
    fn what_nobody_can_take_is_refused() {
        let (desk, pile) = queue();
        let (kept, mut caller) = Waiting::new(nothing);
        for _ in 0..MOST_WAITING {
            desk.hand_in(unit(), Access::Write).expect("room");
        }
        assert!(desk.hand_in(unit(), Access::Write).is_err(), "too many");
        assert!(pile.take_waiting().is_some());
        desk.hand_in(kept, Access::Write).expect("room again");
        drop(pile);
        assert!(caller.try_recv().is_err(), "its caller waits for nothing");
        assert!(
            desk.hand_in(unit(), Access::Write).is_err(),
            "nobody is there"
        );
    }
}
