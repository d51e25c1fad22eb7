//! Check digits, by prefix: each state's rule, as it is known though hardly ever published.
//!
//! Promises: true for every number that passes its state's rule. The rules are those collected by
//! python-stdnum 2.2, against which docs/checks/vat.md compares them; written anew here.
//! Leaves letters to [`super::letters`] and the numbers of persons to [`super::persons`].

use super::{letters, persons};

/// Whether the check digits fit. `rest` fits its prefix's pattern.
pub(super) fn fits(prefix: &str, rest: &str) -> bool {
    match prefix {
        "CY" | "ES" | "FR" | "IE" | "NL" => letters::fit(prefix, rest),
        "AT" => digits(rest.trim_start_matches('U'))
            .is_some_and(|all| ends_with(&all, |first| (16 - luhn(first)) % 10)),
        "SE" => rest
            .get(..10)
            .and_then(digits)
            .is_some_and(|all| luhn(&all) == 0),
        "XI" => british(rest),
        _ => digits(rest).is_some_and(|all| numeric(prefix, &all)),
    }
}

fn numeric(prefix: &str, all: &[u32]) -> bool {
    match prefix {
        "BE" => (value(all) / 100 + value(all) % 100).is_multiple_of(97),
        "BG" => persons::bulgarian(all),
        "CZ" => persons::czech(all),
        "DE" | "HR" => mod_11_10(all),
        "DK" => weighted(all, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        "EE" => weighted(all, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10),
        "EL" => ends_with(all, |first| {
            weighted(first, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10
        }),
        "FI" => weighted(all, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11),
        "HU" => weighted(all, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10),
        "IT" => luhn(all) == 0 && value(all) > 9999,
        "LT" => ends_with(all, lithuanian),
        "LU" => value(all) / 100 % 89 == value(all) % 100,
        "LV" => persons::latvian(all),
        "MT" => weighted(all, &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37),
        "PL" => ends_with(all, |first| {
            weighted(first, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11
        }),
        "PT" => ends_with(all, |first| {
            (11 - weighted(first, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10
        }),
        "RO" => ends_with(all, romanian),
        "SI" => ends_with(all, |first| {
            match 11 - weighted(first, &[8, 7, 6, 5, 4, 3, 2]) % 11 {
                10 => 0,
                check => check,
            }
        }),
        "SK" => persons::slovak(all),
        _ => true,
    }
}

/// The digits of a text that has nothing else.
pub(super) fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|sign| sign.to_digit(10)).collect()
}

/// The digits read as a number; no VAT number is too long for it.
pub(super) fn value(digits: &[u32]) -> u64 {
    digits.iter().fold(0, |value: u64, digit| {
        value.wrapping_mul(10) + u64::from(*digit)
    })
}

/// The sum of the digits, each times the weight of its place.
pub(super) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

/// Whether the last digit is the one that the others demand.
pub(super) fn ends_with(digits: &[u32], check: impl Fn(&[u32]) -> u32) -> bool {
    digits
        .split_last()
        .is_some_and(|(last, first)| check(first) == *last)
}

/// The sum of Luhn's rule, modulo 10: zero for a number with its check digit.
pub(super) fn luhn(digits: &[u32]) -> u32 {
    let from_the_end = digits.iter().rev().enumerate();
    let places = from_the_end.map(|(place, digit)| match (place % 2, digit * 2) {
        (0, _) => *digit,
        (_, double) => double / 10 + double % 10,
    });
    places.sum::<u32>() % 10
}

/// ISO 7064, Mod 11,10.
fn mod_11_10(digits: &[u32]) -> bool {
    ends_with(digits, |first| {
        let product = first
            .iter()
            .fold(10, |product, digit| match (product + digit) % 10 {
                0 => 20 % 11,
                sum => sum * 2 % 11,
            });
        (11 - product) % 10
    })
}

fn lithuanian(first: &[u32]) -> u32 {
    const CYCLE: [u32; 13] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4];
    match weighted(first, &CYCLE) % 11 {
        10 => weighted(first, CYCLE.split_at(2).1) % 11 % 10,
        check => check,
    }
}

/// Short numbers stand for such with zeros before them, so the weights go from the end.
fn romanian(first: &[u32]) -> u32 {
    let reversed: Vec<u32> = first.iter().rev().copied().collect();
    10 * weighted(&reversed, &[2, 3, 5, 7, 1, 2, 3, 5, 7]) % 11 % 10
}

/// Government departments below 500, health authorities from there; businesses modulo 97, the
/// newer ones off by 42 or 55.
fn british(rest: &str) -> bool {
    if let Some(department) = rest.strip_prefix("GD") {
        return department < "500";
    }
    if let Some(authority) = rest.strip_prefix("HA") {
        return authority >= "500";
    }
    let Some(all) = rest.get(..9).and_then(digits) else {
        return false;
    };
    match weighted(&all, &[8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97 {
        0 => true,
        42 | 55 => value(&all) >= 100_000_000,
        _ => false,
    }
}
