//! Enums of the wire that stay open: the exchange adds values without notice.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// A value of an enum that this version of the crate does not know, with its text.
///
/// Only a response can make one. A later version may know the value and give it a variant of its own, so nothing
/// should be decided by an unrecognised value but to show or to store it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Text that is none of the values of an enum; says which there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseEnumError(String);

impl ParseEnumError {
    pub(crate) fn new(text: &str, known: impl Iterator<Item = &'static str>) -> Self {
        let shown: String = text.chars().take(64).flat_map(char::escape_debug).collect();
        Self(format!("\"{shown}\" is not one of {}", known.collect::<Vec<_>>().join(", ")))
    }
}

impl fmt::Display for ParseEnumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseEnumError {}

/// Whether a text has digits alone.
pub(crate) const fn is_number(text: &str) -> bool {
    let mut bytes = text.as_bytes();
    while let [first, rest @ ..] = bytes {
        if !first.is_ascii_digit() {
            return false;
        }
        bytes = rest;
    }
    !text.is_empty()
}

/// Reads the text of a value, for any enum: what reads it is compiled once, not for each.
pub(crate) struct Text<'a> {
    /// The enum.
    name: &'static str,
    /// Gets the text.
    take: &'a mut dyn FnMut(&str),
}

impl<'a> Text<'a> {
    pub(crate) fn new(name: &'static str, take: &'a mut dyn FnMut(&str)) -> Self {
        Self { name, take }
    }

    /// Reads a text, or if all values of the enum are numbers, one of them too.
    pub(crate) fn read<'de, D: Deserializer<'de>>(self, is_numbered: bool, deserializer: D) -> Result<(), D::Error> {
        if is_numbered { deserializer.deserialize_any(self) } else { deserializer.deserialize_str(self) }
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string, a {}", self.name)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        (self.take)(text);
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }
}

/// Declares an open enum: `Name { Variant = "WIRE" | "alias", … }`, with a variant for what is not known. An alias is
/// read as the value, and written as that.
///
/// Reading a response takes any text, and integers too if all values are such: some answers have the numbers that
/// requests carry as text. Parsing (`FromStr`, `TryFrom`), by which a request gets its value, takes known
/// values only, so a misspelt one is told before it is sent.
macro_rules! open_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal $(| $alias:literal)*),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that this version does not know, kept as it came.
            Unknown($crate::Unrecognized),
        }

        impl $name {
            /// Every value that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text.as_str(),
                }
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text $(| $alias)* => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        /// By the text on the wire, which stays when a later version knows more values.
        impl ::std::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::ParseEnumError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::known(text).ok_or_else(|| $crate::ParseEnumError::new(text, [$($text),*].into_iter()))
            }
        }

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::ParseEnumError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl ::std::convert::TryFrom<&String> for $name {
            type Error = $crate::ParseEnumError;

            fn try_from(text: &String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl ::std::convert::TryFrom<String> for $name {
            type Error = $crate::ParseEnumError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl $crate::runtime::WireValue for $name {
            fn write(&self, to: &mut dyn ::std::fmt::Write) -> ::std::fmt::Result {
                to.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                const NUMBERED: bool = $($crate::open_enum::is_number($text))&&*;
                let mut value = None;
                let mut take = |text: &str| {
                    let unknown = || Self::Unknown($crate::Unrecognized::new(text));
                    value = Some(Self::known(text).unwrap_or_else(unknown));
                };
                $crate::open_enum::Text::new(stringify!($name), &mut take).read(NUMBERED, deserializer)?;
                // A text was taken, or there was an error.
                value.ok_or_else(|| ::serde::de::Error::custom("no text"))
            }
        }
    };
}

pub(crate) use open_enum;

#[cfg(test)]
mod tests;
