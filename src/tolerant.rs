//! Lists of market data, in which one element that does not decode must not cost the others.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A list of which the elements that decode are kept, and the others reported. If none decodes, it is an error.
///
/// It derefs to the vector of the good elements; [`rejected`](Self::rejected) tells what is missing. Answers of the
/// client are read like this; a list that you decode yourself with serde is read strictly.
///
/// ```
/// # fn example(exchange: binance_usdm::types::ExchangeInfo) {
/// println!("{} symbols", exchange.symbols.len());
/// for bad in exchange.symbols.rejected() {
///     eprintln!("symbol {} does not decode: {}", bad.index, bad.reason);
/// }
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tolerant<T> {
    items: Vec<T>,
    rejected: Vec<Rejected>,
}

/// An element of a list that does not decode.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejected {
    /// Its place in the list as the exchange sent it, from 0.
    pub index: usize,
    /// Why it does not decode.
    pub reason: String,
    /// The element, as it came; for bytes in it that are no UTF-8 stands `\ud800?`, and the reason is about that.
    pub json: String,
}

impl<T> Tolerant<T> {
    /// The elements that did not decode.
    #[must_use]
    pub fn rejected(&self) -> &[Rejected] {
        &self.rejected
    }

    /// The elements that decoded.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }
}

impl<T> From<Vec<T>> for Tolerant<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, rejected: Vec::new() }
    }
}

impl<T> Deref for Tolerant<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.items
    }
}

impl<T> IntoIterator for Tolerant<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Tolerant<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Serialize> Serialize for Tolerant<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.items.serialize(serializer)
    }
}

thread_local! {
    /// Whether lists are being read element by element.
    ///
    /// serde hands no context down to a `Deserialize`; decoding is synchronous, so the thread can hold it. Strict
    /// reading comes first and is as fast as that of a plain vector: only an answer that fails is read again.
    static TOLERATING: Cell<bool> = const { Cell::new(false) };
}

/// Runs something that decodes, with tolerance.
pub(crate) fn tolerating<R>(decode: impl FnOnce() -> R) -> R {
    struct Reset;

    impl Drop for Reset {
        fn drop(&mut self) {
            TOLERATING.set(false);
        }
    }

    TOLERATING.set(true);
    let _reset = Reset;
    decode()
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tolerant<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if TOLERATING.get() {
            deserializer.deserialize_seq(ElementByElement(PhantomData))
        } else {
            Vec::deserialize(deserializer).map(Self::from)
        }
    }
}

struct ElementByElement<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ElementByElement<T> {
    type Value = Tolerant<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut tolerant = Tolerant::from(Vec::new());
        let mut index = 0;
        while let Some(raw) = list.next_element::<&'de RawValue>()? {
            match serde_json::from_str(raw.get()) {
                Ok(item) => tolerant.items.push(item),
                Err(error) => {
                    let (reason, json) = (error.to_string(), raw.get().to_owned());
                    tolerant.rejected.push(Rejected { index, reason, json });
                }
            }
            index += 1;
        }
        // Where nothing decodes, the list itself is not what it was.
        match tolerant.rejected.first() {
            Some(first) if tolerant.items.is_empty() => Err(A::Error::custom(&first.reason)),
            _ => Ok(tolerant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tolerant, tolerating};
    use crate::{OneOrMany, Price};

    fn decode<T: serde::de::DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
        tolerating(|| serde_json::from_slice(body))
    }

    #[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize)]
    struct Row {
        symbol: String,
        price: Price,
    }

    #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    struct Answer {
        rows: Tolerant<Row>,
    }

    const ONE_BAD: &str =
        r#"{"rows":[{"symbol":"A","price":"1.50"},{"symbol":"B","price":"1,5"},{"symbol":"C","price":"2"}]}"#;

    #[test]
    fn one_bad_element_costs_none_of_the_others_and_is_reported() {
        let answer: Answer = decode(ONE_BAD.as_bytes()).unwrap();
        let symbols: Vec<&str> = answer.rows.iter().map(|row| row.symbol.as_str()).collect();
        assert_eq!(symbols, ["A", "C"]);
        let [bad] = answer.rows.rejected() else { panic!("{:?}", answer.rows.rejected()) };
        assert_eq!((bad.index, bad.json.as_str()), (1, r#"{"symbol":"B","price":"1,5"}"#));
        assert!(bad.reason.contains("\"1,5\" is not a decimal number"), "{}", bad.reason);
    }

    #[test]
    fn a_list_of_which_nothing_decodes_is_an_error() {
        let error = decode::<Answer>(br#"{"rows":[{"symbol":"A"},{"symbol":"B"}]}"#).unwrap_err().to_string();
        assert!(error.contains("missing field `price`"), "{error}");
        assert!(decode::<Answer>(br#"{"rows":[]}"#).unwrap().rows.is_empty());
    }

    #[test]
    fn good_lists_are_read_alike_with_and_without_tolerance() {
        let text = r#"{"rows":[{"symbol":"A","price":"1.50"}]}"#;
        let strict: Answer = serde_json::from_str(text).unwrap();
        assert_eq!(strict, decode(text.as_bytes()).unwrap());
        assert_eq!(serde_json::to_string(&strict).unwrap(), text);
    }

    #[test]
    fn tolerance_ends_with_the_answer_it_was_for() {
        assert!(decode::<Answer>(b"{\"rows\":3}").is_err());
        assert!(serde_json::from_str::<Answer>(ONE_BAD).is_err());
    }

    #[test]
    fn the_list_form_of_one_or_many_is_tolerant_too() {
        let rows: OneOrMany<Row> = decode(br#"[{"symbol":"A","price":"1"},{"symbol":"B"}]"#).unwrap();
        let OneOrMany::Many(rows) = rows else { panic!("{rows:?}") };
        assert_eq!((rows.len(), rows.rejected().len()), (1, 1));
    }
}
