//! A schema or null, told as alternatives.

use serde_json::{Value, json};

use super::super::document::{self, elements, entries};
use super::is_annotation;

/// `anyOf: [X, {type: 'null'}]` is X that may be null.
pub fn alternatives(document: &mut Value) {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer_mut(&place) else { continue };
        if let Some(nullable) = ["oneOf", "anyOf"].iter().find_map(|key| or_null(schema, key)) {
            *schema = nullable;
        }
    }
}

fn or_null(schema: &Value, key: &str) -> Option<Value> {
    if entries(schema).any(|(other, _)| other != key && !is_annotation(other)) {
        return None;
    }
    let is_null = |schema: &&Value| {
        schema["type"] == "null" && entries(schema).all(|(key, _)| key == "type" || is_annotation(key))
    };
    let (null, other): (Vec<&Value>, Vec<&Value>) = elements(schema.get(key)?).partition(is_null);
    let ([_], [other]) = (null.as_slice(), other.as_slice()) else { return None };
    let mut nullable = (*other).clone();
    match (&other["type"], other.get("$ref")) {
        (Value::Null, Some(Value::String(_))) => nullable["nullable"] = true.into(),
        (Value::String(name), None) => nullable["type"] = json!([name, "null"]),
        _ => return None,
    }
    for (key, value) in entries(schema).filter(|(key, _)| is_annotation(key)) {
        nullable[key] = value.clone();
    }
    Some(nullable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::testing::{at, with_properties};

    fn formed(schema: Value) -> Value {
        let mut document = with_properties(json!({ "id": schema }));
        alternatives(&mut document);
        at(&document, "/components/schemas/Thing/properties/id").clone()
    }

    #[test]
    fn a_type_or_null_is_a_list_of_types() {
        let schema = json!({ "oneOf": [{ "type": "string", "format": "price" }, { "type": "null" }], "title": "T" });
        assert_eq!(formed(schema), json!({ "type": ["string", "null"], "format": "price", "title": "T" }));
    }

    #[test]
    fn a_reference_or_null_is_a_reference_that_may_be_null() {
        let reference = json!({ "$ref": "#/components/schemas/Thing" });
        let schema = json!({ "anyOf": [{ "type": "null" }, reference], "description": "It." });
        let expected = json!({ "$ref": "#/components/schemas/Thing", "nullable": true, "description": "It." });
        assert_eq!(formed(schema), expected);
    }

    #[test]
    fn other_alternatives_stay() {
        for schema in [
            json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] }),
            json!({ "anyOf": [{ "type": "null" }] }),
            json!({ "anyOf": [{ "type": "string" }, { "type": "null" }], "type": "string" }),
            json!({ "oneOf": [{ "oneOf": [] }, { "type": "null" }] }),
        ] {
            assert_eq!(formed(schema.clone()), schema);
        }
    }
}
