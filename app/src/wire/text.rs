//! Strings with their escapes (RFC 8259, section 7), and where a value ends.

use std::borrow::Cow;

/// The string that a text begins with, and the text behind it.
pub(super) fn string(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let text = text.strip_prefix('"')?;
    let end = text.find(['"', '\\'])?;
    let (plain, rest) = text.split_at(end);
    if let Some(rest) = rest.strip_prefix('"') {
        return Some((Cow::Borrowed(plain), rest));
    }
    escaped(plain.to_owned(), rest)
}

/// Goes on from the first escape of a string.
fn escaped(mut read: String, mut rest: &str) -> Option<(Cow<'_, str>, &str)> {
    loop {
        if let Some(behind) = rest.strip_prefix('"') {
            return Some((Cow::Owned(read), behind));
        }
        if let Some(escape) = rest.strip_prefix('\\') {
            let (sign, behind) = unescape(escape)?;
            read.push(sign);
            rest = behind;
        }
        let end = rest.find(['"', '\\'])?;
        let (plain, behind) = rest.split_at(end);
        read.push_str(plain);
        rest = behind;
    }
}

/// The sign that is meant by what follows a backslash.
fn unescape(text: &str) -> Option<(char, &str)> {
    let kind = text.chars().next()?;
    let rest = text.get(kind.len_utf8()..)?;
    let sign = match kind {
        '"' | '\\' | '/' => kind,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode(rest),
        _ => return None,
    };
    Some((sign, rest))
}

/// Four hexadecimal digits, or two times four for what UTF-16 writes as a pair.
fn unicode(text: &str) -> Option<(char, &str)> {
    let (high, rest) = unit(text)?;
    if let Some(sign) = char::from_u32(high) {
        return Some((sign, rest));
    }
    let (low, rest) = unit(rest.strip_prefix("\\u")?)?;
    let pair = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low);
    let sign = char::from_u32(0x1_0000 + ((high & 0x3FF) << 10) + (low & 0x3FF))?;
    pair.then_some((sign, rest))
}

fn unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}

/// The text behind the value that it begins with.
pub(super) fn after_value(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut open = 0_u32;
    loop {
        let before = rest.len();
        rest = rest.trim_start_matches([' ', '\n', '\r', '\t', ',', ':']);
        let first = rest.chars().next()?;
        match first {
            '"' => rest = string(rest)?.1,
            '{' | '[' => {
                open += 1;
                rest = rest.get(1..)?;
            }
            '}' | ']' => {
                open = open.checked_sub(1)?;
                rest = rest.get(1..)?;
            }
            _ => {
                rest = rest.trim_start_matches(|c: char| {
                    c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')
                });
            }
        }
        if open == 0 {
            return Some(rest);
        }
        if rest.len() == before {
            return None;
        }
    }
}
