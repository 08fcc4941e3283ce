//! Rows of a batch: each was accepted or refused on its own, though the HTTP status is a success.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::error::{ErrorCode, OneLine, Outcome, clean};
use crate::sent_order::SentOrder;

/// What became of one row of a batch: what was asked for, or the exchange's error about it.
///
/// Rows come in the order in which they were asked for. It derefs to a `Result`.
///
/// ```
/// # fn example(rows: Vec<binance_usdm::BatchResult<binance_usdm::types::FuturesOrderResponse>>) {
/// for row in rows {
///     match row.into_result() {
///         Ok(order) => println!("{} is {}", order.order_id, order.status),
///         Err(error) => println!("{error}, outcome: {:?}", error.outcome()),
///     }
/// }
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BatchResult<T>(Result<T, RowError>);

impl<T> BatchResult<T> {
    /// The row as a `Result` of references.
    ///
    /// # Errors
    ///
    /// The exchange's error about this row.
    pub fn as_result(&self) -> Result<&T, &RowError> {
        self.0.as_ref()
    }

    /// The row as a `Result`.
    ///
    /// # Errors
    ///
    /// The exchange's error about this row.
    pub fn into_result(self) -> Result<T, RowError> {
        self.0
    }
}

/// Tells the rows that were refused which orders they were to place; the rows come in the order in which they were sent.
pub(crate) fn name_orders<T>(rows: &mut [BatchResult<T>], orders: Vec<SentOrder>) {
    for (row, order) in rows.iter_mut().zip(orders) {
        if let Err(refusal) = &mut row.0 {
            refusal.order = Some(order);
        }
    }
}

impl<T> Deref for BatchResult<T> {
    type Target = Result<T, RowError>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// The exchange's error about one row of a batch.
///
/// It may be a refusal, or say that it is not known whether the row was done: see [`outcome`](Self::outcome).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowError {
    /// The exchange's code, such as -2022.
    pub code: ErrorCode,
    /// The exchange's message. Its wording changes: decide by the code.
    pub message: String,
    order: Option<SentOrder>,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, OneLine(&self.message))
    }
}

impl RowError {
    /// Whether the row was done: refused, or not known.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::of_code(self.code)
    }

    /// The order that the row was to place, by the id that the client gave it: to be resolved, if the
    /// [outcome](Self::outcome) is unknown. `None` if the row was not received with the answer to a call, or was to change
    /// or to cancel an order: ask for that order by the id that the row named it by.
    #[must_use]
    pub fn order(&self) -> Option<&SentOrder> {
        self.order.as_ref()
    }
}

impl std::error::Error for RowError {}

impl<T: Serialize> Serialize for BatchResult<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(row) => row.serialize(serializer),
            Err(refusal) => {
                let mut object = serializer.serialize_struct("RowError", 2)?;
                object.serialize_field("code", &refusal.code.get())?;
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

/// Reads a row as what was asked for, and sets `code` and `msg` aside: wherever they stand, they decide if that fails.
struct RowVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for RowVisitor<T> {
    type Value = BatchResult<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or an error with `code` and `msg`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let mut fields = WithoutError { map, code: None, message: None };
        let row = T::deserialize(MapAccessDeserializer::new(&mut fields));
        match (row, fields.code, fields.message) {
            (Ok(row), ..) => Ok(BatchResult(Ok(row))),
            // A code that is none of an error says that the row was done: it cannot be read.
            (Err(error), None, None) | (Err(error), Some(0..), _) => Err(error),
            (Err(_), code, message) => Ok(BatchResult(Err(RowError {
                code: code.ok_or_else(|| A::Error::missing_field("code"))?.into(),
                message: message.ok_or_else(|| A::Error::missing_field("msg"))?,
                order: None,
            }))),
        }
    }
}

/// The fields of a row but for those of an error, which are set apart.
struct WithoutError<A> {
    map: A,
    code: Option<i64>,
    message: Option<String>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for WithoutError<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            match key.as_str() {
                "code" => {
                    let value: Value = self.map.next_value()?;
                    self.code = value.as_i64().or_else(|| value.as_str()?.parse().ok());
                }
                "msg" => self.message = Some(clean(&self.map.next_value::<String>()?, &[])),
                _ => return seed.deserialize(StringDeserializer::new(key)).map(Some),
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

#[cfg(test)]
mod tests {
    use super::{BatchResult, RowError};

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
        assert_eq!(
            *refusal,
            RowError { code: (-2022).into(), message: "ReduceOnly Order is rejected.".into(), order: None }
        );
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
