//! What can go wrong at the seam, the same on both engines.

/// Why a unit of work did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Full disk, locked or lost database, too many waiting: nothing was changed (or, if the
    /// connection was lost during the commit, it is unknown whether it was), try again later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A unique constraint. Its name is the index's, `table_column_column`, or `table_pkey`.
    #[error("there is such a row already ({constraint})")]
    Conflict {
        /// The name, the same on both engines.
        constraint: String,
    },
    /// A foreign key, check or not-null constraint: the program tried what it must not.
    #[error("the database forbids this: {0}")]
    Violation(String),
    /// A statement that the engine does not accept: a mistake in the program.
    #[error("the database rejects a statement: {0}")]
    Rejected(String),
    /// A row that is not what the caller expected: wrong type, wrong text, wrong number.
    #[error("the database holds something unexpected: {0}")]
    Unexpected(String),
    /// The database does not fit this program: newer, or migrated by another text.
    #[error("this program must not use this database: {0}")]
    Refused(String),
    /// The unit of work panicked; it was undone.
    #[error("a unit of work panicked")]
    Panicked,
}

impl StoreError {
    /// Whether the unique constraint of this name was hit.
    pub fn is_conflict(&self, name: &str) -> bool {
        matches!(self, Self::Conflict { constraint } if constraint == name)
    }
}
