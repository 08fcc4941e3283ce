//! How single fields are read where the wire is not what their type says. Named by generated code.
//!
//! `required` modules are for fields that are always there, `optional` functions for those that may be absent.

mod list;
pub(crate) mod number;

pub(crate) use list::list;

use std::fmt;

use rust_decimal::Decimal;
use serde::Deserializer;
use serde::de::{Error, Visitor};

use crate::decimal::{FromParsed, parse};

/// Reads a decimal that the exchange leaves empty at times: `""`, `null` and the text `"null"` are `None`. A JSON
/// integer is read as well.
pub(crate) fn empty_as_none<'de, D: Deserializer<'de>, T: FromParsed>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(deserializer.deserialize_any(Empty)?.map(T::from_parsed))
}

/// Knows nothing of the kind of decimal: what reads it is compiled once, not for each.
struct Empty;

impl Visitor<'_> for Empty {
    type Value = Option<Decimal>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number as a string, an empty string or null")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text {
            "" | "null" => Ok(None),
            text => parse(text).map(Some).map_err(E::custom),
        }
    }

    /// An integer has all its digits; a fraction may have lost some, and is refused.
    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        let out_of_range = || E::invalid_value(serde::de::Unexpected::Unsigned(value), &self);
        i64::try_from(value).map(|value| Some(value.into())).map_err(|_| out_of_range())
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// A boolean that the wire writes as `"true"` or `"false"`; a plain boolean is read as well.
pub(crate) mod text_boolean {
    use std::fmt;

    use serde::de::{Error, Unexpected, Visitor};
    use serde::{Deserializer, Serializer};

    /// `None` is an empty string, the text `"null"`, or null.
    struct TextBoolean;

    impl Visitor<'_> for TextBoolean {
        type Value = Option<bool>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("\"true\" or \"false\"")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            match text {
                "" | "null" => Ok(None),
                text => text.parse().map(Some).map_err(|_| E::invalid_value(Unexpected::Str(text), &self)),
            }
        }

        fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
            Ok(Some(value))
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
        let value = deserializer.deserialize_any(TextBoolean)?;
        value.ok_or_else(|| D::Error::invalid_value(Unexpected::Other("nothing"), &TextBoolean))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if *value { "true" } else { "false" })
    }

    /// The same for a field that may be absent, or empty.
    pub(crate) mod option {
        use serde::{Deserializer, Serializer};

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
            deserializer.deserialize_any(super::TextBoolean)
        }

        #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
        pub(crate) fn serialize<S: Serializer>(value: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
            match value {
                Some(value) => super::serialize(value, serializer),
                None => serializer.serialize_none(),
            }
        }
    }
}

/// Integers that come as a number or as a string of one.
mod integer {
    use std::fmt;

    use serde::de::{Error, Unexpected, Visitor};

    /// `None` is an empty string or null.
    pub(super) struct Integer;

    impl Visitor<'_> for Integer {
        type Value = Option<i64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a 64-bit integer, as a number or as a string of one")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            if text.is_empty() {
                return Ok(None);
            }
            text.parse().map(Some).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(Some(value))
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
            i64::try_from(value).map(Some).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
}

/// An integer that the wire writes as a string, `"20"`; a plain number is read as well.
pub(crate) mod text_integer {
    use serde::{Deserializer, Serializer};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        super::plain_integer(deserializer)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
}

/// The same for a field that may be absent, or empty.
pub(crate) mod optional_text_integer {
    use serde::{Deserializer, Serializer};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
        deserializer.deserialize_any(super::integer::Integer)
    }

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(value: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }
}

/// An integer that was a string in other times.
pub(crate) fn plain_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let value = deserializer.deserialize_any(integer::Integer)?;
    value.ok_or_else(|| D::Error::invalid_value(serde::de::Unexpected::Str(""), &integer::Integer))
}

#[cfg(test)]
mod tests {
    use crate::Amount;

    #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    struct Row {
        #[serde(with = "super::text_boolean")]
        flag: bool,
        #[serde(default, with = "super::text_boolean::option", skip_serializing_if = "Option::is_none")]
        perhaps: Option<bool>,
        #[serde(with = "super::text_integer")]
        leverage: i64,
        #[serde(default, with = "super::optional_text_integer", skip_serializing_if = "Option::is_none")]
        trade_id: Option<i64>,
        #[serde(deserialize_with = "super::plain_integer")]
        transfer_id: i64,
        #[serde(default, deserialize_with = "super::empty_as_none", skip_serializing_if = "Option::is_none")]
        balance: Option<Amount>,
    }

    fn read(text: &str) -> Result<Row, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn text_that_is_really_another_type_is_read_as_that_and_written_as_text() {
        let text = r#"{"flag":"false","perhaps":"true","leverage":"20","trade_id":"8389766058155948588","transfer_id":9689322392,"balance":"1.50"}"#;
        let row = read(text).unwrap();
        assert_eq!((row.flag, row.leverage, row.trade_id), (false, 20, Some(8_389_766_058_155_948_588)));
        assert_eq!(serde_json::to_string(&row).unwrap(), text);
    }

    #[test]
    fn the_other_form_is_read_as_well() {
        let row = read(r#"{"flag":true,"leverage":20,"trade_id":7,"transfer_id":"9689322392","balance":"1"}"#).unwrap();
        assert_eq!((row.flag, row.leverage, row.trade_id, row.transfer_id), (true, 20, Some(7), 9_689_322_392));
    }

    #[test]
    fn what_is_empty_null_or_absent_is_none() {
        for empty in [
            r#","trade_id":"","balance":"""#,
            r#","trade_id":null,"balance":null,"perhaps":null"#,
            r#","balance":"null","perhaps":"null""#,
            r#","perhaps":"""#,
            "",
        ] {
            let row = read(&format!(r#"{{"flag":"true","leverage":"1","transfer_id":1{empty}}}"#)).unwrap();
            assert_eq!((row.trade_id, row.balance, row.perhaps), (None, None, None));
        }
    }

    #[test]
    fn anything_else_is_an_error_that_shows_it() {
        for (field, value, shown) in [
            ("flag", r#""yes""#, "yes"),
            ("flag", r#""""#, "nothing"),
            ("leverage", r#""""#, "integer"),
            ("leverage", r#""x1""#, "x1"),
            ("transfer_id", "1.5", "1.5"),
            ("balance", r#""1,5""#, "1,5"),
        ] {
            let base = r#"{"flag":"true","leverage":"1","transfer_id":1"#;
            let old = match field {
                "flag" => r#""flag":"true""#,
                "leverage" => r#""leverage":"1""#,
                "transfer_id" => r#""transfer_id":1"#,
                _ => "",
            };
            let new = format!(r#""{field}":{value}"#);
            let text =
                if old.is_empty() { format!("{base},{new}}}") } else { format!("{}}}", base.replace(old, &new)) };
            let error = read(&text).unwrap_err();
            assert!(error.contains(shown), "{text}: {error}");
        }
    }
}
