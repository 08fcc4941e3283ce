//! Alternatives that a type of this crate stands for: one or a list of it, a result or its error, shapes told by a tag.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::document::{self, elements, entries};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::super::unite::are_alike;
use super::schemas::is_component;
use super::shape::{self, Shape};

const DISCRIMINATOR: &shape::Keys = &[("propertyName", Shape::Text), ("mapping", Shape::Object)];
/// What alternatives may have beside them.
const BESIDE: [&str; 8] =
    ["oneOf", "discriminator", "title", "description", "nullable", "deprecated", "example", "examples"];

pub fn check(document: &Value, at: &str, schema: &Value) -> Result<()> {
    if schema.get("oneOf").is_none() {
        return match schema.get("discriminator") {
            Some(_) => Err(Error::new(push(at, "discriminator"), "no alternatives to tell apart", "oneOf beside it")),
            None => Ok(()),
        };
    }
    let beside = entries(schema).find(|(key, _)| !BESIDE.contains(key) && !key.starts_with("x-"));
    if let Some((key, _)) = beside {
        return Err(Error::new(push(at, key), format!("`{key}` beside alternatives"), "alternatives alone"));
    }
    if schema.get("discriminator").is_some() {
        return union(document, at, schema);
    }
    if is_one_or_many(schema) || is_accepted_or_refused(document, schema) {
        return Ok(());
    }
    let remedy = "an object or a list of that object, a component and an error, or components told by a discriminator";
    Err(Error::new(push(at, "oneOf"), "alternatives are not supported", remedy))
}

/// Components that are told apart by a tag: each value of the tag names one, and each is named.
fn union(document: &Value, at: &str, schema: &Value) -> Result<()> {
    if !is_component(at) && schema.get("x-type-name").is_none() {
        return Err(Error::new(at, "alternatives without a name", "a component, or x-type-name in the overlay"));
    }
    let at = push(at, "discriminator");
    let discriminator = &schema["discriminator"];
    shape::check(&at, discriminator, DISCRIMINATOR, "not supported in a discriminator", "propertyName and mapping")?;
    let tag = discriminator["propertyName"].as_str().filter(|tag| !tag.is_empty());
    let tag = tag.ok_or_else(|| Error::new(&at, "no propertyName", "the property that tells them apart"))?;
    let mut alone = BTreeSet::new();
    referred(document, &mut alone);
    let shapes: Vec<&str> = elements(&schema["oneOf"]).filter_map(|shape| shape["$ref"].as_str()).collect();
    let mut named = Vec::new();
    for (value, shape) in entries(&discriminator["mapping"]) {
        let at = push(&push(&at, "mapping"), value);
        let Some(shape) = shape.as_str().filter(|shape| shapes.contains(shape)) else {
            return Err(Error::new(at, "not one of the alternatives", "a reference that oneOf has as well"));
        };
        let reference = serde_json::json!({ "$ref": shape });
        let (_, target) = document::resolve(document, &at, &reference)?;
        if target["type"] != "object" {
            return Err(Error::new(at, "an alternative that is no object", "components of type: object"));
        }
        // A shape loses its tag, which the union reads; where it stands alone, that would be missing.
        let has_tag =
            document.pointer(shape.trim_start_matches('#')).is_some_and(|it| it["properties"].get(tag).is_some());
        if has_tag && alone.contains(shape) {
            let problem = format!("`{shape}` is referred to without its `{tag}` too");
            return Err(Error::new(at, problem, "a component for these alternatives alone"));
        }
        named.push(shape);
    }
    match shapes.iter().find(|shape| !named.contains(shape)) {
        None if shapes.len() == elements(&schema["oneOf"]).count() => Ok(()),
        None => Err(Error::new(at, "an alternative that is no reference", "components alone")),
        Some(shape) => Err(Error::new(at, format!("no value stands for `{shape}`"), "a value for each alternative")),
    }
}

/// Everything that is referred to by more than a tag.
fn referred<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(object) => {
            found.extend(value["$ref"].as_str());
            let is_union = object.contains_key("discriminator");
            let rest = object.iter().filter(|(key, _)| !(is_union && (*key == "oneOf" || *key == "discriminator")));
            rest.for_each(|(_, value)| referred(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| referred(value, found)),
        _ => {}
    }
}

/// Whether a schema says "one of these, or a list of them".
pub fn is_one_or_many(schema: &Value) -> bool {
    let alternatives: Vec<_> = elements(&schema["oneOf"]).collect();
    let [one, many] = alternatives.as_slice() else { return false };
    many["type"] == "array" && are_alike(one, &many["items"])
}

/// Whether a schema says "what was asked for, or the error that refused it": two components, of which the second
/// always has a code and a message.
pub fn is_accepted_or_refused(document: &Value, schema: &Value) -> bool {
    let alternatives: Vec<_> = elements(&schema["oneOf"]).collect();
    let [accepted, refused] = alternatives.as_slice() else { return false };
    let Ok((_, error)) = document::resolve(document, "", refused) else { return false };
    accepted.get("$ref").is_some()
        && refused.get("$ref").is_some()
        && ["code", "msg"].iter().all(|name| elements(&error["required"]).any(|required| required == name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_one_or_many_may_be_described_differently() {
        let one = |description: &str| json!({ "type": "object", "description": description });
        assert!(is_one_or_many(&json!({ "oneOf": [one("a"), { "type": "array", "items": one("b") }] })));
        assert!(!is_one_or_many(&json!({ "oneOf": [one("a"), { "type": "array", "items": {} }] })));
        assert!(!is_one_or_many(&json!({ "oneOf": [one("a")] })));
        assert!(!is_one_or_many(&json!({ "type": "object" })));
    }

    #[test]
    fn only_a_component_beside_an_error_is_accepted_or_refused() {
        let document = json!({ "components": { "schemas": {
            "Error": { "required": ["code", "msg"] }, "Other": { "required": ["code"] },
        } } });
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let is = |list: Value| is_accepted_or_refused(&document, &json!({ "oneOf": list }));
        assert!(is(json!([reference("Other"), reference("Error")])));
        assert!(!is(json!([reference("Error"), reference("Other")])));
        assert!(!is(json!([{ "type": "string" }, reference("Error")])));
        assert!(!is(json!([reference("Other"), reference("Nothing")])));
    }
}
