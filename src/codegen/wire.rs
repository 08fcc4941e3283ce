//! Formats of the wire that have a type of their own.

/// A format and the type that stands for it.
pub struct WireType {
    /// The `type` of the schema: what JSON has on the wire.
    pub json: &'static str,
    /// The `format` of the schema.
    pub format: &'static str,
    /// The component that takes the schema's place, so that the generator can be told its type.
    pub component: &'static str,
    /// The Rust type.
    pub rust: &'static str,
    /// The serde attribute of a field that is always there, where the type does not read itself.
    pub required: Option<&'static str>,
    /// The serde attribute of a field that may be absent.
    pub optional: Option<&'static str>,
}

const TYPES: [WireType; 17] = [
    decimal("price", "Price", "crate::Price"),
    decimal("quantity", "Quantity", "crate::Quantity"),
    decimal("amount", "Amount", "crate::Amount"),
    decimal("rate", "Rate", "crate::Rate"),
    decimal("percent", "Percent", "crate::Percent"),
    number("price", "PriceNumber", "crate::Price"),
    number("quantity", "QuantityNumber", "crate::Quantity"),
    number("amount", "AmountNumber", "crate::Amount"),
    number("rate", "RateNumber", "crate::Rate"),
    number("percent", "PercentNumber", "crate::Percent"),
    plain("string", "listen-key", "ListenKey", "crate::ListenKey"),
    // Empty where there is none.
    WireType {
        optional: Some(r#"deserialize_with = "crate::secret_url::unless_empty""#),
        ..plain("string", "secret-url", "SecretUrl", "crate::SecretUrl")
    },
    plain("integer", "timestamp", "Timestamp", "crate::Timestamp"),
    // `"true"` or `"false"`.
    WireType {
        required: Some(r#"with = "crate::wire::text_boolean""#),
        optional: Some(r#"with = "crate::wire::text_boolean::option""#),
        ..plain("string", "boolean", "TextBoolean", "bool")
    },
    // `"20"`, or empty where it may be absent.
    WireType {
        required: Some(r#"with = "crate::wire::text_integer""#),
        optional: Some(r#"with = "crate::wire::optional_text_integer""#),
        ..plain("string", "integer", "TextInteger", "i64")
    },
    // A boolean that was written as a string in other times.
    WireType {
        required: Some(r#"deserialize_with = "crate::wire::text_boolean::deserialize""#),
        ..plain("boolean", "boolean", "PlainBoolean", "bool")
    },
    // A number that was written as a string in other times.
    WireType {
        required: Some(r#"deserialize_with = "crate::wire::plain_integer""#),
        ..plain("integer", "integer", "PlainInteger", "i64")
    },
];

const fn plain(json: &'static str, format: &'static str, component: &'static str, rust: &'static str) -> WireType {
    WireType { json, format, component, rust, required: None, optional: None }
}

/// Decimals that may be absent may be empty as well.
const fn decimal(format: &'static str, component: &'static str, rust: &'static str) -> WireType {
    let optional = Some(r#"deserialize_with = "crate::wire::empty_as_none""#);
    WireType { optional, ..plain("string", format, component, rust) }
}

/// Decimals that JSON has as numbers are read from their digits.
const fn number(format: &'static str, component: &'static str, rust: &'static str) -> WireType {
    let (required, optional) =
        (Some(r#"with = "crate::wire::number""#), Some(r#"with = "crate::wire::number::option""#));
    WireType { required, optional, ..plain("number", format, component, rust) }
}

/// The type of a format, if it has one.
pub fn type_of(json: &str, format: &str) -> Option<&'static WireType> {
    TYPES.iter().find(|known| known.json == json && known.format == format)
}

/// The type of a schema, if its format has one.
pub fn of_schema(schema: &serde_json::Value) -> Option<&'static WireType> {
    type_of(schema["type"].as_str()?, schema["format"].as_str()?)
}

/// The type that a component stands for, if it is one of these.
pub fn of_component(component: &str) -> Option<&'static WireType> {
    TYPES.iter().find(|known| known.component == component)
}

/// The names of all formats of a JSON type, for an error that tells them.
pub fn formats(json: &str) -> String {
    TYPES.iter().filter(|known| known.json == json).map(|known| known.format).collect::<Vec<_>>().join(", ")
}

/// Whether a format is that of a decimal number.
pub fn is_decimal(format: &str) -> bool {
    ["price", "quantity", "amount", "rate", "percent"].contains(&format)
}

/// Whether no message may show a value of this format.
pub fn is_secret(format: &str) -> bool {
    ["listen-key", "secret-url"].contains(&format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_and_its_component_name_each_other() {
        for known in TYPES {
            assert_eq!(type_of(known.json, known.format).unwrap().component, known.component);
            assert_eq!(of_component(known.component).unwrap().format, known.format);
        }
    }

    #[test]
    fn what_is_no_format_has_no_type() {
        assert!(type_of("string", "date-time").is_none());
        assert!(type_of("integer", "price").is_none());
        assert!(of_component("Thing").is_none());
    }

    #[test]
    fn decimals_are_five_as_text_and_as_numbers() {
        for json in ["string", "number"] {
            let decimals = TYPES.into_iter().filter(|known| known.json == json && is_decimal(known.format));
            let formats: Vec<_> = decimals.map(|known| known.format).collect();
            assert_eq!(formats, ["price", "quantity", "amount", "rate", "percent"], "{json}");
        }
    }

    #[test]
    fn only_listen_keys_and_addresses_that_open_by_themselves_are_secret() {
        let secrets = TYPES.map(|known| known.format).into_iter().filter(|format| is_secret(format));
        assert_eq!(secrets.collect::<Vec<_>>(), ["listen-key", "secret-url"]);
    }

    #[test]
    fn every_type_is_rust() {
        for known in TYPES {
            assert!(syn::parse_str::<syn::Type>(known.rust).is_ok(), "{}", known.rust);
        }
    }
}
