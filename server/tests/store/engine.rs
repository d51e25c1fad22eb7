//! A database of its own for each test, on either engine.

use std::thread;

use seatkeeper_server::params;
use seatkeeper_server::store::{DatabaseUrl, Store, StoreError, Value};
use uuid::Uuid;

/// Where databases may be made and dropped.
const SERVER: &str = "SEATKEEPER_TEST_POSTGRES";

/// A database that nobody else uses.
pub(crate) struct Database {
    pub(crate) url: String,
    made: Made,
}

enum Made {
    Sqlite { folder: tempfile::TempDir },
    Postgres { server: String, name: String },
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("portal.db").display());
        Self {
            url,
            made: Made::Sqlite { folder },
        }
    }

    /// `None` when there is no server to make one on; the test then says "not run".
    pub(crate) fn postgres() -> Option<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "where the server is, is told to tests only"
        )]
        let server = std::env::var(SERVER).ok()?;
        let name = format!("store_{}", Uuid::now_v7().simple());
        administer(&server, &format!("create database {name}"));
        let (address, _) = server
            .rsplit_once('/')
            .expect("a server's address ends in /DATABASE");
        let url = format!("{address}/{name}");
        Some(Self {
            url,
            made: Made::Postgres { server, name },
        })
    }

    /// A fresh one on the same engine.
    pub(crate) fn another(&self) -> Self {
        match self.made {
            Made::Sqlite { .. } => Self::sqlite(),
            Made::Postgres { .. } => Self::postgres().expect("the same server"),
        }
    }

    pub(crate) fn try_open(&self) -> Result<Store, StoreError> {
        Store::open(
            &self
                .url
                .parse::<DatabaseUrl>()
                .expect("a database's address"),
        )
    }

    pub(crate) fn open(&self) -> Store {
        self.try_open().expect("a store")
    }

    /// A store with an empty table `things (name, owner)`, whose names are unique.
    pub(crate) fn open_with_things(&self) -> Store {
        let store = self.open();
        store
            .write_blocking(|tx| {
                let table = "create table things (name text primary key not null, owner text)";
                tx.execute(table, params![]).map(drop)
            })
            .expect("a table");
        store
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.made, Made::Sqlite { .. })
    }

    /// The file of an embedded database.
    pub(crate) fn path(&self) -> std::path::PathBuf {
        match &self.made {
            Made::Sqlite { folder } => folder.path().join("portal.db"),
            Made::Postgres { .. } => panic!("a server's database is not a file"),
        }
    }

    /// Runs something on the server from outside; an embedded database has no outside.
    pub(crate) fn administer(&self, sql: &str) {
        if let Made::Postgres { server, name } = &self.made {
            administer(server, &sql.replace("{name}", name));
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.administer("drop database if exists {name} with (force)");
    }
}

/// On a thread of its own, since the client must not run inside an async runtime.
pub(crate) fn plainly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    thread::spawn(work).join().expect("the thread ends well")
}

fn administer(server: &str, sql: &str) {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    plainly(move || {
        let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("the server");
        client.batch_execute(&sql).expect("the server does it");
    });
}

/// How many things there are, or those of one owner.
pub(crate) fn count(store: &Store, owner: Option<&str>) -> i64 {
    let owner = Value::from(owner);
    store
        .read_blocking(move |tx| {
            let sql = "select count(*) from things where owner = $1 or $1 is null";
            tx.only(sql, std::slice::from_ref(&owner), |row| row.get(0))
        })
        .unwrap_or_else(|error: StoreError| panic!("a count: {error}"))
}

/// Adds a thing.
pub(crate) fn add(store: &Store, name: impl Into<String>) -> Result<(), StoreError> {
    let name = name.into();
    store.write_blocking(move |tx| {
        tx.execute("insert into things (name) values ($1)", params![&name])
            .map(drop)
    })
}

/// Makes one test for each engine of a function that takes a fresh database.
#[macro_export]
macro_rules! on_both {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        mod sqlite {$(
            $(#[$doc])*
            #[test]
            fn $name() {
                super::$name(&$crate::engine::Database::sqlite());
            }
        )+}
        mod postgres {$(
            $(#[$doc])*
            #[test]
            fn $name() {
                match $crate::engine::Database::postgres() {
                    Some(database) => super::$name(&database),
                    None => eprintln!("not run: no PostgreSQL to test on"),
                }
            }
        )+}
    };
}
