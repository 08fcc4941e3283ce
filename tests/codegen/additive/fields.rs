//! Fields of answers.

use serde_json::{Value, json};

use super::{BASE, assert_told, each_is_compatible, places, told_of};

/// Every object of an answer that is a type. An error is read by hand.
fn objects() -> Vec<String> {
    let is_type = |schema: &Value| schema["properties"].is_object() || schema.get("x-type-name").is_some();
    let mut objects = places(&BASE.document, |schema| schema["type"] == "object" && is_type(schema));
    objects.retain(|place| place != "/components/schemas/Error");
    assert!(objects.len() > 35, "{objects:?}");
    objects
}

#[test]
fn a_field_that_may_be_missing_of_any_object_in_one_place_or_in_all() {
    let add = |schema: &mut Value, n: usize| schema["properties"][format!("added{n}")] = json!({ "type": "integer" });
    each_is_compatible(&objects(), add, |n| format!("added{n}"));
}

#[test]
fn a_field_that_is_always_sent_of_any_object_in_one_place_or_in_all() {
    let add = |schema: &mut Value, n: usize| {
        let name = format!("added{n}");
        schema["properties"][&name] = json!({ "type": "integer" });
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        schema["required"] = required.into_iter().chain([json!(name)]).collect();
    };
    each_is_compatible(&objects(), add, |n| format!("added{n}"));
}

#[test]
fn a_field_with_a_type_of_its_own_of_any_object() {
    let mut document = BASE.document.clone();
    for place in objects() {
        let properties = &mut document.pointer_mut(&place).unwrap()["properties"];
        properties["letter"] = json!({ "type": "string", "enum": ["A", "B"] });
        let size = json!({ "size": { "type": "string", "format": "quantity" } });
        properties["parts"] = json!({ "type": "array", "items": { "type": "object", "properties": size } });
    }
    assert_told(&told_of(document).unwrap(), "a new field `letter`: `Option<");
}
