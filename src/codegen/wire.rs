//! Formats of the wire that have a type of their own. Every one is a JSON string.

/// A format and the type that stands for it.
pub struct WireType {
    /// The `format` of the schema.
    pub format: &'static str,
    /// The component that takes the schema's place, so that the generator can be told its type.
    pub component: &'static str,
    /// The Rust type.
    pub rust: &'static str,
}

const TYPES: [WireType; 7] = [
    WireType { format: "price", component: "Price", rust: "crate::Price" },
    WireType { format: "quantity", component: "Quantity", rust: "crate::Quantity" },
    WireType { format: "amount", component: "Amount", rust: "crate::Amount" },
    WireType { format: "rate", component: "Rate", rust: "crate::Rate" },
    WireType { format: "percent", component: "Percent", rust: "crate::Percent" },
    WireType { format: "listen-key", component: "ListenKey", rust: "crate::ListenKey" },
    // Read by `crate::wire::text_boolean`, which the fields of this type are given.
    WireType { format: BOOLEAN, component: "TextBoolean", rust: "bool" },
];

/// `"true"` or `"false"`.
pub const BOOLEAN: &str = "boolean";

/// The type of a format, if it has one.
pub fn type_of(format: &str) -> Option<&'static WireType> {
    TYPES.iter().find(|known| known.format == format)
}

/// The format that a component stands for, if it is one of these.
pub fn format_of(component: &str) -> Option<&'static str> {
    TYPES.iter().find(|known| known.component == component).map(|known| known.format)
}

/// The names of all formats, for an error that tells them.
pub fn formats() -> String {
    TYPES.map(|known| known.format).join(", ")
}

/// Whether a format is that of a decimal number.
pub fn is_decimal(format: &str) -> bool {
    ["price", "quantity", "amount", "rate", "percent"].contains(&format)
}

/// Whether no message may show a value of this format.
pub fn is_secret(format: &str) -> bool {
    format == "listen-key"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_and_its_component_name_each_other() {
        for known in TYPES {
            assert_eq!(type_of(known.format).unwrap().component, known.component);
            assert_eq!(format_of(known.component), Some(known.format));
        }
    }

    #[test]
    fn what_is_no_format_has_no_type() {
        assert!(type_of("date-time").is_none());
        assert!(format_of("Thing").is_none());
    }

    #[test]
    fn decimals_are_five() {
        let decimals = TYPES.map(|known| known.format).into_iter().filter(|format| is_decimal(format));
        assert_eq!(decimals.collect::<Vec<_>>(), ["price", "quantity", "amount", "rate", "percent"]);
    }

    #[test]
    fn only_listen_keys_are_secret() {
        let secrets = TYPES.map(|known| known.format).into_iter().filter(|format| is_secret(format));
        assert_eq!(secrets.collect::<Vec<_>>(), ["listen-key"]);
    }

    #[test]
    fn every_type_is_rust() {
        for known in TYPES {
            assert!(syn::parse_str::<syn::Type>(known.rust).is_ok(), "{}", known.rust);
        }
    }
}
