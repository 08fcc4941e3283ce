//! Which keys an object may have, and what kind of value each of them takes.
//!
//! A later step reads a list where the specification has a list; another value there would read as an empty one.

use serde_json::Value;

use super::super::document::entries;
use super::super::error::{Error, Result};
use super::super::pointer::push;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    Flag,
    Integer,
    List,
    Object,
    Any,
}

/// Keys by name. Extensions (`x-…`) are always allowed: those that say something to this generator are read by name.
pub type Keys = [(&'static str, Shape)];

impl Shape {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Integer => value.is_i64(),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::Any => true,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Flag => "true or false",
            Self::Integer => "a 64-bit integer",
            Self::List => "a list",
            Self::Object => "a mapping",
            Self::Any => "anything",
        }
    }
}

/// Refuses a value that is no object, a key that is not known and a value of the wrong kind.
pub fn check(at: &str, value: &Value, known: &Keys, problem: &str, remedy: &str) -> Result<()> {
    if !value.is_object() {
        return Err(Error::new(at, "not a mapping", remedy));
    }
    if let Some(key) = unknown(value, known) {
        return Err(Error::new(push(at, key), format!("`{key}` is {problem}"), remedy));
    }
    kinds(at, value, known)
}

/// The first key that is not known.
pub fn unknown<'a>(value: &'a Value, known: &Keys) -> Option<&'a str> {
    entries(value).map(|(key, _)| key).find(|key| known.iter().all(|(name, _)| name != key) && !key.starts_with("x-"))
}

/// Refuses a value of the wrong kind.
pub fn kinds(at: &str, value: &Value, known: &Keys) -> Result<()> {
    for (key, shape) in known {
        if value.get(key).is_some_and(|value| !shape.fits(value)) {
            return Err(Error::new(push(at, key), format!("not {}", shape.name()), format!("{} there", shape.name())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::supported;
    use super::*;
    use crate::codegen::testing::{refusal, with};

    fn refused(pointer: &str, value: Value) -> String {
        refusal(supported(&with(pointer, value)))
    }

    #[test]
    fn values_of_the_wrong_kind_are_refused() {
        for (place, value, kind) in [
            ("/components/schemas", json!([]), "a mapping"),
            ("/paths", json!([]), "a mapping"),
            ("/security", json!({ "key": [] }), "a list"),
            ("/paths/~1t/parameters", json!({}), "a list"),
            ("/paths/~1t/get/parameters", json!({}), "a list"),
            ("/paths/~1t/get/security", json!({ "key": [] }), "a list"),
            ("/paths/~1t/get/deprecated", json!("yes"), "true or false"),
            ("/components/schemas/Thing/properties", json!([]), "a mapping"),
            ("/components/schemas/Thing/required", json!(true), "a list"),
            ("/components/schemas/Thing/nullable", json!("true"), "true or false"),
            ("/components/schemas/Thing/properties/id/minimum", json!(1.5), "a 64-bit integer"),
            ("/components/schemas/Thing/properties/id/maximum", json!("9"), "a 64-bit integer"),
            ("/components/schemas/Thing/properties/id/description", Value::Null, "text"),
        ] {
            assert_eq!(refused(place, value), format!("{place}: not {kind} ({kind} there)"));
        }
        assert!(refused("/components", json!([])).starts_with("/components: not a mapping"));
        assert!(refused("/paths/~1t", Value::Null).starts_with("/paths/~1t: not a mapping"));
    }
}
