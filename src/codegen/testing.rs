//! What the tests of this module share: a small document to change, and the one line of an error.

use serde_json::{Value, json};

use super::error::Result;

/// A document with the operation `getThing` at `/t`, which answers with the component `Thing`.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Things", "version": "1" },
        "servers": [
            { "url": "https://live", "x-environment": "production" },
            { "url": "https://test", "x-environment": "testnet" },
        ],
        "security": [],
        "paths": { "/t": { "get": {
            "operationId": "getThing",
            "summary": "Reads the thing.",
            "tags": ["Things"],
            "parameters": [],
            "responses": { "200": { "description": "It.", "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Thing" },
            } } } },
        } } },
        "components": {
            "schemas": { "Thing": { "type": "object", "properties": { "id": { "type": "integer" } } } },
            "securitySchemes": {
                "key": { "type": "apiKey", "in": "header", "name": "X-KEY" },
                "sign": {
                    "type": "apiKey",
                    "in": "query",
                    "name": "signature",
                    "x-supplies": { "timestamp": "timestamp", "recvWindow": "recvWindow" },
                },
            },
        },
    })
}

/// The operation of [`document`].
pub const OPERATION: &str = "/paths/~1t/get";
/// The answer of [`OPERATION`].
pub const ANSWER: &str = "/paths/~1t/get/responses/200/content/application~1json/schema";

/// [`document`] with one value set; its parent must be there.
pub fn with(pointer: &str, value: Value) -> Value {
    let mut document = document();
    set(&mut document, pointer, value);
    document
}

/// Sets one value; its parent must be there, and the value itself if it is an element of a list.
pub fn set(document: &mut Value, pointer: &str, value: Value) {
    if let Some(there) = document.pointer_mut(pointer) {
        *there = value;
        return;
    }
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    document.pointer_mut(parent).expect("a parent")[key.replace("~1", "/")] = value;
}

/// [`document`] whose `Thing` has these properties.
pub fn with_properties(properties: Value) -> Value {
    with("/components/schemas/Thing/properties", properties)
}

/// [`document`] whose operation has one query parameter.
pub fn with_parameter(name: &str, schema: Value) -> Value {
    with(&format!("{OPERATION}/parameters"), json!([{ "name": name, "in": "query", "schema": schema }]))
}

/// The place, the problem and the remedy of a failure.
pub fn refusal<T>(outcome: Result<T>) -> String {
    let error = outcome.err().expect("a failure");
    error.to_string().trim_start_matches(": ").to_owned()
}

/// Where a value stands.
#[track_caller]
pub fn at<'a>(document: &'a Value, pointer: &str) -> &'a Value {
    document.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
}
