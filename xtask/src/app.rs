//! Building the app: trunk into the build's folder, then `assets` into dist/.
//!
//! Does nothing when no source of the app has changed since dist/ was written.

use std::fs;
use std::time::Instant;

use crate::fingerprint::Fingerprint;
use crate::report::told;
use crate::{assets, process, tools, tree};

/// All that the app in dist/ is made from.
const SOURCES: [&str; 14] = [
    "app",
    "core/Cargo.toml",
    "core/src",
    "style",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "xtask/src/app.rs",
    "xtask/src/assets.rs",
    "xtask/src/assets",
    "xtask/src/tools.rs",
    ".cargo/config.toml",
];

/// Makes dist/ the app of the present sources.
pub fn build() -> Result<(), String> {
    let print = fingerprint()?;
    let note = tree::target().join("app-fingerprint");
    let built = fs::read_to_string(&note).is_ok_and(|known| known == print);
    if built && tree::dist().join("index.html").is_file() {
        println!("The app in dist/ is up to date.");
        return Ok(());
    }
    let path = tools::ready()?;
    let start = Instant::now();
    println!("Building the app (2 to 4 minutes on two cores the first time, then less).");
    let raw = tree::target().join("app");
    fs::create_dir_all(&raw).map_err(|error| format!("{}: {error}", raw.display()))?;
    // integrity hashes would be those of files that `assets` still rewrites
    let mut trunk = process::command("trunk", &["build", "--release", "--offline", "--no-sri"]);
    trunk.arg("--dist").arg(&raw).env("PATH", path);
    // cargo tells us its settings for ourselves; they are not the app's
    trunk
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("NO_COLOR");
    process::run(&mut trunk)?;
    assets::finish(&raw, &tree::dist())?;
    fs::write(&note, print).map_err(|error| format!("{}: {error}", note.display()))?;
    println!("The app is built, {}.", told(start.elapsed()));
    Ok(())
}

fn fingerprint() -> Result<String, String> {
    let mut print = Fingerprint::new();
    for source in SOURCES {
        print.add_path(&tree::root().join(source))?;
    }
    // the same sources give another app once wasm-opt is there
    print.add(&[u8::from(tree::on_path("wasm-opt").is_some())]);
    Ok(print.name())
}
