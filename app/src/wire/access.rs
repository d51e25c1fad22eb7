//! The insides of arrays, objects and enums.

use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{Reader, Unreadable};

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
    fn another(&mut self, end: u8) -> Result<bool, Unreadable> {
        if self.reader.peek() == Some(end) {
            return Ok(false);
        }
        if self.begun {
            self.reader.take(',')?;
        }
        self.begun = true;
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        if self.another(b']')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unreadable> {
        if self.another(b'}')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Unreadable> {
        self.reader.take(':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// An enum: a word alone, or a word with what it holds.
pub(super) struct Choice<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) holds: bool,
}

impl<'de> EnumAccess<'de> for Choice<'_, 'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self), Unreadable> {
        let word = seed.deserialize(&mut *self.reader)?;
        if self.holds {
            self.reader.take(':')?;
        }
        Ok((word, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_, 'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.holds {
            self.reader.word("null")
        } else {
            Ok(())
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        if self.holds {
            seed.deserialize(self.reader)
        } else {
            Err(Unreadable)
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        if self.holds {
            serde::Deserializer::deserialize_seq(self.reader, visitor)
        } else {
            Err(Unreadable)
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if self.holds {
            serde::Deserializer::deserialize_map(self.reader, visitor)
        } else {
            Err(Unreadable)
        }
    }
}
