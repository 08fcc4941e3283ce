//! What is left of the lowered documents: differences that neither the operation table nor the surface shows, such as
//! a field that has another spelling on the wire, another server or another name of a header.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use serde_json::Value;

use super::{Change, Class, Sides, Subject};
use crate::codegen::without_prose;

/// More of these than this say that the document is another one altogether.
const MOST: usize = 40;

pub fn compare(sides: &Sides<'_>, told: &[Change]) -> Vec<Change> {
    let (old, new) = (without_prose(&sides.old.lowered), without_prose(&sides.new.lowered));
    let told = Told::of(sides, told);
    let mut found = Vec::new();
    differences("", &old, &new, &mut found);
    found.retain(|(place, _)| !told.explains(place));
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    let note = |what: String| Change::new(Subject::Document, Class::Compatible, "", what);
    let changes = found.into_iter().map(|(place, what)| note(format!("`{place}` {what}")));
    changes.chain((more > 0).then(|| note(format!("and {more} more differences in the lowered document")))).collect()
}

/// What the other comparisons have told of.
struct Told<'a> {
    types: Vec<(&'a str, &'a str)>,
    paths: BTreeSet<String>,
}

impl<'a> Told<'a> {
    fn of(sides: &Sides<'_>, changes: &'a [Change]) -> Self {
        let mut told = Self { types: Vec::new(), paths: BTreeSet::new() };
        for change in changes {
            match &change.subject {
                Subject::Type(name) => told.types.push((name, &change.part)),
                Subject::Operation(id) => {
                    let all = sides.old.operations.iter().chain(&sides.new.operations);
                    // The old and the new place of an operation that was moved or renamed, and nothing else.
                    told.paths.extend(all.filter(|operation| operation.id == *id).map(place));
                }
                Subject::Document => {}
            }
        }
        told
    }

    fn explains(&self, place: &str) -> bool {
        if let Some(rest) = place.strip_prefix("/components/schemas/") {
            let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
            let mut parts = self.types.iter().filter(|(told, _)| *told == name).map(|(_, part)| *part);
            return match rest.strip_prefix("properties/") {
                Some(property) => {
                    let property = property.split('/').next().unwrap_or_default().to_snake_case();
                    parts.any(|part| part.is_empty() || part.trim_end_matches('_') == property)
                }
                None => parts.next().is_some(),
            };
        }
        self.paths.iter().any(|path| place.starts_with(path.as_str()) || path.starts_with(place))
    }
}

fn place(operation: &crate::codegen::Operation) -> String {
    format!("/paths/{}/{}/", operation.path.replace('/', "~1"), operation.method.to_lowercase())
}

fn differences(at: &str, old: &Value, new: &Value, found: &mut Vec<(String, String)>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => differences(&at, old, new, found),
                    (None, Some(new)) => found.push((at, format!("is new: {}", shown(new)))),
                    (Some(old), None) => found.push((at, format!("is gone: {}", shown(old)))),
                    (None, None) => {}
                }
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() && !is_reordered(old, new) => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                differences(&format!("{at}/{index}"), old, new, found);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            found.push((at.to_owned(), "has another order".to_owned()));
        }
        (old, new) if old != new => found.push((at.to_owned(), format!("is {}, was {}", shown(new), shown(old)))),
        _ => {}
    }
}

fn is_reordered(old: &[Value], new: &[Value]) -> bool {
    old != new && old.iter().all(|element| new.contains(element)) && new.iter().all(|element| old.contains(element))
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 100 {
        format!("`{}…`", text.chars().take(100).collect::<String>())
    } else {
        format!("`{text}`")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(old: &Value, new: &Value) -> Vec<String> {
        let mut found = Vec::new();
        differences("", old, new, &mut found);
        found.into_iter().map(|(place, what)| format!("{place} {what}")).collect()
    }

    #[test]
    fn differences_are_told_by_their_place() {
        let old = json!({ "a": { "b": 1, "c/d": [1, 2], "e": [1] }, "f": true });
        let new = json!({ "a": { "b": 2, "c/d": [1, 3], "e": [1, 2] }, "g": "x" });
        let expected = ["/a/b is `2`, was `1`", "/a/c~1d/1 is `3`, was `2`", "/a/e is `[1,2]`, was `[1]`"];
        assert_eq!(found(&old, &new), [expected.as_slice(), &["/f is gone: `true`", "/g is new: `\"x\"`"]].concat());
    }

    #[test]
    fn a_list_in_another_order_is_told_as_such() {
        assert_eq!(found(&json!({ "a": [1, 2] }), &json!({ "a": [2, 1] })), ["/a has another order"]);
    }

    #[test]
    fn what_was_told_of_a_type_explains_its_places_and_no_others() {
        let told =
            Told { types: vec![("A", "some_field"), ("B", "")], paths: BTreeSet::from(["/paths/~1t/get/".into()]) };
        let at = |place: &str| told.explains(place);
        assert!(at("/components/schemas/A/properties/someField/type") && at("/components/schemas/A/required"));
        assert!(!at("/components/schemas/A/properties/other") && !at("/components/schemas/C"));
        assert!(at("/components/schemas/B") && at("/components/schemas/B/properties/any"));
        assert!(at("/paths/~1t/get/parameters/0") && at("/paths/~1t") && !at("/paths/~1t/post") && !at("/info"));
    }
}
