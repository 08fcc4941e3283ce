//! Refuses a schema that would lose something on its way to a type.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::Value;

use super::super::document::{self, elements, entries};
use super::super::error::{Error, Result};
use super::super::pointer::{self, push};
use super::super::wire;
use super::shape::{self, Shape};
use super::without_prose;

const SCHEMA: &shape::Keys = &[
    ("type", Shape::Any),
    ("format", Shape::Text),
    ("enum", Shape::List),
    ("const", Shape::Any),
    ("properties", Shape::Object),
    ("required", Shape::List),
    ("items", Shape::Object),
    ("prefixItems", Shape::List),
    ("oneOf", Shape::List),
    ("discriminator", Shape::Object),
    ("contentMediaType", Shape::Text),
    ("contentSchema", Shape::Object),
    ("$ref", Shape::Text),
    ("title", Shape::Text),
    ("description", Shape::Text),
    ("default", Shape::Any),
    ("minimum", Shape::Integer),
    ("maximum", Shape::Integer),
    ("exclusiveMinimum", Shape::Integer),
    ("exclusiveMaximum", Shape::Integer),
    ("pattern", Shape::Text),
    ("nullable", Shape::Flag),
    ("deprecated", Shape::Flag),
    ("additionalProperties", Shape::Any),
    ("example", Shape::Any),
    ("examples", Shape::Any),
];
const TYPES: [&str; 5] = ["string", "integer", "boolean", "object", "array"];
/// What alternatives may have beside them.
const BESIDE_ALTERNATIVES: [&str; 8] =
    ["oneOf", "discriminator", "title", "description", "nullable", "deprecated", "example", "examples"];
const COMPONENTS: &str = "/components/schemas/";

/// Checks the schema at a place.
pub fn check(document: &Value, at: &str) -> Result<()> {
    let Some(schema) = document.pointer(at) else { return Ok(()) };
    if !schema.is_object() {
        return Err(Error::new(at, "not a schema", "an object with a type"));
    }
    if let Some(key) = shape::unknown(schema, SCHEMA) {
        let remedy = "the keywords of the overlay's existing schemas";
        return Err(Error::new(push(at, key), format!("the keyword `{key}` is not supported"), remedy));
    }
    shape::kinds(at, schema, SCHEMA)?;
    reference(document, at, schema)?;
    let declared = declared_type(at, schema)?;
    values(at, schema)?;
    object(at, schema)?;
    keywords_of_other_types(at, schema, declared)?;
    format(at, schema, declared)?;
    alternatives(document, at, schema)?;
    let nullable = schema["nullable"] == true || elements(&schema["type"]).any(|name| name == "null");
    if is_component(at) && nullable && ["enum", "const", "prefixItems"].iter().any(|key| schema.get(key).is_some()) {
        return Err(Error::new(at, "an enum or a row that may be null", "`null` where it is referred to"));
    }
    Ok(())
}

fn is_component(at: &str) -> bool {
    at.strip_prefix(COMPONENTS).is_some_and(|name| !name.contains('/'))
}

fn reference(document: &Value, at: &str, schema: &Value) -> Result<()> {
    let Some(reference) = schema["$ref"].as_str() else { return Ok(()) };
    let sibling = entries(schema).find(|(key, _)| !["$ref", "description", "deprecated"].contains(key));
    if let Some((key, _)) = sibling {
        let remedy = "a reference with a description at most";
        return Err(Error::new(push(at, key), format!("`{key}` beside a `$ref` is not supported"), remedy));
    }
    document::resolve(document, at, schema)?;
    if pointer::of_reference(reference).is_some_and(is_component) {
        return Ok(());
    }
    Err(Error::new(push(at, "$ref"), format!("`{reference}` is no component"), "#/components/schemas/…"))
}

fn declared_type<'a>(at: &str, schema: &'a Value) -> Result<Option<&'a str>> {
    let declared = match &schema["type"] {
        Value::Null => return Ok(None),
        Value::String(name) => vec![name.as_str()],
        list => elements(list).filter_map(Value::as_str).filter(|name| *name != "null").collect(),
    };
    let at = push(at, "type");
    match declared.as_slice() {
        // With a format, its digits are read.
        ["number"] if schema.get("format").is_some() => Ok(Some("number")),
        ["number"] => {
            let remedy = "a string with a decimal format, an answer's number with one, or an integer";
            Err(Error::new(at, "a number that may be a float", remedy))
        }
        [name] if TYPES.contains(name) => Ok(Some(*name)),
        other => Err(Error::new(at, format!("type `{}` is not supported", other.join("|")), TYPES.join(", "))),
    }
}

fn values(at: &str, schema: &Value) -> Result<()> {
    if schema.get("const").is_some_and(|value| !value.is_string()) {
        return Err(Error::new(push(at, "const"), "a constant that is not a string", "a constant string"));
    }
    let Some(values) = schema["enum"].as_array() else { return Ok(()) };
    // Integers of a parameter stay integers; the list is what the call is checked against.
    let integers = schema["type"] == "integer" && at.contains("/parameters/") && values.iter().all(Value::is_i64);
    if values.is_empty() || !(integers || values.iter().all(Value::is_string)) {
        return Err(Error::new(push(at, "enum"), "values that are not strings", "an enum of strings"));
    }
    Ok(())
}

fn object(at: &str, schema: &Value) -> Result<()> {
    let mut fields = BTreeMap::new();
    for (name, _) in entries(&schema["properties"]) {
        if let Some(other) = fields.insert(name.to_snake_case(), name) {
            let problem = format!("`{name}` and `{other}` both become the field `{}`", name.to_snake_case());
            return Err(Error::new(push(at, "properties"), problem, "properties whose names differ by more than case"));
        }
    }
    for name in elements(&schema["required"]) {
        if name.as_str().is_none_or(|name| schema["properties"].get(name).is_none()) {
            let name = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
            return Err(Error::new(push(at, "required"), format!("`{name}` is no property"), "names of properties"));
        }
    }
    match schema.get("additionalProperties") {
        // An answer with one more field would not decode.
        Some(Value::Bool(false)) => {
            let problem = "a type that no field may be added to";
            Err(Error::new(push(at, "additionalProperties"), problem, "leave it out: the exchange adds fields"))
        }
        Some(other) if !other.is_object() && !other.is_boolean() => {
            Err(Error::new(push(at, "additionalProperties"), "not a schema", "an object with a type"))
        }
        // The generator keeps what is added in a field of that name.
        Some(_) if fields.contains_key("extra") => {
            let problem = "a property `extra` beside additional ones";
            Err(Error::new(push(at, "additionalProperties"), problem, "one or the other"))
        }
        _ => Ok(()),
    }
}

/// A keyword on a type that it says nothing of would be left out in silence.
fn keywords_of_other_types(at: &str, schema: &Value, declared: Option<&str>) -> Result<()> {
    for (key, _) in entries(schema) {
        let wanted = match key {
            "properties" | "required" | "additionalProperties" => "object",
            "items" | "prefixItems" => "array",
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => "integer",
            "enum" if declared == Some("integer") => "integer",
            "enum" | "const" | "pattern" => "string",
            _ => continue,
        };
        if declared != Some(wanted) && schema.get("oneOf").is_none() {
            let problem = match declared {
                Some(declared) => format!("`{key}` says nothing of type `{declared}`"),
                None => format!("`{key}` on a schema without a type"),
            };
            return Err(Error::new(push(at, key), problem, format!("type: {wanted}")));
        }
    }
    Ok(())
}

fn format(at: &str, schema: &Value, declared: Option<&str>) -> Result<()> {
    let Some(format) = schema["format"].as_str() else { return Ok(()) };
    let place = push(at, "format");
    let wire_type = declared.and_then(|json| wire::type_of(json, format));
    let known = wire_type.is_some() || (declared == Some("integer") && ["int32", "int64"].contains(&format));
    if !known {
        let problem = format!("the format `{format}` is not known for {}", declared.unwrap_or("no type"));
        let remedy = format!(
            "for integers int32, int64, {}; for strings {}; for numbers {}",
            wire::formats("integer"),
            wire::formats("string"),
            wire::formats("number")
        );
        return Err(Error::new(place, problem, remedy));
    }
    if wire_type.is_some() && is_component(at) {
        let problem = format!("a component of the format `{format}`");
        return Err(Error::new(place, problem, "the format where the component is referred to"));
    }
    // The field is told how to read it; what is not a field cannot be.
    let is_field = at.rsplit('/').nth(1) == Some("properties");
    let is_parameter = at.ends_with("/schema") && at.contains("/parameters/");
    let read_by_field = wire_type.is_some_and(|wire_type| wire_type.required.is_some());
    if read_by_field && !is_field && !is_parameter && at.rsplit('/').nth(1) != Some("prefixItems") {
        let problem = format!("the format `{format}` on what is not a property");
        return Err(Error::new(place, problem, "the format on a property or a parameter"));
    }
    Ok(())
}

fn alternatives(document: &Value, at: &str, schema: &Value) -> Result<()> {
    if schema.get("oneOf").is_none() {
        return Ok(());
    }
    let beside = entries(schema).find(|(key, _)| !BESIDE_ALTERNATIVES.contains(key) && !key.starts_with("x-"));
    if let Some((key, _)) = beside {
        return Err(Error::new(push(at, key), format!("`{key}` beside alternatives"), "alternatives alone"));
    }
    if schema.get("discriminator").is_some() {
        return union(document, at, schema);
    }
    if is_one_or_many(schema) || is_accepted_or_refused(document, schema) {
        return Ok(());
    }
    let remedy = "an object or a list of that object, a component and an error, or components told by a discriminator";
    Err(Error::new(push(at, "oneOf"), "alternatives are not supported", remedy))
}

/// Components that are told apart by a tag: each value of the tag names one, and each is named.
fn union(document: &Value, at: &str, schema: &Value) -> Result<()> {
    let at = push(at, "discriminator");
    let discriminator = &schema["discriminator"];
    if discriminator["propertyName"].as_str().is_none_or(str::is_empty) {
        return Err(Error::new(at, "no propertyName", "the property that tells them apart"));
    }
    let shapes: Vec<&str> = elements(&schema["oneOf"]).filter_map(|shape| shape["$ref"].as_str()).collect();
    let mut named = Vec::new();
    for (value, shape) in entries(&discriminator["mapping"]) {
        let at = push(&push(&at, "mapping"), value);
        let Some(shape) = shape.as_str().filter(|shape| shapes.contains(shape)) else {
            return Err(Error::new(at, "not one of the alternatives", "a reference that oneOf has as well"));
        };
        document::resolve(document, &at, &serde_json::json!({ "$ref": shape }))?;
        named.push(shape);
    }
    match shapes.iter().find(|shape| !named.contains(shape)) {
        None if shapes.len() == elements(&schema["oneOf"]).count() => Ok(()),
        None => Err(Error::new(at, "an alternative that is no reference", "components alone")),
        Some(shape) => Err(Error::new(at, format!("no value stands for `{shape}`"), "a value for each alternative")),
    }
}

/// Whether a schema says "one of these, or a list of them".
pub fn is_one_or_many(schema: &Value) -> bool {
    let alternatives: Vec<_> = elements(&schema["oneOf"]).collect();
    let [one, many] = alternatives.as_slice() else { return false };
    many["type"] == "array" && without_prose(&many["items"]) == without_prose(one)
}

/// Whether a schema says "what was asked for, or the error that refused it": two components, of which the second
/// always has a code and a message.
pub fn is_accepted_or_refused(document: &Value, schema: &Value) -> bool {
    let alternatives: Vec<_> = elements(&schema["oneOf"]).collect();
    let [accepted, refused] = alternatives.as_slice() else { return false };
    let Ok((_, error)) = document::resolve(document, "", refused) else { return false };
    accepted.get("$ref").is_some()
        && refused.get("$ref").is_some()
        && ["code", "msg"].iter().all(|name| elements(&error["required"]).any(|required| required == name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_one_or_many_may_be_described_differently() {
        let one = |description: &str| json!({ "type": "object", "description": description });
        assert!(is_one_or_many(&json!({ "oneOf": [one("a"), { "type": "array", "items": one("b") }] })));
        assert!(!is_one_or_many(&json!({ "oneOf": [one("a"), { "type": "array", "items": {} }] })));
        assert!(!is_one_or_many(&json!({ "oneOf": [one("a")] })));
        assert!(!is_one_or_many(&json!({ "type": "object" })));
    }

    #[test]
    fn only_a_component_beside_an_error_is_accepted_or_refused() {
        let document = json!({ "components": { "schemas": {
            "Error": { "required": ["code", "msg"] }, "Other": { "required": ["code"] },
        } } });
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let is = |list: Value| is_accepted_or_refused(&document, &json!({ "oneOf": list }));
        assert!(is(json!([reference("Other"), reference("Error")])));
        assert!(!is(json!([reference("Error"), reference("Other")])));
        assert!(!is(json!([{ "type": "string" }, reference("Error")])));
        assert!(!is(json!([reference("Other"), reference("Nothing")])));
    }
}
