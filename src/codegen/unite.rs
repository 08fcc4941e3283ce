//! Makes one schema of several that share a name.
//!
//! Upstream writes some types out more than once, and may add to one of the places alone. The type has what any of its
//! places has: the values of an enum are united, and a property that not every place requires is optional. All else
//! must be the same.

use serde_json::{Map, Value};

use super::check::without_prose;
use super::document::{elements, entries};

/// Why two schemas cannot be one.
#[derive(Debug, PartialEq, Eq)]
pub enum Conflict {
    Different,
    /// A value of an enum has two names.
    Renamed(String),
}

/// Extends a schema by what another of the same name has.
pub fn unite(schema: &mut Value, other: &Value) -> Result<(), Conflict> {
    if schema.get("enum").is_some() && other["type"] == "string" && other.get("format").is_none() {
        return enums(schema, other);
    }
    if schema["type"] == "object" && other["type"] == "object" {
        return objects(schema, other);
    }
    if without_prose(schema) == without_prose(other) { Ok(()) } else { Err(Conflict::Different) }
}

/// Whether two schemas are written as one type, though one of them may have more.
pub fn are_alike(one: &Value, other: &Value) -> bool {
    let shared = entries(&one["properties"]).any(|(name, _)| other["properties"].get(name).is_some());
    without_prose(one) == without_prose(other) || (shared && objects(&mut one.clone(), other).is_ok())
}

fn enums(schema: &mut Value, other: &Value) -> Result<(), Conflict> {
    for value in elements(&other["enum"]) {
        if let Some(values) = schema["enum"].as_array_mut().filter(|values| !values.contains(value)) {
            values.push(value.clone());
        }
    }
    for (value, variant) in entries(&other["x-enum-names"]) {
        let names = &mut schema["x-enum-names"];
        if names.get(value).is_some_and(|name| name != variant) {
            return Err(Conflict::Renamed(value.to_owned()));
        }
        names[value] = variant.clone();
    }
    Ok(())
}

fn objects(schema: &mut Value, other: &Value) -> Result<(), Conflict> {
    let rest = |schema: &Value| {
        let kept = entries(schema).filter(|(key, _)| !["properties", "required"].contains(key));
        without_prose(&Value::Object(kept.map(|(key, value)| (key.to_owned(), value.clone())).collect()))
    };
    if rest(schema) != rest(other) {
        return Err(Conflict::Different);
    }
    let required =
        elements(&schema["required"]).filter(|name| elements(&other["required"]).any(|other| other == *name));
    let required: Vec<Value> = required.cloned().collect();
    let Some(object) = schema.as_object_mut() else { return Ok(()) };
    object.remove("required");
    if !required.is_empty() {
        object.insert("required".to_owned(), Value::Array(required));
    }
    for (name, property) in entries(&other["properties"]) {
        let properties = object.entry("properties").or_insert_with(|| Value::Object(Map::new()));
        match properties.get_mut(name) {
            Some(there) => unite(there, property)?,
            None => properties[name] = property.clone(),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(properties: Value, required: &[&str]) -> Value {
        let mut object = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        object
    }

    fn united(one: Value, other: Value) -> Result<Value, Conflict> {
        let mut one = one;
        unite(&mut one, &other)?;
        Ok(one)
    }

    #[test]
    fn a_property_of_one_place_alone_is_optional() {
        let (text, number) = (json!({ "type": "string" }), json!({ "type": "integer" }));
        let small = object(json!({ "a": text }), &["a"]);
        let large = object(json!({ "a": text, "b": number }), &["a", "b"]);
        let both = object(json!({ "a": text, "b": number }), &["a"]);
        assert_eq!(united(small.clone(), large.clone()), Ok(both.clone()));
        assert_eq!(united(large, small), Ok(both));
    }

    #[test]
    fn the_values_of_a_property_are_united() {
        let letters = |values: &[&str]| object(json!({ "a": { "type": "string", "enum": values } }), &[]);
        assert_eq!(united(letters(&["X", "Y"]), letters(&["Y", "Z"])), Ok(letters(&["X", "Y", "Z"])));
    }

    #[test]
    fn a_property_of_another_type_or_another_word_is_a_conflict() {
        let one = object(json!({ "a": { "type": "string" } }), &[]);
        let other = object(json!({ "a": { "type": "integer" } }), &[]);
        assert_eq!(united(one.clone(), other), Err(Conflict::Different));
        let mut free = one.clone();
        free["additionalProperties"] = json!(true);
        assert_eq!(united(one, free), Err(Conflict::Different));
    }

    #[test]
    fn objects_that_share_no_property_are_not_alike() {
        let of = |name: &str| object(json!({ name: { "type": "string" } }), &[]);
        let more = object(json!({ "a": { "type": "string" }, "b": { "type": "string" } }), &[]);
        assert!(are_alike(&of("a"), &more) && are_alike(&of("a"), &of("a")));
        assert!(!are_alike(&of("a"), &of("b")));
        assert!(!are_alike(&of("a"), &json!({})) && !are_alike(&of("a"), &json!({ "type": "string" })));
    }
}
