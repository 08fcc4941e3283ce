use serde_json::{Value, json};

use crate::codegen::testing::{ANSWER, OPERATION, refusal, set, with, with_parameter, with_properties};
use crate::codegen::{Generated, Result, Source};

fn generate(document: &Value) -> Result<Generated> {
    let spec = Source { name: "", text: &document.to_string() };
    crate::codegen::generate(spec, &[])
}

/// The code of a client without its docs.
fn client(document: &Value) -> String {
    let code = generate(document).unwrap_or_else(|error| panic!("{error}")).client;
    code.lines().filter(|line| !line.trim_start().starts_with("///")).collect::<Vec<_>>().join("\n")
}

/// Whether code has these parts, whatever its layout.
#[track_caller]
fn assert_has(code: &str, parts: &[&str]) {
    let dense = |text: &str| {
        let dense: String = text.split_whitespace().collect();
        dense.trim_end_matches(',').replace(",)", ")").replace(",}", "}")
    };
    for part in parts {
        assert!(dense(code).contains(&dense(part)), "no `{part}` in {code}");
    }
}

/// Two operations, an object, an enum and a row.
fn document() -> Value {
    let mut document = with_properties(json!({
        "id": { "type": "integer" },
        "side": { "$ref": "#/components/schemas/Side" },
        "price": { "type": "string", "format": "price" },
        "levels": { "type": "array", "items": { "$ref": "#/components/schemas/Level" } },
        "self": { "type": "string" },
        "ref": { "type": ["string", "null"] },
    }));
    set(&mut document, "/components/schemas/Thing/required", json!(["id", "ref"]));
    set(&mut document, "/components/schemas/Side", json!({ "type": "string", "enum": ["BUY", "SELL"] }));
    let columns = json!([{ "title": "price", "type": "string", "format": "price" }]);
    set(&mut document, "/components/schemas/Level", json!({ "type": "array", "prefixItems": columns }));
    let mut post = document["paths"]["/t"]["get"].clone();
    post["operationId"] = json!("createThing");
    post["deprecated"] = json!(true);
    post["parameters"] = json!([
        { "name": "type", "in": "query", "required": true, "schema": { "$ref": "#/components/schemas/Side" } },
        { "name": "orderId", "in": "query", "schema": { "type": "integer", "maximum": 9 } },
    ]);
    set(&mut document, "/paths/~1t/post", post);
    document
}

#[test]
fn the_client_has_a_method_for_each_operation() {
    let code = client(&document());
    assert_has(
        &code,
        &[
            "impl crate::Client {",
            "pub fn get_thing(&self) -> builder::GetThing<'_> { builder::GetThing::new(self) }",
            "#[doc(alias = \"createThing\", alias = \"/t\", alias = \"t\")] #[deprecated = \"the exchange calls it deprecated\"] pub fn create_thing(",
        ],
    );
}

#[test]
fn an_answer_without_fields_that_are_always_sent_promises_no_default_and_takes_any_field() {
    let mut document = document();
    set(&mut document, "/components/schemas/Thing/required", json!(["ref"]));
    let empty = json!({ "type": "object", "x-type-name": "Pong" });
    let maybe = json!({ "type": "object", "x-type-name": "Maybe", "properties": { "a": { "type": "integer" } } });
    set(&mut document, "/components/schemas/Thing/properties/empty", empty);
    set(&mut document, "/components/schemas/Thing/properties/maybe", maybe);
    let code = client(&document);
    assert_has(&code, &["#[non_exhaustive] pub struct Pong {}", "pub struct Maybe {"]);
    assert!(!code.contains("Default") && !code.contains("deny_unknown_fields"), "{code}");
}

#[test]
fn a_builder_keeps_its_parameters_and_sends_itself() {
    let code = client(&document());
    assert_has(
        &code,
        &[
            "pub struct CreateThing<'a> { client: &'a crate::Client, order_id: crate::runtime::Given<i64>, \
             type_: crate::runtime::Given<crate::types::Side>, }",
            "pub fn order_id<V>(mut self, value: V) -> Self where V: TryInto<i64>, V::Error: ::std::fmt::Display,",
            "self.order_id = Some( crate::runtime::give_expected(value, \"an integer of 9 at most\") );",
            "#[doc(alias = \"type\")] pub fn type_<V>(mut self, value: V) -> Self",
            "self.type_ = Some(crate::runtime::give(value));",
            "let mut call = crate::runtime::Call::new( &crate::operations::CREATE_THING, );",
            "call.put_all( 0usize, &[ crate::runtime::seen(self.order_id.as_ref()), \
             crate::runtime::seen(self.type_.as_ref()), ], )?; Ok(call)",
            "client.call(crate::runtime::Request::prepared(self))",
        ],
    );
}

#[test]
fn types_are_those_of_the_exchange() {
    let code = client(&document());
    assert_has(
        &code,
        &[
            "#[non_exhaustive] pub struct Thing {",
            "pub id: i64,",
            "pub side: ::std::option::Option<crate::types::Side>,",
            "deserialize_with = \"crate::wire::list\")] pub levels: ::std::vec::Vec<crate::types::Level>,",
            "pub price: ::std::option::Option<crate::Price>,",
            "crate::open_enum! {",
            "Side { #[doc = \"`BUY` on the wire.\"] Buy = \"BUY\",",
            "crate::row! {",
            "price : crate :: Price",
        ],
    );
}

#[test]
fn properties_called_as_words_that_rust_keeps_are_renamed() {
    let code = client(&document());
    assert_has(
        &code,
        &[
            "#[doc(alias = \"self\")] pub self_: ::std::option::Option<::std::string::String>",
            "#[doc(alias = \"ref\")] pub ref_: ::std::option::Option<::std::string::String>",
        ],
    );
}

#[test]
fn decimals_that_may_be_absent_may_be_empty() {
    let code = client(&document());
    let attribute = "#[serde(default, deserialize_with = \"crate::wire::empty_as_none\")]";
    assert_has(&code, &[&format!("{attribute} pub price: ::std::option::Option<crate::Price>")]);
    let mut document = document();
    set(&mut document, "/components/schemas/Thing/required", json!(["price"]));
    assert_has(&client(&document), &["pub price: crate::Price,"]);
    assert!(!client(&document).contains("empty_as_none"));
}

#[test]
fn booleans_in_strings_are_read_as_such() {
    let boolean = json!({ "type": "string", "format": "boolean" });
    let mut document = with_properties(json!({ "a": boolean, "b": boolean }));
    set(&mut document, "/components/schemas/Thing/required", json!(["a"]));
    assert_has(
        &client(&document),
        &[
            "#[serde(with = \"crate::wire::text_boolean\")] pub a: bool",
            "#[serde(default, with = \"crate::wire::text_boolean::option\")] pub b: ::std::option::Option<bool>",
        ],
    );
}

#[test]
fn decimals_that_are_numbers_are_read_from_their_digits() {
    let rate = json!({ "type": "number", "format": "rate" });
    let mut document = with_properties(json!({ "a": rate, "b": rate }));
    set(&mut document, "/components/schemas/Thing/required", json!(["a"]));
    assert_has(
        &client(&document),
        &[
            "#[serde(with = \"crate::wire::number\")] pub a: crate::Rate",
            "#[serde(default, with = \"crate::wire::number::option\")] pub b: ::std::option::Option<crate::Rate>",
        ],
    );
}

#[test]
fn fields_that_are_always_sent_but_may_be_null_are_read_once() {
    let mut document = with_properties(json!({
        "self": { "type": ["string", "null"], "format": "price" },
        "flag": { "type": ["string", "null"], "format": "boolean" },
    }));
    set(&mut document, "/components/schemas/Thing/required", json!(["self", "flag"]));
    assert_has(
        &client(&document),
        &[
            "#[serde()] #[serde(with = \"crate::wire::text_boolean::option\")] pub flag:",
            "#[serde(rename = \"self\")] #[doc(alias = \"self\")] \
             #[serde(deserialize_with = \"crate::wire::empty_as_none\")] pub self_:",
        ],
    );
}

#[test]
fn fields_of_an_object_written_in_place_are_read_as_those_of_a_component() {
    let inner = json!({ "type": "object", "properties": {
        "flag": { "type": "string", "format": "boolean" },
        "price": { "type": "string", "format": "price" },
    } });
    let code = client(&with(ANSWER, json!({ "type": "array", "items": inner })));
    assert_has(
        &code,
        &[
            "pub struct GetThingResponseItem {",
            "Result< crate::ResponseValue<::std::vec::Vec<types::GetThingResponseItem>>",
            "crate::wire::text_boolean::option",
            "crate::wire::empty_as_none",
        ],
    );
}

#[test]
fn one_or_many_and_results_of_a_batch_are_types_of_this_crate() {
    let thing = json!({ "$ref": "#/components/schemas/Thing" });
    let document = with(ANSWER, json!({ "oneOf": [thing, { "type": "array", "items": thing }] }));
    assert_has(&client(&document), &["crate::ResponseValue<crate::OneOrMany<crate::types::Thing>>"]);
    let error = json!({ "$ref": "#/components/schemas/Error" });
    let mut document = with(ANSWER, json!({ "type": "array", "items": { "oneOf": [thing, error] } }));
    let properties = json!({ "code": { "type": "integer" }, "msg": { "type": "string" } });
    let schema = json!({ "type": "object", "required": ["code", "msg"], "properties": properties });
    set(&mut document, "/components/schemas/Error", schema);
    assert_has(&client(&document), &["::std::vec::Vec<crate::BatchResult<crate::types::Thing>>"]);
}

#[test]
fn addresses_that_may_be_empty_are_read_as_none() {
    let code = client(&with_properties(json!({ "url": { "type": "string", "format": "secret-url" } })));
    let read = "#[serde(default, deserialize_with = \"crate::secret_url::unless_empty\")]";
    assert_has(&code, &[&format!("{read} pub url: ::std::option::Option<crate::SecretUrl>")]);
}

#[test]
fn maps_have_values_of_their_type() {
    let map = json!({ "type": "object", "additionalProperties": { "type": "string", "format": "price" } });
    let code = client(&with_properties(json!({ "prices": map })));
    assert_has(&code, &["pub prices: ::std::collections::BTreeMap<::std::string::String, crate::Price>,"]);
}

#[test]
fn nothing_of_the_generators_own_client_is_left() {
    let code = client(&document());
    for part in ["progenitor_client", "reqwest", "api-version", "api_version", "ClientInfo", "fn builder("] {
        assert!(!code.contains(part), "`{part}` in {code}");
    }
    assert!(!code.contains("mod error") && !code.contains("ConversionError"), "{code}");
}

#[test]
fn descriptions_become_docs_without_the_generators_own() {
    let mut document = with_properties(json!({ "id": { "type": "integer", "description": "Which <one>." } }));
    set(&mut document, "/components/schemas/Thing/description", json!("A thing."));
    let code = generate(&document).unwrap().client;
    let answers = "///What [`Client::get_thing`](crate::Client::get_thing) answers.\n";
    assert_has(&code, &["///A thing.\n    ///\n    ", answers, "///Which \\<one\\>.\n"]);
    assert!(!code.contains("<details>"), "{code}");
}

#[test]
fn what_has_no_description_is_told_by_its_name() {
    let code = generate(&with_properties(json!({ "updateTime": { "type": "integer" } }))).unwrap().client;
    let answers = "///What [`Client::get_thing`](crate::Client::get_thing) answers.\n";
    assert_has(&code, &[answers, "///`updateTime` on the wire.\n"]);
    let own = json!({ "type": "object", "properties": { "own": { "type": "string" } } });
    let within = json!({ "own": { "$ref": "#/components/schemas/Own" } });
    let mut document = with_properties(within);
    set(&mut document, "/components/schemas/Own", own);
    assert_has(&generate(&document).unwrap().client, &["///`Own`, as the exchange sends it.\n"]);
}

#[test]
fn the_generated_code_is_rust() {
    let generated = generate(&document()).unwrap();
    assert!(syn::parse_file(&generated.client).is_ok());
    assert!(syn::parse_file(&generated.table).is_ok());
    assert_eq!(generated.lowered["openapi"], "3.0.3");
    assert_eq!(generated.operations.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["getThing", "createThing"]);
}

#[test]
fn a_parameter_of_every_kind_has_a_type() {
    for (schema, ty) in [
        (json!({ "type": "string" }), "::std::string::String"),
        (json!({ "type": "boolean" }), "bool"),
        (json!({ "type": "integer", "minimum": 1, "default": 20 }), "i64"),
        (json!({ "type": "string", "format": "quantity" }), "crate::Quantity"),
        (json!({ "type": "string", "format": "boolean" }), "bool"),
        (json!({ "type": "string", "enum": ["A"] }), "crate::types::GetThingP"),
    ] {
        assert_has(&client(&with_parameter("p", schema)), &[&format!("p: crate::runtime::Given<{ty}>,")]);
    }
}

#[test]
fn an_answer_that_the_generator_cannot_make_is_one_line() {
    let document = with(&format!("{OPERATION}/responses/400"), json!({ "description": "No.", "content": {} }));
    let text = refusal(generate(&document));
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.starts_with(&format!("{OPERATION}/responses/400: ")), "{text}");
}

#[test]
fn a_row_of_a_batch_has_the_parameters_of_its_operation() {
    let mut document = document();
    let content = json!({ "type": "array", "maxItems": 5, "x-rows-of": "createThing", "x-type-name": "ThingRow" });
    let schema = json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": content });
    set(
        &mut document,
        &format!("{OPERATION}/parameters"),
        json!([{ "name": "rows", "in": "query", "schema": schema }]),
    );
    assert_has(
        &client(&document),
        &[
            "rows: crate::runtime::Given<::std::vec::Vec<ThingRow>>,",
            "call.put_rows(0usize, self.rows, 5usize)?;",
            "pub struct ThingRow { order_id: crate::runtime::Given<i64>, type_: crate::runtime::Given<crate::types::Side>, }",
            "row.put_all( 0usize, &[ crate::runtime::seen(self.order_id.as_ref()), \
             crate::runtime::seen(self.type_.as_ref()), ], )?; Ok(())",
        ],
    );
}

#[test]
fn a_list_of_plain_values_takes_all_that_can_be_gone_through() {
    let list = |of: &str| {
        let content = json!({ "type": "array", "maxItems": 10, "items": { "type": of } });
        let schema = json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": content });
        client(&with_parameter("idList", schema))
    };
    assert_has(
        &list("integer"),
        &[
            "id_list: crate::runtime::Given<::std::vec::Vec<i64>>,",
            "call.put_list(0usize, self.id_list, 10usize)?;",
            "pub fn id_list<V>(mut self, values: impl IntoIterator<Item = V>) -> Self where V: TryInto<i64>,",
            "From 1 to 10 integers, sent as a JSON list.",
        ],
    );
    assert_has(
        &list("string"),
        &["where V: TryInto<::std::string::String>,", "From 1 to 10 texts, sent as a JSON list."],
    );
}

#[test]
fn a_union_is_emitted_and_its_shapes_lose_the_tag() {
    let shape = json!({
        "type": "object",
        "required": ["kind", "step"],
        "properties": { "kind": { "type": "string" }, "step": { "type": "integer" } },
    });
    let mut document = with("/components/schemas/Step", shape);
    let mapping = json!({ "STEP": "#/components/schemas/Step" });
    let union = json!({
        "oneOf": [{ "$ref": "#/components/schemas/Step" }],
        "discriminator": { "propertyName": "kind", "mapping": mapping },
    });
    set(&mut document, "/components/schemas/Rule", union);
    set(&mut document, ANSWER, json!({ "type": "array", "items": { "$ref": "#/components/schemas/Rule" } }));
    let code = client(&document);
    assert_has(&code, &["pub struct Step { pub step: i64, }", "Vec<crate::types::Rule>"]);
    assert!(code.contains("crate::tagged_union!"), "{code}");
}

#[test]
fn a_tolerant_list_has_a_type_of_its_own() {
    let list = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Thing" }, "x-tolerant": true });
    assert_has(&client(&with(ANSWER, list)), &["crate::ResponseValue<crate::Tolerant<crate::types::Thing>>"]);
}

#[test]
fn whoever_uses_what_is_deprecated_is_warned() {
    let mut document = with_parameter("p", json!({ "type": "string", "deprecated": true }));
    let field = json!({ "$ref": "#/components/schemas/Thing", "deprecated": true });
    set(&mut document, "/components/schemas/Thing/properties/other", field);
    let attribute = "#[deprecated = \"the exchange calls it deprecated\"]";
    let field = format!("{attribute} pub other: ::std::option::Option<::std::boxed::Box<Thing>>,");
    assert_has(&client(&document), &[&format!("{attribute} pub fn p<V>("), &field]);
}

#[test]
fn what_the_absence_of_a_field_means_is_its_default() {
    let code = client(&with_properties(json!({ "closed": { "type": "boolean", "default": false } })));
    assert_has(&code, &["#[serde(default)] pub closed: bool,"]);
    let code = client(&with_properties(json!({ "count": { "type": "integer", "default": 5 } })));
    assert!(code.contains("    mod defaults {") && !code.contains("pub mod defaults"), "{code}");
}
