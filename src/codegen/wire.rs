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

/// Whether a format is that of a decimal number.
pub fn is_decimal(format: &str) -> bool {
    ["price", "quantity", "amount", "rate", "percent"].contains(&format)
}

/// Whether no message may show a value of this format.
pub fn is_secret(format: &str) -> bool {
    format == "listen-key"
}
