//! Reads VAT numbers from standard input, a line each, and says what core thinks of each: `right`,
//! `mistyped` (the check digits do not fit) or `refused`. For `docs/checks/vat_numbers.py`.

use std::io::{self, BufRead, Write};

use seatkeeper_core::vat_number::VatNumber;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let verdict = match VatNumber::parse(&line?) {
            Ok((_, None)) => "right",
            Ok((_, Some(_))) => "mistyped",
            Err(_) => "refused",
        };
        writeln!(out, "{verdict}")?;
    }
    out.flush()
}
