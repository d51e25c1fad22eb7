//! A unit of work on its way: handed in by a caller, run by an engine's thread, answered.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use super::tx::Remedy;
use super::{StoreError, Tx};

/// Whether a unit may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// What is to happen with the work that a unit has just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Commit it.
    Keep,
    /// Undo it; the unit's answer is an error.
    Discard,
    /// Undo it and run it again, if there is patience left.
    Again(Remedy),
}

/// A unit of work, whatever it answers with.
pub(super) trait Unit: Send {
    /// Runs it, and remembers its answer.
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict;
    /// Tells the caller: the remembered answer, or why it could not be kept.
    fn answer(self: Box<Self>, kept: Result<(), StoreError>);
}

/// A unit with the access that it asks for.
pub(super) struct Job {
    pub(super) unit: Box<dyn Unit>,
    pub(super) access: Access,
}

/// The store's threads have ended.
pub(super) fn unanswered() -> StoreError {
    StoreError::Unavailable("the store is closed".into())
}

/// A closure, its answer so far, and the caller who waits.
pub(super) struct Waiting<F, T, E> {
    work: F,
    answer: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Waiting<F, T, E> {
    pub(super) fn new(work: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (caller, answer) = oneshot::channel();
        (
            Self {
                work,
                answer: None,
                caller,
            },
            answer,
        )
    }
}

impl<F, T, E> Unit for Waiting<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict {
        let ran = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)));
        let answer = ran.unwrap_or_else(|_| Err(StoreError::Panicked.into()));
        let failure = tx.failure();
        let answer = match (answer, failure) {
            // a swallowed failure does not make the unit whole
            (Ok(_), Some(failure)) => Err(failure.error.clone().into()),
            (answer, _) => answer,
        };
        let verdict = match (&answer, failure.map(|failure| failure.remedy)) {
            (_, Some(remedy @ (Remedy::RunAgain | Remedy::Reconnect))) => Verdict::Again(remedy),
            (Ok(_), _) => Verdict::Keep,
            (Err(_), _) => Verdict::Discard,
        };
        self.answer = Some(answer);
        verdict
    }

    fn answer(self: Box<Self>, kept: Result<(), StoreError>) {
        let answer = match (self.answer, kept) {
            (Some(Err(own)), _) => Err(own),
            (_, Err(error)) => Err(error.into()),
            (Some(answer), Ok(())) => answer,
            (None, Ok(())) => Err(unanswered().into()),
        };
        // a caller who no longer waits has nothing to be told
        let _ = self.caller.send(answer);
    }
}
