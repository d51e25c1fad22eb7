//! Every SQL text under `store/` is prepared on both engines, and speaks only the types and
//! names that both mean alike.
//!
//! The seam takes SQL only as `&'static str`, so what a unit of work can run stands in these
//! files as a literal, or is put together from literals, and is found by `source`.

use std::fs;
use std::path::{Path, PathBuf};

use postgres::types::Type;

use crate::engine::{Database, plainly};
use crate::source::Texts;

const FIRST_WORDS: [&str; 5] = ["select", "insert", "update", "delete", "with"];

#[test]
fn sqlite_accepts_every_statement() {
    let database = Database::sqlite();
    drop(database.open());
    let connection = rusqlite::Connection::open(database.path()).expect("the file");
    for (file, sql) in statements() {
        if let Err(error) = connection.prepare(&sql) {
            panic!("{file}: {error}\n{sql}");
        }
    }
}

#[test]
fn postgres_accepts_every_statement() {
    let Some(database) = Database::postgres() else {
        return eprintln!("not run: no PostgreSQL to test on");
    };
    drop(database.open());
    let url = database.url.clone();
    plainly(move || {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("the server");
        for (file, sql) in statements() {
            let statement = match client.prepare(&sql) {
                Ok(statement) => statement,
                Err(error) => panic!("{file}: {error:?}\n{sql}"),
            };
            let given = statement.params().iter();
            let told = statement.columns().iter().map(postgres::Column::type_);
            for kind in given.chain(told) {
                assert!(
                    [Type::INT8, Type::INT4, Type::BOOL, Type::TEXT, Type::BYTEA].contains(kind),
                    "{file}: the type {kind} does not mean the same on both engines \
                     (a sum needs cast(… as bigint))\n{sql}"
                );
            }
        }
    });
}

/// A conflict is told by the index's name, which SQLite tells only as table and columns.
#[test]
fn a_unique_index_is_named_after_its_columns() {
    let database = Database::sqlite();
    drop(database.open());
    let connection = rusqlite::Connection::open(database.path()).expect("the file");
    let mut statement = connection
        .prepare(
            "select i.name, m.name || '_' || (select group_concat(c.name, '_')
                 from pragma_index_info(i.name) c)
             from sqlite_schema m, pragma_index_list(m.name) i
             where m.type = 'table' and i.\"unique\" = 1 and i.origin <> 'pk'",
        )
        .expect("a query");
    let names = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows");
    let names: Vec<(String, String)> = names.map(|row| row.expect("a row")).collect();
    assert!(names.len() > 10, "{names:?}");
    for (name, expected) in names {
        assert_eq!(name, expected);
    }
}

fn statements() -> Vec<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![source.join("store.rs")];
    rust_files(&source.join("store"), &mut files);
    let mut texts = Texts::default();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        texts.read(&file.display().to_string(), &text);
    }
    let found = texts.beginning_with(&FIRST_WORDS);
    assert!(found.len() >= 5, "the statements are not found: {found:?}");
    found
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}
