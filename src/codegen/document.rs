//! Finding one's way in an OpenAPI document: its operations, its schemas, its references.

use serde_json::{Map, Value};

use super::error::{Error, Result};
use super::pointer::{self, push};

/// The methods that an operation may have here.
pub const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// An operation and where it stands.
pub struct OperationAt<'a> {
    pub pointer: String,
    pub path: &'a str,
    pub method: &'static str,
    pub value: &'a Value,
}

/// All operations, by path and method.
pub fn operations(document: &Value) -> impl Iterator<Item = OperationAt<'_>> {
    entries(&document["paths"]).flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(move |method| {
            let value = item.get(method)?;
            Some(OperationAt { pointer: push(&push("/paths", path), method), path, method, value })
        })
    })
}

/// The entries of an object; none of any other value.
pub fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(key, value)| (key.as_str(), value))
}

/// The elements of a list; none of any other value.
pub fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Follows references from a value to what they stand for, and says where that is.
pub fn resolve<'a>(document: &'a Value, at: &str, value: &'a Value) -> Result<(String, &'a Value)> {
    let (mut at, mut value) = (at.to_owned(), value);
    // A chain longer than this can only be a circle.
    for _ in 0..32 {
        let Some(reference) = value.get("$ref") else { return Ok((at, value)) };
        let fail = |problem: String| {
            Err(Error::new(push(&at, "$ref"), problem, "a reference to something in this file, such as #/components/…"))
        };
        let Some(text) = reference.as_str() else { return fail(format!("{reference} is not a reference")) };
        let Some(place) = pointer::of_reference(text) else { return fail(format!("`{text}` leaves this file")) };
        let Some(target) = document.pointer(place) else { return fail(format!("`{text}` leads nowhere")) };
        (at, value) = (place.to_owned(), target);
    }
    Err(Error::new(at, "the reference leads back to itself", "a reference to a definition"))
}

/// The places of all schemas in the document, inner ones before those that hold them.
pub fn schemas(document: &Value) -> Vec<String> {
    let mut places = Vec::new();
    for (name, schema) in entries(&document["components"]["schemas"]) {
        collect(&push("/components/schemas", name), schema, &mut places);
    }
    for (name, parameter) in entries(&document["components"]["parameters"]) {
        within_parameter(&push("/components/parameters", name), parameter, &mut places);
    }
    for operation in operations(document) {
        for (index, parameter) in elements(&operation.value["parameters"]).enumerate() {
            let at = push(&push(&operation.pointer, "parameters"), index.to_string());
            within_parameter(&at, parameter, &mut places);
        }
        for (status, response) in entries(&operation.value["responses"]) {
            let at = push(&push(&operation.pointer, "responses"), status);
            for (media_type, content) in entries(&response["content"]) {
                if let Some(schema) = content.get("schema") {
                    let at = push(&push(&push(&at, "content"), media_type), "schema");
                    collect(&at, schema, &mut places);
                }
            }
        }
    }
    places
}

fn within_parameter(at: &str, parameter: &Value, places: &mut Vec<String>) {
    if let Some(schema) = parameter.get("schema") {
        collect(&push(at, "schema"), schema, places);
    }
}

fn collect(at: &str, schema: &Value, places: &mut Vec<String>) {
    for (name, property) in entries(&schema["properties"]) {
        collect(&push(&push(at, "properties"), name), property, places);
    }
    for single in ["items", "additionalProperties"] {
        if let Some(inner @ Value::Object(_)) = schema.get(single) {
            collect(&push(at, single), inner, places);
        }
    }
    for list in ["oneOf", "anyOf", "allOf", "prefixItems"] {
        for (index, inner) in elements(&schema[list]).enumerate() {
            collect(&push(&push(at, list), index.to_string()), inner, places);
        }
    }
    places.push(at.to_owned());
}
