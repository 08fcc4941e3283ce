//! What the pipeline makes of the spec, kept as files so that a change shows as a diff.
//!
//! `UPDATE_GOLDENS=1 cargo test --test codegen` accepts what is new. Prose is left out: a spec with other descriptions
//! makes the same goldens.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::command::{goldens, tree};
use super::{SPEC, generate};

fn expect_golden(name: &str, actual: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(goldens::FOLDER).join(name);
    if env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let line = expected.lines().zip(actual.lines()).position(|(expected, actual)| expected != actual);
    let line = line.unwrap_or_else(|| expected.lines().count().min(actual.lines().count()));
    assert!(
        expected == actual,
        "tests/golden/{name} differs from line {} on:\n- {}\n+ {}\nUPDATE_GOLDENS=1 accepts the change",
        line + 1,
        expected.lines().nth(line).unwrap_or("(end)"),
        actual.lines().nth(line).unwrap_or("(end)"),
    );
}

#[test]
fn the_goldens_are_as_accepted() {
    let repository = tree::Tree::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    for (name, text) in goldens::texts(&generate(SPEC).unwrap(), |id| repository.fixtures(id)).unwrap() {
        expect_golden(name, &text);
    }
}

#[test]
fn the_front_page_lists_every_operation_once() {
    let generated = generate(SPEC).unwrap();
    for operation in &generated.operations {
        let row = format!("(Client::{})", operation.method_name());
        assert_eq!(generated.list.matches(&row).count(), 1, "{row}");
        assert!(generated.list.contains(&format!("`{} {}`", operation.method, operation.path)));
    }
}

#[test]
fn the_same_input_makes_the_same_bytes() {
    let (one, other) = (generate(SPEC).unwrap(), generate(SPEC).unwrap());
    assert_eq!(one.client, other.client);
    assert_eq!(one.table, other.table);
    assert_eq!(one.list, other.list);
    assert_eq!(one.error_codes, other.error_codes);
    assert_eq!(one.lowered, other.lowered);
}

#[test]
fn other_prose_makes_the_same_surface() {
    let mut document = super::spec();
    reword(&mut document);
    let reworded = generate(&document.to_string()).unwrap();
    let original = generate(SPEC).unwrap();
    assert_ne!(reworded.client, original.client);
    assert_eq!(goldens::texts(&reworded, |_| 0).unwrap(), goldens::texts(&original, |_| 0).unwrap());
}

fn reword(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value {
                    serde_json::Value::String(text) if key == "description" || key == "summary" => {
                        *text = "Other words, with <brackets>, [links] and https://example.com/a_b.".into();
                    }
                    other => reword(other),
                }
            }
        }
        serde_json::Value::Array(elements) => elements.iter_mut().for_each(reword),
        _ => {}
    }
}
