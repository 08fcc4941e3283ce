//! Checks what an operation answers with: one success and, for all that fails, one error.

use serde_json::Value;

use super::super::document::{self, OperationAt, entries};
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::shape::{self, Shape};
use super::without_prose;

const RESPONSE: &shape::Keys = &[("description", Shape::Text), ("content", Shape::Object)];
const CONTENT: &shape::Keys = &[("schema", Shape::Object), ("example", Shape::Any), ("examples", Shape::Any)];

/// Whether a media type is JSON, with whatever parameters.
pub fn is_json(media_type: &str) -> bool {
    media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

pub fn check(document: &Value, operation: &OperationAt<'_>) -> Result<()> {
    let at = push(&operation.pointer, "responses");
    let mut successes = Vec::new();
    let mut errors: Option<(&str, Value)> = None;
    for (status, response) in entries(&operation.value["responses"]) {
        let at = push(&at, status);
        if response.get("$ref").is_some() {
            document::resolve(document, &at, response)?;
        }
        shape::check(&at, response, RESPONSE, "not supported in a response", "a response with JSON content")?;
        let is_status = status.len() == 3 && (status.get(1..) == Some("XX") || status.parse::<u16>().is_ok());
        match status.as_bytes() {
            [b'2', ..] if is_status => successes.push(status),
            // What fails is told by its status, with or without content.
            [b'4' | b'5', ..] if is_status && response.get("content").is_none() => continue,
            [b'4' | b'5', ..] if is_status => {}
            _ => {
                let problem = format!("responses for `{status}` are not supported");
                return Err(Error::new(at, problem, "one success such as 200, and errors such as 400, 4XX or 5XX"));
            }
        }
        let schema = content(&at, response)?;
        if !status.starts_with('2') {
            let schema = without_prose(schema);
            let (first, same) = errors.get_or_insert_with(|| (status, schema.clone()));
            if *same != schema {
                let problem = format!("another schema than that of {first}");
                let at = push(&push(&at, "content"), "application/json");
                return Err(Error::new(at, problem, "one schema for all errors: a method returns one error"));
            }
        }
    }
    match successes.as_slice() {
        [_] => Ok(()),
        [] => Err(Error::new(at, "no success response", "one response such as 200")),
        several => {
            let problem = format!("several success responses: {}", several.join(", "));
            Err(Error::new(at, problem, "one success response: a method returns one type"))
        }
    }
}

/// The schema of a response's content.
fn content<'a>(at: &str, response: &'a Value) -> Result<&'a Value> {
    let remedy = "content with application/json";
    let content: Vec<_> = entries(&response["content"]).collect();
    let media = match content.as_slice() {
        [("application/json", media)] => media,
        [] => return Err(Error::new(at, "a response without content", remedy)),
        several if several.iter().filter(|(name, _)| is_json(name)).count() > 1 => {
            return Err(Error::new(push(at, "content"), "JSON of several shapes", "one schema for JSON"));
        }
        _ => return Err(Error::new(at, "a response that is not JSON", remedy)),
    };
    let at = push(&push(at, "content"), "application/json");
    shape::check(&at, media, CONTENT, "not supported in content", "a schema")?;
    media.get("schema").ok_or_else(|| Error::new(&at, "no schema", "a schema"))
}
