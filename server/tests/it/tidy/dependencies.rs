//! What the crates may stand on: nothing heavy reaches the browser, nothing of the outside world
//! reaches core.

use std::process::Command;

use super::source::top;

/// 300 kB of wasm each, or of no use there.
const NOT_IN_THE_BROWSER: [&str; 8] = [
    "tokio", "regex", "chrono", "reqwest", "hyper", "time", "rand", "openssl",
];
const NOT_IN_CORE: [&str; 12] = [
    "tokio",
    "axum",
    "leptos",
    "rand",
    "getrandom",
    "reqwest",
    "rusqlite",
    "postgres",
    "chrono",
    "web-sys",
    "js-sys",
    "wasm-bindgen",
];

/// leptos brings a reader of its own manifest section, which the browser's half never calls and
/// the linker leaves out, with all below it.
const PRUNED: [&str; 2] = ["--prune", "leptos_config"];

/// The names of the packages that a package is built from for a target.
fn tree(package: &str, target: &str, more: &[&str]) -> Vec<String> {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let output = Command::new(cargo)
        .args([
            "tree",
            "--locked",
            "--offline",
            "--package",
            package,
            "--target",
            target,
        ])
        .args([
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args(more)
        .current_dir(top())
        .output()
        .expect("cargo can be started");
    assert!(
        output.status.success(),
        "cargo tree: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    lines
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

fn found(tree: &[String], banned: &[&'static str]) -> Vec<&'static str> {
    let is_there = |name: &&&str| tree.iter().any(|known| known == **name);
    banned.iter().filter(is_there).copied().collect()
}

#[test]
fn nothing_heavy_reaches_the_browser() {
    let tree = tree("seatkeeper-app", "wasm32-unknown-unknown", &PRUNED);
    assert!(
        tree.iter().any(|name| name == "leptos"),
        "this is the app's tree: {tree:?}"
    );
    assert_eq!(found(&tree, &NOT_IN_THE_BROWSER), Vec::<&str>::new());
}

#[test]
fn nothing_of_the_outside_world_reaches_core() {
    let tree = tree("seatkeeper-core", "x86_64-unknown-linux-gnu", &[]);
    assert!(
        tree.iter().any(|name| name == "rust_decimal"),
        "this is core's tree: {tree:?}"
    );
    assert_eq!(found(&tree, &NOT_IN_CORE), Vec::<&str>::new());
}

#[test]
fn the_manifests_name_nothing_that_they_must_not() {
    let core = std::fs::read_to_string(top().join("core/Cargo.toml")).expect("core has a manifest");
    let (_, rest) = core
        .split_once("[dependencies]")
        .expect("core has dependencies");
    let section = rest.split("\n[").next().unwrap_or_default();
    let named = |name: &str| {
        section
            .lines()
            .any(|line| line.split(['.', ' ', '=']).next() == Some(name))
    };
    assert!(named("rust_decimal"));
    let banned: Vec<&str> = NOT_IN_CORE.into_iter().filter(|name| named(name)).collect();
    assert_eq!(banned, Vec::<&str>::new());
}
