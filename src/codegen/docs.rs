//! The rustdoc of methods and parameters, written from the operation table's own facts.

use std::fmt::{Display, Write as _};

use serde_json::Value;

use super::check::{VALUE_PROSE, is_word};
use super::costs::{Cost, Units};
use super::lower::rustdoc;
use super::model::{Kind, Operation, Parameter, Rows};
use super::requirements::{Need, Requirement};
use super::security::Security;

/// The doc of a client method.
pub fn method(operation: &Operation, all: &[Operation]) -> String {
    let mut doc = format!("{}.\n\n", title(operation));
    if !operation.description.is_empty() {
        let _ = write!(doc, "{}\n\n", linked(&operation.description, operation, all));
    }
    let Operation { method, path, .. } = operation;
    let _ = write!(doc, "`{method} {path}` · {}", security(operation.security));
    if operation.deprecated {
        doc.push_str(" · deprecated");
    }
    let costs = costs(operation);
    if !costs.is_empty() {
        let _ = write!(doc, " · costs {costs}");
    }
    if let Some(page) = &operation.page {
        let _ = write!(doc, " · [official page]({page})");
    }
    doc.push_str("\n\n");
    for requirement in &operation.requirements {
        let _ = write!(doc, "{}\n\n", required(requirement));
    }
    if !operation.parameters.is_empty() {
        doc.push_str("# Parameters\n\n");
        let name = operation.builder_name();
        for one in &operation.parameters {
            let field = field_name(&one.name);
            let need = if one.deprecated { format!("{}, deprecated", need(one)) } else { need(one).to_owned() };
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

/// A text in which the names of other methods are links.
fn linked(text: &str, own: &Operation, all: &[Operation]) -> String {
    let is_other = |name: &str| all.iter().any(|other| other.id != own.id && other.method_name() == name);
    let parts = text.split('`').enumerate().map(|(index, part)| match index % 2 {
        0 => part.to_owned(),
        _ if is_other(part) => format!("[`{part}`](Self::{part})"),
        _ => format!("`{part}`"),
    });
    // Of an odd number of quotes, the last one ends nothing.
    if text.matches('`').count().is_multiple_of(2) { parts.collect() } else { text.to_owned() }
}

/// The doc of the method that finds out what became of an order.
pub fn resolver(operation: &Operation, finder: &Operation) -> String {
    let (placed_by, found_by) = (operation.method_name(), finder.method_name());
    format!(
        "Finds out what became of an order that [`{placed_by}`](Self::{placed_by}) may have placed.\n\n\
         Asks by [`{found_by}`](Self::{found_by}) until the exchange's answer is definite: the order, or that there is none \
         after the moment from which its request could no longer be accepted. That takes the receive window and a few \
         seconds; it is bounded in any case. See [`Resolution`](crate::Resolution).\n\n\
         Ask with the keys of the account that sent it, and use no id twice: an earlier order of that id would be found."
    )
}

/// The list of all operations for the front page, by tag, in the order in which the tags come.
pub fn list(operations: &[Operation]) -> String {
    let mut page = String::from(
        "# Operations\n\nEach is a method of [`Client`]. What a request costs counts against the limits in \
         [`operations::LIMITS`].\n\nThe search of these pages finds the exchange's own names as well: `createOrder`, \
         `newClientOrderId`, `fapi_v1_order` for an endpoint, `2019` for the error code -2019. It takes no slash and no \
         minus.\n",
    );
    let mut tags: Vec<&str> = Vec::new();
    for operation in operations {
        if !tags.contains(&operation.tag.as_str()) {
            tags.push(&operation.tag);
        }
    }
    for tag in tags {
        let _ = write!(page, "\n## {}\n\n| method | endpoint | security | costs |\n|---|---|---|---|\n", rustdoc(tag));
        for operation in operations.iter().filter(|operation| operation.tag == tag) {
            let Operation { method, path, .. } = operation;
            let name = operation.method_name();
            let deprecated = if operation.deprecated { " (deprecated)" } else { "" };
            let (security, costs) = (security(operation.security), costs(operation));
            let _ =
                writeln!(page, "| [`{name}`](Client::{name}){deprecated} | `{method} {path}` | {security} | {costs} |");
        }
    }
    page
}

/// A path as a word: the search of rustdoc takes letters, digits and underscores alone.
pub fn searchable(path: &str) -> String {
    let words = path.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

/// What a request costs, in words.
fn costs(operation: &Operation) -> String {
    operation.costs.iter().map(cost).collect::<Vec<_>>().join(", ")
}

fn cost(Cost { limit, units }: &Cost) -> String {
    match units {
        Units::Fixed(units) => format!("{limit} {units}"),
        Units::ByPresence { parameter, with, without } => {
            format!("{limit} {with} with `{parameter}` and {without} without")
        }
        Units::BySize { parameter, steps, above, .. } => {
            let steps = steps.iter().map(|(most, units)| format!("{units} up to {most}")).collect::<Vec<_>>();
            format!("{limit} by `{parameter}` ({}, {above} above)", steps.join(", "))
        }
    }
}

/// The doc of a builder's setter.
pub fn setter(parameter: &Parameter) -> String {
    let mut need = need(parameter).to_owned();
    need[..1].make_ascii_uppercase();
    format!("`{}`: {}\n\n{need}.", parameter.name, sentence(parameter))
}

/// The description of a type or of a part of it; not every one has some.
pub fn description_of(schema: &Value, fallback: impl FnOnce() -> String) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    if text.is_empty() { fallback() } else { text.to_owned() }
}

/// What the compiler says to whoever uses what the exchange has deprecated.
pub const DEPRECATED: &str = "the exchange calls it deprecated";

/// Whether a caller has to give a parameter.
fn need(parameter: &Parameter) -> &'static str {
    match (parameter.required, parameter.values.len()) {
        (false, _) => "optional",
        (true, 1) => "sent if not given",
        (true, _) => "required",
    }
}

/// What a request must have beside its required parameters, as a sentence.
fn required(Requirement { when, need }: &Requirement) -> String {
    let list = |names: &[String], last: &str| {
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        match names.split_last() {
            Some((only, [])) => only.clone(),
            Some((end, others)) => format!("{} {last} {end}", others.join(", ")),
            None => String::new(),
        }
    };
    let when = when.as_ref().map(|(name, value)| format!(" where `{name}` is `{value}`")).unwrap_or_default();
    match need {
        Need::AllOf(names) => format!("Needs {}{when}.", list(names, "and")),
        Need::AnyOf(names) => format!("Needs {}{when}.", list(names, "or")),
        Need::OneOf(names) => format!("Needs {}, and not both{when}.", list(names, "or")),
        Need::AtMostOneOf(names) => format!("Takes one of {} at most{when}.", list(names, "and")),
        Need::Within { from, to, hours } => {
            let longest =
                if hours.is_multiple_of(24) { format!("{} days", hours / 24) } else { format!("{hours} hours") };
            format!("`{to}` may be {longest} after `{from}` at most.")
        }
        Need::InOrder { from, to } => format!("`{to}` may not be before `{from}`."),
    }
}

/// The doc of an entry of the operation table.
pub fn table_entry(operation: &Operation) -> String {
    format!("`{} {}`: {}.", operation.method, operation.path, title(operation))
}

/// The summary as the beginning of a sentence; not every spec has one.
fn title(operation: &Operation) -> &str {
    let summary = operation.summary.trim_end_matches('.');
    if summary.is_empty() { &operation.id } else { summary }
}

/// The doc of a variant: what the value means, as the overlay says it, and how the wire writes it.
pub fn value(schema: &Value, value: &str) -> String {
    match schema[VALUE_PROSE][value].as_str() {
        Some(meaning) => format!("{} `{value}` on the wire.", rustdoc(meaning)),
        None => format!("`{value}` on the wire."),
    }
}

/// What the docs of a type say of the methods that answer it.
pub fn answered_by(methods: &[String]) -> Option<String> {
    let links: Vec<_> = methods.iter().map(|method| format!("[`Client::{method}`](crate::Client::{method})")).collect();
    let (last, others) = links.split_last()?;
    Some(match others {
        [] => format!("What {last} answers."),
        others => format!("What {} and {last} answer.", others.join(", ")),
    })
}

/// The doc of an error code.
pub fn error_code(code: i64, category: &str) -> String {
    format!("The code {code}, of the category [`{category}`](ErrorCategory::{category}).")
}

/// What a parameter is, in what form and within what limits.
fn sentence(parameter: &Parameter) -> String {
    let mut text = parameter.description.clone();
    if !text.is_empty() && !text.ends_with('.') {
        text.push('.');
    }
    let values: Vec<String> = parameter.values.iter().map(|value| format!("`{value}`")).collect();
    let limits = limits(parameter.minimum, parameter.maximum);
    let form = match parameter.kind {
        Kind::Decimal => format!("A decimal, sent with exactly the digits given.{}", bounds(parameter)),
        Kind::Boolean => "Sent as `true` or `false`.".to_owned(),
        Kind::Integers => values_list(parameter, "integers"),
        Kind::Texts => values_list(parameter, "texts"),
        _ if parameter.rows.is_some() => parameter.rows.as_ref().map(rows).unwrap_or_default(),
        _ if !values.is_empty() => match &parameter.hint {
            Some(hint) => format!("One of {}; {hint}.", values.join(", ")),
            None => format!("One of {}.", values.join(", ")),
        },
        _ => match &parameter.pattern {
            Some(pattern) => format!("Of the form `{}`.", pattern.text),
            None => limits,
        },
    };
    if !form.is_empty() {
        let _ = write!(text, " {form}");
    }
    if let Some(default) = &parameter.default {
        let _ = write!(text, " The exchange assumes `{default}` when it is absent.");
    }
    text.trim_start().to_owned()
}

fn limits(least: Option<impl Display>, greatest: Option<impl Display>) -> String {
    match (least, greatest) {
        (Some(least), Some(greatest)) => format!("From {least} to {greatest}."),
        (Some(least), None) => format!("At least {least}."),
        (None, Some(greatest)) => format!("At most {greatest}."),
        (None, None) => String::new(),
    }
}

/// The bounds of a decimal, as a sentence that follows another.
fn bounds(parameter: &Parameter) -> String {
    let [least, greatest] = parameter.bounds.each_ref().map(Option::as_ref);
    let text = limits(least, greatest);
    if text.is_empty() { text } else { format!(" {text}") }
}

fn rows(rows: &Rows) -> String {
    format!("From 1 to {} rows, each a [`{1}`](crate::builder::{1}).", rows.most, rows.name)
}

fn values_list(parameter: &Parameter, of: &str) -> String {
    format!("From 1 to {} {of}, sent as a JSON list.", parameter.most.unwrap_or_default())
}

/// What a parameter takes, where the error of a conversion does not say so itself: integers.
pub fn expectation(parameter: &Parameter) -> Option<String> {
    match (parameter.kind, parameter.minimum, parameter.maximum) {
        (Kind::Integer, Some(least), Some(most)) => Some(format!("an integer from {least} to {most}")),
        (Kind::Integer, Some(least), None) => Some(format!("an integer of {least} at least")),
        (Kind::Integer, None, Some(most)) => Some(format!("an integer of {most} at most")),
        (Kind::Integer | Kind::Integers, _, _) => Some("a 64-bit integer".into()),
        _ => None,
    }
}

/// The name of a parameter's setter, by the generator's own rule.
pub fn field_name(name: &str) -> String {
    use heck::ToSnakeCase;
    let field = name.to_snake_case();
    // As typify does with words that Rust keeps for itself.
    if is_word(&field) { field } else { format!("{field}_") }
}

fn security(security: Security) -> &'static str {
    match security {
        Security::None => "public",
        Security::ApiKey => "needs an API key",
        Security::Signed => "signed",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::model;
    use crate::codegen::testing::{OPERATION, document, set, with_parameter};

    fn operation(document: &Value) -> Operation {
        model::operations(document).unwrap().remove(0)
    }

    fn parameter(schema: Value) -> Parameter {
        let mut document = with_parameter("orderId", schema);
        set(&mut document, &format!("{OPERATION}/parameters/0/description"), json!("Which one"));
        operation(&document).parameters.remove(0)
    }

    #[test]
    fn a_method_says_what_it_calls_and_with_what() {
        let mut document = document();
        set(&mut document, &format!("{OPERATION}/description"), json!("As it is now."));
        set(&mut document, &format!("{OPERATION}/externalDocs"), json!({ "url": "https://page" }));
        set(&mut document, &format!("{OPERATION}/security"), json!([{ "key": [], "sign": [] }]));
        let schema = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 10 });
        let parameters = json!([
            { "name": "type", "in": "query", "required": true, "description": "Kind", "schema": { "type": "string" } },
            { "name": "limit", "in": "query", "description": "How many.", "schema": schema },
        ]);
        set(&mut document, &format!("{OPERATION}/parameters"), parameters);
        assert_eq!(
            method(&operation(&document), &[]),
            "Reads the thing.\n\
             \n\
             As it is now.\n\
             \n\
             `GET /t` · signed · [official page](https://page)\n\
             \n\
             # Parameters\n\
             \n\
             - [`limit`](builder::GetThing::limit), optional: How many. From 1 to 100. \
             The exchange assumes `10` when it is absent.\n\
             - [`type_`](builder::GetThing::type_), required: Kind.\n\
             \n\
             # Errors\n\
             \n\
             [`send`](builder::GetThing::send) answers [`Error`](crate::Error): see there for what each kind says."
        );
    }

    #[test]
    fn the_names_of_other_methods_are_links() {
        let mut document = document();
        set(
            &mut document,
            &format!("{OPERATION}/description"),
            json!("`get_thing` after `get_other`, not `get_more`."),
        );
        let own = operation(&document);
        let other = Operation { id: "getOther".to_owned(), ..own.clone() };
        let text = method(&own, &[own.clone(), other]);
        assert!(text.contains("`get_thing` after [`get_other`](Self::get_other), not `get_more`."), "{text}");
    }

    #[test]
    fn a_method_says_what_of_it_is_deprecated() {
        let mut document = with_parameter("limit", json!({ "type": "integer", "deprecated": true }));
        set(&mut document, &format!("{OPERATION}/deprecated"), json!(true));
        let text = method(&operation(&document), &[]);
        assert!(text.contains("`GET /t` · public · deprecated\n"), "{text}");
        assert!(text.contains("- [`limit`](builder::GetThing::limit), optional, deprecated: \n"), "{text}");
    }

    #[test]
    fn the_front_page_lists_the_operations_by_tag() {
        let mut document = document();
        let mut other = document["paths"]["/t"]["get"].clone();
        other["operationId"] = json!("dropThing");
        other["tags"] = json!(["Old [things]"]);
        other["deprecated"] = json!(true);
        other["x-costs"] = json!({ "weight": 5 });
        set(&mut document, "/x-limits", json!([{ "name": "weight", "per": "ip", "seconds": 60, "units": 9 }]));
        set(&mut document, "/paths/~1t/delete", other);
        assert_eq!(
            list(&model::operations(&document).unwrap()),
            "# Operations\n\
             \nEach is a method of [`Client`]. What a request costs counts against the limits in \
             [`operations::LIMITS`].\n\
             \nThe search of these pages finds the exchange's own names as well: `createOrder`, `newClientOrderId`, \
             `fapi_v1_order` for an endpoint, `2019` for the error code -2019. It takes no slash and no minus.\n\
             \n## Things\n\
             \n| method | endpoint | security | costs |\n|---|---|---|---|\n\
             | [`get_thing`](Client::get_thing) | `GET /t` | public |  |\n\
             \n## Old \\[things\\]\n\
             \n| method | endpoint | security | costs |\n|---|---|---|---|\n\
             | [`drop_thing`](Client::drop_thing) (deprecated) | `DELETE /t` | public | weight 5 |\n"
        );
    }

    #[test]
    fn a_method_says_what_it_costs() {
        let mut document = with_parameter("limit", json!({ "type": "integer", "default": 5 }));
        let limit = |name: &str| json!({ "name": name, "per": "ip", "seconds": 60, "units": 9 });
        set(&mut document, "/x-limits", json!([limit("weight"), limit("orders"), limit("pool")]));
        let by_size = json!({ "by": "limit", "steps": [[100, 5], [500, 10]], "above": 20 });
        let by_presence = json!({ "by": "limit", "with": 1, "without": 40 });
        let all = json!({ "weight": by_size, "orders": by_presence, "pool": 2 });
        set(&mut document, &format!("{OPERATION}/x-costs"), all);
        let text = method(&operation(&document), &[]);
        let expected = "`GET /t` · public · costs weight by `limit` (5 up to 100, 10 up to 500, 20 above), orders 1 with \
                        `limit` and 40 without, pool 2\n";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn an_operation_without_a_summary_has_its_id_for_one() {
        let mut document = document();
        set(&mut document, &format!("{OPERATION}/summary"), json!(""));
        assert!(method(&operation(&document), &[]).starts_with("getThing.\n\n`GET /t` · public\n\n# Errors"));
        assert_eq!(table_entry(&operation(&document)), "`GET /t`: getThing.");
    }

    #[test]
    fn the_table_says_what_the_operation_is() {
        assert_eq!(table_entry(&operation(&document())), "`GET /t`: Reads the thing.");
    }

    #[test]
    fn a_setter_says_what_it_sets() {
        let text = setter(&parameter(json!({ "type": "string", "enum": ["A", "B"], "default": "A" })));
        let assumed = "The exchange assumes `A` when it is absent.";
        assert_eq!(text, format!("`orderId`: Which one. One of `A`, `B`. {assumed}\n\nOptional."));
    }

    #[test]
    fn a_setter_says_the_form_and_the_limits() {
        let text = |schema: Value| setter(&parameter(schema)).replace("`orderId`: Which one.", "");
        assert_eq!(
            text(json!({ "type": "string", "format": "price" })),
            " A decimal, sent with exactly the digits given.\n\nOptional."
        );
        assert_eq!(text(json!({ "type": "boolean" })), " Sent as `true` or `false`.\n\nOptional.");
        assert_eq!(text(json!({ "type": "integer", "minimum": 1 })), " At least 1.\n\nOptional.");
        assert_eq!(text(json!({ "type": "integer", "maximum": 9 })), " At most 9.\n\nOptional.");
        assert_eq!(text(json!({ "type": "integer" })), "\n\nOptional.");
    }

    #[test]
    fn only_integers_need_to_be_told_what_was_expected() {
        let text = |schema: Value| expectation(&parameter(schema));
        assert_eq!(text(json!({ "type": "string" })), None);
        assert_eq!(text(json!({ "type": "integer" })).unwrap(), "a 64-bit integer");
        assert_eq!(text(json!({ "type": "integer", "maximum": 9 })).unwrap(), "an integer of 9 at most");
        assert_eq!(text(json!({ "type": "integer", "minimum": 1 })).unwrap(), "an integer of 1 at least");
        assert_eq!(text(json!({ "type": "integer", "minimum": 1, "maximum": 9 })).unwrap(), "an integer from 1 to 9");
    }

    #[test]
    fn a_type_names_the_methods_that_answer_it() {
        let methods = ["get_a", "get_b", "get_c"].map(str::to_owned);
        assert_eq!(answered_by(&[]), None);
        let one = "What [`Client::get_a`](crate::Client::get_a) answers.";
        assert_eq!(answered_by(&methods[..1]).unwrap(), one);
        let three = answered_by(&methods).unwrap();
        assert!(three.ends_with(
            ", [`Client::get_b`](crate::Client::get_b) and [`Client::get_c`](crate::Client::get_c) answer."
        ));
    }

    #[test]
    fn a_path_is_searched_for_as_a_word() {
        assert_eq!(searchable("/fapi/v1/ticker/24hr"), "fapi_v1_ticker_24hr");
        assert_eq!(searchable("/fapi/{asset}-rate"), "fapi_asset_rate");
    }

    #[test]
    fn words_that_rust_keeps_get_an_underscore() {
        assert_eq!(field_name("orderId"), "order_id");
        assert_eq!(field_name("type"), "type_");
        assert_eq!(field_name("self"), "self_");
        assert_eq!(field_name("gen"), "gen_");
    }
}
