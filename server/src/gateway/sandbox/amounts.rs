//! Amounts as the payer reads them, in the three languages of the pages. The provider's own small
//! table: what the portal shows is the portal's.

use seatkeeper_core::money::Money;

use super::texts::Language;

/// `€1,234.50`, `1 234,50 €`.
pub(super) fn amount(money: Money, language: Language) -> String {
    let decimals = usize::try_from(money.currency().decimals()).unwrap_or(0);
    let (group, point) = match language {
        Language::Swedish => ('\u{a0}', ','),
        Language::English | Language::Chinese => (',', '.'),
    };
    let digits = format!(
        "{:0>width$}",
        money.minor().unsigned_abs(),
        width = decimals + 1
    );
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let mut text = grouped(whole, group);
    if decimals > 0 {
        text.push(point);
        text.push_str(part);
    }
    let code = money.currency().to_string();
    let symbol = symbol(&code, language);
    match language {
        Language::Swedish => format!("{text}\u{a0}{symbol}"),
        // a symbol stands at the digits, a code beside them
        _ if symbol.ends_with(|letter: char| letter.is_ascii_alphabetic()) => {
            format!("{symbol}\u{a0}{text}")
        }
        _ => format!("{symbol}{text}"),
    }
}

fn grouped(whole: &str, group: char) -> String {
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

fn symbol(code: &str, language: Language) -> &str {
    match (code, language) {
        ("EUR", _) => "€",
        ("GBP", _) => "£",
        ("USD", Language::English) => "$",
        ("USD", _) => "US$",
        ("JPY", Language::English | Language::Swedish) => "¥",
        ("JPY", Language::Chinese) => "JP¥",
        ("SEK", Language::Swedish) => "kr",
        (code, _) => code,
    }
}

#[cfg(test)]
mod tests {
    use seatkeeper_core::currency::Currency;

    use super::*;

    fn check(minor: i64, currency: Currency, english: &str, swedish: &str, chinese: &str) {
        let money = Money::new(minor, currency);
        let plain = |language| amount(money, language).replace('\u{a0}', " ");
        assert_eq!(plain(Language::English), english);
        assert_eq!(plain(Language::Swedish), swedish);
        assert_eq!(plain(Language::Chinese), chinese);
    }

    #[test]
    fn amounts_in_three_languages() {
        check(
            123_450,
            Currency::EUR,
            "€1,234.50",
            "1 234,50 €",
            "€1,234.50",
        );
        check(5, Currency::EUR, "€0.05", "0,05 €", "€0.05");
        check(
            100_000_000,
            Currency::USD,
            "$1,000,000.00",
            "1 000 000,00 US$",
            "US$1,000,000.00",
        );
        check(
            99_900,
            Currency::SEK,
            "SEK 999.00",
            "999,00 kr",
            "SEK 999.00",
        );
        check(1_234, Currency::JPY, "¥1,234", "1 234 ¥", "JP¥1,234");
        check(
            i64::MAX,
            Currency::JPY,
            "¥9,223,372,036,854,775,807",
            "9 223 372 036 854 775 807 ¥",
            "JP¥9,223,372,036,854,775,807",
        );
    }
}
