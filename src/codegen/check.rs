//! Refuses what cannot be generated, before the generator sees it.
//!
//! Every key of every object must be known here: what is not known is an error and never left out in silence.

mod alternatives;
mod head;
mod lowered;
mod named;
mod parameters;
mod reserved;
mod responses;
mod schemas;
mod shape;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::document::{self, METHODS, OperationAt, entries};
use super::error::{Error, Result};
use super::pointer::push;
use shape::Shape;

pub use alternatives::{is_accepted_or_refused, is_one_or_many};
pub use lowered::check as lowered;
pub use named::check as named;
pub use reserved::CLIENT;
pub use responses::is_json;
pub use schemas::limits_of_answers;
pub use text::is_hidden;

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

/// Checks the document as it is written, with the overlay applied.
pub fn supported(document: &Value) -> Result<()> {
    problems(document).into_iter().next().map_or(Ok(()), Err)
}

/// All that [`supported`] would refuse, each once.
pub fn problems(document: &Value) -> Vec<Error> {
    let mut found = head::check(document);
    found.push(text::check("", document));
    found.extend(entries(&document["paths"]).map(|(path, item)| path_item(document, path, item)));
    let mut ids = BTreeMap::new();
    for operation in document::operations(document) {
        found.push(operation_id(document, &operation).and_then(|id| own_id(&mut ids, id, &operation.pointer)));
        found.push(parameters::check(document, &operation));
        found.push(responses::check(document, &operation));
        found.push(head::link(&operation.pointer, operation.value));
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

fn path_item(document: &Value, path: &str, item: &Value) -> Result<()> {
    let at = push("/paths", path);
    if !path.starts_with('/') {
        return Err(Error::new(at, "a path that does not begin with `/`", "a path such as /fapi/v1/ping"));
    }
    if path.contains(['{', '}']) {
        return Err(Error::new(at, "path parameters are not supported", "query parameters"));
    }
    if !path.chars().all(|character| character == '/' || is_unreserved(&character.to_string())) {
        return Err(Error::new(
            at,
            "a path that a URL would not carry as it is",
            "letters, digits, `/`, `-`, `.` and `_`",
        ));
    }
    let remedy = format!("one of {}, parameters", METHODS.join(", "));
    if let Some(key) = shape::unknown(item, PATH_ITEM) {
        return Err(Error::new(push(&at, key), "not supported in a path", remedy));
    }
    shape::check(&at, item, PATH_ITEM, "not supported in a path", &remedy)?;
    parameters::list(document, &at, item).map(drop)
}

fn operation_id<'a>(document: &Value, operation: &OperationAt<'a>) -> Result<&'a str> {
    shape::check(&operation.pointer, operation.value, OPERATION, "not supported in an operation", "query parameters")?;
    let id = operation.value["operationId"].as_str().unwrap_or_default();
    let at = || push(&operation.pointer, "operationId");
    if id.is_empty() {
        return Err(Error::new(&operation.pointer, "no operationId", "an operationId such as getOrder"));
    }
    if !is_word(&id.to_snake_case()) || !id.is_ascii() {
        return Err(Error::new(at(), format!("`{id}` makes no method name"), "letters and digits, such as getOrder"));
    }
    if let Some(other) = reserved::of_operation(document, id) {
        return Err(Error::new(at(), format!("`{id}` would stand beside {other}"), "another operationId"));
    }
    Ok(id)
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

/// The name of the field that a property becomes, by the generator's own rule; none if it makes no name.
pub fn field_name(property: &str) -> Option<String> {
    let name = property.replace('\'', "").to_snake_case();
    match name.chars().next()? {
        digit if digit.is_ascii_digit() => Some(format!("x{name}")),
        _ => Some(name),
    }
}

/// Whether this is a name in Rust as it stands, and no word that Rust keeps for itself.
pub fn is_word(name: &str) -> bool {
    // `gen` is kept since edition 2024, of which syn knows nothing.
    is_identifier(name) && name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Whether a query carries this name as it is written.
fn is_unreserved(name: &str) -> bool {
    name.chars().all(|character| character.is_ascii_alphanumeric() || "-_.~".contains(character))
}
