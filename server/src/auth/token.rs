//! Opaque secrets: 256 random bits for whoever holds them, a SHA-256 hash for the database.

use std::fmt;

use sha2::{Digest, Sha256};

/// A secret of 64 hexadecimal digits. Cannot be printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn fresh() -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hex(&bytes)))
    }

    /// One that somebody presents; `None` when no token looks like that.
    pub fn presented(text: &str) -> Option<Self> {
        let well_formed =
            text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        well_formed.then(|| Self(text.to_owned()))
    }

    /// What is stored. A plain hash is enough: 256 random bits cannot be guessed.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// The secret itself, for the one who is to hold it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('?');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_again_by_its_hash_only() {
        let token = Token::fresh().expect("randomness");
        let presented = Token::presented(token.reveal()).expect("a token");
        assert_eq!(presented.hash(), token.hash());
        assert_ne!(token.hash(), token.reveal());
        assert_ne!(Token::fresh().expect("randomness").hash(), token.hash());
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn nothing_else_looks_like_a_token() {
        for text in [
            "",
            "0",
            &"0".repeat(63),
            &"g".repeat(64),
            &"A".repeat(64),
            &"ä".repeat(32),
        ] {
            assert_eq!(Token::presented(text), None, "{text}");
        }
    }
}
