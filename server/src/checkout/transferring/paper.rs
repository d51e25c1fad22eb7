//! The payment request: what is to be transferred, where to, and as a QR code for banks' apps.
//!
//! The code is that of the European Payments Council (EPC069-12, version 002): for euro only, error
//! correction M, at most QR version 13.

use crate::{config::BankAccount, qr::drawn, store::transfers::Transfer};
use fast_qr::{ECL, QRBuilder};
use seatkeeper_core::{
    api::{PaymentRequest, QrCode},
    currency::Currency,
    money::Money,
};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::scanned;

    const TO: Beneficiary<'_> = Beneficiary {
        name: "Seatkeeper Demo AB",
        iban: "SE4550000000058398257466",
        bic: "ESSESESS",
    };

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
