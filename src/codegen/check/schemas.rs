//! Refuses a schema that would lose something on its way to a type.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::document::{self, elements, entries};
use super::super::error::{Error, Result};
use super::super::normal;
use super::super::pointer::{self, push};
use super::super::wire;
use super::shape::{self, Shape};
use super::{alternatives, field_name};

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
    ("minLength", Shape::Integer),
    ("maxLength", Shape::Integer),
    ("minItems", Shape::Integer),
    ("maxItems", Shape::Integer),
    ("uniqueItems", Shape::Flag),
    ("minProperties", Shape::Integer),
    ("maxProperties", Shape::Integer),
    ("multipleOf", Shape::Integer),
    ("readOnly", Shape::Flag),
    ("externalDocs", Shape::Object),
    ("xml", Shape::Object),
    ("$comment", Shape::Text),
];
/// Limits of what the exchange answers: this client takes what comes, so they shape nothing.
const LIMITS_OF_ANSWERS: [&str; 8] =
    ["minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "multipleOf"];
const TYPES: [&str; 5] = ["string", "integer", "boolean", "object", "array"];
/// What a reference may have beside it.
const BESIDE_REFERENCES: [&str; 9] =
    ["$ref", "description", "deprecated", "title", "example", "examples", "nullable", "readOnly", "$comment"];
const COMPONENTS: &str = "/components/schemas/";

/// Whether a keyword says only how much the exchange may answer with.
pub fn limits_of_answers(key: &str) -> bool {
    LIMITS_OF_ANSWERS.contains(&key)
}

/// Refuses what a parameter would have to be checked for before it is sent, and is not.
pub fn unchecked(at: &str, schema: &Value) -> Result<()> {
    match entries(schema).find(|(key, _)| limits_of_answers(key)) {
        Some((key, _)) => {
            let problem = format!("`{key}` of a parameter, which is not checked before sending");
            Err(Error::new(push(at, key), problem, "a pattern such as ^[A-Za-z0-9_-]{1,36}$, or a maximum"))
        }
        None => Ok(()),
    }
}

/// Checks the schema at a place.
pub fn check(document: &Value, at: &str) -> Result<()> {
    let Some(schema) = document.pointer(at) else { return Ok(()) };
    if !schema.is_object() {
        return Err(Error::new(at, "not a schema", "an object with a type"));
    }
    if schema.get("allOf").is_some() {
        // What could be joined is, before the overlay is applied.
        normal::joined(document, at, schema)?;
        return Err(Error::new(push(at, "allOf"), "parts that are not joined", "the whole schema in the overlay"));
    }
    if let Some(key) = shape::unknown(schema, SCHEMA) {
        let remedy = "the keywords of the overlay's existing schemas";
        return Err(Error::new(push(at, key), format!("the keyword `{key}` is not supported"), remedy));
    }
    shape::kinds(at, schema, SCHEMA)?;
    reference(document, at, schema)?;
    held_json(at, schema)?;
    let declared = declared_type(at, schema)?;
    values(at, schema)?;
    default(at, schema, declared)?;
    object(at, schema)?;
    keywords_of_other_types(at, schema, declared)?;
    format(at, schema, declared)?;
    alternatives::check(document, at, schema)?;
    let nullable = schema["nullable"] == true || elements(&schema["type"]).any(|name| name == "null");
    if is_component(at) && nullable && ["enum", "const", "prefixItems"].iter().any(|key| schema.get(key).is_some()) {
        return Err(Error::new(at, "an enum or a row that may be null", "`null` where it is referred to"));
    }
    Ok(())
}

pub fn is_component(at: &str) -> bool {
    at.strip_prefix(COMPONENTS).is_some_and(|name| !name.contains('/'))
}

fn reference(document: &Value, at: &str, schema: &Value) -> Result<()> {
    let Some(reference) = schema["$ref"].as_str() else { return Ok(()) };
    let sibling = entries(schema).find(|(key, _)| !BESIDE_REFERENCES.contains(key) && !key.starts_with("x-"));
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

/// JSON within a text is read of parameters alone: the rows of a batch.
fn held_json(at: &str, schema: &Value) -> Result<()> {
    let keys = ["contentMediaType", "contentSchema"];
    let Some(key) = keys.iter().find(|key| schema.get(**key).is_some()) else { return Ok(()) };
    let is_parameter = at.ends_with("/schema") && at.contains("/parameters/");
    if is_parameter && schema["contentMediaType"] == "application/json" && schema.get("contentSchema").is_some() {
        return Ok(());
    }
    Err(Error::new(push(at, key), format!("`{key}` is not supported here"), "JSON in a parameter, with its schema"))
}

/// A default is a value of the schema; one of a list or an object can only be empty.
fn default(at: &str, schema: &Value, declared: Option<&str>) -> Result<()> {
    let Some(default) = schema.get("default") else { return Ok(()) };
    let is_nullable = schema["nullable"] == true || elements(&schema["type"]).any(|name| name == "null");
    let listed = |value: &Value| schema["enum"].as_array().is_none_or(|values| values.contains(value));
    let fits = match declared {
        Some("string") => default.is_string() && listed(default),
        Some("integer") => default.is_i64() && listed(default),
        Some("boolean") => default.is_boolean(),
        Some("array") => default.as_array().is_some_and(Vec::is_empty),
        Some("object") => default.as_object().is_some_and(serde_json::Map::is_empty),
        _ => false,
    };
    if fits || default.is_null() && is_nullable {
        return Ok(());
    }
    Err(Error::new(push(at, "default"), "not a value of this schema", "a value of its type"))
}

fn values(at: &str, schema: &Value) -> Result<()> {
    if schema.get("const").is_some_and(|value| !value.is_string()) {
        return Err(Error::new(push(at, "const"), "a constant that is not a string", "a constant string"));
    }
    let Some(values) = schema["enum"].as_array() else { return Ok(()) };
    // Integers of a parameter stay integers; the list is what the call is checked against.
    let integers = schema["type"] == "integer" && at.contains("/parameters/") && values.iter().all(Value::is_i64);
    let is_nullable = schema["nullable"] == true || elements(&schema["type"]).any(|name| name == "null");
    let is_text = |value: &Value| value.is_string() || value.is_null() && is_nullable;
    if !values.iter().any(|value| !value.is_null()) || !(integers || values.iter().all(is_text)) {
        return Err(Error::new(push(at, "enum"), "values that are not strings", "an enum of strings"));
    }
    Ok(())
}

fn object(at: &str, schema: &Value) -> Result<()> {
    let mut fields = BTreeMap::new();
    for (name, _) in entries(&schema["properties"]) {
        let Some(field) = field_name(name) else {
            let problem = format!("`{name}` makes no field name");
            return Err(Error::new(push(at, "properties"), problem, "a property with a letter or a digit"));
        };
        if let Some(other) = fields.insert(field.clone(), name) {
            let problem = format!("`{name}` and `{other}` both become the field `{field}`");
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
