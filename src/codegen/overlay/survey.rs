//! All that a document asks of an overlay: every action that does not fit it, and what the document says instead.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::super::error::{Error, Result};
use super::{Action, Change, actions, singular, without_prose};

/// An action that does not do what it was written for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Its place in the list of actions of its file, from 0.
    pub index: usize,
    pub target: String,
    pub reason: String,
    pub fate: Fate,
    /// What ends the build, with the file that the action is in.
    pub error: Error,
    /// What upstream says now.
    pub now: String,
}

impl Misfit {
    pub fn in_file(self, name: &str) -> Self {
        Self { error: self.error.in_file(name), ..self }
    }
}

/// What has become of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It no longer applies.
    Stale,
    /// Upstream says itself what the action says.
    Unnecessary,
    /// It is no action.
    Malformed,
}

/// Applies every action, as far as it goes, and gives those that would end the build.
///
/// An action of several places changes those where it still fits. An action that builds on one that failed fails too.
pub fn survey(document: &mut Value, overlay: &Value) -> Result<Vec<Misfit>> {
    let mut misfits = Vec::new();
    for (index, value) in actions(overlay)?.iter().enumerate() {
        let text = |key: &str| value[key].as_str().unwrap_or_default();
        let misfit = |(fate, error, now)| Misfit {
            index,
            target: text("target").to_owned(),
            reason: text("x-reason").split_whitespace().collect::<Vec<_>>().join(" "),
            fate,
            error,
            now,
        };
        match Action::read(index, value) {
            Ok(action) => misfits.extend(action.survey(document).into_iter().map(misfit)),
            Err(error) => misfits.push(misfit((Fate::Malformed, error, String::new()))),
        }
    }
    Ok(misfits)
}

impl Action<'_> {
    fn survey(&self, document: &mut Value) -> Vec<(Fate, Error, String)> {
        let places = self.places(document);
        let mut found = Vec::new();
        if let Err(error) = self.expect_matches(&places) {
            found.push(if places.is_empty() {
                let (parent_is_there, now) = nearest(document, self.target);
                let is_gone = parent_is_there && matches!(self.change, Change::Remove);
                (if is_gone { Fate::Unnecessary } else { Fate::Stale }, error, now)
            } else {
                (Fate::Stale, error, format!("it matches {}", places.join(", ")))
            });
        }
        for place in places.iter().rev() {
            if let Err(error) = self.change(document, place) {
                let now = document.pointer(place).unwrap_or(&Value::Null);
                let is_said = matches!(self.change, Change::Update(update) if says(now, update));
                let gained = if is_said { None } else { self.what_upstream_gained(now) };
                let fate = if is_said || gained.is_some() { Fate::Unnecessary } else { Fate::Stale };
                found.push((fate, error, format!("{place} is {}", without_prose(gained.as_ref().unwrap_or(now)))));
            }
        }
        found
    }

    /// Upstream's own of what the action adds because upstream lacked it, such as an operation: it takes the place of
    /// ours, however it words it.
    fn what_upstream_gained(&self, now: &Value) -> Option<Value> {
        let Change::Update(Value::Object(update)) = self.change else { return None };
        let was = self.was?.as_object().filter(|was| was.len() == update.len())?;
        let gained = |key: &String| {
            let value = now.get(key).filter(|_| was.get(key) == Some(&Value::Null))?;
            Some((key.clone(), value.clone()))
        };
        update.keys().map(gained).collect::<Option<Map<_, _>>>().map(Value::Object)
    }
}

/// Whether a value has all that an update would put there; elements that it would append may stand anywhere.
fn says(value: &Value, update: &Value) -> bool {
    match (value, update) {
        (Value::Object(value), Value::Object(update)) => {
            update.iter().all(|(key, update)| value.get(key).is_some_and(|value| says(value, update)))
        }
        (Value::Array(value), Value::Array(update)) => update.iter().all(|element| value.contains(element)),
        (value, update) => value == update,
    }
}

/// The longest part of a path that leads somewhere, and what is there; first, whether only the last step is missing.
fn nearest(document: &Value, target: &str) -> (bool, String) {
    if !singular(target) {
        return (false, String::from("nothing that it would match"));
    }
    // A part that ends within a quoted name is no path.
    let steps = target.char_indices().rev().filter(|(_, character)| ['.', '['].contains(character));
    let parts = steps.filter_map(|(end, _)| Some((&target[..end], JsonPath::parse(&target[..end]).ok()?)));
    for (index, (part, path)) in parts.enumerate() {
        if let Some(value) = path.query(document).first() {
            let keys = value.as_object().map(|object| object.keys().map(String::as_str).collect::<Vec<_>>());
            let within = match keys {
                Some(keys) if keys.len() <= 20 => format!("has {}", keys.join(", ")),
                Some(keys) => format!("has {} other keys", keys.len()),
                None => format!("is {}", without_prose(value)),
            };
            return (index == 0, format!("{part} {within}"));
        }
    }
    (false, String::from("an empty document"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn survey_of(document: &mut Value, changes: Value) -> Vec<Misfit> {
        let mut changes = changes;
        for change in changes.as_array_mut().unwrap() {
            change["x-reason"] = json!("Upstream is  wrong.");
            change["x-evidence"] = json!("https://example.com");
        }
        survey(document, &json!({ "overlay": "1.0.0", "actions": changes })).unwrap()
    }

    fn fates(document: Value, changes: Value) -> Vec<(usize, Fate, String)> {
        let mut document = document;
        let misfits = survey_of(&mut document, changes);
        misfits.into_iter().map(|misfit| (misfit.index, misfit.fate, misfit.now)).collect()
    }

    #[test]
    fn the_survey_goes_on_after_an_action_that_fails() {
        let mut document = json!({ "a": { "b": 1 }, "c": {} });
        let misfits = survey_of(
            &mut document,
            json!([
                { "target": "$.gone.deep", "update": { "x": 1 } },
                { "target": "$.c", "update": { "x": 1 } },
                { "target": "$.a", "update": { "y": 1 }, "x-was": { "b": 2 } },
            ]),
        );
        assert_eq!(document, json!({ "a": { "b": 1 }, "c": { "x": 1 } }));
        let found: Vec<_> = misfits.iter().map(|misfit| (misfit.index, misfit.fate, misfit.now.as_str())).collect();
        assert_eq!(found, [(0, Fate::Stale, "$ has a, c"), (2, Fate::Stale, r#"/a is {"b":1}"#)]);
        assert_eq!((misfits[0].target.as_str(), misfits[0].reason.as_str()), ("$.gone.deep", "Upstream is wrong."));
    }

    #[test]
    fn what_upstream_says_itself_is_unnecessary() {
        let document = json!({ "a": { "format": "price", "enum": ["A", "B"] } });
        let now = r#"/a is {"enum":["A","B"],"format":"price"}"#.to_owned();
        for action in [
            json!({ "target": "$.a", "update": { "format": "price" } }),
            json!({ "target": "$.a", "update": { "format": "price" }, "x-was": { "format": null } }),
            json!({ "target": "$.a", "update": { "enum": ["B"] }, "x-was": { "enum": ["A"] } }),
        ] {
            assert_eq!(fates(document.clone(), json!([action])), [(0, Fate::Unnecessary, now.clone())]);
        }
    }

    #[test]
    fn an_addition_of_what_upstream_has_gained_in_its_own_words_is_unnecessary() {
        let document = json!({ "paths": { "/a": { "get": { "operationId": "getA" }, "put": {} } } });
        let added = json!([{
            "target": "$.paths['/a']",
            "update": { "get": { "operationId": "readA" } },
            "x-was": { "get": null },
        }]);
        let now = r#"/paths/~1a is {"get":{"operationId":"getA"}}"#.to_owned();
        assert_eq!(fates(document.clone(), added), [(0, Fate::Unnecessary, now.clone())]);
        let changed = json!([{
            "target": "$.paths['/a']",
            "update": { "get": { "operationId": "readA" } },
            "x-was": { "get": { "operationId": "a" } },
        }]);
        assert_eq!(fates(document, changed)[0].1, Fate::Stale);
    }

    #[test]
    fn a_removal_of_what_is_gone_is_unnecessary_and_of_what_never_was_stale() {
        let document = json!({ "a": { "x.y": { "b": 1 } } });
        let remove = |target: &str| json!([{ "target": target, "remove": true }]);
        assert_eq!(
            fates(document.clone(), remove("$.a['x.y'].c")),
            [(0, Fate::Unnecessary, "$.a['x.y'] has b".into())]
        );
        assert_eq!(fates(document, remove("$.a['x.z'].b")), [(0, Fate::Stale, "$.a has x.y".into())]);
    }

    #[test]
    fn an_action_of_several_places_changes_those_where_it_fits() {
        let mut document = json!({ "a": [{ "b": 1 }, { "b": 2 }] });
        let action = json!([{ "target": "$.a[*]", "x-matches": 2, "update": { "c": 1 }, "x-was": { "b": 1 } }]);
        assert_eq!(survey_of(&mut document, action).len(), 1);
        assert_eq!(document, json!({ "a": [{ "b": 1, "c": 1 }, { "b": 2 }] }));
        let action = json!([{ "target": "$.a[*]", "x-matches": 3, "update": { "d": 1 } }]);
        assert_eq!(fates(document, action), [(0, Fate::Stale, "it matches /a/0, /a/1".into())]);
    }

    #[test]
    fn an_action_that_is_none_is_told_with_the_others() {
        let found =
            fates(json!({}), json!([{ "target": "$" }, { "target": "$.a[*]", "x-matches": 1, "remove": true }]));
        let nothing = String::from("nothing that it would match");
        assert_eq!(found, [(0, Fate::Malformed, String::new()), (1, Fate::Stale, nothing)]);
    }
}
