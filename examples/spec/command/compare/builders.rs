//! Compares the request builders of operations: what their setters take, and what they answer with.

use heck::ToSnakeCase;

use super::super::surface::{Entry, Item, Surface};
use super::operations::pairs;
use super::{Change, Class, Sides, Subject};
use crate::codegen::Operation;

pub fn compare(sides: &Sides<'_>) -> Vec<Change> {
    let pairs = pairs(&sides.old.operations, &sides.new.operations);
    let both = pairs.into_iter().filter_map(|(before, after)| {
        Some((before, after, builder(sides.old_surface, before)?, builder(sides.new_surface, after)?))
    });
    both.flat_map(|(before, after, old, new)| one(before, after, old, new)).collect()
}

fn builder<'a>(surface: &'a Surface, operation: &Operation) -> Option<&'a Item> {
    surface.module("builder").iter().find(|item| item.name == operation.builder_name())
}

fn one(before: &Operation, after: &Operation, old: &Item, new: &Item) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut note = |class, what| changes.push(Change::new(Subject::Operation(after.id.clone()), class, "", what));
    let find =
        |item: &'_ Item, name: &str| item.entries.iter().find(|entry| entry.name == name).map(|entry| entry.is.clone());
    for Entry { name, is: was, .. } in &old.entries {
        match find(new, name) {
            Some(is) if is == *was => {}
            Some(is) if name.ends_with("send") => {
                note(Class::Breaking, format!("it answers with `{}`, did with `{}`", answer(&is), answer(was)));
            }
            Some(_) if kind_of(before, name) != kind_of(after, name) => {}
            Some(is) => note(Class::Breaking, format!("`{name}` takes `{}`, took `{}`", taken(&is), taken(was))),
            // The operation table has told of it.
            None if kind_of(before, name).is_some() && kind_of(after, name).is_none() => {}
            None => note(Class::Breaking, format!("the builder's `{name}` is gone")),
        }
    }
    for Entry { name, .. } in &new.entries {
        if find(old, name).is_none() && kind_of(after, name).is_none() {
            note(Class::Compatible, format!("the builder has a new `{name}`"));
        }
    }
    changes
}

/// What the operation table says of the parameter that a setter is for.
fn kind_of(operation: &Operation, setter: &str) -> Option<crate::codegen::Kind> {
    // `type_`: a name that Rust keeps for itself.
    let is_for = |name: &str| name.to_snake_case() == setter.trim_end_matches('_');
    operation.parameters.iter().find(|parameter| is_for(&parameter.name)).map(|parameter| parameter.kind)
}

/// `Order` of `() -> Result<ResponseValue<Order>, Error>`.
fn answer(signature: &str) -> &str {
    let inner = signature.trim_start_matches("() -> Result<ResponseValue<");
    inner.strip_suffix(">, Error>").unwrap_or(inner)
}

/// `Price` of `(impl TryInto<Price>) -> Self`.
fn taken(signature: &str) -> &str {
    let inner = signature.trim_start_matches("(impl TryInto<");
    inner.strip_suffix(">) -> Self").unwrap_or(inner)
}
