//! A database of its own for each story, on either engine.

use std::thread;

use uuid::Uuid;

/// Where databases may be made and dropped.
const SERVER: &str = "SEATKEEPER_TEST_POSTGRES";

/// A database that nobody else uses; gone when dropped.
pub(crate) struct Database {
    pub(crate) url: String,
    made: Made,
}

enum Made {
    Sqlite { _folder: tempfile::TempDir },
    Postgres { server: String, name: String },
}

impl Database {
    /// A file.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("portal.db").display());
        Self {
            url,
            made: Made::Sqlite { _folder: folder },
        }
    }

    /// A database of a server; `None` when there is no server to make one on.
    pub(crate) async fn postgres() -> Option<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "where the server is, is told to tests only"
        )]
        let server = std::env::var(SERVER).ok()?;
        let name = format!("story_{}", Uuid::now_v7().simple());
        let (told, sql) = (server.clone(), format!("create database {name}"));
        let making = tokio::task::spawn_blocking(move || administer(&told, &sql));
        making.await.expect("a database");
        let (address, _) = server
            .rsplit_once('/')
            .expect("an address ends in /DATABASE");
        let url = format!("{address}/{name}");
        Some(Self {
            url,
            made: Made::Postgres { server, name },
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Made::Postgres { server, name } = &self.made {
            let (server, sql) = (
                server.clone(),
                format!("drop database if exists {name} with (force)"),
            );
            // the client must not run inside an async runtime
            let _ = thread::spawn(move || administer(&server, &sql)).join();
        }
    }
}

fn administer(server: &str, sql: &str) {
    let mut client = postgres::Client::connect(server, postgres::NoTls).expect("the server");
    client.batch_execute(sql).expect("the server does it");
}
