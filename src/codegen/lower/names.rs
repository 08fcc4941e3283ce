//! Names for types: what is written in place becomes a component of its own.
//!
//! - `x-type-name: X` makes a schema the component `X`. Several places may share a name; see [`unite`].
//! - An enum without a name takes that of the enums that are called the same on the wire (`side`), if a value of it is
//!   theirs; or else one made from its place. So a value that is added anywhere changes no type.
//! - An object with properties takes one made from its place. One that the overlay names may have none as yet.

mod enums;

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use serde_json::{Value, json};

use super::super::check::{is_one_or_many, without_prose};
use super::super::document::{self, entries};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::super::unite::{Conflict, unite};
use super::take;
use enums::NamedEnums;

const SCHEMAS: &str = "/components/schemas";

/// Moves named schemas and enums out of their places, and leaves references there.
pub fn hoist(document: &mut Value) -> Result<()> {
    if document.pointer(SCHEMAS).is_none() {
        document["components"]["schemas"] = json!({});
    }
    unify_one_or_many(document)?;
    let enums = NamedEnums::of(document);
    let mut shared = BTreeSet::new();
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place) else { continue };
        let component = is_component(&place);
        let is_enum = schema.get("enum").is_some() && schema["type"] == "string";
        let named = schema.get("x-type-name").map(|name| type_name(&place, name)).transpose()?;
        let alike = match named {
            Some(name) => Some(name),
            None if is_enum && !component => enums.called_alike(document, &place, schema)?,
            None => None,
        };
        let name = match alike {
            Some(_) if component => {
                return Err(Error::new(push(&place, "x-type-name"), "a name for what has a name", "leave it out"));
            }
            Some(name) => Name::Shared(name),
            // The generator would take a component of the name that it makes up for the type of an object.
            None if (is_enum || entries(&schema["properties"]).next().is_some()) && !component => {
                name_from_place(document, &place)
            }
            None => continue,
        };
        move_out(document, &place, &name)?;
        if let Name::Shared(name) = name {
            shared.insert(name);
        }
    }
    close_empty(document, &shared);
    Ok(())
}

/// An object without properties would become a map, and another type as soon as it has some. One that the overlay
/// names is a struct from the start.
fn close_empty(document: &mut Value, names: &BTreeSet<String>) {
    for name in names {
        let schema = &mut document["components"]["schemas"][name];
        let is_free = ["properties", "additionalProperties"].iter().all(|key| schema.get(key).is_none());
        if schema["type"] == "object" && is_free {
            schema["additionalProperties"] = json!(false);
        }
    }
}

/// The name of a type, and whether other places may have it too.
enum Name {
    Own(String),
    Shared(String),
}

fn is_component(place: &str) -> bool {
    place.strip_prefix(SCHEMAS).is_some_and(|rest| rest.matches('/').count() == 1)
}

fn type_name(place: &str, name: &Value) -> Result<String> {
    let name = name.as_str().filter(|name| *name == name.to_upper_camel_case()).map(str::to_owned);
    name.ok_or_else(|| Error::new(push(place, "x-type-name"), "not a type name", "a name such as OrderSide"))
}

/// `CreateOrderSide` for the parameter `side` of `createOrder`, `FuturesSymbolStatus` for a property of a component or
/// of what the overlay names so.
fn name_from_place(document: &Value, place: &str) -> Name {
    let mut above = place;
    while let Some((parent, _)) = above.rsplit_once('/') {
        above = parent;
        if let Some(name) = document.pointer(above).and_then(|schema| schema["x-type-name"].as_str()) {
            return Name::Shared(joined(vec![name.to_owned()], &steps(&place[above.len()..])));
        }
    }
    let steps = steps(place);
    if steps[0] != "paths" {
        return Name::Own(joined(Vec::new(), &steps[2..]));
    }
    let operation = document.pointer(&place.split('/').take(4).collect::<Vec<_>>().join("/")).unwrap_or(&Value::Null);
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    if steps[3] == "parameters" {
        let index = steps[4].parse::<usize>().unwrap_or_default();
        let parameter = operation["parameters"][index]["name"].as_str().unwrap_or_default().to_owned();
        return Name::Own(joined(vec![id, parameter], &steps[6..]));
    }
    let answer = if steps[4].starts_with('2') { "response" } else { "error" };
    Name::Own(joined(vec![id, answer.to_owned()], &steps[8..]))
}

fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

fn joined(mut words: Vec<String>, steps: &[String]) -> String {
    for step in steps.iter().filter(|step| !["properties", "oneOf"].contains(&step.as_str())) {
        words.push(match step.as_str() {
            "items" => "item".to_owned(),
            "additionalProperties" => "value".to_owned(),
            step => step.to_owned(),
        });
    }
    words.iter().map(|word| word.to_upper_camel_case()).collect()
}

/// Puts a reference in place of a schema, with what the place says of itself; gives the schema and its description.
fn leave_reference(document: &mut Value, place: &str, name: &str) -> Option<(Value, Option<Value>)> {
    let left = document.pointer_mut(place)?;
    let mut schema = std::mem::replace(left, json!({ "$ref": format!("#{}", push(SCHEMAS, name)) }));
    take(&mut schema, "x-type-name");
    let description = schema.get("description").cloned();
    if place.contains("/parameters/")
        && let Some(values) = schema.get("enum").cloned()
    {
        // A parameter may take fewer values than its type has.
        schema["x-values"] = values;
    }
    for key in ["title", "description", "nullable", "deprecated", "default", "x-values"] {
        if let Some(value) = take(&mut schema, key) {
            left[key] = value;
        }
    }
    Some((schema, description))
}

fn move_out(document: &mut Value, place: &str, name: &Name) -> Result<()> {
    let (Name::Own(text) | Name::Shared(text)) = name;
    let Some((mut schema, description)) = leave_reference(document, place, text) else { return Ok(()) };
    super::note_origin(document, text, place);
    let there = document.pointer_mut(SCHEMAS).and_then(|components| components.get_mut(text));
    match (there, name) {
        (None, _) if schema["type"] == "string" && schema.get("enum").is_none() => {
            let problem = format!("`{text}` has no values");
            Err(Error::new(place, problem, "an enum component of that name in the overlay"))
        }
        (None, _) => {
            if let Some(description) = description {
                schema["description"] = description;
            }
            document["components"]["schemas"][text] = schema;
            Ok(())
        }
        (Some(there), Name::Shared(_)) => unite(there, &schema).map_err(|conflict| match conflict {
            Conflict::Different => differs(place, text),
            Conflict::Renamed(value) => {
                Error::new(place, format!("another name for the value `{value}` of `{text}`"), "one name")
            }
        }),
        (Some(_), Name::Own(_)) if schema.get("enum").is_some() => {
            let problem = format!("`{text}` is taken by another schema");
            Err(Error::new(place, problem, "x-type-name in the overlay"))
        }
        (Some(there), Name::Own(_)) if without_prose(there) == without_prose(&schema) => Ok(()),
        (Some(_), Name::Own(_)) => Err(differs(place, text)),
    }
}

fn differs(place: &str, name: &str) -> Error {
    Error::new(place, format!("not the same as the other `{name}`"), "a name of its own")
}

/// `oneOf` an object written in place and a list of the same: both become one component, if the overlay has no name
/// for them.
fn unify_one_or_many(document: &mut Value) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place).filter(|schema| is_one_or_many(schema)) else { continue };
        if ["$ref", "x-type-name"].iter().any(|key| schema["oneOf"][0].get(key).is_some()) {
            continue;
        }
        let (Name::Own(name) | Name::Shared(name)) = name_from_place(document, &place);
        move_out(document, &format!("{place}/oneOf/0"), &Name::Own(name.clone()))?;
        move_out(document, &format!("{place}/oneOf/1/items"), &Name::Shared(name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
