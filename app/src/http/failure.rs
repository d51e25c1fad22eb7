//! Why a request brought no answer.

use seatkeeper_core::api::Problem;

/// A failure, as a page can act on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server could not be reached, or something before it answered.
    Away,
    /// The answer is of another kind than this page knows.
    Unreadable,
    /// The server said no.
    Refused(Problem),
}

impl Failure {
    /// Whether the same request may well succeed in a moment.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Away | Self::Refused(Problem::Unavailable))
    }

    /// The key of its sentence.
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::Away => "problem.away",
            Self::Unreadable => "problem.unreadable",
            Self::Refused(problem) => problem.sentence(),
        }
    }
}
