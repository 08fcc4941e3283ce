//! OpenAPI 3.1 to 3.0.3: the keywords that were written differently in the older version.

use serde_json::{Value, json};

use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::{each_operation, each_schema, take};

/// The generator reads 3.0 only.
pub fn version(document: &mut Value) -> Result<()> {
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

/// `type: [X, 'null']` was `nullable: true`.
pub fn null_types_to_nullable(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
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

/// `exclusiveMinimum: n` was `minimum: n` with a flag; for integers, the bound itself can move.
pub fn exclusive_bounds(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
        for (exclusive, inclusive, step) in [("exclusiveMinimum", "minimum", 1), ("exclusiveMaximum", "maximum", -1)] {
            let Some(bound) = take(schema, exclusive) else { continue };
            let Some(bound) = bound.as_i64() else {
                return Err(Error::new(push(at, exclusive), "a bound that is not an integer", "an integer"));
            };
            schema[inclusive] = (bound + step).into();
        }
        Ok(())
    })
}

/// Examples and the like say nothing of the type, and the generator's model of 3.0 has no place for some of them.
pub fn drop_metadata(document: &mut Value) -> Result<()> {
    each_schema(document, |_, schema| {
        for key in ["example", "examples", "title", "deprecated"] {
            take(schema, key);
        }
        Ok(())
    })?;
    each_operation(document, |_, operation| {
        for key in ["example", "examples"] {
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
