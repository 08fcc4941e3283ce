//! Objects of several shapes, told apart by one of their keys.

use serde::Serialize;
use serde_json::{Map, Value};

/// An object whose tag this version of the crate does not know, kept whole.
///
/// Only a response can make one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct UnrecognizedObject(Map<String, Value>);

impl UnrecognizedObject {
    /// Every field of the object, the tag among them.
    #[must_use]
    pub fn fields(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl UnrecognizedObject {
    pub(crate) fn new(fields: Map<String, Value>) -> Self {
        Self(fields)
    }
}

/// Declares a union: `Name by "tag" { Variant(Type) = "TEXT", … }`, with a variant for tags that are not known.
macro_rules! tagged_union {
    (
        $(#[$meta:meta])* $name:ident by $tag:literal {
            $($(#[$variant_meta:meta])* $variant:ident($ty:ty) = $text:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant($ty),)*
            /// One that this version does not know, kept whole.
            Unknown($crate::UnrecognizedObject),
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                /// serde writes the tag into an object of its own accord.
                #[derive(::serde::Serialize)]
                #[serde(tag = $tag)]
                enum Known<'a> {
                    $(#[serde(rename = $text)] $variant(&'a $ty),)*
                }

                match self {
                    $(Self::$variant(object) => Known::$variant(object).serialize(serializer),)*
                    Self::Unknown(object) => object.serialize(serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl<'de> ::serde::de::Visitor<'de> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str(concat!("an object with `", $tag, "`"))
                    }

                    fn visit_map<A: ::serde::de::MapAccess<'de>>(self, map: A) -> Result<$name, A::Error> {
                        use ::serde::de::value::MapAccessDeserializer;

                        let (tag, object) = $crate::tagged_object::read(map, $tag)?;
                        match tag.as_str() {
                            $($text => <$ty as ::serde::Deserialize>::deserialize(MapAccessDeserializer::new(object))
                                .map($name::$variant),)*
                            _ => object.into_fields(&tag)
                                .map(|fields| $name::Unknown($crate::UnrecognizedObject::new(fields))),
                        }
                    }
                }

                deserializer.deserialize_map(Visitor)
            }
        }
    };
}

pub(crate) use tagged_union;

#[cfg(test)]
mod tests {
    use crate::Price;

    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Step {
        step: Price,
    }

    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Count {
        limit: i64,
    }

    tagged_union! {
        /// For the tests below.
        Rule by "kind" {
            /// A step.
            Step(Step) = "STEP",
            /// A step for others.
            OtherStep(Step) = "OTHER_STEP",
            /// A count.
            Count(Count) = "COUNT",
        }
    }

    fn read(text: &str) -> Result<Rule, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn the_tag_decides_wherever_it_stands() {
        let step = Step { step: "0.10".parse().unwrap() };
        for text in [r#"{"kind":"OTHER_STEP","step":"0.10"}"#, r#"{"step":"0.10","kind":"OTHER_STEP"}"#] {
            assert_eq!(read(text), Ok(Rule::OtherStep(step.clone())));
        }
        let text = r#"{"kind":"STEP","step":"0.10"}"#;
        assert_eq!(serde_json::to_string(&read(text).unwrap()).unwrap(), text);
    }

    #[test]
    fn an_unknown_object_is_kept_whole() {
        for text in [r#"{"kind":"NEW","more":[1,{"a":"0.10"}]}"#, r#"{"amount":"1","kind":"NEW"}"#] {
            let rule = read(text).unwrap();
            let Rule::Unknown(object) = &rule else { panic!("{rule:?}") };
            assert_eq!(object.fields()["kind"], "NEW");
            let again: serde_json::Value = serde_json::from_str(&serde_json::to_string(&rule).unwrap()).unwrap();
            assert_eq!(again, serde_json::from_str::<serde_json::Value>(text).unwrap());
        }
    }

    #[test]
    fn an_object_without_a_tag_or_with_a_bad_field_is_an_error() {
        for text in ["{}", r#"{"step":"0.10"}"#, r#"{"kind":7,"step":"1"}"#] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in [r#"{"kind":"STEP","step":"x"}"#, r#"{"step":"x","kind":"STEP"}"#] {
            assert!(read(text).unwrap_err().contains("\"x\" is not a decimal number"), "{text}");
        }
    }
}
