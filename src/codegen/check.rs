//! Refuses what cannot be generated, before the generator sees it.
//!
//! Every key of every object must be known here: what is not known is an error and never left out in silence.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::{Map, Value};

use super::document::{self, METHODS, OperationAt, elements, entries};
use super::error::{Error, Result};
use super::pointer::push;

const DOCUMENT: &[&str] = &["openapi", "info", "externalDocs", "servers", "tags", "security", "paths", "components"];
const COMPONENTS: &[&str] = &["schemas", "parameters", "securitySchemes"];
const PATH_ITEM: &[&str] = &["summary", "description", "parameters"];
const OPERATION: &[&str] = &[
    "operationId",
    "summary",
    "description",
    "tags",
    "parameters",
    "responses",
    "security",
    "deprecated",
    "externalDocs",
];
const PARAMETER: &[&str] =
    &["name", "in", "required", "description", "schema", "deprecated", "example", "examples", "$ref"];
const RESPONSE: &[&str] = &["description", "content"];
const SCHEMA: &[&str] = &[
    "type",
    "format",
    "enum",
    "const",
    "properties",
    "required",
    "items",
    "prefixItems",
    "oneOf",
    "$ref",
    "title",
    "description",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "nullable",
    "deprecated",
    "additionalProperties",
    "example",
    "examples",
];
const TYPES: [&str; 5] = ["string", "integer", "boolean", "object", "array"];

/// Checks the document as it is written, with the overlay applied.
pub fn supported(document: &Value) -> Result<()> {
    version(document)?;
    keys("", document, DOCUMENT, "not supported", "a document of paths and components")?;
    keys("/components", &document["components"], COMPONENTS, "not supported", "schemas, parameters, securitySchemes")?;
    let mut ids = BTreeMap::new();
    for (path, item) in entries(&document["paths"]) {
        path_item(document, path, item)?;
    }
    for operation in document::operations(document) {
        let id = operation_id(&operation)?;
        let name = id.to_snake_case();
        if let Some((other_id, other)) = ids.insert(name.clone(), (id, operation.pointer.clone())) {
            let problem = if other_id == id {
                format!("the operationId `{id}` is also that of {other}")
            } else {
                format!("`{id}` and `{other_id}` at {other} both become the method `{name}`")
            };
            return Err(Error::new(push(&operation.pointer, "operationId"), problem, "an operationId of its own"));
        }
        parameters(document, &operation)?;
        responses(document, &operation)?;
    }
    document::schemas(document).iter().try_for_each(|place| schema(document, place))
}

fn version(document: &Value) -> Result<()> {
    let version = document["openapi"].as_str().unwrap_or_default();
    if version.starts_with("3.0.") || version.starts_with("3.1.") {
        return Ok(());
    }
    Err(Error::new("/openapi", format!("version `{version}` is not supported"), "OpenAPI 3.0 or 3.1"))
}

fn path_item(document: &Value, path: &str, item: &Value) -> Result<()> {
    let at = push("/paths", path);
    if path.contains(['{', '}']) {
        return Err(Error::new(at, "path parameters are not supported", "query parameters"));
    }
    for (key, _) in entries(item) {
        if !METHODS.contains(&key) && !PATH_ITEM.contains(&key) && !key.starts_with("x-") {
            let known = METHODS.join(", ");
            return Err(Error::new(push(&at, key), "not supported in a path", format!("one of {known}, parameters")));
        }
    }
    for (index, parameter) in elements(&item["parameters"]).enumerate() {
        self::parameter(document, &push(&push(&at, "parameters"), index.to_string()), parameter)?;
    }
    Ok(())
}

fn operation_id<'a>(operation: &OperationAt<'a>) -> Result<&'a str> {
    keys(&operation.pointer, operation.value, OPERATION, "not supported in an operation", "query parameters")?;
    let id = operation.value["operationId"].as_str().unwrap_or_default();
    let at = || push(&operation.pointer, "operationId");
    if id.is_empty() {
        return Err(Error::new(&operation.pointer, "no operationId", "an operationId such as getOrder"));
    }
    if !is_identifier(&id.to_snake_case()) || !id.is_ascii() {
        return Err(Error::new(at(), format!("`{id}` makes no method name"), "letters and digits, such as getOrder"));
    }
    Ok(id)
}

fn parameters(document: &Value, operation: &OperationAt<'_>) -> Result<()> {
    let mut names = BTreeMap::new();
    for (index, value) in elements(&operation.value["parameters"]).enumerate() {
        let at = push(&push(&operation.pointer, "parameters"), index.to_string());
        let name = parameter(document, &at, value)?;
        if let Some(other) = names.insert(name.to_snake_case(), name) {
            let problem = format!("`{name}` and `{other}` both become the method `{}`", name.to_snake_case());
            return Err(Error::new(at, problem, "parameters whose names differ by more than case"));
        }
    }
    Ok(())
}

fn parameter<'a>(document: &'a Value, at: &str, value: &'a Value) -> Result<&'a str> {
    let (at, value) = document::resolve(document, at, value)?;
    keys(&at, value, PARAMETER, "not supported in a parameter", "a query parameter with a schema")?;
    let name = value["name"].as_str().filter(|name| is_identifier(&name.to_snake_case()));
    let name = name.ok_or_else(|| Error::new(&at, "no usable name", "a name of letters and digits"))?;
    match value["in"].as_str() {
        Some("query") => {}
        Some(place) => {
            let problem = format!("parameters in {place} are not supported");
            return Err(Error::new(push(&at, "in"), problem, "in: query"));
        }
        None => return Err(Error::new(&at, "no `in`", "in: query")),
    }
    let schema_at = push(&at, "schema");
    let schema = value.get("schema").ok_or_else(|| Error::new(&at, "no schema", "a schema with a type"))?;
    let (schema_at, schema) = document::resolve(document, &schema_at, schema)?;
    match schema["type"].as_str() {
        Some("string" | "integer" | "boolean") => Ok(name),
        _ => Err(Error::new(schema_at, "not a type that a query can carry", "string, integer or boolean")),
    }
}

fn responses(document: &Value, operation: &OperationAt<'_>) -> Result<()> {
    let at = push(&operation.pointer, "responses");
    let mut successes = Vec::new();
    for (status, response) in entries(&operation.value["responses"]) {
        let at = push(&at, status);
        let (at, response) = document::resolve(document, &at, response)?;
        keys(&at, response, RESPONSE, "not supported in a response", "a response with JSON content")?;
        match status.as_bytes() {
            [b'2', _, _] => successes.push(status),
            [b'4' | b'5', _, _] => {}
            _ => {
                let problem = format!("responses for `{status}` are not supported");
                return Err(Error::new(at, problem, "one success such as 200, and errors such as 400, 4XX or 5XX"));
            }
        }
        let content: Vec<_> = entries(&response["content"]).collect();
        let [("application/json", media)] = content.as_slice() else {
            return Err(Error::new(at, "a response that is not JSON", "content with application/json alone"));
        };
        let at = push(&push(&at, "content"), "application/json");
        keys(&at, media, &["schema", "example", "examples"], "not supported in content", "a schema")?;
        if media.get("schema").is_none() {
            return Err(Error::new(at, "no schema", "a schema"));
        }
    }
    match successes.as_slice() {
        [_] => Ok(()),
        [] => Err(Error::new(at, "no success response", "one response such as 200")),
        several => {
            let problem = format!("several success responses: {}", several.join(", "));
            Err(Error::new(at, problem, "one success response: a method returns one type"))
        }
    }
}

fn schema(document: &Value, at: &str) -> Result<()> {
    let Some(schema) = document.pointer(at) else { return Ok(()) };
    if !schema.is_object() {
        return Err(Error::new(at, "not a schema", "an object with a type"));
    }
    if let Some((key, _)) = entries(schema).find(|(key, _)| !SCHEMA.contains(key) && !key.starts_with("x-")) {
        let remedy = "the keywords of the overlay's existing schemas";
        return Err(Error::new(push(at, key), format!("the keyword `{key}` is not supported"), remedy));
    }
    if schema.get("$ref").is_some() {
        let sibling = entries(schema).find(|(key, _)| !["$ref", "description", "deprecated"].contains(key));
        if let Some((key, _)) = sibling {
            let remedy = "a reference with a description at most";
            return Err(Error::new(push(at, key), format!("`{key}` beside a `$ref` is not supported"), remedy));
        }
    }
    document::resolve(document, at, schema)?;
    schema_type(at, schema)?;
    schema_object(at, schema)?;
    if schema.get("oneOf").is_some() && !is_one_or_many(schema) && !is_accepted_or_refused(document, schema) {
        let remedy = "an object or a list of that object, or a component and an error";
        return Err(Error::new(push(at, "oneOf"), "alternatives are not supported", remedy));
    }
    if schema.get("enum").is_some_and(|values| !elements(values).all(Value::is_string)) {
        return Err(Error::new(push(at, "enum"), "values that are not strings", "an enum of strings"));
    }
    Ok(())
}

fn schema_type(at: &str, schema: &Value) -> Result<()> {
    let declared = match &schema["type"] {
        Value::Null => return Ok(()),
        Value::String(name) => vec![name.as_str()],
        list => elements(list).filter_map(Value::as_str).filter(|name| *name != "null").collect(),
    };
    let at = push(at, "type");
    match declared.as_slice() {
        ["number"] => {
            Err(Error::new(at, "a number that may be a float", "a string with a decimal format, or an integer"))
        }
        [name] if TYPES.contains(name) => Ok(()),
        other => Err(Error::new(at, format!("type `{}` is not supported", other.join("|")), TYPES.join(", "))),
    }
}

fn schema_object(at: &str, schema: &Value) -> Result<()> {
    let mut fields = BTreeMap::new();
    for (name, _) in entries(&schema["properties"]) {
        if let Some(other) = fields.insert(name.to_snake_case(), name) {
            let problem = format!("`{name}` and `{other}` both become the field `{}`", name.to_snake_case());
            return Err(Error::new(push(at, "properties"), problem, "properties whose names differ by more than case"));
        }
    }
    for name in elements(&schema["required"]).filter_map(Value::as_str) {
        if schema["properties"].get(name).is_none() {
            return Err(Error::new(push(at, "required"), format!("`{name}` is no property"), "names of properties"));
        }
    }
    Ok(())
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

/// A schema without its descriptions, at any depth.
pub fn without_prose(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let keep = |key: &str, value: &Value| !(PROSE.contains(&key) && value.is_string());
            Value::Object(
                object
                    .iter()
                    .filter(|(key, value)| keep(key, value))
                    .map(|(key, value)| (key.clone(), without_prose(value)))
                    .collect(),
            )
        }
        Value::Array(list) => Value::Array(list.iter().map(without_prose).collect()),
        other => other.clone(),
    }
}

const PROSE: [&str; 2] = ["description", "summary"];

/// The name of the variant that a value of an enum gets, by its own rule or by the overlay's word.
pub fn variant_name(schema: &Value, value: &str) -> String {
    schema["x-enum-names"][value].as_str().map_or_else(|| value.to_upper_camel_case(), str::to_owned)
}

/// Checks the lowered document: what the generator will see.
pub fn lowered(document: &Value) -> Result<()> {
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let at = push("/components/schemas", name);
        if name != name.to_upper_camel_case() || !is_identifier(name) {
            return Err(Error::new(at, format!("`{name}` makes no type name"), "a name such as OrderBook"));
        }
        variants(&at, schema)?;
    }
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place) else { continue };
        if schema.get("format").and_then(Value::as_str).is_some_and(|format| super::wire::type_of(format).is_some())
            && schema.get("x-crate-type").is_none()
        {
            return Err(Error::new(place, "a wire format on something that is not a plain string", "type: string"));
        }
    }
    Ok(())
}

fn variants(at: &str, schema: &Value) -> Result<()> {
    let mut names = BTreeMap::new();
    for value in elements(&schema["enum"]).filter_map(Value::as_str) {
        let name = variant_name(schema, value);
        let fail = |problem: String| Err(Error::new(push(at, "enum"), problem, "x-enum-names in the overlay"));
        if !is_identifier(&name) || name == "Unknown" {
            return fail(format!("the value `{value}` makes no variant name"));
        }
        if let Some(other) = names.insert(name.clone(), value) {
            return fail(format!("`{other}` and `{value}` both become the variant `{name}`"));
        }
    }
    Ok(())
}

fn keys(at: &str, value: &Value, known: &[&str], problem: &str, remedy: &str) -> Result<()> {
    let unknown = value.as_object().into_iter().flat_map(Map::keys).find(|key| {
        // Extensions say something to other tools; those that say something to this one are read by name.
        !known.contains(&key.as_str()) && !key.starts_with("x-")
    });
    match unknown {
        Some(key) => Err(Error::new(push(at, key), format!("`{key}` is {problem}"), remedy)),
        None => Ok(()),
    }
}

fn is_identifier(name: &str) -> bool {
    let name = name.strip_prefix("r#").unwrap_or(name);
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}
