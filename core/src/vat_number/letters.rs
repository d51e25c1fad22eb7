//! Check digits of the prefixes whose numbers hold letters: CY, ES, FR, IE and NL.

use super::check::{digits, ends_with, luhn, value, weighted};

/// Whether the check digits fit. `rest` fits its prefix's pattern.
pub(super) fn fit(prefix: &str, rest: &str) -> bool {
    let fits = match prefix {
        "CY" => cypriot(rest),
        "ES" => spanish(rest),
        "FR" => french(rest),
        "IE" => irish(rest),
        _ => dutch(rest),
    };
    fits.unwrap_or(false)
}

/// The place of a sign in an alphabet.
fn place(alphabet: &str, sign: char) -> Option<u64> {
    u64::try_from(alphabet.find(sign)?).ok()
}

fn cypriot(rest: &str) -> Option<bool> {
    const ODD_PLACES: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let (number, letter) = rest.split_at_checked(8)?;
    let mut sum = 0;
    for (index, digit) in digits(number)?.into_iter().enumerate() {
        let odd = index % 2 == 0;
        sum += if odd {
            *ODD_PLACES.get(usize::try_from(digit).ok()?)?
        } else {
            digit
        };
    }
    Some(place("ABCDEFGHIJKLMNOPQRSTUVWXYZ", letter.chars().next()?)? == u64::from(sum % 26))
}

/// Persons by their own number, foreigners with X, Y or Z before it, everyone else with another
/// letter. Which of those end with a digit and which with a letter is told differently, so both
/// will do.
fn spanish(rest: &str) -> Option<bool> {
    let first = rest.chars().next()?;
    let (number, check) = rest.split_at_checked(8)?;
    let check = check.chars().next()?;
    let of_person = |number: &str| {
        let place = usize::try_from(value(&digits(number)?) % 23).ok()?;
        Some("TRWAGMYFPDXBNJZSQVHLCKE".chars().nth(place) == Some(check))
    };
    let without_letter = number.get(1..)?;
    match first {
        '0'..='9' => of_person(number),
        'X' | 'K' | 'L' | 'M' => of_person(without_letter),
        'Y' => of_person(&["1", without_letter].concat()),
        'Z' => of_person(&["2", without_letter].concat()),
        'I' | 'O' | 'T' => Some(false),
        _ => {
            let mut all = digits(without_letter)?;
            all.push(0);
            let digit = (10 - luhn(&all)) % 10;
            let letter = "JABCDEFGHI".chars().nth(usize::try_from(digit).ok()?)?;
            Some(check == letter || check.to_digit(10) == Some(digit))
        }
    }
}

/// A key of two signs before the business's number, whose last digit is Luhn's; Monaco's numbers
/// begin with three zeros and have none.
fn french(rest: &str) -> Option<bool> {
    const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let (key, siren) = rest.split_at_checked(2)?;
    let all = digits(siren)?;
    if luhn(&all) != 0 && !siren.starts_with("000") {
        return Some(false);
    }
    let number = value(&all);
    if let Some(key) = digits(key) {
        return Some(value(&key) == (number * 100 + 12) % 97);
    }
    let mut signs = key.chars();
    let (first, second) = (place(SIGNS, signs.next()?)?, place(SIGNS, signs.next()?)?);
    let key = if first < 10 {
        first * 24 + second - 10
    } else {
        first * 34 + second - 100
    };
    Some((number + 1 + key / 11) % 11 == key % 11)
}

/// Seven digits and a check letter, since 2013 with one more letter after it; before, the second
/// sign could be none of the digits and the first stood for the last.
fn irish(rest: &str) -> Option<bool> {
    const LETTERS: &str = "WABCDEFGHIJKLMNOPQRSTUV";
    let (number, letters) = rest.split_at_checked(7)?;
    let mut letters = letters.chars();
    let check = place(LETTERS, letters.next()?)?;
    let more = match letters.next() {
        Some(letter) => place(LETTERS, letter)?,
        None => 0,
    };
    let all = match digits(number) {
        Some(all) => all,
        None => digits(&["0", number.get(2..)?, number.get(..1)?].concat())?,
    };
    Some((u64::from(weighted(&all, &[8, 7, 6, 5, 4, 3, 2])) + 9 * more) % 23 == check)
}

/// Companies by the eleven test of their nine digits, sole traders by ISO 7064 Mod 97-10 over the
/// whole number, letters counting from A = 10.
fn dutch(rest: &str) -> Option<bool> {
    let nine = digits(rest.get(..9)?)?;
    if rest.ends_with("00") {
        return Some(false);
    }
    let eleven_test = ends_with(&nine, |first| {
        weighted(first, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11
    });
    if eleven_test {
        return Some(true);
    }
    let mut remainder = 0;
    for sign in "NL".chars().chain(rest.chars()) {
        let number = sign.to_digit(36)?;
        remainder = (remainder * if number < 10 { 10 } else { 100 } + number) % 97;
    }
    Some(remainder == 1)
}
