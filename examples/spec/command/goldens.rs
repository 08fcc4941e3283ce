//! What the pipeline makes of the spec as four texts, kept in `tests/golden` so that a change shows as a diff.
//!
//! Prose is left out: a spec with other descriptions makes the same goldens.

use std::fmt::Write as _;

use super::surface::Surface;
use super::words;
use crate::codegen::{self, Generated, Operation, Parameter};

/// Where the goldens are, in the repository.
pub const FOLDER: &str = "tests/golden";

/// The goldens: the name of each file, and its text. `fixtures` counts those of an operation.
pub fn texts(generated: &Generated, fixtures: impl Fn(&str) -> usize) -> Result<[(&'static str, String); 4], String> {
    let surface = Surface::read(&generated.client).map_err(|error| format!("the client cannot be read: {error}"))?;
    Ok([
        ("lowered.json", lowered(generated)),
        ("operations.txt", generated.operations.iter().map(operation).collect()),
        ("api.txt", surface.to_string()),
        ("coverage.txt", coverage(&generated.operations, fixtures)),
    ])
}

/// The operations in one line each, with how many answers of each are tried.
fn coverage(operations: &[Operation], fixtures: impl Fn(&str) -> usize) -> String {
    let mut text = format!("{} operations\n", operations.len());
    for operation in operations {
        let Operation { id, method, path, .. } = operation;
        let (name, security) = (operation.method_name(), words::security(operation.security));
        let (costs, fixtures) = (words::costs(&operation.costs), fixtures(id));
        let _ = writeln!(text, "{method} {path}: {id} {name}() {security}, {costs}, {fixtures} fixtures");
    }
    text
}

fn lowered(generated: &Generated) -> String {
    format!("{:#}\n", codegen::without_prose(&generated.lowered))
}

fn operation(operation: &Operation) -> String {
    let Operation { id, method, path, tag, security, .. } = operation;
    let mut text = format!("{id}: {method} {path} [{tag}] {security:?}\n");
    if operation.changes && operation.method == "GET" {
        text.push_str("  changes something\n");
    }
    if operation.secret_response {
        text.push_str("  answers with a secret\n");
    }
    let _ = writeln!(text, "  costs {}", words::costs(&operation.costs));
    if let Some(placing) = &operation.placing {
        let _ = writeln!(text, "  found by {} as {}: {}", placing.found_by, placing.found_as, placing.method);
    }
    for requirement in &operation.requirements {
        let _ = writeln!(text, "  requires {}", words::requirement(requirement));
    }
    text.extend(operation.parameters.iter().map(parameter));
    text
}

fn parameter(parameter: &Parameter) -> String {
    let need = if parameter.required { "required" } else { "optional" };
    let mut text = format!("  {} {need} {:?}", parameter.name, parameter.kind);
    for (name, limit) in [("min", parameter.minimum), ("max", parameter.maximum)] {
        let _ = limit.map(|limit| write!(text, " {name}={limit}"));
    }
    for (name, bound) in ["min", "max"].into_iter().zip(&parameter.bounds) {
        let _ = bound.as_ref().map(|bound| write!(text, " {name}={bound}"));
    }
    let _ = parameter.most.map(|most| write!(text, " most={most}"));
    let _ = parameter.default.as_ref().map(|default| write!(text, " default={default}"));
    let _ = parameter.pattern.as_ref().map(|pattern| write!(text, " {}", pattern.text));
    if !parameter.values.is_empty() {
        let _ = write!(text, " {}", parameter.values.join("|"));
    }
    text + "\n"
}
