//! How the numbers of each prefix are written: a mismatch can be no number of that state.
//!
//! In a shape `#` is a digit, `+` a digit but zero, `@` a letter, `?` a letter or digit but I and
//! O, `~` a letter, plus or asterisk; everything else stands for itself.
//! Leaves check digits to [`super::check`].

/// The shapes after the prefix, apart by a bar.
fn shapes(prefix: &str) -> &'static str {
    match prefix {
        "AT" => "U########",
        "BE" => "0#########|1#########",
        "BG" => "#########|##########",
        "CY" => "########@",
        "CZ" => "########|#########|##########",
        "DE" | "PT" => "+########",
        "DK" | "MT" | "SI" => "+#######",
        "EE" | "EL" => "#########",
        "ES" => "@########|########@|@#######@",
        "FI" | "HU" | "LU" => "########",
        "FR" => "??#########",
        "HR" | "IT" | "LV" => "###########",
        "IE" => "#######@|#######@@|#~#####@",
        "LT" => "#######1#|##########1#",
        "NL" => "#########B##",
        "PL" | "SK" => "##########",
        "RO" => "+#|+##|+###|+####|+#####|+######|+#######|+########|+#########",
        "SE" => "##########01",
        "XI" => "#########|############|GD###|HA###",
        _ => "",
    }
}

/// Whether a number of this prefix can be written so.
pub(super) fn fits(prefix: &str, rest: &str) -> bool {
    let possible = match prefix {
        // no Cypriot number begins so
        "CY" => !rest.starts_with("12"),
        "IT" => rest.get(7..10).is_some_and(is_italian_office),
        _ => true,
    };
    possible
        && shapes(prefix)
            .split('|')
            .any(|shape| is_shaped(shape, rest))
}

fn is_shaped(shape: &str, rest: &str) -> bool {
    shape.len() == rest.len()
        && shape
            .bytes()
            .zip(rest.bytes())
            .all(|(sign, byte)| match sign {
                b'#' => byte.is_ascii_digit(),
                b'+' => matches!(byte, b'1'..=b'9'),
                b'@' => byte.is_ascii_uppercase(),
                b'?' => byte.is_ascii_alphanumeric() && !matches!(byte, b'I' | b'O'),
                b'~' => byte.is_ascii_uppercase() || matches!(byte, b'+' | b'*'),
                literal => byte == literal,
            })
}

/// The provinces' offices 001 to 100 and four others.
fn is_italian_office(code: &str) -> bool {
    matches!(code, "120" | "121" | "888" | "999") || ("001"..="100").contains(&code)
}
