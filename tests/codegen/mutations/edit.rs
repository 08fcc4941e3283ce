//! Small edits of a document, by JSON pointer.

use serde_json::{Value, json};

pub const PING: &str = "/paths/~1fapi~1v1~1ping";
pub const DEPTH: &str = "/paths/~1fapi~1v1~1depth/get";
pub const KLINES: &str = "/paths/~1fapi~1v1~1klines/get";
pub const ORDER: &str = "/paths/~1fapi~1v1~1order/post";
pub const TRADES: &str = "/paths/~1fapi~1v1~1trades/get";
pub const SCHEMAS: &str = "/components/schemas";
/// The properties of a type that the overlay leaves room in.
pub const MARK: &str = "/components/schemas/MarkPrice/properties";
/// The answer of a new operation, `getMood`.
pub const MOOD: &str = "/paths/~1fapi~1v1~1mood/get/responses/200/content/application~1json/schema";

/// Sets what is at a place; what holds it must be there.
pub fn set(document: &mut Value, place: &str, value: Value) {
    let (holder, key) = split(place);
    let holder = at(document, holder);
    match holder {
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        object => object[key] = value,
    }
}

/// Takes out what is at a place.
pub fn cut(document: &mut Value, place: &str) -> Value {
    let (holder, key) = split(place);
    match at(document, holder) {
        Value::Array(list) => list.remove(key.parse().unwrap()),
        object => object.as_object_mut().unwrap().remove(&key).unwrap_or_else(|| panic!("nothing at {place}")),
    }
}

/// Appends to a list.
pub fn add(document: &mut Value, place: &str, value: Value) {
    at(document, place).as_array_mut().unwrap().push(value);
}

/// Moves what is at a place to another, and leaves a reference.
pub fn move_out(document: &mut Value, from: &str, to: &str) {
    let value = at(document, from).clone();
    set(document, to, value);
    set(document, from, json!({ "$ref": format!("#{to}") }));
}

#[track_caller]
pub fn at<'a>(document: &'a mut Value, place: &str) -> &'a mut Value {
    document.pointer_mut(place).unwrap_or_else(|| panic!("the spec has no {place}"))
}

fn split(place: &str) -> (&str, String) {
    let (holder, key) = place.rsplit_once('/').unwrap();
    (holder, key.replace("~1", "/").replace("~0", "~"))
}

/// A new operation `getMood`, `GET /fapi/v1/mood`, that answers with a schema.
pub fn mood(document: &mut Value, schema: Value) {
    let ping = at(document, PING).clone();
    set(document, "/paths/~1fapi~1v1~1mood", ping);
    set(document, "/paths/~1fapi~1v1~1mood/get/operationId", json!("getMood"));
    set(document, MOOD, schema);
}

/// A property of `MarkPrice`.
pub fn probe(document: &mut Value, schema: Value) {
    set(document, &format!("{MARK}/probe"), schema);
}

/// A query parameter of `getOrderBook`.
pub fn ask(document: &mut Value, name: &str, schema: Value) {
    add(document, &format!("{DEPTH}/parameters"), json!({ "name": name, "in": "query", "schema": schema }));
}
