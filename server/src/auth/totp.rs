//! Codes that change with the time (RFC 6238), as every authenticator app computes them: HMAC-SHA-1,
//! six digits, steps of 30 seconds. A key is 160 random bits, shown in base32 (RFC 4648).

use std::fmt::{self, Write};

use fast_qr::{ECL, QRBuilder};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use seatkeeper_core::api::QrCode;
use sha1::Sha1;

use crate::qr::drawn;

/// How long a code is the present one, in seconds.
const STEP: i64 = 30;
/// How many steps somebody's clock may be early or late.
const DRIFT: i64 = 1;
const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an app computes codes from. Cannot be printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Vec<u8>);

impl Key {
    /// A new one.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn fresh() -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 20];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes.to_vec()))
    }

    /// One as it is written; `None` when it is no base32.
    pub fn read(text: &str) -> Option<Self> {
        let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
        for sign in text.bytes() {
            let digit = DIGITS.iter().position(|digit| *digit == sign)?;
            held = (held << 5) | u32::try_from(digit).ok()?;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from((held >> bits) & 0xFF).ok()?);
                held &= (1 << bits) - 1;
            }
        }
        Some(Self(bytes))
    }

    /// In base32: for the database and for the one who is to hold it.
    pub fn reveal(&self) -> String {
        base32(&self.0)
    }

    /// The code of a step.
    fn code(&self, step: i64) -> Option<u32> {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).ok()?;
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        // dynamic truncation (RFC 4226 §5.3): where to read is said by the last four bits
        let at = usize::from(digest.last()? & 15);
        let four = digest.get(at..at + 4)?.try_into().ok()?;
        Some((u32::from_be_bytes(four) & 0x7FFF_FFFF) % 1_000_000)
    }

    /// The code of an instant, as an app shows it.
    pub fn code_at(&self, at: Timestamp) -> Option<u32> {
        self.code(step(at))
    }

    /// The step that a code belongs to, if it is one of now or next to it.
    pub fn step_of(&self, code: u32, now: Timestamp) -> Option<i64> {
        let now = step(now);
        (now - DRIFT..=now + DRIFT).find(|step| self.code(*step) == Some(code))
    }

    /// What an app scans: under the seller's name, for an address.
    pub fn qr(&self, seller: &str, email: &str) -> Option<QrCode> {
        let (seller, email, key) = (encoded(seller), encoded(email), self.reveal());
        let address = format!("otpauth://totp/{seller}:{email}?secret={key}&issuer={seller}");
        let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
        Some(drawn(&code))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(STEP)
}

/// Five bits a sign; whole bytes of five leave nothing to pad, and others are not padded.
pub(super) fn base32(bytes: &[u8]) -> String {
    let (mut bits, mut held, mut text) = (0_u32, 0_u32, String::new());
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(&mut text, held >> bits);
            held &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        push(&mut text, held << (5 - bits));
    }
    text
}

fn push(text: &mut String, digit: u32) {
    text.extend(
        usize::try_from(digit & 31)
            .ok()
            .and_then(|digit| DIGITS.get(digit).copied())
            .map(char::from),
    );
}

/// Percent-encoded, but for unreserved characters (RFC 3986).
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // writing into a string cannot fail
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::scanned;

    fn key() -> Key {
        Key(b"12345678901234567890".to_vec())
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of their eight digits
        for (second, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            let at = Timestamp::from_second(second).expect("a time");
            assert_eq!(key().code_at(at), Some(code), "{second}");
        }
    }

    #[test]
    fn a_code_works_a_step_early_or_late() {
        let at = |second| Timestamp::from_second(second).expect("a time");
        let code = key().code_at(at(1_000_000_000)).expect("a code");
        let own = step(at(1_000_000_000));
        for (second, found) in [
            (1_000_000_000 - 60, None),
            (1_000_000_000 - 30, Some(own)),
            (1_000_000_000, Some(own)),
            (1_000_000_000 + 30, Some(own)),
            (1_000_000_000 + 60, None),
        ] {
            assert_eq!(key().step_of(code, at(second)), found, "{second}");
        }
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        assert_eq!(key().reveal(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(Key::read(&key().reveal()), Some(key()));
        assert_eq!(Key::read("abc"), None);
        // RFC 4648 §10, without the padding
        assert_eq!(base32(b"foob"), "MZXW6YQ");
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
        assert_eq!(format!("{:?}", key()), "Key(…)");
    }

    #[test]
    fn an_app_scans_whose_it_is() {
        let code = key().qr("Häst & Co", "anna+x@example.com").expect("a code");
        assert_eq!(
            scanned(&code),
            "otpauth://totp/H%C3%A4st%20%26%20Co:anna%2Bx%40example.com?secret=\
             GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=H%C3%A4st%20%26%20Co"
        );
    }
}
