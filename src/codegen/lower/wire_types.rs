//! Types that this crate writes by hand or emits itself: the generator gets a reference to a component that says so.
//!
//! Such a component carries `x-crate-type`, the Rust type that stands for it.

use serde_json::{Value, json};

use super::super::check::{is_accepted_or_refused, is_one_or_many};
use super::super::document::{self, entries};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::super::wire;
use super::{each_schema, take};

/// Strings of a known format become the newtype of that format.
pub fn formats(document: &mut Value) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place) else { continue };
        let format = schema["format"].as_str().unwrap_or_default().to_owned();
        let Some(wire) = wire::type_of(&format) else { continue };
        let known = ["type", "format", "description", "nullable"];
        if let Some((key, _)) = entries(schema).find(|(key, _)| !known.contains(key)) {
            let problem = format!("`{key}` on a {format}");
            return Err(Error::new(push(&place, key), problem, "a plain string with that format"));
        }
        let component = json!({ "type": "string", "format": format, "x-crate-type": wire.rust });
        define(document, &place, wire.component, component)?;
        refer(document, &place, wire.component);
    }
    Ok(())
}

/// Enums are emitted by this crate, open: a value that the spec does not know is kept.
pub fn enums(document: &mut Value) -> Result<()> {
    for (name, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        if schema.get("enum").is_some() {
            schema["x-crate-type"] = format!("crate::types::{name}").into();
        }
    }
    Ok(())
}

/// Lists whose places have names (`prefixItems` with titles) are rows: structs that are arrays on the wire.
pub fn rows(document: &mut Value) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer_mut(&place) else { continue };
        let Some(columns) = take(schema, "prefixItems") else { continue };
        let name = place.strip_prefix("/components/schemas/").filter(|name| !name.contains('/'));
        let name = name.ok_or_else(|| Error::new(&place, "a row without a name", "x-type-name in the overlay"))?;
        schema["x-columns"] = columns;
        schema["items"] = json!({});
        schema["x-crate-type"] = format!("crate::types::{name}").into();
    }
    Ok(())
}

/// "An object, or a list of them" becomes `OneOrMany`: an untagged enum would read `[]` as an object of defaults.
pub fn one_or_many(document: &mut Value) -> Result<()> {
    alternatives(document, "OneOrMany", |_, schema| is_one_or_many(schema))
}

/// "What was asked for, or the error that refused it" becomes `BatchResult`.
pub fn accepted_or_refused(document: &mut Value) -> Result<()> {
    alternatives(document, "BatchResult", is_accepted_or_refused)
}

/// Puts a generic type of this crate over the first alternative of every schema that fits.
fn alternatives(document: &mut Value, generic: &str, fits: impl Fn(&Value, &Value) -> bool) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place).filter(|schema| fits(document, schema)) else { continue };
        let item = schema["oneOf"][0]["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        let item = item.ok_or_else(|| Error::new(&place, "alternatives without a name", "a component"))?.to_owned();
        let name = format!("{generic}{item}");
        let mut component = schema.clone();
        component["x-crate-type"] = format!("crate::{generic}<crate::types::{item}>").into();
        define(document, &place, &name, component)?;
        refer(document, &place, &name);
    }
    Ok(())
}

/// A reference has no place for a description in 3.0; an `allOf` of one reference has. Properties get one in any case,
/// so that prose does not shape the document.
pub fn wrap_references(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
        let property = at.rsplit('/').nth(1) == Some("properties");
        if (property || schema.get("nullable").is_some())
            && let Some(reference) = take(schema, "$ref")
        {
            schema["allOf"] = json!([{ "$ref": reference }]);
        } else if schema.get("$ref").is_some() {
            take(schema, "description");
        }
        Ok(())
    })
}

fn define(document: &mut Value, place: &str, name: &str, component: Value) -> Result<()> {
    let components = &mut document["components"]["schemas"];
    match components.get(name) {
        Some(existing) if *existing == component => Ok(()),
        Some(_) => {
            Err(Error::new(place, format!("`{name}` is taken by another schema"), "another name for that schema"))
        }
        None => {
            components[name] = component;
            Ok(())
        }
    }
}

/// Puts a reference in place of a schema, and keeps what the place says of itself.
fn refer(document: &mut Value, place: &str, name: &str) {
    let Some(schema) = document.pointer_mut(place) else { return };
    let mut reference = json!({ "$ref": format!("#{}", push("/components/schemas", name)) });
    for key in ["description", "nullable"] {
        if let Some(value) = take(schema, key) {
            reference[key] = value;
        }
    }
    *schema = reference;
}
