//! What the pipeline makes of the spec, kept as files so that a change shows as a diff.
//!
//! `UPDATE_GOLDENS=1 cargo test --test codegen` accepts what is new. Prose is left out: a spec with other descriptions
//! makes the same goldens.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use super::codegen::{self, Operation};
use super::{SPEC, generate, surface};

fn expect_golden(name: &str, actual: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
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
fn the_lowered_document_is_as_accepted() {
    let lowered = codegen::without_prose(&generate(SPEC).unwrap().lowered);
    let text = serde_json::to_string_pretty(&lowered).unwrap();
    expect_golden("lowered.json", &(text + "\n"));
}

#[test]
fn the_operation_table_is_as_accepted() {
    let mut text = String::new();
    for operation in &generate(SPEC).unwrap().operations {
        let Operation { id, method, path, tag, security, .. } = operation;
        let _ = writeln!(text, "{id}: {method} {path} [{tag}] {security:?}");
        if operation.secret_response {
            text.push_str("  answers with a secret\n");
        }
        for cost in &operation.costs {
            let _ = writeln!(text, "  costs {}: {:?}", cost.limit, cost.units);
        }
        if let Some(placing) = &operation.placing {
            let _ = writeln!(text, "  found by {} as {}: {}", placing.found_by, placing.found_as, placing.method);
        }
        for parameter in &operation.parameters {
            let need = if parameter.required { "required" } else { "optional" };
            let _ = write!(text, "  {} {need} {:?}", parameter.name, parameter.kind);
            for (name, limit) in [("min", parameter.minimum), ("max", parameter.maximum)] {
                let _ = limit.map(|limit| write!(text, " {name}={limit}"));
            }
            let _ = parameter.default.as_ref().map(|default| write!(text, " default={default}"));
            let _ = parameter.pattern.as_ref().map(|pattern| write!(text, " {}", pattern.text));
            if !parameter.values.is_empty() {
                let _ = write!(text, " {}", parameter.values.join("|"));
            }
            text.push('\n');
        }
    }
    expect_golden("operations.txt", &text);
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
fn the_public_surface_is_as_accepted() {
    expect_golden("api.txt", &surface::list(&generate(SPEC).unwrap().client));
}

#[test]
fn the_same_input_makes_the_same_bytes() {
    let (one, other) = (generate(SPEC).unwrap(), generate(SPEC).unwrap());
    assert_eq!(one.client, other.client);
    assert_eq!(one.table, other.table);
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
    assert_eq!(surface::list(&reworded.client), surface::list(&original.client));
    assert_eq!(codegen::without_prose(&reworded.lowered), codegen::without_prose(&original.lowered));
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
