//! One connection to PostgreSQL: its settings, its statements, the meaning of its errors.

use std::collections::HashMap;
use std::error::Error as _;
use std::io;
use std::ops::ControlFlow;

use bytes::BytesMut;
use postgres::error::{DbError, SqlState};
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, Error, NoTls, Statement};

use crate::store::row::{Row, RowSource};
use crate::store::tx::{Failure, Remedy, Statements};
use crate::store::unit::Access;
use crate::store::{StoreError, Value, ValueRef};

/// Waits no longer than a caller would: for a lock, for an answer, for this program.
const SETTINGS: &str = "set lock_timeout = '2s'; set statement_timeout = '30s'; \
     set idle_in_transaction_session_timeout = '60s'";

/// A connection with what it has prepared.
pub(super) struct Session {
    client: Client,
    prepared: HashMap<&'static str, Statement>,
}

impl Session {
    /// Connects; every failure means that the database is not available.
    pub(super) fn connect(config: &Config) -> Result<Self, Failure> {
        let unavailable = |error: &Error| Failure {
            error: StoreError::Unavailable(text(error)),
            remedy: Remedy::Reconnect,
        };
        let mut client = config.connect(NoTls).map_err(|error| unavailable(&error))?;
        client
            .batch_execute(SETTINGS)
            .map_err(|error| unavailable(&error))?;
        Ok(Self {
            client,
            prepared: HashMap::new(),
        })
    }

    pub(super) fn begin(&mut self, access: Access) -> Result<(), Failure> {
        self.batch(match access {
            Access::Write => "begin isolation level serializable",
            // one moment is enough for a read, and it does not make others run again
            Access::Read => "begin isolation level repeatable read read only",
        })
    }

    pub(super) fn commit(&mut self) -> Result<(), Failure> {
        self.batch("commit")
    }

    pub(super) fn rollback(&mut self) -> Result<(), Failure> {
        self.batch("rollback")
    }

    fn prepare(&mut self, sql: &'static str) -> Result<Statement, Failure> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|error| failure(&error))?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }
}

impl Statements for Session {
    fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Failure> {
        let statement = self.prepare(sql)?;
        self.client
            .execute(&statement, &borrowed(values))
            .map_err(|error| failure(&error))
    }

    fn query(
        &mut self,
        sql: &'static str,
        values: &[Value],
        each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let statement = self.prepare(sql)?;
        let rows = self
            .client
            .query(&statement, &borrowed(values))
            .map_err(|error| failure(&error))?;
        for row in &rows {
            if each(&Row(row)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.client
            .batch_execute(sql)
            .map_err(|error| failure(&error))
    }
}

fn borrowed(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(int) if *ty == Type::INT8 => int.to_sql(ty, out),
            // `$1 + 1` makes the server expect the narrow type of the literal
            Self::Int(int) if *ty == Type::INT4 => i32::try_from(*int)?.to_sql(ty, out),
            Self::Text(text) if <&str as ToSql>::accepts(ty) => text.as_str().to_sql(ty, out),
            Self::Bytes(bytes) if *ty == Type::BYTEA => bytes.as_slice().to_sql(ty, out),
            Self::Int(_) => Err(format!("a whole number given where {ty} is expected").into()),
            Self::Text(_) => Err(format!("text given where {ty} is expected").into()),
            Self::Bytes(_) => Err(format!("bytes given where {ty} is expected").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl RowSource for postgres::Row {
    fn position(&self, name: &str) -> Option<usize> {
        self.columns()
            .iter()
            .position(|column| column.name() == name)
    }

    fn value(&self, position: usize) -> Result<ValueRef<'_>, StoreError> {
        let unexpected = |what: &str| StoreError::Unexpected(format!("column {position}: {what}"));
        let column = self
            .columns()
            .get(position)
            .ok_or_else(|| unexpected("there is none"))?;
        let value = match *column.type_() {
            Type::INT8 => self
                .try_get::<_, Option<i64>>(position)
                .map(|int| int.map(ValueRef::Int)),
            Type::INT4 => self
                .try_get::<_, Option<i32>>(position)
                .map(|int| int.map(|int| ValueRef::Int(int.into()))),
            Type::BOOL => self
                .try_get::<_, Option<bool>>(position)
                .map(|yes| yes.map(|yes| ValueRef::Int(yes.into()))),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN => self
                .try_get::<_, Option<&str>>(position)
                .map(|text| text.map(ValueRef::Text)),
            Type::BYTEA => self
                .try_get::<_, Option<&[u8]>>(position)
                .map(|bytes| bytes.map(ValueRef::Bytes)),
            Type::NUMERIC => return Err(unexpected("a NUMERIC; write cast(sum(…) as bigint)")),
            ref other => return Err(unexpected(&format!("the type {other} is not used here"))),
        };
        value
            .map(|value| value.unwrap_or(ValueRef::Null))
            .map_err(|error| unexpected(&error.to_string()))
    }
}

/// What an error of PostgreSQL means to the seam.
fn failure(error: &Error) -> Failure {
    if let Some(told) = error.as_db_error() {
        return told_failure(told);
    }
    let lost = error.is_closed()
        || error
            .source()
            .is_some_and(<dyn std::error::Error>::is::<io::Error>);
    if lost {
        return Failure {
            error: StoreError::Unavailable(text(error)),
            remedy: Remedy::Reconnect,
        };
    }
    Failure {
        error: StoreError::Rejected(text(error)),
        remedy: Remedy::None,
    }
}

fn told_failure(told: &DbError) -> Failure {
    let code = told.code();
    let text = told.message().to_owned();
    let (error, remedy) = match *code {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => {
            (StoreError::Unavailable(text), Remedy::RunAgain)
        }
        SqlState::UNIQUE_VIOLATION => {
            let constraint = told.constraint().unwrap_or_default().to_owned();
            (StoreError::Conflict { constraint }, Remedy::None)
        }
        // two servers make the same table at the same time
        SqlState::DUPLICATE_OBJECT | SqlState::DUPLICATE_TABLE => {
            (StoreError::Conflict { constraint: text }, Remedy::None)
        }
        SqlState::LOCK_NOT_AVAILABLE | SqlState::QUERY_CANCELED => {
            (StoreError::Unavailable(text), Remedy::None)
        }
        // the server is going, or has become a standby, or another server's migration has changed a
        // table under a prepared statement: another connection may fare better
        SqlState::FEATURE_NOT_SUPPORTED
        | SqlState::INVALID_SQL_STATEMENT_NAME
        | SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::READ_ONLY_SQL_TRANSACTION
        | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
            (StoreError::Unavailable(text), Remedy::Reconnect)
        }
        _ => match code.code().get(..2) {
            Some("08") => (StoreError::Unavailable(text), Remedy::Reconnect),
            Some("53" | "58" | "XX") => (StoreError::Unavailable(text), Remedy::None),
            Some("23") => (StoreError::Violation(text), Remedy::None),
            _ => (
                StoreError::Rejected(format!("{text} ({})", code.code())),
                Remedy::None,
            ),
        },
    };
    Failure { error, remedy }
}

/// The error's text without its details, which repeat values of rows.
fn text(error: &Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(told), _) => told.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}
