//! A spec that cannot become a client ends in one line that names the place, what is wrong and what would work.

use serde_json::{Value, json};

use super::codegen::Source;
use super::{OVERLAY, SPEC, generate, generate_with, spec};

const ORDER: &str = "/paths/~1fapi~1v1~1order/post";

/// Changes the vendored spec and gives the one line that it is refused with.
fn refusal(change: impl FnOnce(&mut Value)) -> String {
    let mut document = spec();
    change(&mut document);
    line(generate(&document.to_string()))
}

fn line(outcome: super::codegen::Result<super::codegen::Generated>) -> String {
    let line = outcome.err().expect("the spec is refused").to_string();
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.ends_with(')') && line.contains(" ("), "no remedy: {line}");
    line
}

fn at<'a>(document: &'a mut Value, pointer: &str) -> &'a mut Value {
    document.pointer_mut(pointer).unwrap_or_else(|| panic!("the spec has no {pointer}"))
}

/// Adds a parameter to `createOrder`.
fn with_parameter(parameter: Value) -> String {
    refusal(|document| at(document, &format!("{ORDER}/parameters")).as_array_mut().unwrap().push(parameter))
}

/// Gives a schema to a new property of `MarkPrice`.
fn with_property(schema: Value) -> String {
    refusal(|document| at(document, "/components/schemas/MarkPrice/properties")["probe"] = schema)
}

const PROBE: &str = "spec/spec.yml: /components/schemas/MarkPrice/properties/probe";

#[test]
fn yaml_that_does_not_parse_names_line_and_column() {
    let text = line(generate("openapi: 3.1.0\npaths: [unclosed\n"));
    assert!(text.starts_with("spec/spec.yml: line 3 column 1: not YAML: "), "{text}");
    let text = line(generate("- a list\n"));
    assert_eq!(text, "spec/spec.yml: line 1 column 1: the document is not a mapping (a mapping of keys to values)");
    let text = line(generate("openapi: 3.1.0\nopenapi: 3.1.0\n"));
    assert!(text.starts_with("spec/spec.yml: line 2 column 1: ") && text.contains("duplicate"), "{text}");
    let overlay = Source { name: "spec/overlay/00.yml", text: "overlay: [\n" };
    let text = line(generate_with(SPEC, &[overlay]));
    assert!(text.starts_with("spec/overlay/00.yml: line 2 column 1: not YAML: "), "{text}");
}

#[test]
fn a_page_of_html_is_no_spec() {
    let text = line(generate("<!DOCTYPE html>\n<html><body>404: Not Found</body></html>\n"));
    assert!(text.starts_with("spec/spec.yml: line "), "{text}");
}

#[test]
fn a_version_that_is_not_known_is_refused() {
    let text = refusal(|document| document["openapi"] = json!("4.0.0"));
    assert_eq!(text, "spec/spec.yml: /openapi: version `4.0.0` is not supported (OpenAPI 3.0 or 3.1)");
}

#[test]
fn an_operation_without_an_id_or_with_one_that_is_taken_is_refused() {
    let text = refusal(|document| drop(at(document, ORDER).as_object_mut().unwrap().remove("operationId")));
    assert!(text.contains("/paths/~1fapi~1v1~1order/post"), "{text}");
    let text = refusal(|document| at(document, ORDER)["operationId"] = json!("getOrder"));
    assert!(text.contains("the operationId `getOrder` is also that of /paths/~1fapi~1v1~1order/"), "{text}");
    let text = refusal(|document| at(document, ORDER)["operationId"] = json!("get_order"));
    assert!(text.contains("both become the method `get_order`"), "{text}");
    let text = refusal(|document| at(document, ORDER)["operationId"] = json!("24hr order"));
    assert!(text.contains(&format!("{ORDER}/operationId: `24hr order` makes no method name")), "{text}");
}

#[test]
fn several_success_types_or_none_are_refused() {
    let text = refusal(|document| {
        let responses = at(document, &format!("{ORDER}/responses"));
        responses["202"] = responses["200"].clone();
    });
    assert!(text.contains(&format!("{ORDER}/responses: several success responses: 200, 202")), "{text}");
    let text = refusal(|document| {
        drop(at(document, "/paths/~1fapi~1v1~1premiumIndex/get/responses").as_object_mut().unwrap().remove("200"));
    });
    assert!(text.contains("/paths/~1fapi~1v1~1premiumIndex/get/responses: no success response"), "{text}");
    let text = refusal(|document| {
        let responses = at(document, &format!("{ORDER}/responses"));
        responses["default"] = responses["200"].clone();
    });
    assert!(text.contains(&format!("{ORDER}/responses/default: responses for `default` are not supported")), "{text}");
}

#[test]
fn a_response_that_is_not_json_is_refused() {
    let place = "/paths/~1fapi~1v1~1premiumIndex/get/responses/200";
    let text =
        refusal(|document| at(document, place)["content"] = json!({ "text/csv": { "schema": { "type": "string" } } }));
    assert!(text.contains(&format!("{place}: a response that is not JSON")), "{text}");
    let text = refusal(|document| drop(at(document, place).as_object_mut().unwrap().remove("content")));
    assert!(text.contains(&format!("{place}: a response without content")), "{text}");
}

#[test]
fn parameters_that_no_query_carries_are_refused() {
    for (place, remedy) in [("header", "in: query"), ("cookie", "in: query"), ("path", "in: query")] {
        let text = with_parameter(json!({ "name": "probe", "in": place, "schema": { "type": "string" } }));
        let expected = format!("{ORDER}/parameters/13/in: parameters in {place} are not supported ({remedy})");
        assert!(text.ends_with(&expected), "{text}");
    }
    let text = with_parameter(
        json!({ "name": "probe", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } }),
    );
    assert!(text.contains("/parameters/13/schema: not a type that a query can carry"), "{text}");
    let text = with_parameter(
        json!({ "name": "probe", "in": "query", "allowReserved": true, "schema": { "type": "string" } }),
    );
    assert!(text.contains("/parameters/13/allowReserved: `allowReserved` is not supported in a parameter"), "{text}");
    let text = with_parameter(json!({ "name": "position_side", "in": "query", "schema": { "type": "string" } }));
    assert!(text.contains("`position_side` and `positionSide` both become the method `position_side`"), "{text}");
}

#[test]
fn request_bodies_and_path_parameters_are_refused() {
    let text = refusal(|document| at(document, ORDER)["requestBody"] = json!({ "content": {} }));
    assert!(text.contains(&format!("{ORDER}/requestBody: `requestBody` is not supported in an operation")), "{text}");
    let text = refusal(|document| {
        document["paths"]["/fapi/v1/{probe}"] = document["paths"]["/fapi/v1/ping"].clone();
    });
    assert!(
        text.contains("/paths/~1fapi~1v1~1{probe}: path parameters are not supported (query parameters)"),
        "{text}"
    );
}

#[test]
fn references_to_nowhere_and_in_circles_are_refused() {
    let text = with_property(json!({ "$ref": "#/components/schemas/Nothing" }));
    assert_eq!(
        text,
        format!(
            "{PROBE}/$ref: `#/components/schemas/Nothing` leads nowhere (a reference to something in this file, such as #/components/…)"
        )
    );
    let text = with_property(json!({ "$ref": "other.yml#/Nothing" }));
    assert!(text.contains("leaves this file"), "{text}");
    let text = with_property(json!({ "$ref": "#/components/schemas/MarkPrice/properties/probe" }));
    assert!(text.contains("leads back to itself"), "{text}");
    let text = refusal(|document| {
        at(document, ORDER)["parameters"][0] = json!({ "$ref": "#/components/parameters/nothing" });
    });
    assert!(
        text.contains(&format!("{ORDER}/parameters/0/$ref: `#/components/parameters/nothing` leads nowhere")),
        "{text}"
    );
    let text = with_property(json!({ "$ref": "#/components/schemas/Error", "type": "object" }));
    assert!(text.contains("`type` beside a `$ref` is not supported"), "{text}");
}

#[test]
fn keywords_that_are_not_lowered_are_refused() {
    for keyword in ["patternProperties", "if", "contains", "dependentSchemas", "unevaluatedProperties", "anyOf", "not"]
    {
        let text = with_property(json!({ "type": "object", keyword: {} }));
        let expected = format!("{PROBE}/{keyword}: the keyword `{keyword}` is not supported");
        assert!(text.starts_with(&expected), "{text}");
    }
}

#[test]
fn types_that_are_not_supported_are_refused() {
    let text = with_property(json!({ "type": "number" }));
    assert!(
        text.starts_with(&format!("{PROBE}/type: a number that may be a float (a string with a decimal format")),
        "{text}"
    );
    let text = with_property(json!({ "type": ["string", "integer"] }));
    assert!(text.starts_with(&format!("{PROBE}/type: type `string|integer` is not supported")), "{text}");
    let text = with_property(json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }));
    assert!(text.starts_with(&format!("{PROBE}/oneOf: alternatives are not supported")), "{text}");
    let text = with_property(json!({ "type": "integer", "enum": [1, 2] }));
    assert!(text.starts_with(&format!("{PROBE}/enum: values that are not strings")), "{text}");
    let text = with_property(json!({ "type": "integer", "const": 1 }));
    assert!(text.starts_with(&format!("{PROBE}/const: a constant that is not a string")), "{text}");
}

#[test]
fn names_that_collide_are_refused() {
    let text = with_property(json!({ "type": "string", "enum": ["A_B", "aB"] }));
    assert!(
        text.contains(
            "/components/schemas/MarkPrice/properties/probe/enum: `A_B` and `aB` both become the variant `AB`"
        ),
        "{text}"
    );
    let text = with_property(json!({ "type": "string", "enum": ["é"] }));
    assert!(text.contains("the value `é` makes no variant name (x-enum-names in the overlay)"), "{text}");
    let text = refusal(|document| {
        at(document, "/components/schemas/MarkPrice/properties")["mark_price"] = json!({ "type": "string" });
    });
    assert!(
        text.contains(
            "/components/schemas/MarkPrice/properties: `mark_price` and `markPrice` both become the field `mark_price`"
        ),
        "{text}"
    );
    let text = refusal(|document| document["components"]["schemas"]["Price"] = json!({ "type": "object" }));
    assert!(text.contains("`Price` is taken by another schema"), "{text}");
    let text = refusal(|document| document["components"]["schemas"]["1st"] = json!({ "type": "object" }));
    assert!(text.contains("/components/schemas/1st: `1st` makes no type name"), "{text}");
}

#[test]
fn security_that_signing_does_not_know_is_refused() {
    let text = refusal(|document| {
        document["components"]["securitySchemes"]["bearer"] = json!({ "type": "http", "scheme": "bearer" });
        at(document, ORDER)["security"] = json!([{ "bearer": [] }]);
    });
    assert!(text.contains(&format!("{ORDER}/security: `bearer` is a kind that is not supported")), "{text}");
    let text = refusal(|document| at(document, ORDER)["security"] = json!([{ "nobody": [] }]));
    assert!(text.contains(&format!("{ORDER}/security: `nobody` is no security scheme")), "{text}");
    let text = refusal(|document| at(document, ORDER)["security"] = json!([{ "apiKey": [] }, {}]));
    assert!(text.contains("alternative securities are not supported"), "{text}");
    let text = refusal(|document| at(document, ORDER)["security"] = json!([{ "hmacSignature": [] }]));
    assert!(text.contains("a signature without an API key"), "{text}");
}

#[test]
fn top_level_parts_that_would_be_left_out_are_refused() {
    let text = refusal(|document| document["webhooks"] = json!({}));
    assert!(text.starts_with("spec/spec.yml: /webhooks: `webhooks` is not supported"), "{text}");
    let text = refusal(|document| document["paths"]["/fapi/v1/ping"]["trace"] = json!({}));
    assert!(text.contains("/paths/~1fapi~1v1~1ping/trace: not supported in a path"), "{text}");
    let text = refusal(|document| document["components"]["callbacks"] = json!({}));
    assert!(text.contains("/components/callbacks: `callbacks` is not supported"), "{text}");
}

#[test]
fn an_overlay_that_no_longer_fits_is_refused_by_the_name_of_its_action() {
    let text = refusal(|document| drop(document["paths"].as_object_mut().unwrap().remove("/fapi/v1/ping")));
    let named = "$.paths['/fapi/v1/ping'].get matches nothing";
    assert!(text.starts_with("spec/overlay/30-market-data.yml: /actions/") && text.contains(named), "{text}");
    let text = refusal(|document| {
        at(document, "/components/schemas/FuturesTrade/properties/price")["format"] = json!("decimal");
    });
    assert!(
        text.starts_with("spec/overlay/30-market-data.yml: /actions/")
            && text.contains("`$.components.schemas.FuturesTrade.properties.price`")
            && text.contains(r#"upstream says {"format":"decimal","type":"string"}"#),
        "{text}"
    );
    let elsewhere = OVERLAY.files[0].text.replace("x-environment: testnet", "x-environment: elsewhere");
    let mut overlay = OVERLAY.sources();
    overlay[0].text = &elsewhere;
    let text = line(generate_with(SPEC, &overlay));
    assert!(text.contains("not exactly one server for testnet"), "{text}");
}
