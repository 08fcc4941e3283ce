//! Values of enums and variants of unions.

use serde_json::{Value, json};

use super::{BASE, assert_told, each_is_compatible, places, told_of};

fn enums(is_value: fn(&Value) -> bool) -> Vec<String> {
    places(&BASE.document, |schema| schema["enum"].as_array().is_some_and(|values| values.iter().all(is_value)))
}

fn push(schema: &mut Value, value: impl Into<Value>) {
    schema["enum"].as_array_mut().unwrap().push(value.into());
}

#[test]
fn a_value_of_any_enum_in_one_place_or_in_all() {
    let places = enums(Value::is_string);
    assert!(places.len() > 40, "{places:?}");
    each_is_compatible(&places, |schema, n| push(schema, format!("ADDED_{n}")), |n| format!("Added{n}"));
}

#[test]
fn a_value_that_is_no_name_in_rust() {
    let mut document = BASE.document.clone();
    for place in enums(Value::is_string) {
        push(document.pointer_mut(&place).unwrap(), "2d");
    }
    assert_told(&told_of(document).unwrap(), "a new value `Value2d`: `\"2d\"`");
}

#[test]
fn a_number_that_a_parameter_takes() {
    let places = enums(Value::is_i64);
    assert!(!places.is_empty());
    let mut document = BASE.document.clone();
    for place in places {
        push(document.pointer_mut(&place).unwrap(), 77);
    }
    assert_told(&told_of(document).unwrap(), "`limit` takes `77` too");
}

#[test]
fn a_variant_of_any_union_of_a_shape_of_its_own_or_of_another() {
    let unions = places(&BASE.document, |schema| schema.get("discriminator").is_some());
    assert!(!unions.is_empty());
    let mut document = BASE.document.clone();
    for (number, place) in unions.iter().enumerate() {
        let name = format!("AddedShape{number}");
        let own = json!(format!("#/components/schemas/{name}"));
        let union = document.pointer_mut(place).unwrap();
        let tag = union["discriminator"]["propertyName"].clone();
        union["discriminator"]["mapping"]["AGAIN"] = union["oneOf"][0]["$ref"].clone();
        union["discriminator"]["mapping"]["ADDED"] = own.clone();
        union["oneOf"].as_array_mut().unwrap().push(json!({ "$ref": own }));
        let properties = json!({ tag.as_str().unwrap(): { "type": "string" }, "much": { "type": "integer" } });
        document["components"]["schemas"][name] =
            json!({ "type": "object", "required": [tag], "properties": properties });
    }
    let told = told_of(document).unwrap();
    for number in 0..unions.len() {
        assert_told(&told, &format!("a new variant `Added(AddedShape{number}) = \"ADDED\"`"));
    }
    assert_told(&told, "a new variant `Again(");
}
