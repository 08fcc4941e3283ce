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

/// Where a component of this name is.
pub fn component(name: &str) -> String {
    push("/components/schemas", name)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::refusal;

    #[test]
    fn operations_come_by_path_and_method() {
        let document = json!({ "paths": {
            "/b": { "post": {}, "get": {}, "trace": {}, "parameters": [] },
            "/a": { "delete": {} },
        } });
        let found: Vec<_> = operations(&document).map(|one| (one.pointer, one.path, one.method)).collect();
        assert_eq!(
            found,
            [
                ("/paths/~1a/delete".to_owned(), "/a", "delete"),
                ("/paths/~1b/get".to_owned(), "/b", "get"),
                ("/paths/~1b/post".to_owned(), "/b", "post"),
            ]
        );
    }

    #[test]
    fn entries_and_elements_of_anything_else_are_none() {
        assert_eq!(entries(&json!([1])).count(), 0);
        assert_eq!(elements(&json!({ "a": 1 })).count(), 0);
    }

    #[test]
    fn a_chain_of_references_is_followed_to_its_end() {
        let document = json!({ "a": { "$ref": "#/b" }, "b": { "$ref": "#/c~1d" }, "c/d": { "type": "string" } });
        let (at, value) = resolve(&document, "/a", &document["a"]).unwrap();
        assert_eq!((at.as_str(), value), ("/c~1d", &json!({ "type": "string" })));
    }

    #[test]
    fn what_is_no_reference_stays_where_it_is() {
        let document = json!({ "a": { "type": "string" } });
        assert_eq!(resolve(&document, "/a", &document["a"]).unwrap(), ("/a".to_owned(), &document["a"]));
    }

    #[test]
    fn references_in_a_circle_are_refused() {
        let document = json!({ "a": { "$ref": "#/b" }, "b": { "$ref": "#/a" } });
        let text = refusal(resolve(&document, "/a", &document["a"]));
        assert_eq!(text, "/a: the reference leads back to itself (a reference to a definition)");
    }

    #[test]
    fn references_that_are_no_text_or_leave_the_file_are_refused() {
        let remedy = "(a reference to something in this file, such as #/components/…)";
        let document = json!({ "a": { "$ref": 5 }, "b": { "$ref": "b.yml" }, "c": { "$ref": "#/nowhere" } });
        let line = |key: &str| refusal(resolve(&document, &format!("/{key}"), &document[key]));
        assert_eq!(line("a"), format!("/a/$ref: 5 is not a reference {remedy}"));
        assert_eq!(line("b"), format!("/b/$ref: `b.yml` leaves this file {remedy}"));
        assert_eq!(line("c"), format!("/c/$ref: `#/nowhere` leads nowhere {remedy}"));
    }

    #[test]
    fn schemas_come_with_the_inner_ones_first() {
        let document = json!({ "components": { "schemas": { "A": {
            "properties": { "b": { "items": { "oneOf": [{}, {}] } } },
            "additionalProperties": {},
            "prefixItems": [{}],
        } } } });
        let expected = [
            "/properties/b/items/oneOf/0",
            "/properties/b/items/oneOf/1",
            "/properties/b/items",
            "/properties/b",
            "/additionalProperties",
            "/prefixItems/0",
            "",
        ];
        assert_eq!(schemas(&document), expected.map(|place| format!("/components/schemas/A{place}")));
    }

    #[test]
    fn schemas_of_parameters_and_answers_are_found() {
        let document = json!({
            "components": { "parameters": { "p": { "schema": {} }, "q": { "$ref": "#/components/parameters/p" } } },
            "paths": { "/t": { "get": {
                "parameters": [{ "schema": {} }],
                "responses": { "200": { "content": { "application/json": { "schema": {} } } } },
            } } },
        });
        assert_eq!(
            schemas(&document),
            [
                "/components/parameters/p/schema",
                "/paths/~1t/get/parameters/0/schema",
                "/paths/~1t/get/responses/200/content/application~1json/schema",
            ]
        );
    }
}
