//! OpenAPI 3.1 to 3.0.3: the keywords that were written differently in the older version.

use serde_json::{Value, json};

use super::super::check::limits_of_answers;
use super::super::document::entries;
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::{ORIGINS, each_operation, each_schema, take};

/// The generator reads 3.0 only.
pub fn version(document: &mut Value) -> Result<()> {
    take(document, ORIGINS);
    document["openapi"] = "3.0.3".into();
    Ok(())
}

/// `const: X` is an enum of one value.
pub fn constants_to_enums(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
        let Some(value) = take(schema, "const") else { return Ok(()) };
        if !value.is_string() {
            return Err(Error::new(push(at, "const"), "a constant that is not a string", "a constant string"));
        }
        schema["enum"] = json!([value]);
        Ok(())
    })
}

/// `type: [X, 'null']` was `nullable: true`; null among the values, or as the default, says no more than that.
pub fn null_types_to_nullable(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
        null_values(schema);
        let Some(types) = schema["type"].as_array() else { return Ok(()) };
        let others: Vec<Value> = types.iter().filter(|name| *name != "null").cloned().collect();
        let [only] = others.as_slice() else {
            return Err(Error::new(push(at, "type"), "several types", "one type, or one type and null"));
        };
        if others.len() < types.len() {
            schema["nullable"] = true.into();
        }
        schema["type"] = only.clone();
        Ok(())
    })
}

fn null_values(schema: &mut Value) {
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
    }
    if schema.get("default").is_some_and(Value::is_null) {
        take(schema, "default");
    }
}

/// `exclusiveMinimum: n` was `minimum: n` with a flag; for integers, the bound itself can move.
pub fn exclusive_bounds(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
        for (exclusive, inclusive, step) in [("exclusiveMinimum", "minimum", 1), ("exclusiveMaximum", "maximum", -1)] {
            let Some(bound) = take(schema, exclusive) else { continue };
            let Some(bound) = bound.as_i64().and_then(|bound| bound.checked_add(step)) else {
                return Err(Error::new(push(at, exclusive), "a bound that is not an integer", "an integer"));
            };
            // Of two bounds, the tighter one.
            schema[inclusive] = match (schema[inclusive].as_i64(), step) {
                (Some(other), 1) => other.max(bound),
                (Some(other), _) => other.min(bound),
                (None, _) => bound,
            }
            .into();
        }
        Ok(())
    })
}

/// Examples and the like say nothing of the type, and the generator's model of 3.0 has no place for some of them.
pub fn drop_metadata(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
        for key in ["example", "examples", "title", "readOnly", "externalDocs", "xml", "$comment"] {
            take(schema, key);
        }
        let limits: Vec<String> =
            entries(schema).map(|(key, _)| key.to_owned()).filter(|key| limits_of_answers(key)).collect();
        for key in limits {
            take(schema, &key);
        }
        // A field says so itself.
        if at.rsplit('/').nth(1) != Some("properties") {
            take(schema, "deprecated");
        }
        Ok(())
    })?;
    take(&mut document["components"], "examples");
    each_operation(document, |_, operation| {
        for key in ["example", "examples", "style", "explode"] {
            for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
                take(parameter, key);
            }
            for (_, response) in operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten() {
                response.pointer_mut("/content/application~1json").and_then(|media| take(media, key));
            }
        }
        Ok(())
    })
}

/// `type: array` may lack `items` in 3.1.
pub fn items_of_free_lists(document: &mut Value) -> Result<()> {
    each_schema(document, |_, schema| {
        if schema["type"] == "array" && schema.get("items").is_none() {
            schema["items"] = json!({});
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::testing::{ANSWER, OPERATION, at, document, refusal, set, with_properties};

    const ID: &str = "/components/schemas/Thing/properties/id";

    /// What a rule makes of one schema.
    fn lowered(rule: fn(&mut Value) -> Result<()>, schema: Value) -> Result<Value> {
        let mut document = with_properties(Value::from_iter([("id", schema)]));
        rule(&mut document)?;
        Ok(at(&document, ID).clone())
    }

    #[test]
    fn the_version_becomes_that_of_the_generator() {
        let mut document = document();
        version(&mut document).unwrap();
        assert_eq!(document["openapi"], "3.0.3");
    }

    #[test]
    fn a_constant_becomes_an_enum_of_one_value() {
        let schema = lowered(constants_to_enums, json!({ "type": "string", "const": "A" })).unwrap();
        assert_eq!(schema, json!({ "type": "string", "enum": ["A"] }));
    }

    #[test]
    fn a_constant_that_is_no_text_is_refused() {
        let text = refusal(lowered(constants_to_enums, json!({ "const": 1 })));
        assert_eq!(text, format!("{ID}/const: a constant that is not a string (a constant string)"));
    }

    #[test]
    fn a_type_or_null_becomes_nullable() {
        let schema = lowered(null_types_to_nullable, json!({ "type": ["string", "null"] })).unwrap();
        assert_eq!(schema, json!({ "type": "string", "nullable": true }));
    }

    #[test]
    fn null_among_values_and_as_a_default_says_no_more_than_the_type() {
        let schema = json!({ "type": ["string", "null"], "enum": ["A", null], "default": null });
        let expected = json!({ "type": "string", "enum": ["A"], "nullable": true });
        assert_eq!(lowered(null_types_to_nullable, schema).unwrap(), expected);
    }

    #[test]
    fn a_list_of_one_type_becomes_that_type() {
        assert_eq!(
            lowered(null_types_to_nullable, json!({ "type": ["string"] })).unwrap(),
            json!({ "type": "string" })
        );
    }

    #[test]
    fn several_types_are_refused() {
        let text = refusal(lowered(null_types_to_nullable, json!({ "type": ["string", "integer"] })));
        assert_eq!(text, format!("{ID}/type: several types (one type, or one type and null)"));
    }

    #[test]
    fn a_field_that_is_required_and_may_be_null_keeps_both() {
        let mut document = with_properties(json!({ "id": { "type": ["string", "null"] } }));
        set(&mut document, "/components/schemas/Thing/required", json!(["id"]));
        null_types_to_nullable(&mut document).unwrap();
        let thing = at(&document, "/components/schemas/Thing");
        assert_eq!(thing["required"], json!(["id"]));
        assert_eq!(thing["properties"]["id"], json!({ "type": "string", "nullable": true }));
    }

    #[test]
    fn exclusive_bounds_move_by_one() {
        let schema = json!({ "exclusiveMinimum": 0, "exclusiveMaximum": 10 });
        assert_eq!(lowered(exclusive_bounds, schema).unwrap(), json!({ "minimum": 1, "maximum": 9 }));
    }

    #[test]
    fn the_tighter_of_two_bounds_counts() {
        let schema = json!({ "minimum": 5, "exclusiveMinimum": 0, "maximum": 6, "exclusiveMaximum": 10 });
        assert_eq!(lowered(exclusive_bounds, schema).unwrap(), json!({ "minimum": 5, "maximum": 6 }));
        let schema = json!({ "minimum": 0, "exclusiveMinimum": 5 });
        assert_eq!(lowered(exclusive_bounds, schema).unwrap(), json!({ "minimum": 6 }));
    }

    #[test]
    fn bounds_that_are_no_integers_or_leave_their_range_are_refused() {
        for schema in [json!({ "exclusiveMaximum": i64::MIN }), json!({ "exclusiveMaximum": true })] {
            let text = refusal(lowered(exclusive_bounds, schema));
            assert_eq!(text, format!("{ID}/exclusiveMaximum: a bound that is not an integer (an integer)"));
        }
        assert!(lowered(exclusive_bounds, json!({ "exclusiveMinimum": 1.5 })).is_err());
    }

    #[test]
    fn what_says_nothing_of_the_type_goes() {
        let schema =
            json!({ "type": "string", "title": "T", "example": 1, "examples": [1], "maxLength": 9, "xml": {} });
        assert_eq!(lowered(drop_metadata, schema).unwrap(), json!({ "type": "string" }));
    }

    #[test]
    fn a_field_keeps_that_it_is_deprecated() {
        let schema = json!({ "type": "array", "items": { "deprecated": true }, "deprecated": true });
        let expected = json!({ "type": "array", "items": {}, "deprecated": true });
        assert_eq!(lowered(drop_metadata, schema).unwrap(), expected);
    }

    #[test]
    fn examples_of_parameters_and_answers_go() {
        let mut document = document();
        set(&mut document, &format!("{OPERATION}/parameters"), json!([{ "name": "p", "example": 1, "examples": {} }]));
        set(&mut document, &ANSWER.replace("/schema", "/example"), json!({}));
        drop_metadata(&mut document).unwrap();
        assert_eq!(at(&document, &format!("{OPERATION}/parameters")), &json!([{ "name": "p" }]));
        assert_eq!(document.pointer(&ANSWER.replace("/schema", "/example")), None);
    }

    #[test]
    fn a_list_of_anything_says_so() {
        let schema = lowered(items_of_free_lists, json!({ "type": "array" })).unwrap();
        assert_eq!(schema, json!({ "type": "array", "items": {} }));
    }
}
