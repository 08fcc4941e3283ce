//! Refuses what cannot be generated, before the generator sees it.
//!
//! Every key of every object must be known here: what is not known is an error and never left out in silence.

mod lowered;
mod schemas;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::document::{self, METHODS, OperationAt, elements, entries};
use super::error::{Error, Result};
use super::pointer::push;
use shape::Shape;

pub use lowered::check as lowered;
pub use schemas::{is_accepted_or_refused, is_one_or_many};

const DOCUMENT: &shape::Keys = &[
    ("openapi", Shape::Text),
    ("info", Shape::Object),
    ("externalDocs", Shape::Object),
    ("servers", Shape::List),
    ("tags", Shape::List),
    ("security", Shape::List),
    ("paths", Shape::Object),
    ("components", Shape::Object),
];
const COMPONENTS: &shape::Keys =
    &[("schemas", Shape::Object), ("parameters", Shape::Object), ("securitySchemes", Shape::Object)];
const SERVER: &shape::Keys = &[("url", Shape::Text), ("description", Shape::Text)];
const PATH_ITEM: &shape::Keys = &[
    ("get", Shape::Object),
    ("put", Shape::Object),
    ("post", Shape::Object),
    ("delete", Shape::Object),
    ("patch", Shape::Object),
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("parameters", Shape::List),
];
const OPERATION: &shape::Keys = &[
    ("operationId", Shape::Text),
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("tags", Shape::List),
    ("parameters", Shape::List),
    ("responses", Shape::Object),
    ("security", Shape::List),
    ("deprecated", Shape::Flag),
    ("externalDocs", Shape::Object),
];
const PARAMETER_REFERENCE: &shape::Keys =
    &[("$ref", Shape::Text), ("summary", Shape::Text), ("description", Shape::Text)];
const PARAMETER: &shape::Keys = &[
    ("name", Shape::Text),
    ("in", Shape::Text),
    ("required", Shape::Flag),
    ("description", Shape::Text),
    ("schema", Shape::Object),
    ("deprecated", Shape::Flag),
    ("example", Shape::Any),
    ("examples", Shape::Any),
];
const RESPONSE: &shape::Keys = &[("description", Shape::Text), ("content", Shape::Object)];
const CONTENT: &shape::Keys = &[("schema", Shape::Object), ("example", Shape::Any), ("examples", Shape::Any)];
/// The methods that every builder has of its own.
const BUILDER: [&str; 3] = ["client", "new", "send"];

/// Checks the document as it is written, with the overlay applied.
pub fn supported(document: &Value) -> Result<()> {
    problems(document).into_iter().next().map_or(Ok(()), Err)
}

/// All that [`supported`] would refuse, each once.
pub fn problems(document: &Value) -> Vec<Error> {
    let mut found = vec![version(document)];
    found.push(shape::check("", document, DOCUMENT, "not supported", "a document of paths and components"));
    if let Some(components) = document.get("components") {
        let remedy = "schemas, parameters, securitySchemes";
        found.push(shape::check("/components", components, COMPONENTS, "not supported", remedy));
    }
    for (index, server) in elements(&document["servers"]).enumerate() {
        found.push(self::server(&push("/servers", index.to_string()), server));
    }
    found.extend(entries(&document["paths"]).map(|(path, item)| path_item(document, path, item)));
    let mut ids = BTreeMap::new();
    for operation in document::operations(document) {
        found.push(operation_id(&operation).and_then(|id| own_id(&mut ids, id, &operation.pointer)));
        found.push(parameters(document, &operation));
        found.push(responses(&operation));
    }
    found.extend(document::schemas(document).iter().map(|place| schemas::check(document, place)));
    let mut problems = Vec::new();
    for error in found.into_iter().filter_map(Result::err) {
        // What is shared is looked at wherever it is used.
        if !problems.contains(&error) {
            problems.push(error);
        }
    }
    problems
}

/// Refuses an operationId whose method another operation has.
fn own_id<'a>(ids: &mut BTreeMap<String, (&'a str, String)>, id: &'a str, at: &str) -> Result<()> {
    let name = id.to_snake_case();
    let Some((other_id, other)) = ids.insert(name.clone(), (id, at.to_owned())) else { return Ok(()) };
    let problem = if other_id == id {
        format!("the operationId `{id}` is also that of {other}")
    } else {
        format!("`{id}` and `{other_id}` at {other} both become the method `{name}`")
    };
    Err(Error::new(push(at, "operationId"), problem, "an operationId of its own"))
}

fn version(document: &Value) -> Result<()> {
    let version = document["openapi"].as_str().unwrap_or_default();
    if version.starts_with("3.0.") || version.starts_with("3.1.") {
        return Ok(());
    }
    Err(Error::new("/openapi", format!("version `{version}` is not supported"), "OpenAPI 3.0 or 3.1"))
}

fn server(at: &str, server: &Value) -> Result<()> {
    shape::check(at, server, SERVER, "not supported in a server", "a server with a url")?;
    let url = server["url"].as_str().unwrap_or_default();
    if !url.starts_with("https://") || url.contains(['{', '}', '?', '#']) {
        return Err(Error::new(push(at, "url"), format!("`{url}` is no server"), "https:// and a host"));
    }
    Ok(())
}

fn path_item(document: &Value, path: &str, item: &Value) -> Result<()> {
    let at = push("/paths", path);
    if !path.starts_with('/') {
        return Err(Error::new(at, "a path that does not begin with `/`", "a path such as /fapi/v1/ping"));
    }
    if path.contains(['{', '}']) {
        return Err(Error::new(at, "path parameters are not supported", "query parameters"));
    }
    let remedy = format!("one of {}, parameters", METHODS.join(", "));
    if let Some(key) = shape::unknown(item, PATH_ITEM) {
        return Err(Error::new(push(&at, key), "not supported in a path", remedy));
    }
    shape::check(&at, item, PATH_ITEM, "not supported in a path", &remedy)?;
    list_parameters(document, &at, item).map(drop)
}

fn operation_id<'a>(operation: &OperationAt<'a>) -> Result<&'a str> {
    shape::check(&operation.pointer, operation.value, OPERATION, "not supported in an operation", "query parameters")?;
    let id = operation.value["operationId"].as_str().unwrap_or_default();
    let at = || push(&operation.pointer, "operationId");
    if id.is_empty() {
        return Err(Error::new(&operation.pointer, "no operationId", "an operationId such as getOrder"));
    }
    if !is_word(&id.to_snake_case()) || !id.is_ascii() {
        return Err(Error::new(at(), format!("`{id}` makes no method name"), "letters and digits, such as getOrder"));
    }
    Ok(id)
}

fn parameters(document: &Value, operation: &OperationAt<'_>) -> Result<()> {
    let mut names = BTreeMap::new();
    let own = list_parameters(document, &operation.pointer, operation.value)?;
    let mut shared = list_parameters(document, &push("/paths", operation.path), &document["paths"][operation.path])?;
    shared.retain(|(_, name)| own.iter().all(|(_, own)| own != name));
    for (at, name) in own.into_iter().chain(shared) {
        if let Some(other) = names.insert(name.to_snake_case(), name) {
            let problem = format!("`{name}` and `{other}` both become the method `{}`", name.to_snake_case());
            return Err(Error::new(at, problem, "parameters whose names differ by more than case"));
        }
    }
    Ok(())
}

/// The parameters of an operation or of a path: where each stands, and its name.
fn list_parameters<'a>(document: &'a Value, at: &str, value: &'a Value) -> Result<Vec<(String, &'a str)>> {
    let at = push(at, "parameters");
    let parameters = elements(&value["parameters"]).enumerate().map(|(index, value)| {
        let at = push(&at, index.to_string());
        let name = parameter(document, &at, value)?;
        Ok((at, name))
    });
    parameters.collect()
}

fn parameter<'a>(document: &'a Value, at: &str, value: &'a Value) -> Result<&'a str> {
    if value.get("$ref").is_some() {
        shape::check(at, value, PARAMETER_REFERENCE, "not supported beside a `$ref`", "a reference alone")?;
    }
    let (at, value) = document::resolve(document, at, value)?;
    shape::check(&at, value, PARAMETER, "not supported in a parameter", "a query parameter with a schema")?;
    let name = value["name"].as_str().filter(|name| is_identifier(&name.to_snake_case()) && is_unreserved(name));
    let name = name.ok_or_else(|| Error::new(&at, "no usable name", "a name of letters and digits"))?;
    if BUILDER.contains(&name.to_snake_case().as_str()) {
        let problem = format!("`{name}` is a method that every builder has");
        return Err(Error::new(at, problem, format!("a name other than {}", BUILDER.join(", "))));
    }
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
        _ if schema["nullable"] == true => {
            Err(Error::new(push(&schema_at, "nullable"), "a parameter that may be null", "a parameter left out"))
        }
        Some("string" | "integer" | "boolean") => Ok(name),
        _ => Err(Error::new(schema_at, "not a type that a query can carry", "string, integer or boolean")),
    }
}

fn responses(operation: &OperationAt<'_>) -> Result<()> {
    let at = push(&operation.pointer, "responses");
    let mut successes = Vec::new();
    let mut errors: Option<(&str, Value)> = None;
    for (status, response) in entries(&operation.value["responses"]) {
        let at = push(&at, status);
        shape::check(&at, response, RESPONSE, "not supported in a response", "a response with JSON content")?;
        let is_status = status.len() == 3 && (status.get(1..) == Some("XX") || status.parse::<u16>().is_ok());
        match status.as_bytes() {
            [b'2', ..] if is_status => successes.push(status),
            [b'4' | b'5', ..] if is_status => {}
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
        shape::check(&at, media, CONTENT, "not supported in content", "a schema")?;
        let schema = media.get("schema").ok_or_else(|| Error::new(&at, "no schema", "a schema"))?;
        if !status.starts_with('2') {
            let schema = without_prose(schema);
            let (first, same) = errors.get_or_insert_with(|| (status, schema.clone()));
            if *same != schema {
                let problem = format!("another schema than that of {first}");
                return Err(Error::new(at, problem, "one schema for all errors: a method returns one error"));
            }
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

/// A schema without its descriptions, at any depth.
pub fn without_prose(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let keep = |key: &str, value: &Value| !(PROSE.contains(&key) && value.is_string() || key == VALUE_PROSE);
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

/// The overlay's word for what each value of an enum means.
pub const VALUE_PROSE: &str = "x-enum-descriptions";

/// The name of the variant that a value of an enum gets, by the overlay's word or by its own rule: `Value2d` for the
/// value `2d`, which is no name as it stands. It depends on no other value.
pub fn variant_name(schema: &Value, value: &str) -> String {
    if let Some(name) = schema["x-enum-names"][value].as_str() {
        return name.to_owned();
    }
    let name = value.to_upper_camel_case();
    if is_variant(&name) {
        return name;
    }
    let letters: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    if letters.is_empty() { name } else { format!("Value{letters}") }
}

/// Whether a variant may have this name; every enum and every union has an `Unknown` of its own.
fn is_variant(name: &str) -> bool {
    is_word(name) && name != "Unknown"
}

/// Whether this is a name in Rust, or becomes one by a trailing underscore.
fn is_identifier(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// Whether this is a name in Rust as it stands, and no word that Rust keeps for itself.
fn is_word(name: &str) -> bool {
    is_identifier(name) && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Whether a query carries this name as it is written.
fn is_unreserved(name: &str) -> bool {
    name.chars().all(|character| character.is_ascii_alphanumeric() || "-_.~".contains(character))
}
