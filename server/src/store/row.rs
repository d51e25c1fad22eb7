//! One row of an answer, whatever engine it comes from.

use std::str::FromStr;

use super::{FromValue, StoreError, ValueRef};

/// What an engine must tell about the row that it stands on.
pub(super) trait RowSource {
    /// The place of a column, if there is one of this name.
    fn position(&self, name: &str) -> Option<usize>;
    /// What stands there.
    fn value(&self, position: usize) -> Result<ValueRef<'_>, StoreError>;
}

/// One row of an answer.
pub struct Row<'a>(pub(super) &'a dyn RowSource);

/// A column by its place (from 0) or by its name.
pub trait Column: std::fmt::Display + Copy {
    /// The column's place in the row.
    fn position(self, row: &Row<'_>) -> Option<usize>;
}

impl Column for usize {
    fn position(self, _: &Row<'_>) -> Option<usize> {
        Some(self)
    }
}

impl Column for &str {
    fn position(self, row: &Row<'_>) -> Option<usize> {
        row.0.position(self)
    }
}

impl Row<'_> {
    /// A column's value.
    ///
    /// # Errors
    /// [`StoreError::Unexpected`] when there is no such column or it holds something else.
    pub fn get<T: FromValue>(&self, column: impl Column) -> Result<T, StoreError> {
        let value = self.value(column)?;
        T::from_value(value).ok_or_else(|| unreadable::<T>(column, value))
    }

    /// A column's text, parsed: an id of the domain, a currency, a state.
    ///
    /// # Errors
    /// As [`Row::get`], and when the text does not parse.
    pub fn parse<T: FromStr>(&self, column: impl Column) -> Result<T, StoreError> {
        let value = self.value(column)?;
        match value {
            ValueRef::Text(text) => text.parse().map_err(|_| unreadable::<T>(column, value)),
            _ => Err(unreadable::<T>(column, value)),
        }
    }

    /// [`Row::parse`] of a column that may be null.
    ///
    /// # Errors
    /// As [`Row::parse`].
    pub fn parse_optional<T: FromStr>(&self, column: impl Column) -> Result<Option<T>, StoreError> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            _ => self.parse(column).map(Some),
        }
    }

    /// A column's JSON.
    ///
    /// # Errors
    /// As [`Row::get`], and when the JSON is not that of a `T`.
    pub fn json<T: serde::de::DeserializeOwned>(
        &self,
        column: impl Column,
    ) -> Result<T, StoreError> {
        let value = self.value(column)?;
        let ValueRef::Text(text) = value else {
            return Err(unreadable::<T>(column, value));
        };
        serde_json::from_str(text)
            .map_err(|error| StoreError::Unexpected(format!("column {column}: {error}")))
    }

    /// [`Row::json`] of a column that may be null.
    ///
    /// # Errors
    /// As [`Row::json`].
    pub fn json_optional<T: serde::de::DeserializeOwned>(
        &self,
        column: impl Column,
    ) -> Result<Option<T>, StoreError> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            _ => self.json(column).map(Some),
        }
    }

    fn value(&self, column: impl Column) -> Result<ValueRef<'_>, StoreError> {
        let position = column
            .position(self)
            .ok_or_else(|| StoreError::Unexpected(format!("there is no column {column}")))?;
        self.0.value(position)
    }
}

/// Names the kind of what was met, not the value: it may be somebody's name.
fn unreadable<T>(column: impl Column, value: ValueRef<'_>) -> StoreError {
    let kind = match value {
        ValueRef::Null => "null",
        ValueRef::Int(_) => "a whole number",
        ValueRef::Text(_) => "text",
        ValueRef::Bytes(_) => "bytes",
    };
    let wanted = std::any::type_name::<T>();
    StoreError::Unexpected(format!("column {column} holds {kind} that is no {wanted}"))
}
