use serde_json::json;

use super::*;
use crate::codegen::testing::{ANSWER, OPERATION, at, document, refusal, set, with, with_parameter, with_properties};

fn hoisted(document: Value) -> Result<Value> {
    let mut document = document;
    hoist(&mut document)?;
    Ok(document)
}

fn components(document: &Value) -> Vec<&str> {
    entries(&document["components"]["schemas"]).map(|(name, _)| name).collect()
}

fn letters(values: &[&str]) -> Value {
    json!({ "type": "string", "enum": values })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn an_enum_of_a_property_is_named_after_component_and_property() {
    let document = hoisted(with_properties(json!({ "orderSide": letters(&["BUY"]) }))).unwrap();
    assert_eq!(at(&document, "/components/schemas/ThingOrderSide"), &letters(&["BUY"]));
    assert_eq!(at(&document, "/components/schemas/Thing/properties/orderSide"), &reference("ThingOrderSide"));
}

#[test]
fn an_enum_of_a_parameter_is_named_after_operation_and_parameter() {
    let document = hoisted(with_parameter("side", letters(&["BUY"]))).unwrap();
    assert_eq!(components(&document), ["GetThingSide", "Thing"]);
}

#[test]
fn an_enum_in_an_answer_is_named_after_the_operation_and_its_place() {
    let answer = json!({ "type": "array", "items": letters(&["BUY"]) });
    let document = hoisted(with(ANSWER, answer)).unwrap();
    assert_eq!(components(&document), ["GetThingResponseItem", "Thing"]);
}

#[test]
fn an_enum_in_an_error_has_a_name_of_its_own() {
    let mut document = with(ANSWER, json!({ "type": "array", "items": letters(&["A"]) }));
    let error = json!({ "content": { "application/json": { "schema":
        { "type": "array", "items": letters(&["B"]) } } } });
    set(&mut document, &format!("{OPERATION}/responses/400"), error);
    assert_eq!(components(&hoisted(document).unwrap()), ["GetThingErrorItem", "GetThingResponseItem", "Thing"]);
}

#[test]
fn an_enum_in_a_map_is_named_as_its_value() {
    let map = json!({ "type": "object", "additionalProperties": letters(&["A"]) });
    let document = hoisted(with_properties(json!({ "map": map }))).unwrap();
    assert_eq!(components(&document), ["Thing", "ThingMapValue"]);
}

/// `Thing` with a `side` that the overlay names, and another place called so.
fn with_another_side(values: &[&str]) -> Value {
    let named = json!({ "type": "string", "enum": ["BUY"], "x-type-name": "Side" });
    let mut document = with_properties(json!({ "side": named }));
    set(&mut document, "/components/schemas/Side", letters(&["SELL"]));
    set(&mut document, "/components/schemas/Other", json!({ "type": "object", "properties": {} }));
    set(&mut document, "/components/schemas/Other/properties/side", letters(values));
    document
}

#[test]
fn an_enum_has_the_type_of_those_that_are_called_the_same_and_share_a_value() {
    for values in [["BUY", "NEW"].as_slice(), &["SELL"], &["BUY"], &["BUY", "SELL", "NEW"]] {
        let document = hoisted(with_another_side(values)).unwrap();
        assert_eq!(at(&document, "/components/schemas/Other/properties/side"), &reference("Side"), "{values:?}");
        let all = at(&document, "/components/schemas/Side/enum").as_array().unwrap();
        assert!(values.iter().all(|value| all.contains(&json!(value))), "{all:?}");
    }
}

#[test]
fn an_enum_that_shares_no_value_with_those_that_are_called_the_same_has_its_own_type() {
    let document = hoisted(with_another_side(&["LEFT", "RIGHT"])).unwrap();
    assert_eq!(at(&document, "/components/schemas/Other/properties/side"), &reference("OtherSide"));
}

#[test]
fn a_parameter_and_the_elements_of_a_list_are_called_what_a_property_is() {
    let list = json!({ "type": "array", "items": letters(&["BUY", "NEW"]) });
    let mut document = with_parameter("side", letters(&["BUY", "OLD"]));
    let named = json!({ "type": "string", "enum": ["BUY"], "x-type-name": "Side" });
    set(&mut document, "/components/schemas/Thing/properties", json!({ "side": named }));
    set(&mut document, ANSWER, json!({ "type": "object", "properties": { "side": list } }));
    assert_eq!(components(&hoisted(document).unwrap()), ["GetThingResponse", "Side", "Thing"]);
}

#[test]
fn the_same_values_alone_make_no_type_shared() {
    let mut document = with_properties(json!({ "a": letters(&["X"]), "b": letters(&["X"]) }));
    set(&mut document, "/components/schemas/Letter", letters(&["X"]));
    assert_eq!(components(&hoisted(document).unwrap()), ["Letter", "Thing", "ThingA", "ThingB"]);
}

#[test]
fn an_enum_that_may_have_two_types_is_refused() {
    let named =
        |name: &str| json!({ "properties": { "side": { "type": "string", "enum": ["A"], "x-type-name": name } } });
    let mut document = with_properties(json!({ "side": letters(&["A"]) }));
    set(&mut document, "/components/schemas/First", named("One"));
    set(&mut document, "/components/schemas/Second", named("Two"));
    let place = "/components/schemas/Thing/properties/side";
    let problem = "`side` is One and Two elsewhere";
    assert_eq!(refusal(hoisted(document)), format!("{place}: {problem} (x-type-name in the overlay says which)"));
}

#[test]
fn an_enum_whose_name_is_that_of_another_is_refused() {
    let mut document = with_properties(json!({ "side": letters(&["A"]) }));
    set(&mut document, "/components/schemas/ThingSide", letters(&["B"]));
    let place = "/components/schemas/Thing/properties/side";
    let text = refusal(hoisted(document));
    assert_eq!(text, format!("{place}: `ThingSide` is taken by another schema (x-type-name in the overlay)"));
}

#[test]
fn what_a_place_says_of_itself_stays_there() {
    let schema = json!({
        "type": "string", "enum": ["A"], "description": "Here.", "nullable": true, "deprecated": true, "default": "A",
    });
    let document = hoisted(with_properties(json!({ "side": schema }))).unwrap();
    let mut left = reference("ThingSide");
    left["description"] = json!("Here.");
    left["nullable"] = json!(true);
    left["deprecated"] = json!(true);
    left["default"] = json!("A");
    assert_eq!(at(&document, "/components/schemas/Thing/properties/side"), &left);
    let component = json!({ "type": "string", "enum": ["A"], "description": "Here." });
    assert_eq!(at(&document, "/components/schemas/ThingSide"), &component);
}

#[test]
fn enums_of_one_name_unite_their_values() {
    let document = hoisted(with_properties(json!({
        "a": { "type": "string", "enum": ["X", "Y"], "x-type-name": "Letter" },
        "b": { "type": "string", "enum": ["Y", "Z"], "x-type-name": "Letter" },
        "c": { "type": "string", "x-type-name": "Letter" },
    })));
    assert_eq!(at(&document.unwrap(), "/components/schemas/Letter"), &letters(&["X", "Y", "Z"]));
}

#[test]
fn enums_of_one_name_unite_the_names_of_their_values() {
    let named = |value: &str, name: &str| json!({ "type": "string", "enum": [value], "x-type-name": "Interval", "x-enum-names": { value: name } });
    let document = hoisted(with_properties(json!({ "a": named("1m", "Minute"), "b": named("1d", "Day") }))).unwrap();
    assert_eq!(at(&document, "/components/schemas/Interval/x-enum-names"), &json!({ "1m": "Minute", "1d": "Day" }));
    let text = refusal(hoisted(with_properties(json!({ "a": named("1m", "Minute"), "b": named("1m", "Other") }))));
    assert!(text.contains("another name for the value `1m` of `Interval` (one name)"), "{text}");
}

#[test]
fn a_name_for_plain_text_must_be_that_of_an_enum() {
    let text = refusal(hoisted(with_properties(json!({ "a": { "type": "string", "x-type-name": "Letter" } }))));
    let remedy = "(an enum component of that name in the overlay)";
    assert_eq!(text, format!("/components/schemas/Thing/properties/a: `Letter` has no values {remedy}"));
}

#[test]
fn a_format_does_not_vanish_into_an_enum() {
    let document = with_properties(json!({
        "a": { "type": "string", "enum": ["X"], "x-type-name": "Letter" },
        "b": { "type": "string", "format": "price", "x-type-name": "Letter" },
    }));
    assert!(refusal(hoisted(document)).contains("not the same as the other `Letter`"));
}

#[test]
fn objects_of_one_name_must_agree() {
    let object = |ty: &str, description: &str| {
        json!({
            "type": "object", "x-type-name": "Pair",
            "properties": { "x": { "type": ty, "description": description } },
        })
    };
    let properties = json!({ "a": object("string", "One."), "b": object("string", "Other.") });
    assert_eq!(components(&hoisted(with_properties(properties)).unwrap()), ["Pair", "Thing"]);
    let properties = json!({ "a": object("string", "One."), "b": object("integer", "One.") });
    let text = refusal(hoisted(with_properties(properties)));
    let place = "/components/schemas/Thing/properties/b";
    assert_eq!(text, format!("{place}: not the same as the other `Pair` (a name of its own)"));
}

/// Two objects of one name, the second with a property more, and an enum in each.
fn with_two_pairs() -> Value {
    let pair = |values: &[&str]| {
        let properties = json!({ "x": { "type": "string" }, "letter": letters(values) });
        json!({ "type": "object", "x-type-name": "Pair", "required": ["x"], "properties": properties })
    };
    let mut properties = json!({ "a": pair(&["A"]), "b": pair(&["A", "B"]) });
    properties["b"]["properties"]["more"] = json!({ "type": "integer" });
    with_properties(properties)
}

#[test]
fn objects_of_one_name_are_united_with_what_is_in_them() {
    let document = hoisted(with_two_pairs()).unwrap();
    assert_eq!(components(&document), ["Pair", "PairLetter", "Thing"]);
    assert_eq!(at(&document, "/components/schemas/PairLetter"), &letters(&["A", "B"]));
    assert_eq!(at(&document, "/components/schemas/Pair/required"), &json!(["x"]));
    assert_eq!(at(&document, "/components/schemas/Pair/properties/more"), &json!({ "type": "integer" }));
}

#[test]
fn an_object_that_the_overlay_names_is_a_type_though_it_has_no_properties() {
    let named = json!({ "type": "object", "x-type-name": "Pong" });
    let document = hoisted(with_properties(json!({ "a": named, "b": { "type": "object" } }))).unwrap();
    assert_eq!(at(&document, "/components/schemas/Pong"), &json!({ "type": "object", "additionalProperties": false }));
    assert_eq!(components(&document), ["Pong", "Thing"]);
}

#[test]
fn an_object_written_in_place_is_named_after_its_place() {
    let object = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
    let document = hoisted(with(ANSWER, object.clone())).unwrap();
    assert_eq!(at(&document, "/components/schemas/GetThingResponse"), &object);
    assert_eq!(at(&document, ANSWER), &reference("GetThingResponse"));
}

#[test]
fn an_object_written_in_place_does_not_become_a_component_that_differs() {
    let object = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
    let mut document = with(ANSWER, object);
    let other = json!({ "type": "object", "properties": { "x": { "type": "integer" } } });
    set(&mut document, "/components/schemas/GetThingResponse", other);
    let text = refusal(hoisted(document));
    assert_eq!(text, format!("{ANSWER}: not the same as the other `GetThingResponse` (a name of its own)"));
}

#[test]
fn an_object_of_anything_stays_in_place() {
    let document = hoisted(with_properties(json!({ "a": { "type": "object" } }))).unwrap();
    assert_eq!(components(&document), ["Thing"]);
}

#[test]
fn an_object_or_a_list_of_them_has_one_name() {
    let object = json!({ "type": "object", "properties": { "side": letters(&["BUY"]) } });
    let answer = json!({ "oneOf": [object, { "type": "array", "items": object }] });
    let document = hoisted(with(ANSWER, answer)).unwrap();
    assert_eq!(components(&document), ["GetThingResponse", "GetThingResponseSide", "Thing"]);
    let name = reference("GetThingResponse");
    assert_eq!(at(&document, ANSWER), &json!({ "oneOf": [name, { "type": "array", "items": name }] }));
}

#[test]
fn an_object_or_a_list_of_them_has_the_name_of_the_overlay() {
    let object = json!({ "type": "object", "x-type-name": "Price", "properties": { "x": { "type": "string" } } });
    let answer = json!({ "oneOf": [object, { "type": "array", "items": object }] });
    assert_eq!(components(&hoisted(with(ANSWER, answer)).unwrap()), ["Price", "Thing"]);
}

#[test]
fn one_of_an_object_and_a_list_of_them_may_have_more() {
    let small = json!({ "type": "object", "properties": { "x": letters(&["A"]) } });
    let large = json!({ "type": "object", "properties": { "x": letters(&["B"]), "y": { "type": "integer" } } });
    let answer = json!({ "oneOf": [small, { "type": "array", "items": large }] });
    let document = hoisted(with(ANSWER, answer)).unwrap();
    assert_eq!(components(&document), ["GetThingResponse", "GetThingResponseX", "Thing"]);
    assert_eq!(at(&document, "/components/schemas/GetThingResponseX"), &letters(&["A", "B"]));
}

#[test]
fn a_name_for_a_component_is_refused() {
    let document = with("/components/schemas/Thing/x-type-name", json!("Other"));
    let text = refusal(hoisted(document));
    assert_eq!(text, "/components/schemas/Thing/x-type-name: a name for what has a name (leave it out)");
}

#[test]
fn a_name_that_is_none_is_refused() {
    for name in [json!("lower"), json!("Two Words"), json!(5)] {
        let text = refusal(hoisted(with_properties(json!({ "a": { "type": "string", "x-type-name": name } }))));
        let place = "/components/schemas/Thing/properties/a/x-type-name";
        assert_eq!(text, format!("{place}: not a type name (a name such as OrderSide)"));
    }
}

#[test]
fn a_document_without_schemas_gets_room_for_them() {
    let mut document = document();
    document["components"].as_object_mut().unwrap().remove("schemas");
    set(&mut document, ANSWER, letters(&["A"]));
    assert_eq!(components(&hoisted(document).unwrap()), ["GetThingResponse"]);
}
