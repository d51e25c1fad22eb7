//! Durable purchases a second through the database seam, for one caller and for 64:
//! `cargo run --release -p seatkeeper-server --example store_bench -- [SECONDS] [POSTGRES_URL]`.
//!
//! The floor is measured in the same run: one small commit after another, without the seam.
//! The file is made in the current folder, since a temporary one may not be on a disk. The
//! PostgreSQL database is filled with rows: give it one to throw away.

mod purchase;

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use seatkeeper_server::store::{DatabaseUrl, Store, StoreError};
use tokio::runtime::Runtime;

use purchase::{Numbering, Shop};

const MOST_CALLERS: usize = 64;

type Failed = Box<dyn std::error::Error>;

fn main() -> Result<(), Failed> {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let span = Duration::from_secs(seconds);
    let folder = tempfile::tempdir_in(".")?;
    println!(
        "{:<46} {:>9} {:>10} {:>10}",
        "", "a second", "half in", "99 % in"
    );

    let floor = floor(&folder.path().join("floor.db"), span)?;
    say(
        "SQLite without the seam, one small row a commit",
        &floor,
        span,
    );
    let file = format!("sqlite:{}", folder.path().join("bench.db").display());
    measure("SQLite", &file, span)?;
    if let Some(url) = arguments.next() {
        measure("PostgreSQL", &url, span)?;
    }
    Ok(())
}

/// How long each commit took, of one connection that commits a row at a time.
fn floor(path: &std::path::Path, span: Duration) -> Result<Vec<Duration>, Failed> {
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch("pragma journal_mode = wal; pragma synchronous = full")?;
    connection.execute_batch("create table floor (id integer primary key, text text)")?;
    let mut insert = connection.prepare("insert into floor (text) values ('a small row')")?;
    let begun = Instant::now();
    let mut took = Vec::new();
    while begun.elapsed() < span {
        let asked = Instant::now();
        insert.execute([])?;
        took.push(asked.elapsed());
    }
    Ok(took)
}

fn measure(engine: &str, url: &str, span: Duration) -> Result<(), Failed> {
    let url: DatabaseUrl = url.parse()?;
    let store = Store::open(&url)?;
    let shop = Arc::new(Shop::open(&store, MOST_CALLERS)?);
    let runtime = Runtime::new()?;
    for (callers, numbering, what) in [
        (1, Numbering::Later, "a purchase, 1 caller"),
        (MOST_CALLERS, Numbering::Later, "a purchase, 64 callers"),
        (
            MOST_CALLERS,
            Numbering::AtOnce,
            "with a counter row, 64 callers",
        ),
    ] {
        let took = runtime.block_on(purchases(&store, &shop, callers, numbering, span))?;
        say(&format!("{engine}, {what}"), &took, span);
    }
    let took = runtime.block_on(reads(&store, &shop, span))?;
    say(
        &format!("{engine}, seats of a customer, 64 callers"),
        &took,
        span,
    );
    Ok(())
}

async fn purchases(
    store: &Store,
    shop: &Arc<Shop>,
    callers: usize,
    numbering: Numbering,
    span: Duration,
) -> Result<Vec<Duration>, Failed> {
    let begun = Instant::now();
    let callers: Vec<_> = (0..callers)
        .map(|caller| {
            let (store, shop) = (store.clone(), shop.clone());
            tokio::spawn(async move {
                let mut took = Vec::new();
                while begun.elapsed() < span {
                    let asked = Instant::now();
                    shop.buy(&store, caller, numbering).await?;
                    took.push(asked.elapsed());
                }
                Ok::<_, StoreError>(took)
            })
        })
        .collect();
    gathered(callers).await
}

async fn reads(store: &Store, shop: &Arc<Shop>, span: Duration) -> Result<Vec<Duration>, Failed> {
    let begun = Instant::now();
    let callers: Vec<_> = (0..MOST_CALLERS)
        .map(|caller| {
            let (store, shop) = (store.clone(), shop.clone());
            tokio::spawn(async move {
                let mut took = Vec::new();
                while begun.elapsed() < span {
                    let asked = Instant::now();
                    shop.seats(&store, caller).await?;
                    took.push(asked.elapsed());
                }
                Ok::<_, StoreError>(took)
            })
        })
        .collect();
    gathered(callers).await
}

type Caller = tokio::task::JoinHandle<Result<Vec<Duration>, StoreError>>;

async fn gathered(callers: Vec<Caller>) -> Result<Vec<Duration>, Failed> {
    let mut all = Vec::new();
    for caller in callers {
        all.extend(caller.await.map_err(io::Error::other)??);
    }
    Ok(all)
}

fn say(what: &str, took: &[Duration], span: Duration) {
    let mut took = took.to_vec();
    took.sort_unstable();
    let a_second = took.len() as u128 * 1000 / span.as_millis().max(1);
    let at = |percent: usize| {
        took.get(took.len() * percent / 100)
            .copied()
            .unwrap_or_default()
    };
    let micros = |duration: Duration| format!("{} µs", duration.as_micros());
    println!(
        "{what:<46} {a_second:>9} {:>10} {:>10}",
        micros(at(50)),
        micros(at(99))
    );
}
