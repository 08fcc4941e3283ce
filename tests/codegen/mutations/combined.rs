//! All edits that users of the crate can live with, in one spec: `.ci/mutated` compiles what becomes of it.

use std::{env, fs};

use serde_json::{Value, json};

use super::edit::{DEPTH, MARK, at};
use super::{Builds, Mutation, SPEC, changes_of, generate, spec, with_surface};
use super::{documents, names, operations, parameters, references, responses, schemas, security, types};

const TABLES: [&[Mutation]; 9] = [
    operations::TABLE,
    parameters::TABLE,
    responses::TABLE,
    references::TABLE,
    schemas::TABLE,
    types::TABLE,
    names::TABLE,
    security::TABLE,
    documents::TABLE,
];

/// The vendored spec after all edits whose changes are compatible.
fn combined() -> Value {
    let mut document = spec();
    for (index, row) in TABLES.iter().flat_map(|table| table.iter()).enumerate() {
        if matches!(row.expected, Builds(changes, _) if changes.iter().all(|change| change.starts_with("compatible"))) {
            (row.edit)(&mut document);
            set_apart(&mut document, index);
        }
    }
    document
}

/// Gives what the rows call the same names of their own, so that none takes the place of another.
fn set_apart(document: &mut Value, index: usize) {
    let rename = |object: &mut Value, from: &str, to: String| {
        let object = object.as_object_mut().unwrap();
        object.remove(from).map(|value| object.insert(to, value));
    };
    rename(at(document, MARK), "probe", format!("probe{index}"));
    rename(at(document, "/paths"), "/fapi/v1/mood", format!("/fapi/v1/mood/{index}"));
    for operation in at(document, "/paths")
        .as_object_mut()
        .unwrap()
        .values_mut()
        .flat_map(|item| item.as_object_mut().unwrap().values_mut())
    {
        if operation["operationId"] == "getMood" {
            operation["operationId"] = json!(format!("getMood{index}"));
        }
    }
    for parameter in at(document, &format!("{DEPTH}/parameters")).as_array_mut().unwrap() {
        if ["mood", "probe"].iter().any(|name| parameter["name"] == *name) {
            parameter["name"] = json!(format!("{}{index}", parameter["name"].as_str().unwrap()));
        }
    }
}

#[test]
fn all_compatible_edits_together_are_compatible() {
    let document = combined();
    let generated = generate(&document.to_string()).unwrap_or_else(|error| panic!("{error}"));
    let changes = changes_of(&with_surface(generate(SPEC).unwrap()), &generated);
    assert!(changes.len() > 50, "{changes:#?}");
    let breaking: Vec<_> = changes.iter().filter(|change| !change.starts_with("compatible")).collect();
    assert!(breaking.is_empty(), "{breaking:#?}");
}

#[test]
#[ignore = "writes the spec that .ci/mutated compiles"]
fn the_combined_spec_is_written() {
    let path = env::var("MUTATED_SPEC").expect("MUTATED_SPEC names the file");
    fs::write(path, format!("{:#}\n", combined())).unwrap();
}
