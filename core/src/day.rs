//! Days on the wire and in texts: ISO 8601, `2026-11-23`, read and written here.
//!
//! Promises the same text as jiff writes, and refuses what is not exactly that. By hand, because
//! jiff's own reader brings time zones and their errors into the browser, a tenth of the app.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// The day as text.
pub fn text(day: Date) -> String {
    let mut text = String::with_capacity(10);
    let parts = [
        (i32::from(day.year()), 4),
        (day.month().into(), 2),
        (day.day().into(), 2),
    ];
    for (part, digits) in parts {
        if digits == 2 {
            text.push('-');
        }
        let number = part.to_string();
        text.extend(std::iter::repeat_n(
            '0',
            usize::saturating_sub(digits, number.len()),
        ));
        text.push_str(&number);
    }
    text
}

/// The day that a text means.
pub fn read(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut part = |digits| {
        let part = parts.next()?;
        let whole = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        if whole {
            part.parse::<i16>().ok()
        } else {
            None
        }
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    parts.next().is_none().then_some(date)
}

/// For `#[serde(with = "crate::day")]`.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*day))
}

/// For `#[serde(with = "crate::day")]`.
///
/// # Errors
/// When the text is not a day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    read(&text).ok_or_else(|| D::Error::custom("a day is written as 2026-11-23"))
}

/// For `#[serde(with = "crate::day::maybe")]`: a day or nothing.
pub mod maybe {
    use super::{Date, Deserialize, Deserializer, Error, Serializer, read, text};

    /// See [`super::serialize`].
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => serializer.serialize_some(&text(*day)),
            None => serializer.serialize_none(),
        }
    }

    /// See [`super::deserialize`].
    ///
    /// # Errors
    /// When the text is not a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else {
            return Ok(None);
        };
        read(&text)
            .map(Some)
            .ok_or_else(|| D::Error::custom("a day is written as 2026-11-23"))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_written_as_jiff_writes_them_and_read_back() {
        for day in [
            date(2026, 11, 23),
            date(2028, 2, 29),
            date(999, 1, 2),
            date(0, 1, 1),
            Date::MAX,
        ] {
            assert_eq!(text(day), day.to_string());
            assert_eq!(read(&text(day)), Some(day));
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2026-11-31",
            "2026-1-1",
            "20261123",
            "2026-11-23T00:00",
            "2026-11-23-",
            "+026-11-23",
            "2026-11-٢٣",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
