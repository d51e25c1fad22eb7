//! The insides of arrays, objects and enums.

use std::vec;

use serde::de::{
    DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
    value::U32Deserializer,
};

use super::{Reader, leap::Never, or_leap, unreadable};

/// The items of an array or an object, one after the other.
pub(super) struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    begun: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    pub(super) fn new(reader: &'a mut Reader<'de>) -> Self {
        Self {
            reader,
            begun: false,
        }
    }

    /// Whether there is another one; takes the comma before it.
    fn another(&mut self, end: u8) -> bool {
        if self.reader.peek() == Some(end) {
            return false;
        }
        if self.begun {
            self.reader.take(',');
        }
        self.begun = true;
        true
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        if self.another(b']') {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Never> {
        if self.another(b'}') {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Never> {
        self.reader.take(':');
        seed.deserialize(&mut *self.reader)
    }
}

/// The values of an object, in the order of the struct's fields; what the struct does not know is
/// passed over.
pub(super) struct Fields<'de> {
    left: vec::IntoIter<Option<&'de str>>,
}

impl<'de> Fields<'de> {
    /// Takes the whole object and finds where each value stands.
    pub(super) fn read(reader: &mut Reader<'de>, names: &[&str]) -> Self {
        let mut values = vec![None; names.len()];
        reader.take('{');
        let mut members = Items::new(reader);
        while members.another(b'}') {
            let name = members.reader.string();
            members.reader.take(':');
            let before = members.reader.rest;
            members.reader.skip();
            let length = before.len() - members.reader.rest.len();
            let places = names.iter().zip(&mut values);
            for (_, place) in places.filter(|(known, _)| **known == name) {
                *place = before.get(..length);
            }
        }
        reader.take('}');
        Self {
            left: values.into_iter(),
        }
    }
}

impl<'de> SeqAccess<'de> for Fields<'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        match self.left.next() {
            Some(Some(text)) => {
                let mut reader = Reader { rest: text };
                let value = seed.deserialize(&mut reader)?;
                reader.end();
                Ok(Some(value))
            }
            // what is not there has its default, or is an error
            Some(None) | None => Ok(None),
        }
    }
}

/// An enum: a word alone, or a word with what it holds.
pub(super) struct Choice<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    /// Those of the enum, in its order.
    pub(super) words: &'static [&'static str],
    pub(super) holds: bool,
}

impl Choice<'_, '_> {
    /// Which of the words it is.
    fn number(&mut self) -> u32 {
        let word = self.reader.string();
        if self.holds {
            self.reader.take(':');
        }
        let mut words = (0_u32..).zip(self.words);
        let known = words.find(|(_, known)| **known == word);
        or_leap(known).0
    }
}

impl<'de> EnumAccess<'de> for Choice<'_, 'de> {
    type Error = Never;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(mut self, seed: V) -> Result<(V::Value, Self), Never> {
        let number = self.number();
        let variant = seed.deserialize(U32Deserializer::<Never>::new(number))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_, 'de> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        if self.holds {
            self.reader.word("null");
        }
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        if self.holds {
            seed.deserialize(self.reader)
        } else {
            unreadable()
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        if self.holds {
            serde::Deserializer::deserialize_seq(self.reader, visitor)
        } else {
            unreadable()
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        if self.holds {
            visitor.visit_seq(Fields::read(self.reader, names))
        } else {
            unreadable()
        }
    }
}
