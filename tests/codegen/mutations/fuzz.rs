//! One node of the document is dropped or replaced, many times over: what comes out is a client or one line that names
//! the place, and never a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use super::super::OVERLAY;
use super::codegen;
use super::{Surface, line_of, make, spec, within};

/// Edits of the corrected document, and of the vendored one with its overlay, which is slower.
const RUNS: (usize, usize) = (160, 15);

/// The paths that are left: between them they have every construct.
const KEPT: [&str; 5] = ["/depth", "/premiumIndex", "/order", "/batchOrders", "/listenKey"];

/// The same numbers in every run: multiply, add, and take the upper half.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Every place of a document, itself left out.
fn places(at: &str, value: &Value, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => {
            object.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(list) => list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in children {
        let at = format!("{at}/{key}");
        places(&at, value, found);
        found.push(at);
    }
}

/// Changes one node, and says how.
fn change(document: &mut Value, numbers: &mut Numbers) -> String {
    let mut found = Vec::new();
    places("", document, &mut found);
    let place = &found[numbers.below(found.len())];
    let (holder, key) = place.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let others =
        [json!(null), json!(true), json!(-1), json!(1.5), json!(""), json!("a b"), json!("#/x"), json!([]), json!({})];
    let holder = document.pointer_mut(holder).unwrap();
    match (numbers.below(4), holder) {
        (0, Value::Object(object)) => {
            object.remove(&key);
            format!("{place} dropped")
        }
        (0, Value::Array(list)) => {
            list.remove(key.parse().unwrap());
            format!("{place} dropped")
        }
        (1, Value::Object(object)) => {
            let value = object.remove(&key).unwrap();
            object.insert(format!("{key}X"), value);
            format!("{place} renamed")
        }
        (1, Value::Array(list)) => {
            let again = list[key.parse::<usize>().unwrap()].clone();
            list.push(again);
            format!("{place} twice")
        }
        (_, holder) => {
            let other = others[numbers.below(others.len())].clone();
            let name = format!("{place} replaced by {other}");
            match holder {
                Value::Array(list) => list[key.parse::<usize>().unwrap()] = other,
                object => object[key] = other,
            }
            name
        }
    }
}

/// What is wrong with an outcome.
fn wrong(outcome: std::thread::Result<codegen::Result<codegen::Generated>>) -> Option<String> {
    match outcome {
        Err(_) => Some("a panic".to_owned()),
        Ok(Ok(generated)) => Surface::read(&generated.client).err().map(|error| format!("no Rust: {error}")),
        Ok(Err(error)) => {
            let line = line_of(&error);
            (error.place == "/" || line.contains("a bug") || line.contains("please report")).then_some(line)
        }
    }
}

fn fuzz(runs: usize, document: &Value, make: impl Fn(&Value) -> codegen::Result<codegen::Generated>) {
    let mut numbers = Numbers(20_261_122);
    let mut found = Vec::new();
    for _ in 0..runs {
        let mut document = document.clone();
        let name = change(&mut document, &mut numbers);
        let outcome = catch_unwind(AssertUnwindSafe(|| make(&document)));
        found.extend(wrong(outcome).map(|wrong| format!("{name}: {wrong}")));
    }
    assert!(found.is_empty(), "{} of {runs}:\n{}", found.len(), found.join("\n"));
}

#[test]
fn any_node_of_the_corrected_document_may_change() {
    let document = within(&KEPT, codegen::correct(spec(), &OVERLAY.sources()).unwrap());
    fuzz(RUNS.0, &document, |document| codegen::from_document(document.clone()));
}

#[test]
fn any_node_of_the_vendored_document_may_change() {
    fuzz(RUNS.1, &spec(), make);
}
