//! Reading JSON into the types of core, and nothing more.
//!
//! Promises: reads what `serde_json` writes of them (tested); whole numbers stay whole. What cannot
//! be read is an error without a sentence: sentences about types would be a fifth of the app, and
//! nobody would see them. A struct is handed over as a row of values in the order of its fields, an
//! enum's word as its number, because comparing names would be compiled anew for each type. An error
//! does not come back through the types that were being read ([`leap`]), for the same reason. Leaves
//! writing to `serde_json`.

mod access;
mod leap;
mod text;

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Deserializer, Visitor};

use self::{
    access::{Choice, Fields, Items},
    leap::{Never, attempt, unreadable},
};

/// The text is not what was to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Reads a value that is the whole text.
///
/// # Errors
/// When it is not JSON, or not of this type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut found = None;
    attempt(&mut || {
        let mut reader = Reader { rest: text };
        let Ok(value) = T::deserialize(&mut reader);
        reader.end();
        found = Some(value);
    });
    found.ok_or(Unreadable)
}

/// What is still to be read.
struct Reader<'de> {
    rest: &'de str,
}

/// A number as it is written, without what JSON allows besides whole numbers.
enum Whole {
    Positive(u64),
    Negative(i64),
}

impl<'de> Reader<'de> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Nothing but spaces is left.
    fn end(&mut self) {
        self.skip_space();
        if !self.rest.is_empty() {
            unreadable();
        }
    }

    /// The next sign that is no space; it is not taken.
    fn peek(&mut self) -> Option<u8> {
        self.skip_space();
        self.rest.bytes().next()
    }

    /// Takes this sign, if it is the next one.
    fn take(&mut self, sign: char) {
        self.skip_space();
        self.rest = or_leap(self.rest.strip_prefix(sign));
    }

    /// Takes this word, if it is the next one.
    fn word(&mut self, word: &str) {
        self.skip_space();
        self.rest = or_leap(self.rest.strip_prefix(word));
    }

    fn whole(&mut self) -> Whole {
        self.skip_space();
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_digit() && c != '-')
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        if digits.starts_with('-') {
            Whole::Negative(or_leap(digits.parse().ok()))
        } else {
            Whole::Positive(or_leap(digits.parse().ok()))
        }
    }

    fn string(&mut self) -> Cow<'de, str> {
        self.skip_space();
        let (text, rest) = or_leap(text::string(self.rest));
        self.rest = rest;
        text
    }

    /// Passes over one value of any kind.
    fn skip(&mut self) {
        self.skip_space();
        self.rest = or_leap(text::after_value(self.rest));
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Never> {
        match self.whole() {
            Whole::Positive(number) => visitor.visit_u64(number),
            Whole::Negative(number) => visitor.visit_i64(number),
        }
    }
}

fn or_leap<T>(found: Option<T>) -> T {
    found.unwrap_or_else(|| unreadable())
}

/// Kinds of value that are read in the same way.
macro_rules! alike {
    ($($method:ident)+ => $read:ident) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            self.$read(visitor)
        }
    )+};
}

/// Kinds of value that core does not send.
macro_rules! never {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
            unreadable()
        }
    )+};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Never;

    alike! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 => number }
    alike! { deserialize_string => deserialize_str }
    never! { deserialize_i128 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf deserialize_identifier }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        match or_leap(self.peek()) {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'n' => self.deserialize_unit(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            _ => self.number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let yes = self.peek() == Some(b't');
        self.word(if yes { "true" } else { "false" });
        visitor.visit_bool(yes)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_str(&self.string())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.peek() == Some(b'n') {
            self.word("null");
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.word("null");
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.take('[');
        let value = visitor.visit_seq(Items::new(self))?;
        self.take(']');
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.take('{');
        let value = visitor.visit_map(Items::new(self))?;
        self.take('}');
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields::read(self, names))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        let holds = self.peek() == Some(b'{');
        if holds {
            self.take('{');
        }
        let value = visitor.visit_enum(Choice {
            reader: &mut *self,
            words,
            holds,
        })?;
        if holds {
            self.take('}');
        }
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.skip();
        visitor.visit_unit()
    }
}

#[cfg(test)]
mod tests;
