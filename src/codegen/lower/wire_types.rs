//! Types that this crate writes by hand or emits itself: the generator gets a reference to a component that says so.
//!
//! Such a component carries `x-crate-type`, the Rust type that stands for it.

use serde_json::{Value, json};

use super::super::check::{is_accepted_or_refused, is_one_or_many};
use super::super::document::{self, elements, entries};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::super::wire;
use super::{each_schema, take};

/// Schemas of a known format become references to the type of that format.
pub fn formats(document: &mut Value) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place) else { continue };
        let Some(wire) = wire::of_schema(schema) else { continue };
        let known = ["type", "format", "description", "nullable"];
        if let Some((key, _)) = entries(schema).find(|(key, _)| !known.contains(key)) {
            let problem = format!("`{key}` on a {}", wire.format);
            return Err(Error::new(push(&place, key), problem, "a plain value with that format"));
        }
        let component = json!({ "type": wire.json, "format": wire.format, "x-crate-type": wire.rust });
        define(document, &place, wire.component, component)?;
        refer(document, &place, wire.component);
    }
    Ok(())
}

/// Enums are emitted by this crate, open: a value that the spec does not know is kept.
pub fn enums(document: &mut Value) -> Result<()> {
    for (name, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        if schema.get("enum").is_some() {
            schema["x-crate-type"] = format!("crate::types::{name}").into();
        }
    }
    Ok(())
}

/// Lists whose places have names (`prefixItems` with titles) are rows: structs that are arrays on the wire.
pub fn rows(document: &mut Value) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer_mut(&place) else { continue };
        let Some(columns) = take(schema, "prefixItems") else { continue };
        let name = place.strip_prefix("/components/schemas/").filter(|name| !name.contains('/'));
        let name = name.ok_or_else(|| Error::new(&place, "a row without a name", "x-type-name in the overlay"))?;
        schema["x-columns"] = columns;
        schema["items"] = json!({});
        schema["x-crate-type"] = format!("crate::types::{name}").into();
    }
    Ok(())
}

/// "An object, or a list of them" becomes `OneOrMany`: an untagged enum would read `[]` as an object of defaults.
pub fn one_or_many(document: &mut Value) -> Result<()> {
    alternatives(document, "OneOrMany", |_, schema| is_one_or_many(schema))
}

/// "What was asked for, or the error that refused it" becomes `BatchResult`.
pub fn accepted_or_refused(document: &mut Value) -> Result<()> {
    alternatives(document, "BatchResult", is_accepted_or_refused)
}

/// What error responses answer with is read by hand: no type is generated for it.
pub fn refusals(document: &mut Value) -> Result<()> {
    let mut components = Vec::new();
    for operation in document::operations(document) {
        for (_, response) in entries(&operation.value["responses"]).filter(|(status, _)| !status.starts_with('2')) {
            let schema = &response["content"]["application/json"]["schema"];
            components.extend(schema["$ref"].as_str().map(|reference| reference.trim_start_matches('#').to_owned()));
        }
    }
    for component in components {
        if let Some(schema) = document.pointer_mut(&component) {
            schema["x-crate-type"] = "crate::RowError".into();
        }
    }
    Ok(())
}

/// Puts a generic type of this crate over the first alternative of every schema that fits.
fn alternatives(document: &mut Value, generic: &str, fits: impl Fn(&Value, &Value) -> bool) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place).filter(|schema| fits(document, schema)) else { continue };
        let component = json!({ "oneOf": schema["oneOf"] });
        let item = schema["oneOf"][0].clone();
        wrap_in(document, &place, generic, &item, component)?;
    }
    Ok(())
}

/// Lists marked `x-tolerant` keep their good elements when one does not decode.
pub fn tolerant_lists(document: &mut Value) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place).filter(|schema| schema["x-tolerant"] == true) else { continue };
        let component = json!({ "type": "array", "items": schema["items"] });
        let item = schema["items"].clone();
        wrap_in(document, &place, "Tolerant", &item, component)?;
    }
    Ok(())
}

/// Puts a generic type of this crate in place of a schema; `item` refers to the component that it is over.
fn wrap_in(document: &mut Value, place: &str, generic: &str, item: &Value, mut component: Value) -> Result<()> {
    let item = item["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    let item = item.ok_or_else(|| Error::new(place, "elements without a name", "a component"))?;
    let name = format!("{generic}{item}");
    component["x-crate-type"] = format!("crate::{generic}<crate::types::{item}>").into();
    define(document, place, &name, component)?;
    refer(document, place, &name);
    Ok(())
}

/// Objects of several shapes, told apart by a tag: the tag is read by the union, and is no field of the shapes.
pub fn unions(document: &mut Value) -> Result<()> {
    let mut tags = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        if schema.get("discriminator").is_some() {
            schema["x-crate-type"] = format!("crate::types::{name}").into();
            let tag = schema["discriminator"]["propertyName"].as_str().unwrap_or_default().to_owned();
            for shape in elements(&schema["oneOf"]).filter_map(|shape| shape["$ref"].as_str()) {
                tags.push((shape.trim_start_matches('#').to_owned(), tag.clone()));
            }
        }
    }
    for (shape, tag) in tags {
        let Some(shape) = document.pointer_mut(&shape) else { continue };
        if let Some(properties) = shape.get_mut("properties") {
            take(properties, &tag);
        }
        if let Some(required) = shape.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|name| *name != tag);
        }
    }
    Ok(())
}

/// A reference has no place for a description in 3.0; an `allOf` of one reference has. Properties get one in any case,
/// so that prose does not shape the document.
pub fn wrap_references(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
        let property = at.rsplit('/').nth(1) == Some("properties");
        if (property || schema.get("nullable").is_some())
            && let Some(reference) = take(schema, "$ref")
        {
            schema["allOf"] = json!([{ "$ref": reference }]);
        } else if schema.get("$ref").is_some() {
            take(schema, "description");
        }
        Ok(())
    })
}

fn define(document: &mut Value, place: &str, name: &str, component: Value) -> Result<()> {
    let components = &mut document["components"]["schemas"];
    match components.get(name) {
        Some(existing) if *existing == component => Ok(()),
        Some(_) => {
            Err(Error::new(place, format!("`{name}` is taken by another schema"), "another name for that schema"))
        }
        None => {
            components[name] = component;
            Ok(())
        }
    }
}

/// Puts a reference in place of a schema, and keeps what the place says of itself.
fn refer(document: &mut Value, place: &str, name: &str) {
    let Some(schema) = document.pointer_mut(place) else { return };
    let mut reference = json!({ "$ref": format!("#{}", push("/components/schemas", name)) });
    for key in ["description", "nullable"] {
        if let Some(value) = take(schema, key) {
            reference[key] = value;
        }
    }
    *schema = reference;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::testing::{ANSWER, at, refusal, set, with, with_properties};

    const ID: &str = "/components/schemas/Thing/properties/id";

    fn reference(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    #[test]
    fn a_known_format_becomes_a_reference_to_its_type() {
        let mut document = with_properties(json!({ "id": { "type": "string", "format": "price", "nullable": true } }));
        formats(&mut document).unwrap();
        let mut left = reference("Price");
        left["nullable"] = json!(true);
        assert_eq!(at(&document, ID), &left);
        let component = json!({ "type": "string", "format": "price", "x-crate-type": "crate::Price" });
        assert_eq!(at(&document, "/components/schemas/Price"), &component);
    }

    #[test]
    fn a_format_on_more_than_plain_text_is_refused() {
        let schema = json!({ "type": "string", "format": "price", "pattern": "x" });
        let text = refusal(formats(&mut with_properties(json!({ "id": schema }))));
        assert_eq!(text, format!("{ID}/pattern: `pattern` on a price (a plain value with that format)"));
    }

    #[test]
    fn the_name_of_a_format_must_be_free() {
        let mut document = with_properties(json!({ "id": { "type": "string", "format": "price" } }));
        set(&mut document, "/components/schemas/Price", json!({ "type": "object" }));
        let text = refusal(formats(&mut document));
        assert_eq!(text, format!("{ID}: `Price` is taken by another schema (another name for that schema)"));
    }

    #[test]
    fn an_enum_component_stands_for_our_own_type() {
        let mut document = with("/components/schemas/Side", json!({ "type": "string", "enum": ["BUY"] }));
        enums(&mut document).unwrap();
        assert_eq!(at(&document, "/components/schemas/Side/x-crate-type"), "crate::types::Side");
        assert_eq!(at(&document, "/components/schemas/Thing").get("x-crate-type"), None);
    }

    #[test]
    fn a_list_of_titled_places_stands_for_a_row() {
        let columns = json!([{ "title": "price", "type": "string" }]);
        let mut document = with("/components/schemas/Level", json!({ "type": "array", "prefixItems": columns }));
        rows(&mut document).unwrap();
        let expected =
            json!({ "type": "array", "items": {}, "x-columns": columns, "x-crate-type": "crate::types::Level" });
        assert_eq!(at(&document, "/components/schemas/Level"), &expected);
    }

    #[test]
    fn a_row_without_a_name_is_refused() {
        let schema = json!({ "type": "array", "prefixItems": [{ "title": "a", "type": "string" }] });
        let text = refusal(rows(&mut with_properties(json!({ "id": schema }))));
        assert_eq!(text, format!("{ID}: a row without a name (x-type-name in the overlay)"));
    }

    #[test]
    fn one_or_a_list_of_references_becomes_one_or_many() {
        let alternatives = json!([reference("Thing"), { "type": "array", "items": reference("Thing") }]);
        let mut document = with(ANSWER, json!({ "oneOf": alternatives, "description": "Here." }));
        one_or_many(&mut document).unwrap();
        let mut left = reference("OneOrManyThing");
        left["description"] = json!("Here.");
        assert_eq!(at(&document, ANSWER), &left);
        let component = json!({ "oneOf": alternatives, "x-crate-type": "crate::OneOrMany<crate::types::Thing>" });
        assert_eq!(at(&document, "/components/schemas/OneOrManyThing"), &component);
    }

    #[test]
    fn places_with_the_same_alternatives_may_be_described_differently() {
        let one = |description: &str| {
            let list = json!({ "type": "array", "items": reference("Thing") });
            json!({ "oneOf": [reference("Thing"), list], "description": description })
        };
        let mut document = with_properties(json!({ "a": one("One."), "b": one("Other.") }));
        one_or_many(&mut document).unwrap();
        let properties = at(&document, "/components/schemas/Thing/properties");
        assert_eq!(properties["a"]["$ref"], properties["b"]["$ref"]);
        assert_eq!(properties["b"]["description"], "Other.");
    }

    #[test]
    fn other_alternatives_are_not_one_or_many() {
        let alternatives = json!([reference("Thing"), { "type": "array", "items": reference("Other") }]);
        let mut document = with(ANSWER, json!({ "oneOf": alternatives }));
        one_or_many(&mut document).unwrap();
        assert_eq!(at(&document, ANSWER), &json!({ "oneOf": alternatives }));
    }

    #[test]
    fn a_component_or_an_error_becomes_a_result_of_a_batch() {
        let mut document = with(ANSWER, json!({ "oneOf": [reference("Thing"), reference("Error")] }));
        set(&mut document, "/components/schemas/Error", json!({ "type": "object", "required": ["code", "msg"] }));
        accepted_or_refused(&mut document).unwrap();
        assert_eq!(at(&document, ANSWER), &reference("BatchResultThing"));
        let own = at(&document, "/components/schemas/BatchResultThing/x-crate-type");
        assert_eq!(own, "crate::BatchResult<crate::types::Thing>");
    }

    #[test]
    fn no_type_is_made_for_what_errors_answer_with() {
        let mut document = with("/components/schemas/Error", json!({ "type": "object" }));
        let content = json!({ "application/json": { "schema": reference("Error") } });
        set(&mut document, "/paths/~1t/get/responses/4XX", json!({ "description": "No.", "content": content }));
        refusals(&mut document).unwrap();
        assert_eq!(at(&document, "/components/schemas/Error/x-crate-type"), "crate::RowError");
        assert_eq!(at(&document, "/components/schemas/Thing").get("x-crate-type"), None);
    }

    #[test]
    fn a_component_or_something_without_a_code_is_no_result_of_a_batch() {
        let answer = json!({ "oneOf": [reference("Thing"), reference("Error")] });
        let mut document = with(ANSWER, answer.clone());
        set(&mut document, "/components/schemas/Error", json!({ "type": "object", "required": ["code"] }));
        accepted_or_refused(&mut document).unwrap();
        assert_eq!(at(&document, ANSWER), &answer);
    }

    #[test]
    fn references_of_properties_and_those_that_may_be_null_are_wrapped() {
        let described = json!({ "$ref": "#/components/schemas/A", "description": "Here." });
        let nullable = json!({ "$ref": "#/components/schemas/A", "nullable": true });
        let mut document = with_properties(json!({
            "a": described,
            "b": reference("A"),
            "list": { "type": "array", "items": nullable },
        }));
        wrap_references(&mut document).unwrap();
        let expected = json!({
            "a": { "allOf": [reference("A")], "description": "Here." },
            "b": { "allOf": [reference("A")] },
            "list": { "type": "array", "items": { "allOf": [reference("A")], "nullable": true } },
        });
        assert_eq!(at(&document, "/components/schemas/Thing/properties"), &expected);
    }

    #[test]
    fn other_references_lose_their_description() {
        let mut described = reference("Thing");
        described["description"] = json!("Here.");
        let mut document = with(ANSWER, described);
        wrap_references(&mut document).unwrap();
        assert_eq!(at(&document, ANSWER), &reference("Thing"));
    }
}
