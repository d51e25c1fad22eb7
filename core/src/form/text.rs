//! Lines of text, e-mail addresses and passwords.

use super::{FieldFault, LONGEST_LINE, LONGEST_PASSWORD, SHORTEST_PASSWORD};

/// Reads one required line: trimmed, at most [`LONGEST_LINE`] characters, nothing that could
/// break out of a document or reverse how it reads.
///
/// # Errors
/// [`FieldFault::Missing`], [`FieldFault::TooLong`] or [`FieldFault::ForbiddenCharacter`].
pub fn line(text: &str) -> Result<String, FieldFault> {
    optional_line(text)?.ok_or(FieldFault::Missing)
}

/// As [`line`], but nothing typed is no fault.
///
/// # Errors
/// [`FieldFault::TooLong`] or [`FieldFault::ForbiddenCharacter`].
pub fn optional_line(text: &str) -> Result<Option<String>, FieldFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > LONGEST_LINE {
        return Err(FieldFault::TooLong {
            most: count(LONGEST_LINE),
        });
    }
    if text.chars().any(is_forbidden) {
        return Err(FieldFault::ForbiddenCharacter);
    }
    Ok(Some(text.to_owned()))
}

/// Control characters (line breaks among them), the bidirectional controls of UAX #9, line and
/// paragraph separators, and the brackets of markup.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '<' | '>' | '\u{2028}' | '\u{2029}' | '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}'
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Reads an e-mail address and returns it as typed; compare [`str::to_lowercase`]d.
/// One `@`, something before it, a dotted domain after it, no spaces: whether it exists only a
/// mail can tell. At most 254 bytes (RFC 5321 §4.5.3.1.3).
///
/// # Errors
/// [`FieldFault::Missing`], [`FieldFault::TooLong`] or [`FieldFault::NotAnEmail`].
pub fn email(text: &str) -> Result<String, FieldFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldFault::Missing);
    }
    if text.len() > 254 {
        return Err(FieldFault::TooLong { most: 254 });
    }
    let (local, domain) = text.rsplit_once('@').ok_or(FieldFault::NotAnEmail)?;
    let odd = |c: char| {
        is_forbidden(c)
            || c.is_whitespace()
            || matches!(
                c,
                '@' | '"' | '(' | ')' | ',' | ':' | ';' | '\\' | '[' | ']'
            )
    };
    let dotted = |part: &str| part.split('.').all(|label| !label.is_empty());
    let domain_ok = domain.contains('.')
        && dotted(domain)
        && domain
            .split('.')
            .all(|label| !label.starts_with('-') && !label.ends_with('-'))
        && domain
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    if local.is_empty()
        || local.len() > 64
        || !dotted(local)
        || text.chars().filter(|c| *c == '@').count() != 1
    {
        return Err(FieldFault::NotAnEmail);
    }
    if local.chars().any(odd) || !domain_ok {
        return Err(FieldFault::NotAnEmail);
    }
    Ok(text.to_owned())
}

/// Checks a new password; no rules but length, as NIST SP 800-63B-4 §3.1.1.2 advises.
///
/// # Errors
/// [`FieldFault::Missing`], [`FieldFault::TooShort`] or [`FieldFault::TooLong`].
pub fn new_password(text: &str) -> Result<(), FieldFault> {
    match text.chars().count() {
        0 => Err(FieldFault::Missing),
        n if n < SHORTEST_PASSWORD => Err(FieldFault::TooShort {
            least: count(SHORTEST_PASSWORD),
        }),
        n if n > LONGEST_PASSWORD => Err(FieldFault::TooLong {
            most: count(LONGEST_PASSWORD),
        }),
        _ => Ok(()),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_short_and_harmless() {
        assert_eq!(line("  Café Söder HB "), Ok("Café Söder HB".into()));
        assert_eq!(
            line("上海明德贸易有限公司"),
            Ok("上海明德贸易有限公司".into())
        );
        assert_eq!(line(" \t "), Err(FieldFault::Missing));
        assert_eq!(line(&"ä".repeat(100)).map(|l| l.chars().count()), Ok(100));
        assert_eq!(
            line(&"ä".repeat(101)),
            Err(FieldFault::TooLong { most: 100 })
        );
        for bad in [
            "a\nb",
            "a<b",
            "a>b",
            "a\u{202E}b",
            "a\u{2066}b",
            "a\0b",
            "a\u{7f}b",
        ] {
            assert_eq!(line(bad), Err(FieldFault::ForbiddenCharacter), "{bad:?}");
        }
    }

    #[test]
    fn addresses_that_can_be_mailed_to_are_read() {
        for good in [
            "anna@example.com",
            "Anna.L+x@sub.example.co",
            "jörg@müller.example",
            "o'neil@example.ie",
        ] {
            assert_eq!(email(good), Ok(good.to_owned()));
        }
        for bad in [
            "anna",
            "@example.com",
            "anna@",
            "anna@example",
            "a b@example.com",
            "a@b@example.com",
            "a@example..com",
            ".a@example.com",
            "a@-x.com",
            "a@exa_mple.com",
            "a\"b@example.com",
            "a,b@example.com",
        ] {
            assert_eq!(email(bad), Err(FieldFault::NotAnEmail), "{bad:?}");
        }
    }

    #[test]
    fn a_password_is_long_enough() {
        assert_eq!(
            new_password("elevenchars"),
            Err(FieldFault::TooShort { least: 12 })
        );
        assert_eq!(new_password("twelve chars"), Ok(()));
        assert_eq!(
            new_password(&"x".repeat(201)),
            Err(FieldFault::TooLong { most: 200 })
        );
    }
}
