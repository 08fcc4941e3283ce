//! Names for types: what is written in place becomes a component of its own.
//!
//! - `x-type-name: X` makes a schema the component `X`. Several places may share a name: the values of enums are
//!   united, anything else must be the same.
//! - An enum without a name takes that of the enums that are called the same on the wire (`side`), if a value of it is
//!   theirs; or else one made from its place. So a value that is added anywhere changes no type.
//! - An object with properties takes one made from its place.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use serde_json::{Value, json};

use super::super::check::{is_one_or_many, without_prose};
use super::super::document::{self, elements, entries};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::take;

const SCHEMAS: &str = "/components/schemas";

/// Moves named schemas and enums out of their places, and leaves references there.
pub fn hoist(document: &mut Value) -> Result<()> {
    if document.pointer(SCHEMAS).is_none() {
        document["components"]["schemas"] = json!({});
    }
    unify_one_or_many(document)?;
    let enums = NamedEnums::of(document);
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place) else { continue };
        let component = is_component(&place);
        let named = schema.get("x-type-name").map(|name| type_name(&place, name)).transpose()?;
        let name = match named {
            Some(name) => name,
            None if schema.get("enum").is_some() && schema["type"] == "string" && !component => {
                enum_name(document, &place, schema, &enums)?
            }
            // The generator would take a component of the name that it makes up for the type of this object.
            None if entries(&schema["properties"]).next().is_some() && !component => name_from_place(document, &place),
            None => continue,
        };
        if component {
            return Err(Error::new(push(&place, "x-type-name"), "a name for what has a name", "leave it out"));
        }
        move_out(document, &place, &name)?;
    }
    Ok(())
}

fn is_component(place: &str) -> bool {
    place.strip_prefix(SCHEMAS).is_some_and(|rest| rest.matches('/').count() == 1)
}

fn type_name(place: &str, name: &Value) -> Result<String> {
    let name = name.as_str().filter(|name| *name == name.to_upper_camel_case()).map(str::to_owned);
    name.ok_or_else(|| Error::new(push(place, "x-type-name"), "not a type name", "a name such as OrderSide"))
}

/// The enums that the overlay names.
#[derive(Default)]
struct NamedEnums {
    /// The names of types, by what their places are called on the wire.
    types: BTreeMap<String, BTreeSet<String>>,
    /// The values of each type, in all of its places.
    values: BTreeMap<String, BTreeSet<String>>,
}

impl NamedEnums {
    fn of(document: &Value) -> Self {
        let mut enums = Self::default();
        for place in document::schemas(document) {
            let schema = document.pointer(&place).filter(|schema| schema["type"] == "string");
            let Some((schema, name)) = schema.and_then(|schema| Some((schema, schema["x-type-name"].as_str()?))) else {
                continue;
            };
            let own = value_set(&document["components"]["schemas"][name]);
            let values = value_set(schema).into_iter().chain(own).map(str::to_owned);
            enums.values.entry(name.to_owned()).or_default().extend(values);
            if let Some(wire_name) = wire_name(document, &place) {
                enums.types.entry(wire_name).or_default().insert(name.to_owned());
            }
        }
        enums
    }
}

/// What a place is called on the wire: the parameter or the property that it is, or is an element of.
fn wire_name(document: &Value, place: &str) -> Option<String> {
    if let Some((_, name)) = place.rsplit_once("/properties/") {
        return name.split('/').next().map(|name| name.replace("~1", "/").replace("~0", "~"));
    }
    let (parameter, _) = place.split_once("/schema").filter(|_| place.contains("/parameters/"))?;
    document.pointer(parameter)?["name"].as_str().map(str::to_owned)
}

/// The name of an enum that bears none.
fn enum_name(document: &Value, place: &str, schema: &Value, enums: &NamedEnums) -> Result<String> {
    let values = value_set(schema);
    let wire_name = wire_name(document, place).unwrap_or_default();
    let is_of = |name: &&String| enums.values[*name].iter().any(|value| values.contains(value.as_str()));
    let fitting: Vec<&str> =
        enums.types.get(&wire_name).into_iter().flatten().filter(is_of).map(String::as_str).collect();
    match fitting.as_slice() {
        [] => {
            let name = name_from_place(document, place);
            if document["components"]["schemas"].get(&name).is_some() {
                let problem = format!("`{name}` is taken by another schema");
                return Err(Error::new(place, problem, "x-type-name in the overlay"));
            }
            Ok(name)
        }
        [one] => Ok((*one).to_owned()),
        several => {
            let problem = format!("`{wire_name}` is {} elsewhere", several.join(" and "));
            Err(Error::new(place, problem, "x-type-name in the overlay says which"))
        }
    }
}

fn value_set(schema: &Value) -> BTreeSet<&str> {
    elements(&schema["enum"]).filter_map(Value::as_str).collect()
}

/// `CreateOrderSide` for the parameter `side` of `createOrder`, `FuturesSymbolStatus` for a property of a component.
fn name_from_place(document: &Value, place: &str) -> String {
    let steps: Vec<String> = place.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let mut words = Vec::new();
    let rest = if steps[0] == "paths" {
        let operation = document.pointer(&place.split('/').take(4).collect::<Vec<_>>().join("/"));
        let operation = operation.unwrap_or(&Value::Null);
        words.push(operation["operationId"].as_str().unwrap_or_default().to_owned());
        if steps[3] == "parameters" {
            let index = steps[4].parse::<usize>().unwrap_or_default();
            words.push(operation["parameters"][index]["name"].as_str().unwrap_or_default().to_owned());
            &steps[6..]
        } else {
            let success = steps[4].starts_with('2');
            words.push(if success { "response" } else { "error" }.to_owned());
            &steps[8..]
        }
    } else {
        &steps[2..]
    };
    for step in rest.iter().filter(|step| !["properties", "oneOf"].contains(&step.as_str())) {
        words.push(match step.as_str() {
            "items" => "item".to_owned(),
            "additionalProperties" => "value".to_owned(),
            step => step.to_owned(),
        });
    }
    words.iter().map(|word| word.to_upper_camel_case()).collect()
}

fn move_out(document: &mut Value, place: &str, name: &str) -> Result<()> {
    let reference = json!({ "$ref": format!("#{}", push(SCHEMAS, name)) });
    let Some(schema) = document.pointer_mut(place) else { return Ok(()) };
    let mut schema = std::mem::replace(schema, reference);
    take(&mut schema, "x-type-name");
    let description = schema.get("description").cloned();
    if place.contains("/parameters/")
        && let Some(values) = schema.get("enum").cloned()
    {
        // A parameter may take fewer values than its type has.
        schema["x-values"] = values;
    }
    // What a place says of itself stays there.
    let kept: Vec<_> = ["description", "nullable", "deprecated", "default", "x-values"]
        .into_iter()
        .filter_map(|key| take(&mut schema, key).map(|value| (key, value)))
        .collect();
    if let Some(left) = document.pointer_mut(place) {
        for (key, value) in kept {
            left[key] = value;
        }
    }
    let Some(components) = document.pointer_mut(SCHEMAS) else { return Ok(()) };
    match components.get_mut(name) {
        None if schema["type"] == "string" && schema.get("enum").is_none() => {
            Err(Error::new(place, format!("`{name}` has no values"), "an enum component of that name in the overlay"))
        }
        None => {
            if let Some(description) = description {
                schema["description"] = description;
            }
            components[name] = schema;
            Ok(())
        }
        Some(existing) => unite(place, name, existing, &schema),
    }
}

/// Two places share a name: the values of an enum are united, anything else must be the same.
fn unite(place: &str, name: &str, existing: &mut Value, schema: &Value) -> Result<()> {
    if existing.get("enum").is_none() || schema["type"] != "string" || schema.get("format").is_some() {
        if without_prose(existing) == without_prose(schema) {
            return Ok(());
        }
        return Err(Error::new(place, format!("not the same as the other `{name}`"), "a name of its own"));
    }
    for value in elements(&schema["enum"]) {
        if let Some(values) = existing["enum"].as_array_mut().filter(|values| !values.contains(value)) {
            values.push(value.clone());
        }
    }
    for (value, variant) in entries(&schema["x-enum-names"]) {
        let names = &mut existing["x-enum-names"];
        if names.get(value).is_some_and(|other| other != variant) {
            return Err(Error::new(place, format!("another name for the value `{value}` of `{name}`"), "one name"));
        }
        names[value] = variant.clone();
    }
    Ok(())
}

/// `oneOf` an object written in place and a list of the same: both become one component, if the overlay has no name
/// for them.
fn unify_one_or_many(document: &mut Value) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place).filter(|schema| is_one_or_many(schema)) else { continue };
        if ["$ref", "x-type-name"].iter().any(|key| schema["oneOf"][0].get(key).is_some()) {
            continue;
        }
        let name = name_from_place(document, &place);
        move_out(document, &format!("{place}/oneOf/0"), &name)?;
        move_out(document, &format!("{place}/oneOf/1/items"), &name)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
