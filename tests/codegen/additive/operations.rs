//! Operations, and parameters that they may be sent.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{BASE, assert_told, places, told_of};

fn operations() -> Vec<String> {
    places(&BASE.document, |value| value.get("operationId").is_some())
}

fn give(operation: &mut Value, name: &str, schema: &Value) {
    let list = operation["parameters"].as_array().cloned().unwrap_or_default();
    if list.iter().all(|parameter| parameter["name"] != name) {
        let parameter = json!({ "name": name, "in": "query", "schema": schema });
        operation["parameters"] = list.into_iter().chain([parameter]).collect();
    }
}

#[test]
fn a_parameter_that_may_be_left_out_of_any_operation() {
    let mut document = BASE.document.clone();
    let operations = operations();
    for (number, place) in operations.iter().enumerate() {
        let operation = document.pointer_mut(place).unwrap();
        give(operation, &format!("added{number}"), &json!({ "type": "string" }));
        give(operation, "addedFlag", &json!({ "type": "boolean" }));
        give(operation, "addedPrice", &json!({ "type": "string", "format": "price" }));
        give(operation, "addedLetter", &json!({ "type": "string", "enum": ["A", "B"] }));
        give(operation, "side", &json!({ "type": "string", "enum": ["BUY", "SELL", "EITHER"] }));
    }
    let told = told_of(document).unwrap();
    for number in 0..operations.len() {
        assert_told(&told, &format!("a new optional parameter `added{number}`"));
    }
}

#[test]
fn an_operation_of_any_tag_with_parameters_and_an_answer_like_those_there_are() {
    let mut document = BASE.document.clone();
    let mut tags = BTreeSet::new();
    for place in operations() {
        let mut copy = BASE.document.pointer(&place).unwrap().clone();
        // One that places orders has names of its own, which a copy would have too.
        if copy.get("x-places").is_none() && tags.insert(copy["tags"].to_string()) {
            copy["operationId"] = json!(format!("readAdded{}", tags.len()));
            document["paths"][format!("/fapi/v1/added{}", tags.len())] = json!({ "get": copy });
        }
    }
    let told = told_of(document).unwrap();
    assert!(tags.len() > 2, "{tags:?}");
    for number in 1..=tags.len() {
        assert_told(&told, &format!("a new operation: `read_added{number}()`"));
    }
}
