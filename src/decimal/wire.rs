//! The wire form: a string with the plain decimal text.

use std::fmt;

use rust_decimal::Decimal;
use serde::de::{Error, Visitor};

use super::parse;

/// Reads a decimal from a string without copying it, and from nothing else.
pub(super) struct DecimalText;

impl Visitor<'_> for DecimalText {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number written as a string, such as \"65000.10\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        parse(text).map_err(E::custom)
    }
}

/// Implements `Serialize` and `Deserialize` as a string.
macro_rules! string_form {
    ($Name:ident) => {
        impl ::serde::Serialize for $Name {
            /// Writes the number as a string, with the decimals it has.
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $Name {
            /// Reads the number from a string.
            ///
            /// # Errors
            ///
            /// When the text is not a decimal number that fits exactly, and for anything but a
            /// string: a bare number may have lost digits before it gets here.
            fn deserialize<D: ::serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                source.deserialize_str($crate::decimal::wire::DecimalText).map(Self)
            }
        }
    };
}

pub(super) use string_form;
