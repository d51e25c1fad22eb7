//! The payment request: what is to be transferred, where to, and as a QR code for banks' apps.
//!
//! The code is that of the European Payments Council (EPC069-12, version 002): for euro only, error
//! correction M, at most QR version 13.

use std::fmt::Write;

use crate::{config::BankAccount, store::transfers::Transfer};
use fast_qr::{ECL, QRBuilder, qr::QRCode};
use seatkeeper_core::{
    api::{PaymentRequest, QrCode},
    currency::Currency,
    money::Money,
};

/// How many light units surround a QR code (ISO/IEC 18004).
const QUIET: usize = 4;
/// The longest name of an account's holder in the code, in characters.
const LONGEST_NAME: usize = 70;
/// The largest code that banks' apps must read, in units without its margin: version 13.
const LARGEST: usize = 13 * 4 + 17;

/// The paper of an order's transfer; `None` where there is no bank account in its currency any more.
pub(crate) fn payment_request(
    holder: &str,
    accounts: &[BankAccount],
    transfer: &Transfer,
) -> Option<PaymentRequest> {
    let missing = transfer.missing();
    let account = accounts
        .iter()
        .find(|account| account.currency == missing.currency())?;
    let to = Beneficiary {
        name: holder,
        iban: &account.iban,
        bic: &account.bic,
    };
    Some(PaymentRequest {
        reference: transfer.reference.clone(),
        missing,
        received: transfer.received,
        due_on: transfer.terms.due_on,
        begins_when_recorded: transfer.terms.begins_when_recorded,
        iban: account.iban.clone(),
        bic: account.bic.clone(),
        qr: qr(&to, missing, &transfer.reference),
        holder: holder.to_owned(),
    })
}

struct Beneficiary<'a> {
    name: &'a str,
    iban: &'a str,
    bic: &'a str,
}

fn qr(to: &Beneficiary<'_>, amount: Money, reference: &str) -> Option<QrCode> {
    let code = QRBuilder::new(epc(to, amount, reference)?)
        .ecl(ECL::M)
        .build()
        .ok()
        .filter(|code| code.size <= LARGEST)?;
    Some(drawn(&code))
}

/// The text of the code, line by line; nothing follows the reference.
fn epc(to: &Beneficiary<'_>, amount: Money, reference: &str) -> Option<String> {
    if amount.currency() != Currency::EUR || amount.minor() <= 0 {
        return None;
    }
    let name: String = to.name.chars().take(LONGEST_NAME).collect();
    let (bic, iban, amount) = (to.bic, to.iban, format!("EUR{amount}"));
    // service, version, UTF-8, credit transfer, …, no purpose, a structured reference
    let lines = [
        "BCD", "002", "1", "SCT", bic, &name, iban, &amount, "", reference,
    ];
    Some(lines.join("\n"))
}

/// Each row's runs of dark units as one path.
fn drawn(code: &QRCode) -> QrCode {
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = (column..code.size)
                .take_while(|at| code[row][*at].value())
                .count();
            if run > 0 {
                let (x, y) = (column + QUIET, row + QUIET);
                // writing into a string cannot fail
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            column += run + 1;
        }
    }
    QrCode {
        size: u32::try_from(code.size + 2 * QUIET).unwrap_or_default(),
        path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TO: Beneficiary<'_> = Beneficiary {
        name: "Seatkeeper Demo AB",
        iban: "SE4550000000058398257466",
        bic: "ESSESESS",
    };

    /// Reads a drawn code as a camera would: eight pixels a unit.
    fn scanned(code: &QrCode) -> String {
        let size = code.size as usize;
        let mut dark = vec![vec![false; size]; size];
        for run in code.path.split('M').filter(|run| !run.is_empty()) {
            let (at, rest) = run.split_once('h').expect("a run");
            let (x, y) = at.split_once(' ').expect("a place");
            let (length, _) = rest.split_once('v').expect("a length");
            let number = |text: &str| text.parse::<usize>().expect("a number");
            let (x, length) = (number(x), number(length));
            dark[number(y)][x..x + length].fill(true);
        }
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(size * 8, size * 8, |x, y| {
            if dark[y / 8][x / 8] { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code is seen");
        grids[0].decode().expect("it can be read").1
    }

    #[test]
    fn a_banks_app_reads_what_is_to_be_transferred() {
        let amount = Money::new(123_450, Currency::EUR);
        let code = qr(&TO, amount, "RF46202600012 3".replace(' ', "").as_str()).expect("a code");
        let lines = [
            "BCD",
            "002",
            "1",
            "SCT",
            "ESSESESS",
            "Seatkeeper Demo AB",
            "SE4550000000058398257466",
            "EUR1234.50",
            "",
            "RF462026000123",
        ];
        assert_eq!(scanned(&code), lines.join("\n"));
    }

    #[test]
    fn a_long_name_in_any_script_still_fits() {
        let name = "株式会社ながいなまえ".repeat(10);
        let to = Beneficiary { name: &name, ..TO };
        let code = qr(&to, Money::new(99_999_999_999, Currency::EUR), "RF7412345").expect("a code");
        let text = scanned(&code);
        assert_eq!(
            text.lines().nth(5).map(|line| line.chars().count()),
            Some(70)
        );
        assert!(text.len() <= 331, "{} bytes", text.len());
    }

    #[test]
    fn only_euro_has_a_code() {
        assert_eq!(qr(&TO, Money::new(100, Currency::SEK), "RF741"), None);
        assert_eq!(qr(&TO, Money::zero(Currency::EUR), "RF741"), None);
    }
}
