//! Components as this crate names its types, and those that are none.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;
use serde_json::{Map, Value};

use super::super::document::{self, entries};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::{ORIGINS, take};

const SCHEMAS: &str = "/components/schemas";

/// `ADLQuantile` becomes `AdlQuantile`, as the generator would call its type; whatever refers to it follows.
pub fn name_as_types(document: &mut Value) -> Result<()> {
    let mut names = BTreeMap::new();
    let mut renamed = BTreeMap::new();
    for (name, _) in entries(&document["components"]["schemas"]) {
        let own = name.to_upper_camel_case();
        let at = push(SCHEMAS, name);
        if let Some(other) = names.insert(own.clone(), name) {
            let problem = format!("`{other}` and `{name}` both become the type `{own}`");
            return Err(Error::new(at, problem, "components whose names differ by more than case"));
        }
        if own != name && own.starts_with(|first: char| first.is_ascii_alphabetic()) {
            renamed.insert(format!("#{at}"), own);
        }
    }
    if renamed.is_empty() {
        return Ok(());
    }
    let Some(schemas) = document.pointer_mut(SCHEMAS).and_then(Value::as_object_mut) else { return Ok(()) };
    let own = |name: String| renamed.get(&format!("#{}", push(SCHEMAS, &name))).cloned().unwrap_or(name);
    *schemas = std::mem::take(schemas).into_iter().map(|(name, schema)| (own(name), schema)).collect::<Map<_, _>>();
    for (reference, own) in &renamed {
        document[ORIGINS][own] = reference.trim_start_matches('#').into();
    }
    follow(document, &renamed);
    Ok(())
}

/// Renames in every reference, and in what the tags of unions stand for.
fn follow(value: &mut Value, renamed: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(own) = renamed.get(text) {
                *text = format!("#{}", push(SCHEMAS, own));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| follow(value, renamed)),
        Value::Object(object) => object.values_mut().for_each(|value| follow(value, renamed)),
        _ => {}
    }
}

/// A component that is a plain value, such as a symbol, is no type of its own: it stands where it is referred to.
pub fn inline_plain_values(document: &mut Value) -> Result<()> {
    let shared = document.clone();
    let plain = |place: &str, schema: &Value| -> Result<Option<Value>> {
        let (_, target) = document::resolve(&shared, place, schema)?;
        let is_plain = ["string", "integer", "boolean"].iter().any(|name| is_of(target, name));
        let is_type = ["enum", "const", "x-type-name"].iter().any(|key| target.get(key).is_some());
        Ok((is_plain && !is_type).then(|| target.clone()))
    };
    for place in document::schemas(&shared) {
        let Some(schema) = document.pointer_mut(&place).filter(|schema| schema.get("$ref").is_some()) else { continue };
        let Some(mut value) = plain(&place, schema)? else { continue };
        take(schema, "$ref");
        // What the place says of itself counts before what the component says.
        entries(schema).for_each(|(key, own)| value[key] = own.clone());
        *schema = value;
    }
    let Some(schemas) = document.pointer_mut(SCHEMAS).and_then(Value::as_object_mut) else { return Ok(()) };
    schemas.retain(|name, schema| plain(&push(SCHEMAS, name), schema).is_ok_and(|value| value.is_none()));
    Ok(())
}

/// Whether a schema is of a type, or of that type or null.
fn is_of(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::Array(types) => {
            types.iter().all(|one| one == name || one == "null") && types.iter().any(|one| one == name)
        }
        one => one == name,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::{ANSWER, at, refusal, set, with, with_properties};

    #[test]
    fn a_component_is_named_as_its_type_and_is_found_by_that_name() {
        let mut document = with("/components/schemas/ADL rank", json!({ "type": "object" }));
        set(&mut document, ANSWER, json!({ "$ref": "#/components/schemas/ADL rank" }));
        name_as_types(&mut document).unwrap();
        assert_eq!(at(&document, ANSWER), &json!({ "$ref": "#/components/schemas/AdlRank" }));
        assert_eq!(at(&document, "/components/schemas/AdlRank"), &json!({ "type": "object" }));
        assert_eq!(super::super::origin(&document, "AdlRank"), "/components/schemas/ADL rank");
    }

    #[test]
    fn two_components_of_one_name_are_refused() {
        let text = refusal(name_as_types(&mut with("/components/schemas/THING", json!({}))));
        let problem = "`THING` and `Thing` both become the type `Thing`";
        let remedy = "(components whose names differ by more than case)";
        assert_eq!(text, format!("/components/schemas/Thing: {problem} {remedy}"));
    }

    #[test]
    fn a_plain_value_stands_where_it_is_referred_to() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}"), "description": "Here." });
        let mut document =
            with_properties(json!({ "a": reference("Word"), "b": reference("Other"), "c": reference("Side") }));
        set(&mut document, "/components/schemas/Word", json!({ "type": ["string", "null"], "description": "There." }));
        set(&mut document, "/components/schemas/Other", json!({ "$ref": "#/components/schemas/Word" }));
        set(&mut document, "/components/schemas/Side", json!({ "type": "string", "enum": ["BUY"] }));
        inline_plain_values(&mut document).unwrap();
        let word = json!({ "type": ["string", "null"], "description": "Here." });
        let properties = json!({ "a": word, "b": word, "c": reference("Side") });
        assert_eq!(at(&document, "/components/schemas/Thing/properties"), &properties);
        let left: Vec<&str> = entries(&document["components"]["schemas"]).map(|(name, _)| name).collect();
        assert_eq!(left, ["Side", "Thing"]);
    }
}
