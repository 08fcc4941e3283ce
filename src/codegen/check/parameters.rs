//! Checks parameters: plain values that a query carries, under names that make setters.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::Value;

use super::super::document::{self, OperationAt, elements};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::shape::{self, Shape};
use super::{is_identifier, is_unreserved, reserved, schemas};

const PARAMETER_REFERENCE: &shape::Keys =
    &[("$ref", Shape::Text), ("summary", Shape::Text), ("description", Shape::Text)];
const PARAMETER: &shape::Keys = &[
    ("name", Shape::Text),
    ("in", Shape::Text),
    ("required", Shape::Flag),
    ("description", Shape::Text),
    ("schema", Shape::Object),
    ("deprecated", Shape::Flag),
    ("style", Shape::Text),
    ("explode", Shape::Flag),
    ("example", Shape::Any),
    ("examples", Shape::Any),
];

pub fn check(document: &Value, operation: &OperationAt<'_>) -> Result<()> {
    let mut names = BTreeMap::new();
    let own = list(document, &operation.pointer, operation.value)?;
    let mut shared = list(document, &push("/paths", operation.path), &document["paths"][operation.path])?;
    shared.retain(|(_, name)| own.iter().all(|(_, own)| own != name));
    for (at, name) in own.into_iter().chain(shared) {
        if let Some(other) = names.insert(name.to_snake_case(), name) {
            let problem = if name == other {
                format!("a second parameter `{name}`")
            } else {
                format!("`{name}` and `{other}` both become the method `{}`", name.to_snake_case())
            };
            return Err(Error::new(at, problem, "parameters whose names differ by more than case"));
        }
    }
    Ok(())
}

/// The parameters of an operation or of a path: where each stands, and its name.
pub fn list<'a>(document: &'a Value, at: &str, value: &'a Value) -> Result<Vec<(String, &'a str)>> {
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
    if reserved::BUILDER.contains(&name.to_snake_case().as_str()) {
        let problem = format!("`{name}` is a method that every builder has");
        return Err(Error::new(at, problem, format!("a name other than {}", reserved::BUILDER.join(", "))));
    }
    // Whether a plain value is exploded changes nothing.
    if value.get("style").is_some_and(|style| style != "form") {
        return Err(Error::new(push(&at, "style"), format!("the style {} is not supported", value["style"]), "form"));
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
    let own = value.get("schema").ok_or_else(|| Error::new(&at, "no schema", "a schema with a type"))?;
    let (schema_at, schema) = document::resolve(document, &schema_at, own)?;
    schemas::unchecked(&schema_at, schema)?;
    match schema["type"].as_str() {
        _ if schema["nullable"] == true || own["nullable"] == true => {
            Err(Error::new(push(&schema_at, "nullable"), "a parameter that may be null", "a parameter left out"))
        }
        Some("string" | "integer" | "boolean") => Ok(name),
        _ => Err(Error::new(schema_at, "not a type that a query can carry", "string, integer or boolean")),
    }
}
