//! Additions to the vendored file, which the overlay must survive.

use serde_json::{Value, json};

use super::super::codegen;
use super::{Change, OVERLAY, assert_told, places, spec, told_of};

/// What is told of an addition to each of these places.
fn told(places: &[String], add: impl Fn(&mut Value)) -> Vec<Change> {
    let mut document = spec();
    for place in places {
        add(document.pointer_mut(place).unwrap());
    }
    told_of(codegen::correct(document, &OVERLAY.sources()).unwrap()).unwrap()
}

#[test]
fn a_value_of_any_enum() {
    let places = places(&spec(), |schema| schema["enum"].is_array());
    assert!(places.len() > 8, "{places:?}");
    let told = told(&places, |schema| schema["enum"].as_array_mut().unwrap().push(json!("ADDED")));
    assert_told(&told, "`interval` takes `ADDED` too");
    assert_told(&told, "`type` takes `ADDED` too");
}

#[test]
fn a_field_of_any_object_that_has_fields_or_is_an_answer() {
    let mut places = places(&spec(), |schema| schema["type"] == "object");
    places.retain(|place| place.ends_with("/schema") || spec().pointer(place).unwrap()["properties"].is_object());
    assert!(places.len() > 20, "{places:?}");
    let told = told(&places, |schema| {
        schema["properties"]["added"] = json!({ "type": "string" });
        schema["required"] = json!(["added"]);
    });
    assert_told(&told, "a new field `added`: `String`");
}

#[test]
fn a_parameter_of_any_operation() {
    let operations = places(&spec(), |value| value.get("operationId").is_some());
    let told = told(&operations, |operation| {
        let added = json!({ "name": "added", "in": "query", "schema": { "type": "string" } });
        let list = operation["parameters"].as_array().cloned().unwrap_or_default();
        operation["parameters"] = list.into_iter().chain([added]).collect();
    });
    let is_told = |change: &&Change| change.what == "a new optional parameter `added`";
    assert_eq!(told.iter().filter(is_told).count(), operations.len());
}
