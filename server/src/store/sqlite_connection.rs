//! One connection to SQLite: its settings, its statements, the meaning of its errors.

use std::ops::ControlFlow;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::ffi;
use rusqlite::types::{ToSqlOutput, ValueRef as SqliteValue};
use rusqlite::{Connection, Error, ErrorCode, OpenFlags, Statement};

use crate::store::row::{Row, RowSource};
use crate::store::tx::{Failure, Remedy, Statements};
use crate::store::unit::Access;
use crate::store::{StoreError, Value, ValueRef};

/// How long a locked database is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two tries of what SQLite does not wait for by itself.
const PAUSE: Duration = Duration::from_millis(10);
/// More than the program has, so that each is prepared once.
const STATEMENTS_KEPT: usize = 512;

/// Opens the file with the settings that the promises of the seam rest on.
pub(super) fn connect(path: &Path, access: Access, make: bool) -> Result<Connection, Failure> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if make {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(path, flags).map_err(|error| failure(&error))?;
    connection
        .busy_timeout(PATIENCE)
        .map_err(|error| failure(&error))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    let settings = if access == Access::Write {
        write_ahead(&connection)?;
        // FULL: a commit that was answered survives a power cut
        "pragma synchronous = full; pragma foreign_keys = on; pragma journal_size_limit = 67108864"
    } else {
        "pragma query_only = on"
    };
    connection
        .execute_batch(settings)
        .map_err(|error| failure(&error))?;
    Ok(connection)
}

/// Turns the file's write-ahead log on. When two programs do so at once for a new file, SQLite
/// tells one of them at once that it is locked, whatever its patience; so it is asked again.
fn write_ahead(connection: &Connection) -> Result<(), Failure> {
    let turn_on = || {
        connection.query_row("pragma journal_mode = wal", [], |row| {
            row.get::<_, String>(0)
        })
    };
    let mut waited = Duration::ZERO;
    loop {
        match turn_on() {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                let text = format!("the file system allows only journal mode {mode}, not wal");
                return Err(Failure {
                    error: StoreError::Unavailable(text),
                    remedy: Remedy::None,
                });
            }
            Err(error) if is_locked(&error) && waited < PATIENCE => {
                thread::sleep(PAUSE);
                waited += PAUSE;
            }
            Err(error) => return Err(failure(&error)),
        }
    }
}

fn is_locked(error: &Error) -> bool {
    let code = error.sqlite_error_code();
    code == Some(ErrorCode::DatabaseBusy) || code == Some(ErrorCode::DatabaseLocked)
}

/// A connection as the engine of a [`crate::store::Tx`].
pub(super) struct Connected<'a>(pub(super) &'a Connection);

impl Statements for Connected<'_> {
    fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Failure> {
        let mut statement = self
            .0
            .prepare_cached(sql)
            .map_err(|error| failure(&error))?;
        bind(&mut statement, sql, values)?;
        let rows = statement.raw_execute().map_err(|error| failure(&error))?;
        Ok(rows as u64)
    }

    fn query(
        &mut self,
        sql: &'static str,
        values: &[Value],
        each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let mut statement = self
            .0
            .prepare_cached(sql)
            .map_err(|error| failure(&error))?;
        bind(&mut statement, sql, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| failure(&error))? {
            if each(&Row(row)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.0.execute_batch(sql).map_err(|error| failure(&error))
    }
}

/// SQLite numbers `$1`, `$2` … by first use and takes the digits for a name; here the
/// digits count, as on PostgreSQL, so that no order of use can swap two values.
fn bind(statement: &mut Statement<'_>, sql: &str, values: &[Value]) -> Result<(), Failure> {
    let mut used = 0;
    for index in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(index)
            .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number.checked_sub(1)?));
        let (Some(number), Some(value)) = (number, value) else {
            return Err(rejected(format!(
                "value {index} is missing or not called $n: {sql}"
            )));
        };
        used = used.max(number);
        statement
            .raw_bind_parameter(index, value)
            .map_err(|error| failure(&error))?;
    }
    if used != values.len() {
        return Err(rejected(format!(
            "{used} values are used, {} given: {sql}",
            values.len()
        )));
    }
    Ok(())
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => SqliteValue::Null,
            Self::Int(int) => SqliteValue::Integer(*int),
            Self::Text(text) => SqliteValue::Text(text.as_bytes()),
            Self::Bytes(bytes) => SqliteValue::Blob(bytes),
        }))
    }
}

impl RowSource for rusqlite::Row<'_> {
    fn position(&self, name: &str) -> Option<usize> {
        self.as_ref().column_index(name).ok()
    }

    fn value(&self, position: usize) -> Result<ValueRef<'_>, StoreError> {
        let unexpected =
            |what: String| StoreError::Unexpected(format!("column {position}: {what}"));
        match self
            .get_ref(position)
            .map_err(|error| unexpected(error.to_string()))?
        {
            SqliteValue::Null => Ok(ValueRef::Null),
            SqliteValue::Integer(int) => Ok(ValueRef::Int(int)),
            SqliteValue::Real(_) => Err(unexpected("a fraction".into())),
            SqliteValue::Text(text) => std::str::from_utf8(text)
                .map(ValueRef::Text)
                .map_err(|error| unexpected(error.to_string())),
            SqliteValue::Blob(bytes) => Ok(ValueRef::Bytes(bytes)),
        }
    }
}

fn rejected(what: String) -> Failure {
    Failure {
        error: StoreError::Rejected(what),
        remedy: Remedy::None,
    }
}

/// What an error of SQLite means to the seam.
pub(super) fn failure(error: &Error) -> Failure {
    let Some(code) = error.sqlite_error() else {
        return rejected(error.to_string());
    };
    let text = match error {
        Error::SqliteFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    };
    match code.code {
        ErrorCode::ConstraintViolation => Failure {
            error: constraint(code.extended_code, &text),
            remedy: Remedy::None,
        },
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::DiskFull
        | ErrorCode::OutOfMemory
        | ErrorCode::OperationInterrupted
        | ErrorCode::FileLockingProtocolFailed => Failure {
            error: StoreError::Unavailable(text),
            remedy: Remedy::None,
        },
        ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::PermissionDenied
        | ErrorCode::ReadOnly
        | ErrorCode::NotADatabase
        | ErrorCode::DatabaseCorrupt => Failure {
            error: StoreError::Unavailable(text),
            remedy: Remedy::Reconnect,
        },
        _ => rejected(text),
    }
}

/// `UNIQUE constraint failed: accounts.email` is `accounts_email`, as the index is named;
/// a primary key is `accounts_pkey`, as PostgreSQL names it by itself.
fn constraint(extended: i32, text: &str) -> StoreError {
    let columns = text.split_once(": ").map_or(text, |(_, columns)| columns);
    let table = columns.split('.').next().unwrap_or(columns);
    match extended {
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => StoreError::Conflict {
            constraint: format!("{table}_pkey"),
        },
        ffi::SQLITE_CONSTRAINT_UNIQUE => {
            let names = columns
                .split(", ")
                .filter_map(|column| column.split('.').nth(1));
            let names = names.collect::<Vec<_>>().join("_");
            StoreError::Conflict {
                constraint: format!("{table}_{names}"),
            }
        }
        _ => StoreError::Violation(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_are_named_like_their_index() {
        let check = |extended, text: &str, name: &str| {
            assert!(constraint(extended, text).is_conflict(name), "{text}");
        };
        let unique = ffi::SQLITE_CONSTRAINT_UNIQUE;
        let primary = ffi::SQLITE_CONSTRAINT_PRIMARYKEY;
        check(
            unique,
            "UNIQUE constraint failed: accounts.email",
            "accounts_email",
        );
        check(unique, "UNIQUE constraint failed: a.x, a.y", "a_x_y");
        check(
            primary,
            "UNIQUE constraint failed: accounts.id",
            "accounts_pkey",
        );
    }
}
