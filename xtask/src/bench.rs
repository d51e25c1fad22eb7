//! `cargo xtask bench`: figures, each beside a floor measured in the same run, since machines
//! differ. The list of what is measured stands here and nowhere else.

mod load;
mod quotes;

use crate::report::{Held, Report};
use crate::{app, browser, process, tools};

type Measure = (&'static str, fn() -> Held);

const ALL: [Measure; 4] = [
    ("quotes", quotes::measure),
    ("store", store),
    ("load", load::measure),
    ("lighthouse", lighthouse),
];

/// Runs the named ones, or all.
pub fn all(names: &[String]) -> Held {
    if let Some(name) = names
        .iter()
        .find(|name| !ALL.iter().any(|(known, _)| known == name))
    {
        return Err(format!(
            "bench knows {}, not {name:?}",
            ALL.map(|(name, _)| name).join(", ")
        ));
    }
    let mut report = Report::default();
    if !report.hold("the app and the server", build) {
        return report.finish();
    }
    for (name, measure) in ALL {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            report.hold(name, measure);
        }
    }
    report.finish()
}

/// The server as it is delivered, with the app in it.
fn build() -> Held {
    tools::wasm_opt_or_apt();
    app::build()?;
    process::run(&mut process::cargo(&[
        "build",
        "--release",
        "--bin",
        "seatkeeper",
    ]))
}

/// Durable purchases through the database seam, beside the disk's own floor. In the build's
/// folder, because a temporary one may not be on a disk.
fn store() -> Held {
    let mut bench = process::cargo(&["run", "--release", "--quiet", "--example", "store_bench"]);
    process::run(bench.current_dir(crate::tree::target()))
}

/// Lighthouse on sign-in and Create, as on a phone.
fn lighthouse() -> Held {
    browser::ready()?;
    let mut lighthouse = browser::node_in_e2e(&["lighthouse.mjs"]);
    process::run(lighthouse.env("SEATKEEPER_BIN", crate::tree::release_binary()))
}
