//! Check digits of the prefixes under which persons use their own number: BG, CZ, LV and SK.
//!
//! Such numbers hold a birthday, which must be a day of the calendar.

use jiff::civil::Date;

use super::check::{ends_with, value, weighted};

/// Nine digits for businesses, ten for persons, foreigners and others.
pub(super) fn bulgarian(all: &[u32]) -> bool {
    if all.len() == 9 {
        return ends_with(all, |first| {
            match weighted(first, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11 {
                10 => weighted(first, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10,
                check => check,
            }
        });
    }
    let citizen = ends_with(all, |first| {
        weighted(first, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10
    });
    let foreigner = ends_with(all, |first| {
        weighted(first, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10
    });
    let other = ends_with(all, |first| {
        (11 - weighted(first, &[4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11
    });
    (citizen && bulgarian_birthday(all)) || foreigner || other
}

/// The month is 20 higher for the 1800s and 40 higher for the 2000s.
fn bulgarian_birthday(all: &[u32]) -> bool {
    let [year, month, day, ..] = pairs(all);
    match month {
        41.. => is_day(2000 + year, month - 40, day),
        21.. => is_day(1800 + year, month - 20, day),
        _ => is_day(1900 + year, month, day),
    }
}

/// Eight digits for businesses; nine that begin with 6 for some persons; else a birth number.
pub(super) fn czech(all: &[u32]) -> bool {
    const WEIGHTS: [u32; 7] = [8, 7, 6, 5, 4, 3, 2];
    match all {
        [9, ..] if all.len() == 8 => false,
        _ if all.len() == 8 => ends_with(all, |first| {
            match (11 - weighted(first, &WEIGHTS) % 11) % 11 {
                0 => 1,
                10 => 0,
                check => check,
            }
        }),
        [6, rest @ ..] if all.len() == 9 => ends_with(rest, |middle| {
            // eight less up to ten, where less than zero stands for nine or eight
            (18 - (21 - weighted(middle, &WEIGHTS) % 11) % 11) % 10
        }),
        _ => birth_number(all),
    }
}

/// Birth numbers of both countries: women's months are 50 higher, and 20 more where a day's
/// numbers ran out. Nine digits until 1953, then ten, with a check digit.
fn birth_number(all: &[u32]) -> bool {
    let [year, month, day, ..] = pairs(all);
    let month = month % 50 % 20;
    if all.len() == 9 {
        let year = if year >= 80 { 1800 + year } else { 1900 + year };
        return year <= 1953 && is_day(year, month, day);
    }
    let year = if year < 54 { 2000 + year } else { 1900 + year };
    // a remainder of ten was written as zero, officially until 1985
    is_day(year, month, day) && value(all) / 10 % 11 % 10 == value(all) % 10
}

/// Businesses' numbers divide by eleven and have one of six digits in the third place.
pub(super) fn slovak(all: &[u32]) -> bool {
    let business = matches!(all, [(1..), _, 2 | 3 | 4 | 7 | 8 | 9, ..]);
    (business && value(all).is_multiple_of(11)) || birth_number(all)
}

/// Businesses' numbers begin above 3, persons' with their birthday or,
/// since 2017, with 32 to 39.
pub(super) fn latvian(all: &[u32]) -> bool {
    if matches!(all, [(4..), ..]) {
        return weighted(all, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3;
    }
    let [day, month, year, century] = pairs(all);
    let without_birthday = day >= 32;
    let born = is_day(1800 + century / 10 * 100 + year, month, day);
    let check = ends_with(all, |first| {
        (1 + weighted(first, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10
    });
    check && (without_birthday || born)
}

/// The first four pairs of digits as numbers.
fn pairs(all: &[u32]) -> [u32; 4] {
    let mut pairs = [0; 4];
    for (pair, two) in pairs.iter_mut().zip(all.as_chunks::<2>().0) {
        let [tens, units] = two;
        *pair = tens * 10 + units;
    }
    pairs
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let (Ok(year), Ok(month), Ok(day)) = (year.try_into(), month.try_into(), day.try_into()) else {
        return false;
    };
    Date::new(year, month, day).is_ok()
}
