//! SQL stands under `store/` only, and only there are the databases' drivers known.

use super::source::{Source, sources};
use super::{accepts, complains, nothing_in};

/// The sandbox gateway plays a company of its own, with a database of its own.
const HOMES: [&str; 4] = [
    "server/src/store.rs",
    "server/src/store/",
    "server/src/gateway/sandbox/",
    "server/src/gateway/sandbox.rs",
];

fn is_outside(source: &Source) -> bool {
    let ours = ["server/src/", "core/src/", "app/src/"]
        .iter()
        .any(|folder| source.is_under(folder));
    ours && !HOMES.iter().any(|home| source.is_under(home))
}

fn statements(source: &Source) -> Vec<String> {
    if !is_outside(source) {
        return Vec::new();
    }
    let complaint = "SQL belongs into server/src/store/";
    let strings = source.strings.iter().filter(|(_, string)| is_sql(string));
    let drivers = source
        .lines_before_tests()
        .filter(|(_, line)| line.contains("rusqlite::") || line.contains("postgres::"));
    let strings = strings.map(|(line, _)| source.at(*line, complaint));
    strings
        .chain(drivers.map(|(line, _)| source.at(line, complaint)))
        .collect()
}

fn is_sql(string: &str) -> bool {
    let words: Vec<String> = string
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    let has = |word: &str| words.iter().any(|known| known == word);
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["select", ..] => has("from") && !string.contains('.') || has("$1"),
        ["insert", "into", ..]
        | ["delete", "from", ..]
        | ["pragma", _, ..]
        | ["begin", "immediate"]
        | ["update", _, "set", ..]
        | [
            "create" | "alter" | "drop",
            "table" | "index" | "unique" | "view",
            ..,
        ] => true,
        ["with", ..] => has("as") && has("select"),
        _ => false,
    }
}

/// An order's state is set by one statement, which asks whether it may follow.
fn states(source: &Source) -> Vec<String> {
    let sets = |string: &str| {
        let mut words = string.split_whitespace();
        words.by_ref().take(3).eq(["update", "orders", "set"]) && words.any(|word| word == "state")
    };
    if !source.is_under("server/src/") || source.is_under("server/src/store/orders.rs") {
        return Vec::new();
    }
    let strings = source.strings.iter().filter(|(_, string)| sets(string));
    strings
        .map(|(line, _)| source.at(*line, "an order goes on by orders::step alone"))
        .collect()
}

#[test]
fn an_orders_state_is_set_in_one_place() {
    let sources = sources(&["rs"]);
    nothing_in(&sources.iter().flat_map(states).collect::<Vec<_>>());
    let home = sources
        .iter()
        .find(|source| source.is_under("server/src/store/orders.rs"));
    let steps = home.map_or(0, |home| {
        home.text.matches("update orders set state").count()
    });
    assert_eq!(steps, 1, "statements that set it there");
    let path = "server/src/store/orders/acting.rs";
    let about = "server/src/store/orders/acting.rs:1: an order goes on";
    let text = "const A: &str = \"update orders set acting = 1, state = $1\";";
    complains(states, path, text, about);
    accepts(
        states,
        path,
        "const A: &str = \"update orders set acting = 1\";",
    );
}

#[test]
fn sql_stands_only_in_the_store() {
    let complaints: Vec<String> = sources(&["rs"]).iter().flat_map(statements).collect();
    nothing_in(&complaints);
}

#[test]
fn the_rule_knows_sql_from_english() {
    let path = "server/src/checkout.rs";
    let about = "server/src/checkout.rs:1: SQL belongs";
    for statement in [
        "select id from orders where id = $1",
        "insert into orders values ($1)",
        "update orders set state = $1",
        "delete from orders",
        "create table orders (id text)",
        "with a as (select 1) select * from a",
    ] {
        complains(
            statements,
            path,
            &format!("const A: &str = \"{statement}\";"),
            about,
        );
        accepts(
            statements,
            "server/src/store/orders.rs",
            &format!("const A: &str = \"{statement}\";"),
        );
    }
    complains(statements, path, "use rusqlite::Connection;", about);
    accepts(
        statements,
        path,
        "const A: &str = \"Select a country from the list.\"; // insert into a",
    );
    accepts(
        statements,
        path,
        "const A: &str = \"Update the address\"; let b = \"With one licence as agreed\";",
    );
}
