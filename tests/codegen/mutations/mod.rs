//! Edits of the vendored spec, as upstream might make them, and what becomes of each: a client that differs by
//! exactly the changes that are told, or one line that names the place. Nothing is dropped in silence.
//!
//! Each table has a name, an edit and what is expected of it for every row.

#![allow(
    clippy::needless_pass_by_value,
    clippy::semicolon_if_nothing_returned,
    reason = "an edit is a short closure that hands over the values that it makes"
)]

mod combined;
mod documents;
mod edit;
mod fuzz;
mod names;
mod operations;
mod parameters;
mod references;
mod responses;
mod schemas;
mod security;
mod texts;
mod types;

use std::sync::LazyLock;

use serde_json::Value;

use super::codegen::{self, Generated};
use super::command::compare::{self, Sides};
use super::command::surface::Surface;
use super::{OVERLAY, SPEC, generate, spec};

/// A row of a table.
struct Mutation {
    name: &'static str,
    edit: fn(&mut Value),
    expected: Expected,
}

enum Expected {
    /// A client that differs by these changes, as the maintainer's command tells them, and these parts of code.
    Builds(&'static [&'static str], &'static [&'static str]),
    /// The line, without the name of the file.
    Refused(&'static str),
    /// A part of the line, which names an action of the overlay.
    Misfits(&'static str),
}

use Expected::{Builds, Misfits, Refused};

/// An edit that makes a client with these changes; with none, it is the client of the vendored spec.
const fn builds(name: &'static str, edit: fn(&mut Value), changes: &'static [&'static str]) -> Mutation {
    Mutation { name, edit, expected: Builds(changes, &[]) }
}

/// An edit that makes a client with these changes, and these parts in its code.
const fn builds_code(
    name: &'static str,
    edit: fn(&mut Value),
    changes: &'static [&'static str],
    parts: &'static [&'static str],
) -> Mutation {
    Mutation { name, edit, expected: Builds(changes, parts) }
}

/// An edit that ends in this line.
const fn refused(name: &'static str, edit: fn(&mut Value), line: &'static str) -> Mutation {
    Mutation { name, edit, expected: Refused(line) }
}

/// An edit that an action of the overlay does not fit, with what its line says.
const fn misfits(name: &'static str, edit: fn(&mut Value), part: &'static str) -> Mutation {
    Mutation { name, edit, expected: Misfits(part) }
}

/// Runs the rows of a table and tells all that came out otherwise.
fn run(table: &[Mutation]) {
    let wrong: Vec<String> = table.iter().filter_map(|row| Some(format!("## {}\n{}", row.name, wrong(row)?))).collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

fn wrong(row: &Mutation) -> Option<String> {
    let mut document = spec();
    (row.edit)(&mut document);
    let outcome = make(&document);
    let (expected, found) = match (&row.expected, &outcome) {
        (Builds(changes, parts), Ok(generated)) => {
            let code = code(generated);
            let missing: Vec<_> = parts.iter().filter(|part| !code.contains(**part)).collect();
            if !missing.is_empty() {
                return Some(format!("the code lacks {missing:#?}"));
            }
            (changes.join("\n"), changes_of(vendored(), generated).join("\n"))
        }
        (Refused(line), Err(error)) => (format!("spec/spec.yml: {line}"), line_of(error)),
        (Misfits(part), Err(error)) if line_of(error).contains(part) && error.file.starts_with("spec/overlay/") => {
            return None;
        }
        (Builds(changes, _), Err(error)) => (changes.join("\n"), line_of(error)),
        (Refused(line) | Misfits(line), Ok(generated)) => {
            ((*line).to_owned(), changes_of(vendored(), generated).join("\n"))
        }
        (Misfits(part), Err(error)) => ((*part).to_owned(), line_of(error)),
    };
    (expected != found).then(|| format!("expected:\n{expected}\nfound:\n{found}\n"))
}

/// The operations that the rows are about, and those that these refer to; all others would only take time.
const KEPT: [&str; 13] = [
    "/ping",
    "/time",
    "/depth",
    "/trades",
    "/klines",
    "/premiumIndex",
    "/fundingRate",
    "/openInterest",
    "/order",
    "/batchOrders",
    "/income",
    "/balance",
    "/24hr",
];

/// Makes a client of a spec with its overlay, without the operations of the vendored spec that no row is about.
fn make(document: &Value) -> codegen::Result<Generated> {
    static ACTIONS: LazyLock<Vec<(&str, Value)>> = LazyLock::new(|| {
        let files = OVERLAY.sources();
        files.iter().map(|file| (file.name, codegen::parse(file.text).unwrap())).collect()
    });
    static OTHERS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
        let whole = codegen::correct(spec(), &OVERLAY.sources()).unwrap();
        let kept = within(&KEPT, whole.clone());
        let keys = |place| whole.pointer(place).unwrap().as_object().unwrap().keys().map(move |key| (place, key));
        let all = keys("/paths").chain(keys("/components/schemas"));
        let others = all.filter(|(place, key)| kept.pointer(place).unwrap().get(key).is_none());
        others.map(|(place, key)| (place, key.clone())).collect()
    });
    let mut document = codegen::corrected_by(document.clone(), &ACTIONS)?;
    for (place, key) in OTHERS.iter() {
        document.pointer_mut(place).and_then(Value::as_object_mut).map(|object| object.remove(key));
    }
    codegen::from_document(document).map_err(|error| error.in_file("spec/spec.yml"))
}

/// A document with the paths that end so alone, and the components that they refer to.
fn within(ends: &[&str], mut document: Value) -> Value {
    document["paths"].as_object_mut().unwrap().retain(|path, _| ends.iter().any(|end| path.ends_with(end)));
    loop {
        let text = document.to_string();
        let schemas = document["components"]["schemas"].as_object_mut().unwrap();
        let before = schemas.len();
        let leads = ["/schemas/", "type-name\":\""];
        schemas.retain(|name, _| leads.iter().any(|lead| text.contains(&format!("{lead}{name}\""))));
        if schemas.len() == before {
            return document;
        }
    }
}

/// What is made of the vendored spec, for comparison.
fn vendored() -> &'static (Generated, Surface) {
    static VENDORED: LazyLock<(Generated, Surface)> = LazyLock::new(|| with_surface(make(&spec()).unwrap()));
    &VENDORED
}

fn with_surface(generated: Generated) -> (Generated, Surface) {
    let surface = Surface::read(&generated.client).expect("Rust that can be read");
    (generated, surface)
}

/// What the maintainer's command tells of the changes between two specs.
fn changes_of((old, old_surface): &(Generated, Surface), new: &Generated) -> Vec<String> {
    let new_surface = Surface::read(&new.client).expect("Rust that can be read");
    let sides = Sides { old, new, old_surface, new_surface: &new_surface };
    let changes = compare::everything(&sides).into_iter().filter_map(|change| {
        let subject = match &change.subject {
            // Conversions of a type that is told of itself.
            compare::Subject::Type(name) if name.starts_with("impl ") => return None,
            compare::Subject::Operation(id) => id,
            compare::Subject::Type(name) => name,
            compare::Subject::Document => "document",
        };
        Some(format!("{}: {subject}: {}", format!("{:?}", change.class).to_lowercase(), change.what))
    });
    changes.collect()
}

/// All generated code, without its layout.
fn code(generated: &Generated) -> String {
    let code = [&generated.client, &generated.table, &generated.list].map(String::as_str).join("\n");
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an error, which is one line with a place, a problem and a remedy.
fn line_of(error: &codegen::Error) -> String {
    let line = error.to_string();
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(!error.place.is_empty() && !error.problem.is_empty() && !error.remedy.is_empty(), "{line}");
    line
}
