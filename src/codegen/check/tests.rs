use serde_json::json;

use super::*;
use crate::codegen::testing::{ANSWER, OPERATION, document, refusal, set, with, with_parameter, with_properties};

fn refused(pointer: &str, value: Value) -> String {
    refusal(supported(&with(pointer, value)))
}

/// Checks one schema, as that of a property.
fn property(schema: Value) -> Result<()> {
    supported(&with_properties(Value::from_iter([("p", schema)])))
}

fn refused_property(schema: Value) -> String {
    refusal(property(schema)).trim_start_matches("/components/schemas/Thing/properties/p").to_owned()
}

#[test]
fn a_plain_document_is_supported() {
    supported(&document()).unwrap();
}

#[test]
fn extensions_are_for_others_to_read() {
    for place in ["/x-a", "/paths/~1t/x-a", "/paths/~1t/get/x-a", "/components/schemas/Thing/x-a", "/servers/0/x-a"] {
        supported(&with(place, json!({ "any": ["thing"] }))).unwrap();
    }
}

#[test]
fn schemas_of_all_kinds_are_supported() {
    for schema in [
        json!({}),
        json!({ "type": "string" }),
        json!({ "type": ["string", "null"], "enum": ["A"], "default": "A" }),
        json!({ "type": "string", "const": "A" }),
        json!({ "type": "string", "format": "price" }),
        json!({ "type": "string", "format": "boolean" }),
        json!({ "type": "number", "format": "rate" }),
        json!({ "type": "integer", "format": "int64", "minimum": 0, "exclusiveMaximum": 9 }),
        json!({ "type": "boolean", "nullable": true, "deprecated": true, "example": 1, "title": "T" }),
        json!({ "type": "array" }),
        json!({ "type": "array", "items": { "type": "integer" } }),
        json!({ "type": "object", "additionalProperties": { "type": "string", "format": "rate" } }),
        json!({ "type": "object", "properties": { "a": {} }, "required": ["a"], "additionalProperties": true }),
        json!({ "$ref": "#/components/schemas/Thing", "description": "It." }),
    ] {
        property(schema.clone()).unwrap_or_else(|error| panic!("{schema}: {error}"));
    }
}

#[test]
fn alternatives_of_one_or_a_list_are_supported() {
    let one = json!({ "$ref": "#/components/schemas/Thing" });
    property(json!({ "oneOf": [one, { "type": "array", "items": one }], "description": "Either." })).unwrap();
}

#[test]
fn a_parameter_is_required_or_not() {
    let mut document = with_parameter("p", json!({ "type": "string" }));
    set(&mut document, &format!("{OPERATION}/parameters/0/required"), json!("true"));
    let text = refusal(supported(&document));
    assert_eq!(text, format!("{OPERATION}/parameters/0/required: not true or false (true or false there)"));
}

#[test]
fn servers_are_plain_addresses() {
    let text = refused("/servers/0/variables", json!({}));
    assert_eq!(text, "/servers/0/variables: `variables` is not supported in a server (a server with a url)");
    for url in ["", "http://a", "https://{host}", "/v1"] {
        let text = refused("/servers/0/url", json!(url));
        assert_eq!(text, format!("/servers/0/url: `{url}` is no server (https:// and a host)"));
    }
}

#[test]
fn a_path_begins_with_a_slash() {
    let text = refused("/paths/t", json!({}));
    assert_eq!(text, "/paths/t: a path that does not begin with `/` (a path such as /fapi/v1/ping)");
}

#[test]
fn an_operation_is_not_called_a_word_that_rust_keeps() {
    for id in ["move", "type", "self", "gen"] {
        let text = refused(&format!("{OPERATION}/operationId"), json!(id));
        let place = format!("{OPERATION}/operationId");
        assert_eq!(text, format!("{place}: `{id}` makes no method name (letters and digits, such as getOrder)"));
    }
}

#[test]
fn a_parameter_may_be_called_a_word_that_rust_keeps() {
    supported(&with_parameter("type", json!({ "type": "string" }))).unwrap();
}

#[test]
fn a_parameter_is_not_called_as_what_every_builder_has() {
    for name in ["client", "new", "send"] {
        let text = refusal(supported(&with_parameter(name, json!({ "type": "string" }))));
        let problem = format!("`{name}` is a method that every builder has");
        assert_eq!(text, format!("{OPERATION}/parameters/0: {problem} (a name other than client, new, send)"));
    }
}

#[test]
fn a_parameter_whose_name_a_query_would_not_carry_as_it_is_is_refused() {
    for name in ["a b", "a&b", "a[0]", "ü"] {
        let text = refusal(supported(&with_parameter(name, json!({ "type": "string" }))));
        assert_eq!(text, format!("{OPERATION}/parameters/0: no usable name (a name of letters and digits)"));
    }
}

#[test]
fn a_parameter_that_may_be_null_is_refused() {
    let text = refusal(supported(&with_parameter("p", json!({ "type": "string", "nullable": true }))));
    let place = format!("{OPERATION}/parameters/0/schema/nullable");
    assert_eq!(text, format!("{place}: a parameter that may be null (a parameter left out)"));
}

#[test]
fn nothing_is_said_beside_a_reference_to_a_parameter() {
    let mut document = document();
    let shared = json!({ "name": "p", "in": "query", "schema": { "type": "string" } });
    set(&mut document, "/components/parameters", json!({ "p": shared }));
    let place = format!("{OPERATION}/parameters");
    set(&mut document, &place, json!([{ "$ref": "#/components/parameters/p", "description": "It." }]));
    supported(&document).unwrap();
    set(&mut document, &format!("{place}/0/required"), json!(true));
    let problem = "`required` is not supported beside a `$ref` (a reference alone)";
    assert_eq!(refusal(supported(&document)), format!("{place}/0/required: {problem}"));
}

#[test]
fn parameters_of_a_path_and_of_its_operation_do_not_collide() {
    let parameter = |name: &str| json!([{ "name": name, "in": "query", "schema": { "type": "string" } }]);
    let mut document = with("/paths/~1t/parameters", parameter("orderId"));
    set(&mut document, &format!("{OPERATION}/parameters"), parameter("orderId"));
    supported(&document).unwrap();
    set(&mut document, &format!("{OPERATION}/parameters"), parameter("order_id"));
    let problem = "`orderId` and `order_id` both become the method `order_id`";
    let remedy = "(parameters whose names differ by more than case)";
    assert_eq!(refusal(supported(&document)), format!("/paths/~1t/parameters/0: {problem} {remedy}"));
}

#[test]
fn a_reference_to_a_response_is_refused() {
    let place = format!("{OPERATION}/responses/400");
    let text = refused(&place, json!({ "$ref": "#/paths/~1t/get/responses/200" }));
    assert_eq!(text, format!("{place}/$ref: `$ref` is not supported in a response (a response with JSON content)"));
}

#[test]
fn a_status_is_three_digits_or_a_class() {
    for status in ["2ab", "20", "4xx", "2é", "é2", "+99"] {
        let mut document = document();
        let responses = document.pointer_mut(&format!("{OPERATION}/responses")).unwrap();
        responses[status] = responses["200"].clone();
        let expected = format!("{OPERATION}/responses/{status}: responses for `{status}` are not supported");
        assert!(refusal(supported(&document)).starts_with(&expected), "{status}");
    }
}

#[test]
fn all_errors_of_an_operation_have_one_schema() {
    let error = |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
    let mut document = document();
    let thing = json!({ "$ref": "#/components/schemas/Thing", "description": "It." });
    set(&mut document, &format!("{OPERATION}/responses/4XX"), error(thing.clone()));
    set(&mut document, &format!("{OPERATION}/responses/5XX"), error(json!({ "$ref": thing["$ref"] })));
    supported(&document).unwrap();
    set(&mut document, &format!("{OPERATION}/responses/5XX"), error(json!({ "type": "object" })));
    let place = format!("{OPERATION}/responses/5XX/content/application~1json");
    let remedy = "(one schema for all errors: a method returns one error)";
    assert_eq!(refusal(supported(&document)), format!("{place}: another schema than that of 4XX {remedy}"));
}

#[test]
fn a_reference_to_a_schema_that_is_no_component_is_refused() {
    let text = refused(ANSWER, json!({ "$ref": "#/components/schemas/Thing/properties/id" }));
    let problem = "`#/components/schemas/Thing/properties/id` is no component";
    assert_eq!(text, format!("{ANSWER}/$ref: {problem} (#/components/schemas/…)"));
}

#[test]
fn a_keyword_that_says_nothing_of_the_type_is_refused() {
    for (schema, key, declared, wanted) in [
        (json!({ "type": "string", "properties": {} }), "properties", "string", "object"),
        (json!({ "type": "object", "items": {} }), "items", "object", "array"),
        (json!({ "type": "string", "minimum": 1 }), "minimum", "string", "integer"),
        (json!({ "type": "array", "enum": ["A"] }), "enum", "array", "string"),
        (json!({ "type": "boolean", "additionalProperties": {} }), "additionalProperties", "boolean", "object"),
    ] {
        let text = refused_property(schema);
        assert_eq!(text, format!("/{key}: `{key}` says nothing of type `{declared}` (type: {wanted})"));
    }
    let text = refused_property(json!({ "properties": { "a": {} } }));
    assert_eq!(text, "/properties: `properties` on a schema without a type (type: object)");
}

#[test]
fn a_format_that_no_type_stands_for_is_refused() {
    for (ty, format) in
        [("string", "uuid"), ("string", "date-time"), ("string", "int64"), ("integer", "price"), ("number", "double")]
    {
        let text = refused_property(json!({ "type": ty, "format": format }));
        let expected = format!("/format: the format `{format}` is not known for {ty} (for integers int32, int64, ");
        assert!(text.starts_with(&expected), "{text}");
    }
    assert!(refused_property(json!({ "format": "price" })).contains("is not known for no type"));
}

#[test]
fn a_component_of_a_wire_format_is_refused() {
    let text = refused("/components/schemas/Cost", json!({ "type": "string", "format": "price" }));
    let problem = "a component of the format `price` (the format where the component is referred to)";
    assert_eq!(text, format!("/components/schemas/Cost/format: {problem}"));
}

#[test]
fn a_boolean_in_a_string_must_be_a_field_or_a_parameter() {
    let boolean = json!({ "type": "string", "format": "boolean" });
    property(boolean.clone()).unwrap();
    supported(&with_parameter("p", boolean.clone())).unwrap();
    let problem = "the format `boolean` on what is not a property (the format on a property or a parameter)";
    for (schema, place) in [
        (json!({ "type": "array", "items": boolean }), "/items/format"),
        (json!({ "type": "object", "additionalProperties": boolean }), "/additionalProperties/format"),
    ] {
        assert_eq!(refused_property(schema), format!("{place}: {problem}"));
    }
    assert_eq!(refused(ANSWER, boolean), format!("{ANSWER}/format: {problem}"));
}

#[test]
fn a_type_that_no_field_may_be_added_to_is_refused() {
    let text = refused_property(json!({ "type": "object", "additionalProperties": false }));
    let problem = "a type that no field may be added to (leave it out: the exchange adds fields)";
    assert_eq!(text, format!("/additionalProperties: {problem}"));
}

#[test]
fn a_property_called_as_the_generator_calls_what_is_added_is_refused() {
    let text = refused_property(json!({
        "type": "object", "properties": { "extra": {} }, "additionalProperties": { "type": "string" },
    }));
    assert_eq!(text, "/additionalProperties: a property `extra` beside additional ones (one or the other)");
}

#[test]
fn an_enum_without_values_is_refused() {
    let text = refused_property(json!({ "type": "string", "enum": [] }));
    assert_eq!(text, "/enum: values that are not strings (an enum of strings)");
}

#[test]
fn what_is_required_is_a_property() {
    for (name, shown) in [(json!("a"), "a"), (json!(5), "5")] {
        let text = refused_property(json!({ "type": "object", "properties": {}, "required": [name] }));
        assert_eq!(text, format!("/required: `{shown}` is no property (names of properties)"));
    }
}

#[test]
fn alternatives_stand_alone() {
    let one = json!({ "$ref": "#/components/schemas/Thing" });
    let text = refused_property(json!({
        "type": "object", "oneOf": [one, { "type": "array", "items": one }],
    }));
    assert_eq!(text, "/type: `type` beside alternatives (alternatives alone)");
}

#[test]
fn an_enum_or_a_row_that_is_a_component_is_never_null() {
    for schema in [
        json!({ "type": ["string", "null"], "enum": ["A"] }),
        json!({ "type": "array", "prefixItems": [{ "type": "string" }], "nullable": true }),
    ] {
        let text = refused("/components/schemas/Own", schema);
        let problem = "an enum or a row that may be null (`null` where it is referred to)";
        assert_eq!(text, format!("/components/schemas/Own: {problem}"));
    }
}

#[test]
fn prose_is_left_out_but_not_a_property_of_that_name() {
    let named = json!({ "type": "string", "summary": "b", "x-enum-descriptions": { "A": "c" } });
    let schema = json!({ "description": "a", "properties": { "summary": named } });
    assert_eq!(without_prose(&schema), json!({ "properties": { "summary": { "type": "string" } } }));
}

#[test]
fn a_variant_is_named_by_the_overlay_or_its_own_value() {
    let schema = json!({ "x-enum-names": { "1m": "OneMinute" } });
    assert_eq!(variant_name(&schema, "1m"), "OneMinute");
    assert_eq!(variant_name(&schema, "PARTIALLY_FILLED"), "PartiallyFilled");
}

/// A component of two shapes, told apart by `kind`.
fn union(discriminator: Value) -> Value {
    let mut document = with(
        "/components/schemas/Rule",
        json!({ "oneOf": [{ "$ref": "#/components/schemas/Thing" }], "discriminator": discriminator }),
    );
    document["components"]["schemas"]["Other"] = json!({ "type": "object" });
    document
}

#[test]
fn a_union_names_each_of_its_shapes() {
    let thing = "#/components/schemas/Thing";
    supported(&union(json!({ "propertyName": "kind", "mapping": { "A": thing, "B": thing } }))).unwrap();
    for (discriminator, problem) in [
        (json!({ "mapping": { "A": thing } }), "no propertyName"),
        (json!({ "propertyName": "kind", "mapping": {} }), "no value stands for `#/components/schemas/Thing`"),
        (
            json!({ "propertyName": "kind", "mapping": { "A": "#/components/schemas/Other" } }),
            "not one of the alternatives",
        ),
    ] {
        let text = refusal(supported(&union(discriminator)));
        assert!(text.starts_with("/components/schemas/Rule/discriminator") && text.contains(problem), "{text}");
    }
}

#[test]
fn a_shape_that_is_used_without_its_tag_too_is_refused() {
    let thing = "#/components/schemas/Thing";
    let mut document = union(json!({ "propertyName": "id", "mapping": { "A": thing } }));
    let problem = format!("`{thing}` is referred to without its `id` too (a component for these alternatives alone)");
    let place = "/components/schemas/Rule/discriminator/mapping/A";
    assert_eq!(refusal(supported(&document)), format!("{place}: {problem}"));
    set(&mut document, ANSWER, json!({ "$ref": "#/components/schemas/Rule" }));
    supported(&document).unwrap();
}

#[test]
fn alternatives_in_place_have_a_name() {
    let thing = json!({ "$ref": "#/components/schemas/Thing" });
    let mapping = json!({ "A": "#/components/schemas/Thing" });
    let text =
        refused_property(json!({ "oneOf": [thing], "discriminator": { "propertyName": "kind", "mapping": mapping } }));
    assert_eq!(text, ": alternatives without a name (a component, or x-type-name in the overlay)");
    let text = refused_property(json!({ "type": "object", "discriminator": { "propertyName": "kind" } }));
    assert_eq!(text, "/discriminator: no alternatives to tell apart (oneOf beside it)");
}

#[test]
fn a_default_is_a_value_of_its_schema() {
    for schema in [
        json!({ "type": "string", "enum": ["A"], "default": "A" }),
        json!({ "type": "integer", "default": 5 }),
        json!({ "type": ["boolean", "null"], "default": null }),
        json!({ "type": "array", "default": [] }),
        json!({ "type": "object", "default": {} }),
    ] {
        property(schema.clone()).unwrap_or_else(|error| panic!("{schema}: {error}"));
    }
    for schema in [
        json!({ "type": "string", "enum": ["A"], "default": "B" }),
        json!({ "type": "integer", "default": "5" }),
        json!({ "type": "boolean", "default": null }),
        json!({ "type": "array", "default": ["a"] }),
        json!({ "default": 1 }),
    ] {
        assert_eq!(refused_property(schema), "/default: not a value of this schema (a value of its type)");
    }
}

#[test]
fn limits_are_for_answers_alone() {
    property(json!({ "type": "string", "minLength": 1, "maxLength": 9 })).unwrap();
    let text = refusal(supported(&with_parameter("p", json!({ "type": "string", "maxLength": 9 }))));
    let problem = "`maxLength` of a parameter, which is not checked before sending";
    assert!(text.starts_with(&format!("{OPERATION}/parameters/0/schema/maxLength: {problem}")), "{text}");
}

#[test]
fn json_in_a_text_is_read_of_parameters_alone() {
    let held = json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": {} });
    supported(&with_parameter("p", held.clone())).unwrap();
    assert!(refused_property(held).starts_with("/contentMediaType: `contentMediaType` is not supported here"));
}

#[test]
fn properties_make_names_of_their_own() {
    for (properties, problem) in [
        (json!({ "%": {} }), "`%` makes no field name (a property with a letter or a digit)"),
        (json!({ "1st": {}, "x1st": {} }), "`x1st` and `1st` both become the field `x1st`"),
    ] {
        let text = refused_property(json!({ "type": "object", "properties": properties }));
        assert!(text.starts_with(&format!("/properties: {problem}")), "{text}");
    }
}

#[test]
fn what_stands_around_the_paths_is_looked_at() {
    for (place, value, line) in [
        ("/info/version", json!(1), "/info/version: not text (text there)"),
        ("/info", json!({ "title": "T" }), "/info: no version (a title and a version)"),
        ("/info/license", json!({}), "/info/license: no name (the name of the licence)"),
        ("/tags", json!([{}]), "/tags/0: no name (the name of the tag)"),
        ("/externalDocs", json!({ "url": "http://a" }), "/externalDocs: no url (url: an https link)"),
        (
            "/paths/~1t/get/operationId",
            json!("budget"),
            "/paths/~1t/get/operationId: `budget` would stand beside the client's own `budget` (another operationId)",
        ),
    ] {
        assert_eq!(refused(place, value), line);
    }
}

#[test]
fn a_path_is_one_that_a_url_carries_as_it_is() {
    let text = refused("/paths/~1a b", json!({}));
    assert_eq!(
        text,
        "/paths/~1a b: a path that a URL would not carry as it is (letters, digits, `/`, `-`, `.` and `_`)"
    );
}

#[test]
fn integers_may_be_listed_for_a_parameter_alone() {
    let limits = json!({ "type": "integer", "enum": [5, 10] });
    supported(&with_parameter("limit", limits.clone())).unwrap();
    assert!(refused_property(limits).starts_with("/enum: values that are not strings"));
    let mixed = json!({ "type": "integer", "enum": [5, "10"] });
    assert!(refusal(supported(&with_parameter("limit", mixed))).contains("/schema/enum: "));
}
