//! OpenAPI Overlay 1.0, applied strictly.
//!
//! Each action says why (`x-reason`) and by what evidence (`x-evidence`, a link). An action that no longer does what
//! it was written for fails the build by name, so that a correction cannot outlive what it corrects:
//!
//! - a target that matches nothing;
//! - a target that can match several places but not the number that `x-matches` records (`any`: one or more);
//! - a target whose value no longer contains what `x-was` records (`null`: the key is absent);
//! - an update that changes nothing, or appends what is there, because upstream says so itself.
//!
//! [`survey`] asks the same of every action and goes on after a failure: it tells a maintainer all that a new spec
//! asks of the overlay.

mod survey;

use std::fmt::Write as _;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::error::{Error, Result};
use super::pointer;

pub use survey::{Fate, Misfit, survey};

const ACTION_KEYS: [&str; 8] =
    ["target", "description", "update", "remove", "x-reason", "x-evidence", "x-was", "x-matches"];

/// Applies every action of an overlay document, in order.
pub fn apply(document: &mut Value, overlay: &Value) -> Result<()> {
    for (index, action) in actions(overlay)?.iter().enumerate() {
        Action::read(index, action)?.apply(document)?;
    }
    Ok(())
}

fn actions(overlay: &Value) -> Result<&Vec<Value>> {
    for key in overlay.as_object().into_iter().flat_map(Map::keys) {
        if !["overlay", "info", "actions"].contains(&key.as_str()) && !key.starts_with("x-") {
            return Err(Error::new(pointer::push("", key), "not a key of an overlay", "overlay, info and actions"));
        }
    }
    if overlay["overlay"].as_str().is_none_or(|version| !version.starts_with("1.0.")) {
        return Err(Error::new("/overlay", "not an Overlay 1.0 document", "overlay: 1.0.0"));
    }
    overlay["actions"].as_array().ok_or_else(|| Error::new("/actions", "missing or not a list", "a list of actions"))
}

/// The words of this crate that an update may add; a misspelt one would say nothing to anybody.
const WORDS: [&str; 18] = [
    "x-minimum",
    "x-maximum",
    "x-type-name",
    "x-enum-names",
    "x-enum-aliases",
    "x-enum-descriptions",
    "x-hint",
    "x-rows-of",
    "x-tolerant",
    "x-error-codes",
    "x-environment",
    "x-supplies",
    "x-limits",
    "x-costs",
    "x-places",
    "x-requires",
    "x-spans",
    "x-changes",
];

struct Action<'a> {
    /// How errors call it: its place in the file, its target and its reason.
    name: String,
    target: &'a str,
    path: JsonPath,
    change: Change<'a>,
    was: Option<&'a Value>,
    matches: Matches,
}

#[derive(Clone, Copy)]
enum Change<'a> {
    Update(&'a Value),
    Remove,
}

#[derive(Clone, Copy)]
enum Matches {
    Exactly(usize),
    Any,
}

impl<'a> Action<'a> {
    fn read(index: usize, action: &'a Value) -> Result<Self> {
        let at = pointer::push("/actions", index.to_string());
        let text = |key: &str| action[key].as_str().filter(|text| !text.trim().is_empty());
        let target = text("target").ok_or_else(|| Error::new(&at, "no target", "target: a JSONPath"))?;
        let reason = text("x-reason")
            .ok_or_else(|| Error::new(&at, format!("{target} has no reason"), "x-reason: why upstream is wrong"))?;
        let name = format!("{at} `{target}` [{}]", reason.split_whitespace().collect::<Vec<_>>().join(" "));
        let fail = |problem: String, remedy: &str| Err(Error::new(&name, problem, remedy));
        if let Some(key) = action.as_object().into_iter().flat_map(Map::keys).find(|key| !known_key(key)) {
            return fail(format!("the key `{key}` is unknown"), &ACTION_KEYS.join(", "));
        }
        if text("x-evidence").is_none_or(|link| !link.starts_with("https://")) {
            return fail("no evidence".into(), "x-evidence: an https link that shows it");
        }
        let path = match JsonPath::parse(target) {
            Ok(path) => path,
            Err(error) => return fail(format!("the target is no JSONPath: {error}"), "an RFC 9535 path"),
        };
        let change = match (action.get("update"), action.get("remove")) {
            (Some(update @ Value::Object(_)), None | Some(Value::Bool(false))) => match unknown_word(update) {
                Some(word) => return fail(format!("the word `{word}` is unknown"), &WORDS.join(", ")),
                None => Change::Update(update),
            },
            (None, Some(Value::Bool(true))) => Change::Remove,
            _ => {
                return fail(
                    "neither an update with an object nor a removal".into(),
                    "one of `update`, `remove: true`",
                );
            }
        };
        let matches = match (&action["x-matches"], singular(target)) {
            (Value::Null, true) => Matches::Exactly(1),
            (Value::String(any), false) if any == "any" => Matches::Any,
            (Value::Number(count), false) if count.as_u64().is_some_and(|count| count > 0) => {
                Matches::Exactly(count.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX))
            }
            (_, true) => return fail("x-matches on a target of one place".into(), "leave it out"),
            (_, false) => {
                return fail("the target may match several places".into(), "x-matches: how many it must match, or any");
            }
        };
        Ok(Self { name, target, path, change, was: action.get("x-was"), matches })
    }

    fn apply(&self, document: &mut Value) -> Result<()> {
        let places = self.places(document);
        self.expect_matches(&places)?;
        // From the last to the first, so that removing an element of a list does not move those still to come.
        places.iter().rev().try_for_each(|place| self.change(document, place))
    }

    /// Changes one of the places that the target matches; the document is as it was where that fails.
    fn change(&self, document: &mut Value, place: &str) -> Result<()> {
        self.expect_previous(document, place)?;
        match self.change {
            Change::Update(update) => {
                let target = document.pointer_mut(place).ok_or_else(|| self.fails(place, "is gone", "its target"))?;
                if !target.is_object() {
                    return Err(self.fails(place, "is not an object, so nothing can be merged into it", "an object"));
                }
                if let Some(there) = repeated(target, update) {
                    let problem = format!("already has {there}");
                    return Err(self.fails(place, &problem, "leave it out, or drop the action"));
                }
                if !merge(target, update) {
                    return Err(self.fails(place, "already says all of the update", "drop the action"));
                }
            }
            Change::Remove if place.is_empty() => {
                return Err(self.fails("$", "is the whole document", "a part of it"));
            }
            Change::Remove => remove(document, place),
        }
        Ok(())
    }

    /// The places that the target matches, each once, in the order of the document: `[1, 0, 0]` are two of them.
    fn places(&self, document: &Value) -> Vec<String> {
        let matches = self.path.query_located(document);
        let mut places: Vec<String> =
            matches.locations().map(serde_json_path::NormalizedPath::to_json_pointer).collect();
        let step = |step: &str| (step.parse::<usize>().ok(), step.to_owned());
        places.sort_by_cached_key(|place| place.split('/').map(step).collect::<Vec<_>>());
        places.dedup();
        places
    }

    fn expect_matches(&self, places: &[String]) -> Result<()> {
        match self.matches {
            _ if places.is_empty() => Err(self.fails(
                self.target,
                "matches nothing",
                "correct the target, or drop the action if upstream has caught up",
            )),
            Matches::Exactly(count) if count != places.len() => {
                let problem = format!("matches {} places, not {count}", places.len());
                Err(self.fails(self.target, &problem, "check each place and record the number"))
            }
            _ => Ok(()),
        }
    }

    fn expect_previous(&self, document: &Value, place: &str) -> Result<()> {
        let (Some(was), Some(is)) = (self.was, document.pointer(place)) else { return Ok(()) };
        if contains(is, was) {
            return Ok(());
        }
        let mut problem = String::from("is no longer ");
        let _ = write!(problem, "{was}; upstream says {}", without_prose(is));
        Err(self.fails(place, &problem, "check whether the correction is still needed"))
    }

    fn fails(&self, place: &str, problem: &str, remedy: &str) -> Error {
        Error::new(&self.name, format!("{place} {problem}"), remedy)
    }
}

/// The first word in an update that looks like one of ours and is not.
fn unknown_word(update: &Value) -> Option<&str> {
    match update {
        Value::Object(object) => object.iter().find_map(|(key, value)| {
            let unknown = key.starts_with("x-") && !WORDS.contains(&key.as_str());
            if unknown { Some(key.as_str()) } else { unknown_word(value) }
        }),
        Value::Array(elements) => elements.iter().find_map(unknown_word),
        _ => None,
    }
}

fn known_key(key: &str) -> bool {
    ACTION_KEYS.contains(&key)
}

/// Whether a path can match one place at most: names and indices only, no wildcard, filter, slice or list.
fn singular(path: &str) -> bool {
    // A quote may hide any character; names in this form are read past.
    let mut bare = String::new();
    let mut quote = None;
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => drop(characters.next()),
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, _) => bare.push(character),
            _ => {}
        }
    }
    !bare.contains(['*', '?', ',', ':']) && !bare.contains("..")
}

/// The merge of Overlay 1.0: objects are merged key by key, lists are appended to, all else is replaced. Says whether
/// anything has changed by it; to compare afterwards would take longer with each operation.
fn merge(target: &mut Value, update: &Value) -> bool {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            let mut changes = false;
            for (key, value) in update {
                changes |= match target.get_mut(key) {
                    Some(existing) => merge(existing, value),
                    None => target.insert(key.clone(), value.clone()).is_none(),
                };
            }
            changes
        }
        (Value::Array(target), Value::Array(update)) => {
            target.extend(update.iter().cloned());
            !update.is_empty()
        }
        (target, update) => {
            let changes = target != update;
            target.clone_from(update);
            changes
        }
    }
}

/// An element that an update would append to a list that has it.
fn repeated<'a>(target: &Value, update: &'a Value) -> Option<&'a Value> {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            update.iter().find_map(|(key, update)| repeated(target.get(key)?, update))
        }
        (Value::Array(target), Value::Array(update)) => update.iter().find(|element| target.contains(element)),
        _ => None,
    }
}

fn remove(document: &mut Value, place: &str) {
    let Some((parent, last)) = place.rsplit_once('/') else { return };
    let key = last.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.remove(&key);
        }
        Some(Value::Array(elements)) => {
            if let Ok(index) = key.parse::<usize>() {
                elements.remove(index);
            }
        }
        _ => {}
    }
}

/// Whether a value says everything that the record says; what else it says (a description) does not matter.
fn contains(value: &Value, record: &Value) -> bool {
    match (value, record) {
        (Value::Object(value), Value::Object(record)) => record.iter().all(|(key, record)| match value.get(key) {
            Some(value) => contains(value, record),
            None => record.is_null(),
        }),
        (value, record) => value == record,
    }
}

/// A value as it is shown in an error: without descriptions, and not endless.
fn without_prose(value: &Value) -> String {
    let mut value = value.clone();
    if let Some(object) = value.as_object_mut() {
        object.remove("description");
        object.remove("summary");
    }
    let text = value.to_string();
    if text.chars().count() > 300 { format!("{}…", text.chars().take(300).collect::<String>()) } else { text }
}

#[cfg(test)]
mod tests;
