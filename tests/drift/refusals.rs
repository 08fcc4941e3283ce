//! Answers that are not what the operation answers with, none of which may pass for one.

use serde_json::{Value, json};

use crate::additions::is_field;
use crate::answers::ANSWERS;
use crate::fixtures::{FIXTURES, Fixture, Tally};
use crate::places::{Role, places};
use crate::schema::{self, Node};

fn refused(fixture: &Fixture, value: &Value) -> Result<(), String> {
    match (fixture.answer.decode)(value.to_string().as_bytes()) {
        Err(_) => Ok(()),
        Ok(got) => Err(format!("is read as\n{got}")),
    }
}

#[test]
fn an_answer_without_a_required_field_is_an_error() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        for place in places(fixture.node, &fixture.value).iter().filter(|place| is_field(place, true)) {
            let outcome = refused(fixture, &place.remove(&fixture.value));
            tally.count(|| format!("{} without {}", fixture.name, place.pointer), outcome);
        }
    }
    tally.conclude(1000);
}

#[test]
fn a_row_that_ends_early_is_an_error() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        for place in places(fixture.node, &fixture.value) {
            let Node::Row(columns) = place.node else { continue };
            for length in 0..columns.len() {
                let changed = place.change(&fixture.value, |row| row.as_array_mut().unwrap().truncate(length));
                let outcome = refused(fixture, &changed);
                tally.count(|| format!("{}{} has {length} columns", fixture.name, place.pointer), outcome);
            }
        }
    }
    tally.conclude(50);
}

#[test]
fn a_required_value_of_another_type_is_an_error() {
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        let one_of_many = matches!(fixture.node, Node::OneOrMany { .. });
        for place in places(fixture.node, &fixture.value) {
            if is_field(&place, false) {
                continue;
            }
            for value in others(place.node, one_of_many && place.role == Role::Whole) {
                let outcome = refused(fixture, &place.replace(&fixture.value, value.clone()));
                tally.count(|| format!("{} with {} {value}", fixture.name, place.pointer), outcome);
            }
        }
    }
    tally.conclude(10_000);
}

/// Values that a place cannot have.
fn others(node: &Node, list_is_fine: bool) -> Vec<Value> {
    let (empty, fields) = (json!([]), json!({"code": {}}));
    let mut others = match node {
        Node::Anything => return Vec::new(),
        Node::Text | Node::Url | Node::Enum(_) | Node::Tag => vec![json!(7), empty, fields],
        Node::NumberedEnum => vec![json!(1.5), empty, fields],
        Node::Decimal => {
            vec![json!(7), json!(1.5), json!(""), json!("1,5"), json!("0x1F"), json!("NaN"), empty, fields]
        }
        Node::Number => vec![json!(""), json!("1,5"), json!("0x1F"), json!("NaN"), json!(1e99), empty, fields],
        Node::Boolean => vec![json!("true"), json!(1), empty, fields],
        Node::TextBoolean | Node::PlainBoolean => vec![json!(""), json!("yes"), json!(1), empty, fields],
        Node::Integer => vec![json!("7"), json!(1.5), json!(u64::MAX), empty, fields],
        Node::TextInteger | Node::PlainInteger => {
            vec![json!(""), json!("x1"), json!("1.5"), json!(1.5), json!(u64::MAX), empty, fields]
        }
        // serde reads an object of no fields from an empty list too; nothing is lost of it.
        Node::Object(known) if known.is_empty() => vec![json!("text"), json!(7)],
        // Any object will do where no field has to be there.
        Node::Object(known) if known.values().all(|field| !field.required) => vec![json!("text"), json!(7), empty],
        Node::Object(_) if list_is_fine => vec![json!("text"), json!(7), fields],
        Node::Object(_) | Node::Row(_) | Node::Map(_) => vec![json!("text"), json!(7), empty, fields],
        Node::FreeObject => vec![json!("text"), json!(7), empty],
        Node::List(_) => vec![json!("text"), json!(7), fields],
        Node::Union { .. } | Node::OneOrMany { .. } | Node::Batch { .. } => unreachable!("forms are decided"),
    };
    if !matches!(node, Node::Boolean | Node::TextBoolean | Node::PlainBoolean) {
        others.push(json!(true));
    }
    others.push(Value::Null);
    others
}

#[test]
fn an_error_of_the_exchange_is_no_answer() {
    let error = br#"{"code":-2011,"msg":"Unknown order sent."}"#;
    for answer in ANSWERS {
        let node = &schema::ANSWERS[answer.operation];
        // `{"code":200,"msg":"success"}` is all that these answer; the HTTP status tells an error.
        let acknowledges = matches!(node, Node::Object(fields) if fields.keys().eq(["code", "msg"]));
        let anything = match node {
            Node::Object(fields) => fields.is_empty(),
            other => matches!(other, Node::FreeObject),
        };
        assert_eq!((answer.decode)(error).is_ok(), acknowledges || anything, "{}", answer.operation);
        assert_eq!((answer.decode)(b"{}").is_ok(), anything, "{}", answer.operation);
        for text in ["", " ", "null", "\"\"", "<html></html>", "{\"code\":", "{} {}"] {
            assert!((answer.decode)(text.as_bytes()).is_err(), "{}: {text}", answer.operation);
        }
    }
}
