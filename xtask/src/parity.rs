//! The same quote natively and in the browser: random requests through both builds of core, the
//! answers compared byte for byte. What is done by hand in core/tests/parity/README.md.

use std::fs::{self, File};

use crate::report::Held;
use crate::{process, tools, tree};

const REQUESTS: &str = "20000";
/// Any number will do; a told one makes a failure repeatable.
const SEED: &str = "1";

/// Builds both, asks both, compares.
pub fn holds() -> Held {
    let path = tools::ready()?;
    let out = tree::target().join("parity");
    let (requests, answers) = (out.join("requests"), out.join("answers"));
    fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let wasm = [
        "--example",
        "quote_wasm",
        "--target",
        "wasm32-unknown-unknown",
    ];
    process::run(example("build").args(wasm))?;
    let mut bind = process::command("wasm-bindgen", &["--target", "nodejs", "--no-typescript"]);
    bind.env("PATH", path).arg("--out-dir").arg(&out);
    let built = "wasm32-unknown-unknown/debug/examples/quote_wasm.wasm";
    process::run(bind.arg(tree::target().join(built)))?;

    let mut random = example("run");
    random.args(["--example", "random_requests", REQUESTS, SEED]);
    process::run(random.stdout(create(&requests)?))?;
    process::build_server_for_tests()?;
    let server = tree::server_binary().to_string_lossy().into_owned();
    let mut quote = process::command(&server, &["quote"]);
    let asked =
        File::open(&requests).map_err(|error| format!("{}: {error}", requests.display()))?;
    process::run(quote.stdin(asked).stdout(create(&answers)?))?;

    let mut compare = process::command("node", &["core/tests/parity/compare.mjs"]);
    process::run(compare.arg(&out).arg(&requests).arg(&answers))
}

fn example(task: &str) -> std::process::Command {
    process::cargo(&[task, "--quiet", "--package", "seatkeeper-core"])
}

fn create(path: &std::path::Path) -> Result<File, String> {
    File::create(path).map_err(|error| format!("{}: {error}", path.display()))
}
