//! How many quotes a second `seatkeeper quote` answers, from JSON line to JSON line.
//!
//! The floor is the same program on the same number of lines that end at the first key, so
//! that reading and writing cost about the same: the arithmetic may cost a known multiple.

use std::io::Write;
use std::process::Stdio;
use std::time::Instant;

use crate::report::Held;
use crate::{process, tree};

const LINES: u32 = 200_000;
/// How much slower than an answered error a computed quote may be.
const MULTIPLE: u32 = 12;

const QUOTE: &str = r#"{"kind":"create","today":"2026-11-23","currency":"EUR","term_months":12,"licences":7,"unit_price":"9.99","discount_percent":"20","seller_country":"SE","country":"DE","vat_number_status":"absent"}"#;
const ERROR: &str = r#"{"kind":"unknown"}"#;

/// Measures both and holds the multiple.
pub fn measure() -> Held {
    let floor = rate(ERROR)?;
    let quotes = rate(QUOTE)?;
    println!(
        "   {quotes:>9} quotes a second; {floor} refused lines a second (floor: a {MULTIPLE}th)"
    );
    if quotes.saturating_mul(u64::from(MULTIPLE)) < floor {
        return Err("a quote costs more than its multiple of a refused line".to_owned());
    }
    Ok(())
}

/// Lines a second, of one process on one core.
fn rate(line: &str) -> Result<u64, String> {
    let server = tree::release_binary().to_string_lossy().into_owned();
    let mut command = process::command(&server, &["quote"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let start = Instant::now();
    let mut child = command
        .spawn()
        .map_err(|error| format!("{server}: {error}"))?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    let lines = format!("{line}\n").repeat(LINES as usize);
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child
        .wait_with_output()
        .map_err(|error| format!("{server}: {error}"))?;
    let took = start.elapsed();
    writer
        .join()
        .map_err(|_| "the writer panicked")?
        .map_err(|error| error.to_string())?;
    let answers = String::from_utf8_lossy(&output.stdout).lines().count();
    if answers != LINES as usize {
        return Err(format!("{LINES} lines got {answers} answers"));
    }
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
    Ok(u64::from(LINES) * 1_000_000 / micros)
}
