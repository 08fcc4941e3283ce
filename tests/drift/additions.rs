//! Changes that the exchange makes without notice, each of which must be read without loss.

use serde_json::{Map, Value, json};

use crate::expected::compare;
use crate::fixtures::{FIXTURES, Fixture, Tally};
use crate::places::{Place, Role, places};
use crate::schema::Node;

/// Values that no enum has.
const UNKNOWN_TEXTS: &[&str] = &["", "BRAND_NEW", "Brand new", "全新"];

fn try_changed(tally: &mut Tally, fixture: &Fixture, what: impl FnOnce() -> String, changed: &Value) {
    tally.count(|| format!("{}: {}", fixture.name, what()), compare(fixture, &changed.to_string(), changed));
}

#[test]
fn unknown_fields_are_ignored_wherever_they_stand() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        let places = places(fixture.node, &fixture.value);
        let objects = places.iter().filter(|place| matches!(place.node, Node::Object(_) | Node::FreeObject));
        let mut all = fixture.value.clone();
        for place in objects {
            for (name, value) in unknown_fields() {
                let changed = place.change(&fixture.value, |object| object[name] = value.clone());
                try_changed(&mut tally, fixture, || format!("{}/{name} added", place.pointer), &changed);
                all.pointer_mut(&place.pointer).unwrap()[name] = value;
            }
        }
        try_changed(&mut tally, fixture, || "fields added everywhere".into(), &all);
    }
    tally.conclude(1000);
}

/// Names that sort before all others and after them, and values of every kind.
fn unknown_fields() -> [(&'static str, Value); 4] {
    [
        ("!object", json!({"a": [1, {"b": null}], "code": -1, "msg": "", "filterType": 7})),
        ("!text", json!("1,5 \"quoted\" 全新")),
        ("~number", json!(-1.5e300)),
        ("~null", Value::Null),
    ]
}

#[test]
fn unknown_values_of_enums_keep_their_text() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        let places = places(fixture.node, &fixture.value);
        let enums: Vec<_> =
            places.iter().filter(|place| matches!(place.node, Node::Enum(_) | Node::NumberedEnum)).collect();
        for text in UNKNOWN_TEXTS {
            let mut all = fixture.value.clone();
            for place in &enums {
                let changed = place.replace(&fixture.value, json!(text));
                try_changed(&mut tally, fixture, || format!("{} is {text:?}", place.pointer), &changed);
                *all.pointer_mut(&place.pointer).unwrap() = json!(text);
            }
            try_changed(&mut tally, fixture, || format!("every enum is {text:?}"), &all);
            let got = (fixture.answer.decode)(all.to_string().as_bytes()).unwrap_or_default();
            let kept = enums.iter().all(|place| got.pointer(&place.pointer).is_some_and(|value| value == text));
            tally.count(|| format!("{}: {text:?}", fixture.name), kept.then_some(()).ok_or("not kept".into()));
        }
    }
    tally.conclude(2000);
}

#[test]
fn objects_with_an_unknown_tag_are_kept_whole() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        let places = places(fixture.node, &fixture.value);
        for place in places.iter().filter(|place| matches!(place.node, Node::Tag)) {
            for text in UNKNOWN_TEXTS {
                let changed = place.replace(&fixture.value, json!(text));
                try_changed(&mut tally, fixture, || format!("{} is {text:?}", place.pointer), &changed);
            }
        }
    }
    tally.conclude(100);
}

#[test]
fn unknown_columns_of_rows_are_ignored() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        let places = places(fixture.node, &fixture.value);
        for place in places.iter().filter(|place| matches!(place.node, Node::Row(_))) {
            for columns in [vec![json!("0")], vec![Value::Null, json!(1.5), json!({"a": []}), json!([[]])]] {
                let changed = place.change(&fixture.value, |row| row.as_array_mut().unwrap().extend(columns));
                try_changed(&mut tally, fixture, || format!("{} has more columns", place.pointer), &changed);
            }
        }
    }
    tally.conclude(20);
}

#[test]
fn optional_fields_may_be_absent() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        let mut all = fixture.value.clone();
        for place in places(fixture.node, &fixture.value).iter().filter(|place| is_field(place, false)) {
            try_changed(&mut tally, fixture, || format!("{} removed", place.pointer), &place.remove(&fixture.value));
            all = place.remove(&all);
        }
        try_changed(&mut tally, fixture, || "every optional field removed".into(), &all);
    }
    tally.conclude(400);
}

pub fn is_field(place: &Place, wanted: bool) -> bool {
    matches!(place.role, Role::Field { required, .. } if required == wanted)
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        let places = places(fixture.node, &fixture.value);
        let sizes = places.iter().filter_map(|place| Some(fixture.value.pointer(&place.pointer)?.as_object()?.len()));
        // Every key of every object is the first once, and the last.
        for turn in 0..sizes.max().unwrap_or_default() {
            for reversed in [false, true] {
                let text = reordered(&fixture.value, turn, reversed);
                assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), fixture.value);
                let outcome = compare(fixture, &text, &fixture.value);
                tally.count(|| format!("{}: turned by {turn}, reversed: {reversed}", fixture.name), outcome);
            }
        }
    }
    tally.conclude(1000);
}

/// The JSON text with the keys of every object turned by so many, and reversed.
fn reordered(value: &Value, turn: usize, reversed: bool) -> String {
    match value {
        Value::Object(object) => {
            let mut fields: Vec<String> = written(object, turn, reversed);
            if !fields.is_empty() {
                let turn = turn % fields.len();
                fields.rotate_left(turn);
            }
            if reversed {
                fields.reverse();
            }
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| reordered(item, turn, reversed)).collect();
            format!("[{}]", items.join(","))
        }
        scalar => scalar.to_string(),
    }
}

fn written(object: &Map<String, Value>, turn: usize, reversed: bool) -> Vec<String> {
    object.iter().map(|(key, value)| format!("{}:{}", json!(key), reordered(value, turn, reversed))).collect()
}
