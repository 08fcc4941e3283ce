//! Answers that are one object or a list of them, by whether the request named a symbol.

use std::fmt;
use std::marker::PhantomData;
use std::slice;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::tolerant::{Rejected, Tolerant};

/// One object, or a list of them.
///
/// The exchange answers some requests with an object when they name a symbol, and with a list otherwise.
///
/// ```
/// use binance_usdm::OneOrMany;
///
/// let one: OneOrMany<u8> = OneOrMany::One(1);
/// let many = OneOrMany::Many(vec![2, 3].into());
/// assert_eq!(one.one(), Some(&1));
/// assert_eq!(many.iter().sum::<u8>(), 5);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneOrMany<T> {
    /// The answer for one symbol.
    One(T),
    /// The answer for all symbols, possibly none; elements that do not decode are set apart.
    Many(Tolerant<T>),
}

impl<T> OneOrMany<T> {
    /// The object, if the answer is a single one.
    pub fn one(&self) -> Option<&T> {
        match self {
            Self::One(item) => Some(item),
            Self::Many(_) => None,
        }
    }

    /// The objects of either form.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(item) => slice::from_ref(item),
            Self::Many(items) => items,
        }
    }

    /// The elements of the list form that did not decode.
    pub fn rejected(&self) -> &[Rejected] {
        match self {
            Self::One(_) => &[],
            Self::Many(items) => items.rejected(),
        }
    }

    /// The objects of either form, as a vector. What did not decode is in [`rejected`](Self::rejected).
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(item) => vec![item],
            Self::Many(items) => items.into_vec(),
        }
    }

    /// Goes through the objects of either form.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.as_slice().iter()
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(item) => item.serialize(serializer),
            Self::Many(items) => items.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

/// Decides by the first character of the answer: no buffering, and `[]` is an empty list.
struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(OneOrMany::One)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Tolerant::deserialize(SeqAccessDeserializer::new(list)).map(OneOrMany::Many)
    }
}

#[cfg(test)]
mod tests {
    use super::OneOrMany;

    #[derive(Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[serde(default)]
    struct Lenient {
        symbol: Option<String>,
    }

    #[test]
    fn an_object_is_one_and_a_list_is_many() {
        let one: OneOrMany<Lenient> = serde_json::from_str(r#"{"symbol":"BTCUSDT"}"#).unwrap();
        assert_eq!(one.one().unwrap().symbol.as_deref(), Some("BTCUSDT"));
        let many: OneOrMany<Lenient> = serde_json::from_str(r#"[{"symbol":"BTCUSDT"},{}]"#).unwrap();
        assert_eq!(many.as_slice().len(), 2);
        assert_eq!(many.one(), None);
    }

    #[test]
    fn an_empty_list_is_an_empty_list_even_of_a_type_with_defaults() {
        let none: OneOrMany<Lenient> = serde_json::from_str("[]").unwrap();
        assert_eq!(none, OneOrMany::Many(vec![].into()));
        assert_eq!(serde_json::to_string(&none).unwrap(), "[]");
    }
}
