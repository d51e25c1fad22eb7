//! A database of its own for each story, on either engine.

use std::{
    sync::{
        OnceLock,
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
};

use seatkeeper_server::store::{DatabaseUrl, Store};
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
        let (told, as_made) = (server.clone(), name.clone());
        let making = tokio::task::spawn_blocking(move || {
            let empty = empty(&told);
            administer(
                &told,
                &format!("create database {as_made} template {empty}"),
            );
        });
        making.await.expect("a database");
        let url = within(&server, &name);
        Some(Self {
            url,
            made: Made::Postgres { server, name },
        })
    }
}

/// A database that the program has set up and that nobody uses, of which every story has a copy: set
/// up once, since on PostgreSQL that takes longer than a story.
fn empty(server: &str) -> &'static str {
    const NAME: &str = "story_empty";
    static MADE: OnceLock<()> = OnceLock::new();
    MADE.get_or_init(|| {
        administer(server, &format!("drop database if exists {NAME}"));
        administer(server, &format!("create database {NAME}"));
        let url: DatabaseUrl = within(server, NAME).parse().expect("an address");
        drop(Store::open(&url).expect("an empty database"));
        // its connections end soon, and only then it can be copied
        administer(
            server,
            &format!(
                "alter database {NAME} allow_connections false;
                 select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{NAME}'"
            ),
        );
    });
    NAME
}

/// The address of another database on the same server.
fn within(server: &str, name: &str) -> String {
    let (address, _) = server
        .rsplit_once('/')
        .expect("an address ends in /DATABASE");
    format!("{address}/{name}")
}

/// A lock that another program holds on the database: nobody can write.
pub(crate) struct Lock {
    let_go: Sender<()>,
    holder: JoinHandle<()>,
}

impl Lock {
    /// Gives it back, and waits until that is done.
    pub(crate) async fn release(self) {
        drop(self.let_go);
        let joining = tokio::task::spawn_blocking(|| self.holder.join());
        joining
            .await
            .expect("no panic")
            .expect("the lock is given back");
    }
}

impl Database {
    /// Has another program lock it against writing.
    pub(crate) async fn lock(&self) -> Lock {
        let url = self.url.clone();
        let is_file = matches!(self.made, Made::Sqlite { .. });
        let (tell, held) = channel();
        let (let_go, wait) = channel::<()>();
        let holder = thread::spawn(move || {
            if is_file {
                hold_file(url.trim_start_matches("sqlite:"), &tell, &wait);
            } else {
                hold_table(&url, &tell, &wait);
            }
        });
        let waiting = tokio::task::spawn_blocking(move || held.recv());
        waiting.await.expect("no panic").expect("the lock is held");
        Lock { let_go, holder }
    }
}

fn hold_file(path: &str, tell: &Sender<()>, wait: &Receiver<()>) {
    let other = rusqlite::Connection::open(path).expect("another connection");
    other.execute_batch("begin immediate").expect("a lock");
    let _ = tell.send(());
    let _ = wait.recv();
    other.execute_batch("rollback").expect("given back");
}

fn hold_table(url: &str, tell: &Sender<()>, wait: &Receiver<()>) {
    let mut other = postgres::Client::connect(url, postgres::NoTls).expect("a client");
    other
        .batch_execute("begin; lock table orders in exclusive mode")
        .expect("a lock");
    let _ = tell.send(());
    let _ = wait.recv();
    other.batch_execute("rollback").expect("given back");
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
