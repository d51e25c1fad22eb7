//! What goes into a statement and comes out of a row: whole numbers, text and bytes.
//!
//! The schema knows only BIGINT, TEXT and BYTEA: money is whole minor units, a decimal, a
//! day, an instant and an id are text, yes and no are 1 and 0. So both engines agree on
//! every value, and text that stands for a day or an instant sorts as it should.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use uuid::Uuid;

/// A value given to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number; also 0 and 1 for no and yes.
    Int(i64),
    /// Text; also days, instants, decimals and ids.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A value met in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRef<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Value {
    /// Any value by its text, as an id of the domain or an enum that is stored by name.
    pub fn text(value: &(impl ToString + ?Sized)) -> Self {
        Self::Text(value.to_string())
    }

    /// A value by its JSON, as a frozen request or a snapshot of a buyer.
    ///
    /// # Errors
    /// [`super::StoreError::Rejected`] when it has no JSON form.
    pub fn json(value: &impl serde::Serialize) -> Result<Self, super::StoreError> {
        serde_json::to_string(value)
            .map(Self::Text)
            .map_err(|error| super::StoreError::Rejected(format!("no JSON form: {error}")))
    }
}

/// The values of a statement, in the order of their numbers: `params![id, name, 3]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::store::Value::from($value)),*] as &[$crate::store::Value]
    };
}

macro_rules! whole_numbers {
    ($($whole:ty),*) => {$(
        impl From<$whole> for Value {
            fn from(value: $whole) -> Self {
                Self::Int(i64::from(value))
            }
        }
    )*};
}
whole_numbers!(bool, u8, u16, u32, i32, i64);

macro_rules! by_text {
    ($($shown:ty),*) => {$(
        impl From<$shown> for Value {
            fn from(value: $shown) -> Self {
                Self::Text(value.to_string())
            }
        }
    )*};
}
by_text!(&str, &String, Date, Decimal, Uuid);

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Timestamp> for Value {
    /// Always six decimals of a second, so that instants sort as text.
    fn from(value: Timestamp) -> Self {
        Self::Text(format!("{value:.6}"))
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What a row's column can be read as.
pub trait FromValue: Sized {
    /// Reads it; `None` when it is something else.
    fn from_value(value: ValueRef<'_>) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Int(int) => Some(int),
            _ => None,
        }
    }
}

impl FromValue for bool {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Int(0) => Some(false),
            ValueRef::Int(1) => Some(true),
            _ => None,
        }
    }
}

macro_rules! narrower {
    ($($whole:ty),*) => {$(
        impl FromValue for $whole {
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                i64::from_value(value).and_then(|int| int.try_into().ok())
            }
        }
    )*};
}
narrower!(u8, u16, u32, u64, usize, i32);

impl FromValue for String {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }
}

macro_rules! from_text {
    ($($parsed:ty),*) => {$(
        impl FromValue for $parsed {
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                match value {
                    ValueRef::Text(text) => text.parse().ok(),
                    _ => None,
                }
            }
        }
    )*};
}
from_text!(Date, Timestamp, Decimal, Uuid);

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(None),
            some => T::from_value(some).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_sort_as_text() {
        let at = |text: &str| Value::from(text.parse::<Timestamp>().expect("an instant"));
        assert_eq!(
            at("2026-11-23T10:00:00Z"),
            Value::text("2026-11-23T10:00:00.000000Z")
        );
        assert_eq!(
            at("2026-11-23T10:00:00.5Z"),
            Value::text("2026-11-23T10:00:00.500000Z")
        );
    }

    #[test]
    fn a_number_out_of_range_is_not_cut() {
        assert_eq!(u8::from_value(ValueRef::Int(255)), Some(255));
        assert_eq!(u8::from_value(ValueRef::Int(256)), None);
        assert_eq!(u32::from_value(ValueRef::Int(-1)), None);
        assert_eq!(bool::from_value(ValueRef::Int(2)), None);
        assert_eq!(i64::from_value(ValueRef::Text("1")), None);
        assert_eq!(Option::<i64>::from_value(ValueRef::Null), Some(None));
        assert_eq!(Option::<i64>::from_value(ValueRef::Text("1")), None);
    }
}
