//! The codes of a second factor: six digits of an app, or one of the backup codes. Both are typed into
//! the same field, as they are read off a screen or a sheet of paper.

use super::FieldFault;

/// How many letters and digits a backup code has.
pub const BACKUP_CODE_LENGTH: usize = 12;

/// What was typed, by its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// Six digits of an app.
    Step(u32),
    /// A backup code: small letters and digits, nothing between them.
    Backup(String),
}

/// Reads a code; spaces and hyphens between its signs are no fault, nor are capitals.
///
/// # Errors
/// [`FieldFault::Missing`] or [`FieldFault::WrongCode`].
pub fn code(text: &str) -> Result<Code, FieldFault> {
    let between = |sign: &char| sign.is_whitespace() || *sign == '-';
    let signs: String = text.chars().filter(|sign| !between(sign)).collect();
    if signs.is_empty() {
        return Err(FieldFault::Missing);
    }
    if !signs.bytes().all(|sign| sign.is_ascii_alphanumeric()) {
        return Err(FieldFault::WrongCode);
    }
    match signs.len() {
        6 => signs
            .parse()
            .map(Code::Step)
            .map_err(|_| FieldFault::WrongCode),
        BACKUP_CODE_LENGTH => Ok(Code::Backup(signs.to_ascii_lowercase())),
        _ => Err(FieldFault::WrongCode),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_shown() {
        let backup = || Ok(Code::Backup("abcdefgh2345".to_owned()));
        for (text, read) in [
            ("012345", Ok(Code::Step(12_345))),
            (" 012 345 ", Ok(Code::Step(12_345))),
            ("abcd-efgh-2345", backup()),
            ("ABCD EFGH 2345", backup()),
            (" - ", Err(FieldFault::Missing)),
            ("12345", Err(FieldFault::WrongCode)),
            ("1234567", Err(FieldFault::WrongCode)),
            ("12345a", Err(FieldFault::WrongCode)),
            ("+12345", Err(FieldFault::WrongCode)),
            ("٣٣٣٣٣٣", Err(FieldFault::WrongCode)),
            ("abcd-efgh-234å", Err(FieldFault::WrongCode)),
        ] {
            assert_eq!(code(text), read, "{text}");
        }
    }
}
