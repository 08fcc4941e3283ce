//! Which type an enum has that bears no name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::super::document::{self, elements};
use super::super::super::error::{Error, Result};

/// The enums that the overlay names.
#[derive(Default)]
pub struct NamedEnums {
    /// The names of types, by what their places are called on the wire.
    types: BTreeMap<String, BTreeSet<String>>,
    /// The values of each type, in all of its places.
    values: BTreeMap<String, BTreeSet<String>>,
}

impl NamedEnums {
    pub fn of(document: &Value) -> Self {
        let mut enums = Self::default();
        for place in document::schemas(document) {
            let schema = document.pointer(&place).filter(|schema| schema["type"] == "string");
            let Some((schema, name)) = schema.and_then(|schema| Some((schema, schema["x-type-name"].as_str()?))) else {
                continue;
            };
            let own = values(&document["components"]["schemas"][name]);
            enums.values.entry(name.to_owned()).or_default().extend(values(schema).chain(own).map(str::to_owned));
            if let Some(wire_name) = wire_name(document, &place) {
                enums.types.entry(wire_name).or_default().insert(name.to_owned());
            }
        }
        enums
    }

    /// The type of those that are called like the enum at this place, if they have one of its values.
    pub fn called_alike(&self, document: &Value, place: &str, schema: &Value) -> Result<Option<String>> {
        let wire_name = wire_name(document, place).unwrap_or_default();
        let has_value = |name: &&String| values(schema).any(|value| self.values[*name].contains(value));
        let fitting: Vec<&String> = self.types.get(&wire_name).into_iter().flatten().filter(has_value).collect();
        match fitting.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some((*one).clone())),
            [one, other, ..] => {
                let problem = format!("`{wire_name}` is {one} and {other} elsewhere");
                Err(Error::new(place, problem, "x-type-name in the overlay says which"))
            }
        }
    }
}

fn values(schema: &Value) -> impl Iterator<Item = &str> {
    elements(&schema["enum"]).filter_map(Value::as_str)
}

/// What a place is called on the wire: the parameter or the property that it is, or is an element of.
fn wire_name(document: &Value, place: &str) -> Option<String> {
    if let Some((_, name)) = place.rsplit_once("/properties/") {
        return name.split('/').next().map(|name| name.replace("~1", "/").replace("~0", "~"));
    }
    let (parameter, _) = place.split_once("/schema").filter(|_| place.contains("/parameters/"))?;
    document.pointer(parameter)?["name"].as_str().map(str::to_owned)
}
