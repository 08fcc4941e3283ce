use serde_json::json;

use super::*;
use crate::codegen::testing::{ANSWER, OPERATION, document, refusal, set, with, with_parameter, with_properties};

fn operation(document: &Value) -> Operation {
    operations(document).unwrap().remove(0)
}

fn parameter(schema: Value) -> Parameter {
    operation(&with_parameter("p", schema)).parameters.remove(0)
}

/// Whether an answer with this schema is secret.
fn is_secret(schema: Value) -> bool {
    operation(&with(ANSWER, schema)).secret_response
}

fn secret() -> Value {
    json!({ "type": "string", "format": "listen-key" })
}

#[test]
fn an_operation_is_read_with_its_names() {
    let operation = operation(&document());
    assert_eq!((operation.method.as_str(), operation.path.as_str(), operation.tag.as_str()), ("GET", "/t", "Things"));
    assert_eq!(operation.method_name(), "get_thing");
    assert_eq!(operation.builder_name(), "GetThing");
    assert_eq!(operation.static_name(), "GET_THING");
    assert_eq!(operation.security, Security::None);
    assert!(!operation.deprecated);
    assert_eq!(operation.page, None);
}

#[test]
fn a_get_changes_something_only_if_the_overlay_says_so() {
    let with_word = |word: Value| operations(&with(&format!("{OPERATION}/x-changes"), word));
    assert!(!operation(&document()).changes);
    assert!(with_word(json!(true)).unwrap()[0].changes);
    assert_eq!(refusal(with_word(json!(false))), format!("{OPERATION}/x-changes: not true (true, or leave it out)"));
    let mut document = document();
    let post = document["paths"]["/t"]["get"].take();
    document["paths"]["/t"] = json!({ "post": post });
    assert!(operation(&document).changes);
}

#[test]
fn prose_is_read_for_rustdoc() {
    let mut document = document();
    set(&mut document, &format!("{OPERATION}/description"), json!("Of a <thing>."));
    set(&mut document, &format!("{OPERATION}/externalDocs"), json!({ "url": "https://page" }));
    set(&mut document, &format!("{OPERATION}/deprecated"), json!(true));
    let operation = operation(&document);
    assert_eq!(operation.description, r"Of a \<thing\>.");
    assert_eq!(operation.page.as_deref(), Some("https://page"));
    assert!(operation.deprecated);
}

#[test]
fn one_tag_is_needed() {
    let text = refusal(operations(&with(&format!("{OPERATION}/tags"), json!(["A", "B"]))));
    assert_eq!(text, format!("{OPERATION}/tags: several tags (one: it is listed once)"));
    let text = refusal(operations(&with(&format!("{OPERATION}/tags"), json!([]))));
    assert_eq!(text, format!("{OPERATION}: no tag (a tag such as Trading)"));
}

#[test]
fn parameters_come_by_name() {
    let parameter = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "string" } });
    let list = json!([parameter("b"), parameter("B"), parameter("a")]);
    let operation = operation(&with(&format!("{OPERATION}/parameters"), list));
    assert_eq!(operation.parameters.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["B", "a", "b"]);
}

#[test]
fn a_parameter_is_of_a_kind() {
    assert_eq!(parameter(json!({ "type": "string" })).kind, Kind::Text);
    assert_eq!(parameter(json!({ "type": "string", "format": "boolean" })).kind, Kind::Text);
    assert_eq!(parameter(json!({ "type": "string", "format": "quantity" })).kind, Kind::Decimal);
    assert_eq!(parameter(json!({ "type": "integer" })).kind, Kind::Integer);
    assert_eq!(parameter(json!({ "type": "boolean" })).kind, Kind::Boolean);
}

#[test]
fn a_parameter_has_limits_and_values() {
    let limit = parameter(json!({ "type": "integer", "minimum": 1, "maximum": 1000 }));
    assert_eq!((limit.minimum, limit.maximum, limit.required), (Some(1), Some(1000), false));
    assert_eq!(parameter(json!({ "type": "string", "enum": ["A", "B"] })).values, ["A", "B"]);
}

#[test]
fn defaults_are_text() {
    let default = |schema: Value| parameter(schema).default;
    assert_eq!(default(json!({ "type": "string", "default": "A" })).as_deref(), Some("A"));
    assert_eq!(default(json!({ "type": "integer", "default": 500 })).as_deref(), Some("500"));
    assert_eq!(default(json!({ "type": "boolean", "default": false })).as_deref(), Some("false"));
    assert_eq!(default(json!({ "type": "boolean" })), None);
}

#[test]
fn a_default_is_that_of_the_place_or_else_of_the_component() {
    let mut document = with_parameter("p", json!({ "$ref": "#/components/schemas/Side" }));
    set(&mut document, "/components/schemas/Side", json!({ "type": "string", "enum": ["A", "B"], "default": "A" }));
    assert_eq!(operation(&document).parameters[0].default.as_deref(), Some("A"));
    set(&mut document, &format!("{OPERATION}/parameters/0/schema/default"), json!("B"));
    let parameter = &operation(&document).parameters[0];
    assert_eq!((parameter.default.as_deref(), parameter.values.len()), (Some("B"), 2));
}

#[test]
fn an_answer_is_secret_wherever_it_holds_a_secret() {
    assert!(is_secret(secret()));
    assert!(is_secret(json!({ "properties": { "a": secret() } })));
    assert!(is_secret(json!({ "items": { "oneOf": [{ "type": "string" }, secret()] } })));
    assert!(is_secret(json!({ "prefixItems": [secret()] })));
    assert!(is_secret(json!({ "type": "object", "additionalProperties": secret() })));
    assert!(!is_secret(json!({ "properties": { "a": { "type": "string", "format": "price" } } })));
}

#[test]
fn an_answer_is_secret_through_references() {
    let mut document = with_properties(json!({ "a": { "$ref": "#/components/schemas/Inner" } }));
    set(&mut document, "/components/schemas/Inner", json!({ "properties": { "b": secret() } }));
    assert!(operation(&document).secret_response);
}

#[test]
fn a_secret_far_down_is_found() {
    let deep = (0..40).fold(secret(), |inner, _| json!({ "properties": { "a": inner } }));
    assert!(is_secret(deep));
}

#[test]
fn types_that_contain_themselves_many_times_end() {
    let own: serde_json::Map<String, Value> =
        (0..20).map(|index| (format!("f{index}"), json!({ "$ref": "#/components/schemas/Thing" }))).collect();
    assert!(!operation(&with_properties(own.into())).secret_response);
}

#[test]
fn servers_lose_the_slash_at_their_end() {
    let servers = servers(&with("/servers/0/url", json!("https://live/"))).unwrap();
    assert_eq!((servers[0].url.as_str(), servers[0].environment.as_str()), ("https://live", "production"));
    assert_eq!((servers[1].url.as_str(), servers[1].environment.as_str()), ("https://test", "testnet"));
}

#[test]
fn each_environment_has_one_server() {
    let text = refusal(servers(&with("/servers/1/x-environment", json!("production"))));
    assert_eq!(text, "/servers: not exactly one server for production (x-environment in the overlay)");
    let text = refusal(servers(&with("/servers/1", json!({ "url": "https://other" }))));
    assert!(
        text.starts_with("/servers/1: `https://other` has no name (x-environment: production or testnet"),
        "{text}"
    );
}

#[test]
fn a_parameter_may_list_fewer_values_than_its_type_has() {
    let mut document = with("/components/schemas/Side", json!({ "type": "string", "enum": ["BUY", "SELL", "BOTH"] }));
    let schema = json!({ "$ref": "#/components/schemas/Side", "x-values": ["BUY", "SELL"] });
    let parameters = json!([{ "name": "side", "in": "query", "schema": schema, "x-hint": "see elsewhere" }]);
    set(&mut document, &format!("{OPERATION}/parameters"), parameters);
    let side = operation(&document).parameters.remove(0);
    assert_eq!((side.kind, side.values.as_slice()), (Kind::Text, ["BUY", "SELL"].map(str::to_owned).as_slice()));
    assert_eq!(side.hint.as_deref(), Some("see elsewhere"));
}

#[test]
fn listed_integers_are_values_as_well() {
    let limit = parameter(json!({ "type": "integer", "enum": [5, 10] }));
    assert_eq!((limit.kind, limit.values), (Kind::Integer, vec!["5".to_owned(), "10".to_owned()]));
}

#[test]
fn rows_of_a_batch_name_their_operation_and_their_limit() {
    let rows = |content: Value| {
        let schema = json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": content });
        operations(&with_parameter("rows", schema)).map(|mut operations| operations.remove(0).parameters.remove(0).rows)
    };
    let content = json!({ "type": "array", "maxItems": 5, "x-rows-of": "getThing", "x-type-name": "ThingRow" });
    let expected = Rows { name: "ThingRow".into(), of: "getThing".into(), most: 5 };
    assert_eq!(rows(content).unwrap(), Some(expected));
    let text = refusal(rows(json!({ "maxItems": 5, "x-rows-of": "nobody", "x-type-name": "ThingRow" })));
    assert!(
        text.ends_with("/parameters/0/schema/contentSchema: rows of no operation (x-rows-of: an operationId)"),
        "{text}"
    );
    for content in [
        json!({ "x-rows-of": "getThing", "x-type-name": "ThingRow" }),
        json!({ "maxItems": 5, "x-rows-of": "getThing" }),
    ] {
        assert!(refusal(rows(content)).contains("rows without a name or a limit"));
    }
}

#[test]
fn a_list_of_plain_values_names_their_type_and_their_limit() {
    let list = |content: Value| {
        let schema = json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": content });
        operations(&with_parameter("ids", schema)).map(|mut operations| operations.remove(0).parameters.remove(0))
    };
    for (of, kind) in [("integer", Kind::Integers), ("string", Kind::Texts)] {
        let ids = list(json!({ "type": "array", "maxItems": 10, "items": { "type": of } })).unwrap();
        assert_eq!((ids.kind, ids.most, ids.rows), (kind, Some(10), None));
    }
    for content in [
        json!({ "type": "array", "items": { "type": "integer" } }),
        json!({ "type": "array", "maxItems": 10, "items": { "type": "boolean" } }),
        json!({ "type": "object", "maxItems": 10, "items": { "type": "string" } }),
    ] {
        let text = refusal(list(content));
        assert!(
            text.contains("/schema/contentSchema: JSON text of unknown content (x-rows-of, or a list of"),
            "{text}"
        );
    }
}
