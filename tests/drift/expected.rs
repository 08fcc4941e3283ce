//! What an answer is once it has been read and written again: all differences that are allowed, and why.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::fixtures::{FIXTURES, Fixture, Tally};
use crate::places::places;
use crate::schema::Node;

/// Decimals that are written otherwise than they came: a decimal has no exponent. All others keep every digit.
const REWRITTEN_DECIMALS: &[(&str, &str)] = &[("1.0E8", "100000000")];

/// Fields of fixtures, by object pointer, that the types do not have, and why.
///
/// None: what the exchange is known to send is known to the types.
const UNKNOWN_FIELDS: &[(&str, &str)] = &[];

/// The answer as it is written after it was read as `node`.
pub fn expected(node: &Node, value: &Value) -> Value {
    match node.form(value) {
        Node::Object(fields) => {
            // Fields that the types do not have are not kept.
            let fields = fields.iter().filter_map(|(name, field)| {
                let value = match value.get(name) {
                    Some(value) if field.required || !is_empty(&field.node, value) => expected(&field.node, value),
                    Some(_) => return None,
                    None => field.default.clone()?,
                };
                Some((name.clone(), value))
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Node::List(item) => array(value).iter().map(|value| expected(item, value)).collect(),
        Node::Map(item) => {
            let items = value.as_object().into_iter().flatten();
            Value::Object(items.map(|(key, value)| (key.clone(), expected(item, value))).collect())
        }
        // Columns after the last known are not kept.
        Node::Row(columns) => columns.iter().zip(array(value)).map(|(node, value)| expected(node, value)).collect(),
        node => scalar(node, value),
    }
}

/// Optional fields that are there and say nothing become absent, as they are in other answers.
fn is_empty(node: &Node, value: &Value) -> bool {
    match node {
        Node::Decimal | Node::Number => matches!(value.as_str(), Some("" | "null")) || value.is_null(),
        Node::TextInteger => value == "" || value.is_null(),
        Node::TextBoolean | Node::Url => matches!(value.as_str(), Some("" | "null")) || value.is_null(),
        Node::List(_) => value.as_array().is_some_and(Vec::is_empty) || value.is_null(),
        _ => value.is_null(),
    }
}

fn scalar(node: &Node, value: &Value) -> Value {
    let text = value.as_str();
    let rewritten = match node {
        Node::Decimal => {
            let known = REWRITTEN_DECIMALS.iter().find(|(wire, _)| Some(*wire) == text);
            known.map(|(_, plain)| Value::from(*plain))
        }
        // `cross` in some answers is `CROSSED` in others and in requests.
        Node::Enum(aliases) => text.and_then(|text| aliases.get(text)).map(|text| Value::from(text.as_str())),
        // Of the two forms on the wire, that of today is written.
        Node::TextInteger | Node::NumberedEnum => value.as_i64().map(|number| Value::from(number.to_string())),
        Node::TextBoolean => value.as_bool().map(|flag| Value::from(flag.to_string())),
        Node::PlainBoolean => text.and_then(|text| text.parse::<bool>().ok()).map(Value::from),
        Node::PlainInteger => text.and_then(|text| text.parse::<i64>().ok()).map(Value::from),
        _ => None,
    };
    rewritten.unwrap_or_else(|| value.clone())
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Reads an answer and compares.
pub fn compare(fixture: &Fixture, body: &str, value: &Value) -> Result<(), String> {
    let got = (fixture.answer.decode)(body.as_bytes())?;
    let want = expected(fixture.node, value);
    if got == want { Ok(()) } else { Err(format!("read as\n{got}\ninstead of\n{want}")) }
}

#[test]
fn every_answer_is_read_and_nothing_of_it_is_lost() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        tally.count(|| fixture.name.clone(), compare(fixture, &fixture.text, &fixture.value));
    }
    tally.conclude(100);
}

#[test]
fn the_types_have_every_field_that_the_exchange_sends() {
    let mut unknown = Vec::new();
    for fixture in FIXTURES.iter() {
        for place in places(fixture.node, &fixture.value) {
            let Node::Object(fields) = place.node else { continue };
            let object = fixture.value.pointer(&place.pointer).unwrap().as_object().unwrap();
            let names = object.keys().filter(|name| !fields.contains_key(*name));
            unknown.extend(names.map(|name| format!("{}{}/{name}", fixture.name, place.pointer)));
        }
    }
    let listed: Vec<&str> = UNKNOWN_FIELDS.iter().map(|(field, _)| *field).collect();
    assert_eq!(unknown, listed);
}

/// So that no field is thought to be tested which no fixture has. Operations that answer with the same object share it.
#[test]
fn every_field_of_the_types_is_in_some_fixture() {
    let (mut seen, mut all) = (BTreeSet::new(), BTreeSet::new());
    for fixture in FIXTURES.iter() {
        for place in places(fixture.node, &fixture.value) {
            let Node::Object(fields) = place.node else { continue };
            let object = fields.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
            let value = fixture.value.pointer(&place.pointer).unwrap();
            all.extend(fields.keys().map(|name| (name, object.clone())));
            seen.extend(fields.keys().filter(|name| value.get(*name).is_some()).map(|name| (name, object.clone())));
        }
    }
    assert_eq!(all.difference(&seen).collect::<Vec<_>>(), Vec::<&(&String, String)>::new());
}
