//! Rows of a batch: each was accepted or refused on its own, though the HTTP status is a success.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// What became of one row of a batch: what was asked for, or the exchange's refusal.
///
/// Rows come in the order in which they were asked for. It derefs to a `Result`.
///
/// ```
/// # fn example(rows: Vec<binance_usdm::BatchResult<binance_usdm::types::FuturesOrderResponse>>) {
/// for row in rows {
///     match row.into_result() {
///         Ok(order) => println!("{} is {}", order.order_id, order.status),
///         Err(refusal) => println!("refused: {refusal}"),
///     }
/// }
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BatchResult<T>(Result<T, Refusal>);

impl<T> BatchResult<T> {
    /// The row as a `Result`.
    ///
    /// # Errors
    ///
    /// The exchange's refusal of this row.
    pub fn into_result(self) -> Result<T, Refusal> {
        self.0
    }
}

impl<T> Deref for BatchResult<T> {
    type Target = Result<T, Refusal>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// The exchange's refusal of one row of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The exchange's code, such as -2022.
    pub code: i64,
    /// The exchange's message. Its wording changes: decide by the code.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Refusal {}

impl<T: Serialize> Serialize for BatchResult<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(row) => row.serialize(serializer),
            Err(refusal) => {
                let mut object = serializer.serialize_struct("Refusal", 2)?;
                object.serialize_field("code", &refusal.code)?;
                object.serialize_field("msg", &refusal.message)?;
                object.end()
            }
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for BatchResult<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RowVisitor(PhantomData))
    }
}

/// Decides by the first key, without buffering: no order has a `code` or a `msg`.
struct RowVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for RowVisitor<T> {
    type Value = BatchResult<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or an error with `code` and `msg`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let first: Option<String> = map.next_key()?;
        if matches!(first.as_deref(), Some("code" | "msg")) {
            refusal(first, map).map(|refusal| BatchResult(Err(refusal)))
        } else {
            T::deserialize(MapAccessDeserializer::new(WithFirst { first, map })).map(|row| BatchResult(Ok(row)))
        }
    }
}

fn refusal<'de, A: MapAccess<'de>>(mut key: Option<String>, mut map: A) -> Result<Refusal, A::Error> {
    let (mut code, mut message) = (None, None);
    while let Some(name) = key {
        match name.as_str() {
            "code" => {
                let value: Value = map.next_value()?;
                code = value.as_i64().or_else(|| value.as_str()?.parse().ok());
            }
            "msg" => message = Some(map.next_value()?),
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        key = map.next_key()?;
    }
    Ok(Refusal {
        code: code.ok_or_else(|| A::Error::missing_field("code"))?,
        message: message.ok_or_else(|| A::Error::missing_field("msg"))?,
    })
}

/// A map whose first key has been read already.
struct WithFirst<A> {
    first: Option<String>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for WithFirst<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(StringDeserializer::new(key)).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

#[cfg(test)]
mod tests {
    use super::{BatchResult, Refusal};

    #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    struct Row {
        id: i64,
        price: crate::Price,
    }

    #[test]
    fn accepted_and_refused_rows_are_told_apart_in_order() {
        let text =
            r#"[{"id":8389766058155948588,"price":"1.50"},{"code":-2022,"msg":"ReduceOnly Order is rejected."}]"#;
        let rows: Vec<BatchResult<Row>> = serde_json::from_str(text).unwrap();
        assert_eq!(rows[0].as_ref().unwrap().id, 8_389_766_058_155_948_588);
        let refusal = rows[1].as_ref().unwrap_err();
        assert_eq!(*refusal, Refusal { code: -2022, message: "ReduceOnly Order is rejected.".into() });
        assert_eq!(serde_json::to_string(&rows).unwrap(), text);
    }

    #[test]
    fn a_refusal_may_name_its_message_first_and_write_its_code_as_text() {
        let row: BatchResult<Row> = serde_json::from_str(r#"{"msg":"no","more":[1],"code":"-4164"}"#).unwrap();
        assert_eq!(row.into_result().unwrap_err().code, -4164);
    }

    #[test]
    fn a_row_that_is_neither_is_an_error_that_names_what_is_missing() {
        for (text, missing) in
            [("{}", "id"), (r#"{"id":1}"#, "price"), (r#"{"code":-1}"#, "msg"), (r#"{"msg":""}"#, "code")]
        {
            let error = serde_json::from_str::<BatchResult<Row>>(text).unwrap_err().to_string();
            assert!(error.contains(&format!("`{missing}`")), "{text}: {error}");
        }
    }
}
