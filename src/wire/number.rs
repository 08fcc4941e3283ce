//! Decimals that JSON has as numbers, such as `0.0065`: read from their digits, some of which a float would lose.

use std::fmt;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::decimal::{FromParsed, parse};

/// Reads the digits of a number; those of a number in a string as well.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: FromParsed>(deserializer: D) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    parse(unquoted(&raw)).map(T::from_parsed).map_err(D::Error::custom)
}

/// Writes a number with all its digits.
pub(crate) fn serialize<S: Serializer, T: fmt::Display>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(value.to_string()).map_err(S::Error::custom)?.serialize(serializer)
}

fn unquoted(raw: &RawValue) -> &str {
    let text = raw.get();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// The same for a field that may be absent, null or an empty string.
pub(crate) mod option {
    use super::{Deserialize, Deserializer, FromParsed, RawValue, Serializer, fmt, parse, unquoted};
    use serde::de::Error as _;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: FromParsed>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        let raw = Option::<Box<RawValue>>::deserialize(deserializer)?;
        let text = raw.as_deref().map(unquoted).filter(|text| !matches!(*text, "" | "null"));
        text.map(|text| parse(text).map(T::from_parsed).map_err(D::Error::custom)).transpose()
    }

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer, T: fmt::Display>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Amount, Rate};

    #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    struct Row {
        #[serde(with = "super")]
        ratio: Rate,
        #[serde(default, with = "super::option", skip_serializing_if = "Option::is_none")]
        cap: Option<Amount>,
    }

    fn read(text: &str) -> Result<Row, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_number_keeps_digits_and_zeros_that_a_float_would_lose() {
        let text = r#"{"ratio":0.00650,"cap":12345678901234567890.12345678}"#;
        let row = read(text).unwrap();
        assert_eq!(
            (row.ratio.to_string(), row.cap.unwrap().to_string()),
            ("0.00650".into(), "12345678901234567890.12345678".into())
        );
        assert_eq!(serde_json::to_string(&row).unwrap(), text);
    }

    #[test]
    fn an_exponent_is_written_out() {
        let row = read(r#"{"ratio":6.5e-3,"cap":1.0E8}"#).unwrap();
        assert_eq!(serde_json::to_string(&row).unwrap(), r#"{"ratio":0.0065,"cap":100000000}"#);
    }

    #[test]
    fn a_number_in_a_string_is_read_as_well() {
        assert_eq!(read(r#"{"ratio":"0.0065","cap":"7"}"#), read(r#"{"ratio":0.0065,"cap":7}"#));
    }

    #[test]
    fn what_is_empty_null_or_absent_is_none_where_it_may_be() {
        for cap in [r#","cap":null"#, r#","cap":"""#, ""] {
            assert_eq!(read(&format!(r#"{{"ratio":0{cap}}}"#)).unwrap().cap, None, "{cap}");
        }
    }

    #[test]
    fn anything_else_is_an_error_that_shows_it() {
        for wrong in ["true", "null", r#""""#, r#""1,5""#, "[1]", "{}", "1e99"] {
            let error = read(&format!(r#"{{"ratio":{wrong}}}"#)).unwrap_err();
            assert!(error.contains(wrong.trim_matches('"')), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_value_that_was_parsed_before_gives_its_number() {
        let value: serde_json::Value = serde_json::from_str(r#"{"ratio":0.0065}"#).unwrap();
        assert_eq!(serde_json::from_value::<Row>(value.clone()).unwrap(), read(r#"{"ratio":0.0065}"#).unwrap());
        assert_eq!(serde_json::to_value(read(r#"{"ratio":0.0065}"#).unwrap()).unwrap(), value);
    }
}
