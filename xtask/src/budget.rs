//! The size budget: what a browser must fetch before the app starts.

use std::fs;

use crate::{fingerprint, tree};

/// Script and wasm of the app together, brotli, in bytes.
const MOST: u64 = 300_000;

/// What wasm-opt takes off, in percent: measured 1.0. Without it that much more is not the app's fault.
const WITHOUT_WASM_OPT: u64 = 2;

/// Prints the size of the app in dist/ and fails above the budget.
pub fn holds() -> Result<(), String> {
    let most = match tree::on_path("wasm-opt") {
        Some(_) => MOST,
        None => MOST + MOST * WITHOUT_WASM_OPT / 100,
    };
    let mut sum = 0;
    for path in fingerprint::entries(&tree::dist())? {
        let name = path.to_string_lossy();
        if name.ends_with(".js.br") || name.ends_with(".wasm.br") {
            let size = fs::metadata(&path)
                .map_err(|error| format!("{name}: {error}"))?
                .len();
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            println!("   {size:>9} bytes  {file}");
            sum += size;
        }
    }
    println!("   {sum:>9} bytes of at most {most}, script and wasm in brotli");
    match sum {
        0 => Err("there is no built app in dist/".to_owned()),
        sum if sum <= most => Ok(()),
        sum => Err(format!("the app is {} bytes above its budget", sum - most)),
    }
}
