//! Schemas that are split by `allOf` are joined.

use serde_json::{Map, Value, json};

use super::super::check::without_prose;
use super::super::document::{self, elements, entries};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::is_annotation;

/// Parts that are split themselves are joined first, each level in one round. More levels than this are a circle.
const ROUNDS: usize = 16;

/// Joins every schema that can be.
pub fn join(document: &mut Value) {
    for _ in 0..ROUNDS {
        let mut changed = false;
        for place in document::schemas(document) {
            let split = document.pointer(&place).filter(|schema| schema.get("allOf").is_some());
            let whole = split.and_then(|schema| joined(document, &place, schema).ok());
            if let (Some(whole), Some(schema)) = (whole, document.pointer_mut(&place)) {
                *schema = whole;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
}

/// The one schema that a split one stands for, or why there is none.
pub fn joined(document: &Value, at: &str, schema: &Value) -> Result<Value> {
    let mut own = schema.clone();
    let parts = own.as_object_mut().and_then(|own| own.remove("allOf")).unwrap_or_default();
    let at = push(at, "allOf");
    let parts: Vec<&Value> = elements(&parts).collect();
    let annotated = entries(&own).all(|(key, _)| is_annotation(key));
    match parts.as_slice() {
        // An only part is the schema itself; a reference cannot be annotated in any other way in 3.0.
        [only] if annotated && only.is_object() && only.get("allOf").is_none() => {
            let mut whole = (*only).clone();
            entries(&own).for_each(|(key, value)| whole[key] = value.clone());
            Ok(whole)
        }
        [] => Err(Error::new(at, "no parts", "objects with properties")),
        parts => {
            let mut whole = Whole::default();
            for (index, part) in parts.iter().enumerate() {
                let (place, part) = document::resolve(document, &push(&at, index.to_string()), part)?;
                let foreign = foreign(part).or_else(|| part.get("nullable").map(|_| "nullable"));
                whole.add(&at, (&place, part), foreign)?;
            }
            whole.add(&at, (at.trim_end_matches("/allOf"), &own), foreign(&own))?;
            let mut whole = whole.into_schema();
            entries(&own).filter(|(key, _)| is_annotation(key)).for_each(|(key, value)| whole[key] = value.clone());
            Ok(whole)
        }
    }
}

/// What an object has beside properties, and would lose.
fn foreign(part: &Value) -> Option<&str> {
    if !part.is_object() || part.get("type").is_some_and(|name| name != "object") {
        return Some("type");
    }
    let known = |key: &str| ["type", "properties", "required"].contains(&key) || is_annotation(key);
    entries(part).map(|(key, _)| key).find(|key| !known(key))
}

#[derive(Default)]
struct Whole {
    properties: Map<String, Value>,
    required: Vec<Value>,
    description: Option<Value>,
}

impl Whole {
    fn add(&mut self, at: &str, (place, part): (&str, &Value), foreign: Option<&str>) -> Result<()> {
        if let Some(key) = foreign {
            let problem = format!("`{key}` of a part of {at}");
            return Err(Error::new(push(place, key), problem, "objects with properties alone"));
        }
        for (name, property) in entries(&part["properties"]) {
            match self.properties.get(name) {
                Some(same) if without_prose(same) == without_prose(property) => {}
                Some(_) => return Err(Error::new(at, format!("two parts with another `{name}`"), "one type for it")),
                None => drop(self.properties.insert(name.to_owned(), property.clone())),
            }
        }
        for name in elements(&part["required"]) {
            if !self.required.contains(name) {
                self.required.push(name.clone());
            }
        }
        self.description = self.description.take().or_else(|| part.get("description").cloned());
        Ok(())
    }

    fn into_schema(self) -> Value {
        let mut schema = json!({ "type": "object", "properties": self.properties });
        if !self.required.is_empty() {
            schema["required"] = self.required.into();
        }
        if let Some(description) = self.description {
            schema["description"] = description;
        }
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::testing::{at, refusal, set, with_properties};

    const ID: &str = "/components/schemas/Thing/properties/id";

    fn formed(schema: Value) -> Value {
        let mut document = with_properties(json!({ "id": schema }));
        set(&mut document, "/components/schemas/Part", object("part", "string"));
        join(&mut document);
        at(&document, ID).clone()
    }

    fn object(name: &str, ty: &str) -> Value {
        json!({ "type": "object", "properties": { name: { "type": ty } }, "required": [name] })
    }

    fn part() -> Value {
        json!({ "$ref": "#/components/schemas/Part" })
    }

    #[test]
    fn the_properties_of_all_parts_are_those_of_the_whole() {
        let whole = formed(json!({ "allOf": [part(), object("b", "integer"), part()], "description": "Both." }));
        let properties = json!({ "b": { "type": "integer" }, "part": { "type": "string" } });
        let expected =
            json!({ "type": "object", "properties": properties, "required": ["part", "b"], "description": "Both." });
        assert_eq!(whole, expected);
    }

    #[test]
    fn what_stands_beside_the_parts_is_one_of_them() {
        let mut schema = object("own", "boolean");
        schema["allOf"] = json!([part()]);
        assert_eq!(formed(schema)["required"], json!(["part", "own"]));
    }

    #[test]
    fn an_only_part_is_the_schema_itself() {
        let schema = formed(json!({ "allOf": [part()], "description": "Here.", "nullable": true }));
        let expected = json!({ "$ref": "#/components/schemas/Part", "description": "Here.", "nullable": true });
        assert_eq!(schema, expected);
    }

    #[test]
    fn parts_that_are_split_are_joined_first() {
        let mut document = with_properties(json!({ "id": { "allOf": [{ "allOf": [part(), part()] }, part()] } }));
        set(
            &mut document,
            "/components/schemas/Part",
            json!({ "allOf": [object("a", "string"), object("b", "string")] }),
        );
        join(&mut document);
        assert_eq!(at(&document, ID)["required"], json!(["a", "b"]));
    }

    #[test]
    fn what_cannot_be_joined_stays_and_is_explained() {
        let own = json!({ "$ref": "#/components/schemas/Thing/properties/id" });
        for (parts, line) in [
            (json!([]), format!("{ID}/allOf: no parts (objects with properties)")),
            (
                json!([object("a", "string"), object("a", "integer")]),
                format!("{ID}/allOf: two parts with another `a` (one type for it)"),
            ),
            (
                json!([part(), { "type": "string" }]),
                format!("{ID}/allOf/1/type: `type` of a part of {ID}/allOf (objects with properties alone)"),
            ),
            (
                json!([part(), own]),
                format!("{ID}/allOf: `allOf` of a part of {ID}/allOf (objects with properties alone)"),
            ),
        ] {
            let schema = json!({ "allOf": parts });
            assert_eq!(formed(schema.clone()), schema);
            let mut document = with_properties(json!({ "id": schema }));
            set(&mut document, "/components/schemas/Part", object("part", "string"));
            assert_eq!(refusal(joined(&document, ID, &schema)), line);
        }
    }
}
