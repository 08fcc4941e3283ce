//! Every place of an answer that the lowered spec knows, and how to change one.

use serde_json::Value;

use crate::schema::Node;

/// A value within an answer.
pub struct Place<'a> {
    /// Where it is, as a JSON pointer.
    pub pointer: String,
    pub node: &'a Node,
    pub role: Role<'a>,
}

/// What a value is to that which holds it.
#[derive(Clone, Copy, PartialEq)]
pub enum Role<'a> {
    Whole,
    Field { name: &'a str, required: bool },
    Item,
    Column,
}

impl Place<'_> {
    /// The answer with this value changed.
    pub fn change(&self, answer: &Value, change: impl FnOnce(&mut Value)) -> Value {
        let mut changed = answer.clone();
        change(changed.pointer_mut(&self.pointer).unwrap());
        changed
    }

    /// The answer with another value here.
    pub fn replace(&self, answer: &Value, value: Value) -> Value {
        self.change(answer, |place| *place = value)
    }

    /// The answer without this field.
    pub fn remove(&self, answer: &Value) -> Value {
        let (holder, name) = self.pointer.rsplit_once('/').unwrap();
        let mut changed = answer.clone();
        changed.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(name).unwrap();
        changed
    }
}

/// The places of an answer, each before those within it.
pub fn places<'a>(node: &'a Node, value: &Value) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    collect(node, value, String::new(), Role::Whole, &mut places);
    places
}

fn collect<'a>(node: &'a Node, value: &Value, pointer: String, role: Role<'a>, places: &mut Vec<Place<'a>>) {
    let node = node.form(value);
    let within = pointer.clone();
    places.push(Place { pointer, node, role });
    match node {
        Node::Object(fields) => {
            for (name, field) in fields {
                if let Some(value) = value.get(name) {
                    let role = Role::Field { name, required: field.required };
                    collect(&field.node, value, format!("{within}/{name}"), role, places);
                }
            }
        }
        Node::List(item) => {
            for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                collect(item, value, format!("{within}/{index}"), Role::Item, places);
            }
        }
        Node::Map(item) => {
            for (key, value) in value.as_object().into_iter().flatten() {
                collect(item, value, format!("{within}/{key}"), Role::Item, places);
            }
        }
        Node::Row(columns) => {
            for (index, (column, value)) in columns.iter().zip(value.as_array().into_iter().flatten()).enumerate() {
                collect(column, value, format!("{within}/{index}"), Role::Column, places);
            }
        }
        _ => {}
    }
}
