//! The rustdoc of methods and parameters, written from the operation table's own facts.

use std::fmt::Write as _;

use super::model::{Kind, Operation, Parameter};
use super::security::Security;

/// The doc of a client method.
pub fn method(operation: &Operation) -> String {
    let mut doc = format!("{}.\n\n", operation.summary.trim_end_matches('.'));
    if !operation.description.is_empty() {
        let _ = write!(doc, "{}\n\n", operation.description);
    }
    let Operation { method, path, .. } = operation;
    let _ = write!(doc, "`{method} {path}` · {}", security(operation.security));
    if let Some(page) = &operation.page {
        let _ = write!(doc, " · [official page]({page})");
    }
    doc.push_str("\n\n");
    if !operation.parameters.is_empty() {
        doc.push_str("# Parameters\n\n");
        let name = operation.builder_name();
        for one in &operation.parameters {
            let field = field_name(&one.name);
            let need = if one.required { "required" } else { "optional" };
            let _ = writeln!(doc, "- [`{field}`](builder::{name}::{field}), {need}: {}", sentence(one));
        }
        doc.push('\n');
    }
    doc.push_str("# Errors\n\n");
    doc.push_str("[`send`](builder::");
    let _ = write!(
        doc,
        "{}::send) answers [`Error`](crate::Error): see there for what each kind says.",
        operation.builder_name()
    );
    doc
}

/// The doc of a builder's setter.
pub fn setter(parameter: &Parameter) -> String {
    let need = if parameter.required { "Required." } else { "Optional." };
    format!("`{}`: {}\n\n{need}", parameter.name, sentence(parameter))
}

/// The doc of an entry of the operation table.
pub fn table_entry(operation: &Operation) -> String {
    format!("`{} {}`: {}.", operation.method, operation.path, operation.summary.trim_end_matches('.'))
}

/// What a parameter is, in what form and within what limits.
fn sentence(parameter: &Parameter) -> String {
    let mut text = parameter.description.clone();
    if !text.is_empty() && !text.ends_with('.') {
        text.push('.');
    }
    let values: Vec<String> = parameter.values.iter().map(|value| format!("`{value}`")).collect();
    let limits = match (parameter.minimum, parameter.maximum) {
        (Some(least), Some(most)) => format!("From {least} to {most}."),
        (Some(least), None) => format!("At least {least}."),
        (None, Some(most)) => format!("At most {most}."),
        (None, None) => String::new(),
    };
    let form = match parameter.kind {
        Kind::Decimal => "A decimal, sent with exactly the digits given.".to_owned(),
        Kind::Boolean => "Sent as `true` or `false`.".to_owned(),
        _ if !values.is_empty() => format!("One of {}.", values.join(", ")),
        _ => limits,
    };
    if !form.is_empty() {
        let _ = write!(text, " {form}");
    }
    if let Some(default) = &parameter.default {
        let _ = write!(text, " The exchange assumes `{default}` when it is absent.");
    }
    text.trim_start().to_owned()
}

/// What a parameter takes, where the error of a conversion does not say so itself: integers.
pub fn expectation(parameter: &Parameter) -> Option<String> {
    match (parameter.kind, parameter.minimum, parameter.maximum) {
        (Kind::Integer, Some(least), Some(most)) => Some(format!("an integer from {least} to {most}")),
        (Kind::Integer, None, Some(most)) => Some(format!("an integer of {most} at most")),
        (Kind::Integer, _, _) => Some("a 64-bit integer".into()),
        _ => None,
    }
}

/// The name of a parameter's setter, by the generator's own rule.
pub fn field_name(name: &str) -> String {
    use heck::ToSnakeCase;
    let field = name.to_snake_case();
    // As typify does with words that Rust keeps for itself.
    if syn::parse_str::<syn::Ident>(&field).is_ok() { field } else { format!("{field}_") }
}

fn security(security: Security) -> &'static str {
    match security {
        Security::None => "public",
        Security::ApiKey => "needs an API key",
        Security::Signed => "signed",
    }
}
