//! From the document as upstream and overlay write it to the one that the generator can read.
//!
//! Two stages, with the operation table read between them: [`contract`] works out what the document means, and keeps
//! every fact; [`for_generator`] then takes out what the generator cannot use. Each rule is a function.

#![expect(clippy::unnecessary_wraps, reason = "all rules have one signature, whether or not they can fail")]

mod components;
mod dialect;
mod names;
mod parameters;
mod responses;
mod text;
mod wire_types;

pub use text::rustdoc;

use serde_json::Value;

use super::error::Result;

type Rule = fn(&mut Value) -> Result<()>;

const CONTRACT: &[Rule] = &[
    components::name_as_types,
    components::inline_plain_values,
    dialect::constants_to_enums,
    dialect::null_types_to_nullable,
    dialect::exclusive_bounds,
    parameters::inline_references,
    parameters::merge_path_parameters,
    parameters::drop_those_that_signing_supplies,
    names::hoist,
];

const FOR_GENERATOR: &[Rule] = &[
    dialect::version,
    wire_types::rows,
    text::deprecations,
    dialect::drop_metadata,
    responses::drop_those_without_content,
    responses::describe,
    dialect::items_of_free_lists,
    parameters::drop_limits_and_defaults,
    wire_types::unions,
    wire_types::refusals,
    wire_types::formats,
    wire_types::enums,
    wire_types::one_or_many,
    wire_types::accepted_or_refused,
    wire_types::tolerant_lists,
    text::escape,
    wire_types::wrap_references,
];

/// Works out what the document means: every parameter in place, every shared type named.
pub fn contract(document: &mut Value) -> Result<()> {
    take(document, ORIGINS);
    CONTRACT.iter().try_for_each(|rule| rule(document))
}

/// Takes out what the generator cannot use.
pub fn for_generator(document: &mut Value) -> Result<()> {
    FOR_GENERATOR.iter().try_for_each(|rule| rule(document))
}

/// Applies a change to every schema, inner ones first.
fn each_schema(document: &mut Value, mut change: impl FnMut(&str, &mut Value) -> Result<()>) -> Result<()> {
    for place in super::document::schemas(document) {
        if let Some(schema) = document.pointer_mut(&place) {
            change(&place, schema)?;
        }
    }
    Ok(())
}

/// Applies a change to every operation.
fn each_operation(document: &mut Value, mut change: impl FnMut(&str, &mut Value) -> Result<()>) -> Result<()> {
    let places: Vec<String> = super::document::operations(document).map(|operation| operation.pointer).collect();
    for place in places {
        if let Some(operation) = document.pointer_mut(&place) {
            change(&place, operation)?;
        }
    }
    Ok(())
}

/// Keeps where a component came from that the document has elsewhere: errors about it name that place.
fn note_origin(document: &mut Value, name: &str, place: &str) {
    if document["components"]["schemas"].get(name).is_none() {
        document[ORIGINS][name] = place.into();
    }
}

/// The place in the document that a component came from.
pub fn origin(document: &Value, name: &str) -> String {
    document[ORIGINS][name].as_str().map_or_else(|| super::document::component(name), str::to_owned)
}

const ORIGINS: &str = "x-origins";

/// Takes a key out of an object.
fn take(value: &mut Value, key: &str) -> Option<Value> {
    value.as_object_mut()?.remove(key)
}
