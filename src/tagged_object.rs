//! An object of which one field says what it is, wherever that field stands: what comes before it is put by.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{CowStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Map, Value};
use smallvec::SmallVec;

/// Fields that are put by without an allocation; more than that take one.
const USUAL: usize = 6;

/// Reads an object up to its tag.
pub(crate) fn read<'de, A: MapAccess<'de>>(
    mut map: A,
    tag: &'static str,
) -> Result<(Text<'de>, Object<'de, A>), A::Error> {
    let mut before = SmallVec::new();
    while let Some(key) = map.next_key::<Text<'de>>()? {
        if key.as_str() == tag {
            let text = map.next_value()?;
            return Ok((text, Object { tag, before: before.into_iter(), value: None, rest: map }));
        }
        before.push((key, map.next_value()?));
    }
    Err(A::Error::missing_field(tag))
}

/// A text of the input, not copied where it stands there as it is.
pub(crate) struct Text<'de>(Cow<'de, str>);

impl Text<'_> {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;

        impl<'de> Visitor<'de> for Whole {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Whole)
    }
}

/// The fields of an object but for its tag: those that came before it, and what is still to be read.
pub(crate) struct Object<'de, A> {
    tag: &'static str,
    before: smallvec::IntoIter<[(Text<'de>, Held<'de>); USUAL]>,
    /// That of the key that was read last, if it was put by.
    value: Option<Held<'de>>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> Object<'de, A> {
    /// All fields, the tag among them.
    pub(crate) fn into_fields(mut self, text: &Text<'de>) -> Result<Map<String, Value>, A::Error> {
        let mut fields = Map::from_iter([(self.tag.to_owned(), Value::String(text.as_str().to_owned()))]);
        while let Some((key, value)) = self.next_entry()? {
            fields.insert(key, value);
        }
        Ok(fields)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Object<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let key = match self.before.next() {
            Some((key, value)) => {
                self.value = Some(value);
                key
            }
            None => match self.rest.next_key::<Text<'de>>()? {
                // Of two tags, either could be meant.
                Some(key) if key.as_str() == self.tag => return Err(A::Error::duplicate_field(self.tag)),
                Some(key) => key,
                None => return Ok(None),
            },
        };
        let key: CowStrDeserializer<'de, A::Error> = key.0.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(Again(value, PhantomData)),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// A value that was put by: texts, of which nearly all are, are not copied.
enum Held<'de> {
    Text(Cow<'de, str>),
    Other(Value),
}

impl<'de> Deserialize<'de> for Held<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Anything;

        impl<'de> Visitor<'de> for Anything {
            type Value = Held<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Held::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Held::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Held::Other(value.into()))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Held::Other(value.into()))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Held::Other(value.into()))
            }

            // Of kinds that nobody knows alone: what is money in a known kind comes as a string.
            fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Held::Other(value.into()))
            }

            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(Held::Other(Value::Null))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                Value::deserialize(SeqAccessDeserializer::new(list)).map(Held::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Value::deserialize(MapAccessDeserializer::new(map)).map(Held::Other)
            }
        }

        deserializer.deserialize_any(Anything)
    }
}

/// Reads a value that was put by, as if it stood in the input.
struct Again<'de, E>(Held<'de>, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Again<'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Held::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Held::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Held::Other(value) => value.deserialize_any(visitor).map_err(E::custom),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Held::Other(Value::Null) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// What is read as it stands, such as a decimal that is a JSON number, asks for it like this.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, E> {
        let value = match self.0 {
            Held::Text(text) => Value::String(text.into_owned()),
            Held::Other(value) => value,
        };
        value.deserialize_newtype_struct(name, visitor).map_err(E::custom)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests;
