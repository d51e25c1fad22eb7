//! The transaction that a unit of work is given.
//!
//! Promises the same behaviour on both engines. So after a statement has failed the unit can
//! only end: PostgreSQL would refuse to go on, and SQLite must not differ. What a unit wants
//! to react to, it asks for: `on conflict do nothing`, and the number of rows.

use std::ops::ControlFlow;

use super::row::Row;
use super::unit::Access;
use super::{StoreError, Value};

/// What an engine's connection can do.
pub(super) trait Statements {
    /// Runs a statement that answers with a number of rows.
    fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Failure>;
    /// Runs a statement that answers with rows, until there are no more or `each` breaks.
    fn query(
        &mut self,
        sql: &'static str,
        values: &[Value],
        each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), Failure>;
    /// Runs many statements without values, for migrations.
    fn batch(&mut self, sql: &str) -> Result<(), Failure>;
}

/// A statement's failure, and what can be done about it.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) error: StoreError,
    pub(super) remedy: Remedy,
}

/// What can be done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Nothing; it is the unit's answer.
    None,
    /// The whole unit can run again: somebody else was faster.
    RunAgain,
    /// The whole unit can run again on a new connection; this one is lost.
    Reconnect,
}

/// A transaction, given to a unit of work.
pub struct Tx<'a> {
    statements: &'a mut dyn Statements,
    access: Access,
    failure: Option<Failure>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(statements: &'a mut dyn Statements, access: Access) -> Self {
        Self {
            statements,
            access,
            failure: None,
        }
    }

    /// The first failure of a statement, whether or not the unit passed it on.
    pub(super) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Runs an insert, update or delete; answers how many rows it changed.
    ///
    /// # Errors
    /// Whatever the engine says; the unit can then only end.
    pub fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError> {
        if self.access == Access::Read {
            return Err(StoreError::Rejected(format!("a read that writes: {sql}")));
        }
        self.run(|statements| statements.execute(sql, values))
    }

    /// Runs a statement that answers with rows, and reads each.
    ///
    /// # Errors
    /// Whatever the engine says, or the first row that cannot be read.
    pub fn query<T>(
        &mut self,
        sql: &'static str,
        values: &[Value],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        let mut unreadable = None;
        self.run(|statements| {
            statements.query(sql, values, &mut |row| match read(row) {
                Ok(value) => {
                    rows.push(value);
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    unreadable = Some(error);
                    ControlFlow::Break(())
                }
            })
        })?;
        match unreadable {
            Some(error) => Err(error),
            None => Ok(rows),
        }
    }

    /// Runs a statement that answers with one row or none.
    ///
    /// # Errors
    /// As [`Tx::query`], and [`StoreError::Unexpected`] when there are more rows.
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        values: &[Value],
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut rows = self.query(sql, values, read)?;
        let row = rows.pop();
        if !rows.is_empty() {
            return Err(StoreError::Unexpected(format!(
                "more than one row for: {sql}"
            )));
        }
        Ok(row)
    }

    /// Runs a statement that answers with exactly one row, as `select count(*)`.
    ///
    /// # Errors
    /// As [`Tx::one`], and [`StoreError::Unexpected`] when there is none.
    pub fn only<T>(
        &mut self,
        sql: &'static str,
        values: &[Value],
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.one(sql, values, read)?
            .ok_or_else(|| StoreError::Unexpected(format!("no row for: {sql}")))
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.run(|statements| statements.batch(sql))
    }

    fn run<T>(
        &mut self,
        statement: impl FnOnce(&mut dyn Statements) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        if let Some(failure) = &self.failure {
            return Err(failure.error.clone());
        }
        statement(self.statements).map_err(|failure| {
            let error = failure.error.clone();
            self.failure = Some(failure);
            error
        })
    }
}
