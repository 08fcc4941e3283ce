//! Keywords of JSON Schema: those that say something here, those that say nothing, and those that are not understood.

use serde_json::{Value, json};

use super::edit::{SCHEMAS, at, cut, mood, probe, set};
use super::{Mutation, builds, builds_code, misfits, refused, run};

const GOOD: &str = "#/components/schemas/GoodMood";

/// Adds `GoodMood`, and `AnyMood` that a tag tells it from.
fn any_mood(spec: &mut Value, discriminator: Value) {
    let property = |ty: &str| json!({ "type": ty });
    let properties = json!({ "kind": property("string"), "joy": property("integer") });
    at(spec, SCHEMAS)["GoodMood"] = json!({ "type": "object", "properties": properties });
    at(spec, SCHEMAS)["AnyMood"] = json!({ "oneOf": [{ "$ref": GOOD }], "discriminator": discriminator });
}

pub const TABLE: &[Mutation] = &[
    builds(
        "a new field",
        |spec| probe(spec, json!({ "type": "boolean" })),
        &["compatible: MarkPrice: a new field `probe`: `Option<bool>`"],
    ),
    builds(
        "a new field that is a text",
        |spec| probe(spec, json!({ "type": "string" })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "a new object",
        |spec| probe(spec, json!({ "type": "object", "properties": { "a": { "type": "integer" } } })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<MarkPriceProbe>`",
            "compatible: MarkPriceProbe: a new type: `open struct MarkPriceProbe`",
        ],
    ),
    builds_code(
        "a deprecated field",
        |spec| probe(spec, json!({ "type": "string", "deprecated": true, "description": "Old." })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
        &["///Old.", "#[deprecated = \"the exchange calls it deprecated\"] pub probe: "],
    ),
    builds_code(
        "a deprecated component",
        |spec| set(spec, "/components/schemas/FuturesTrade/deprecated", json!(true)),
        &[],
        &["The exchange calls it deprecated."],
    ),
    builds(
        "a default of a field",
        |spec| probe(spec, json!({ "type": "boolean", "default": false })),
        &["compatible: MarkPrice: a new field `probe`: `bool`"],
    ),
    builds(
        "a default that is not zero",
        |spec| probe(spec, json!({ "type": "integer", "default": 5 })),
        &["compatible: MarkPrice: a new field `probe`: `i64`"],
    ),
    builds(
        "examples of a field",
        |spec| probe(spec, json!({ "type": "string", "examples": ["a"], "example": "b", "title": "Probe" })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "words of others",
        |spec| {
            set(spec, "/x-generated-by", json!({ "tool": 1 }));
            set(spec, "/x-origins", json!("a word that this generator uses itself"));
            probe(spec, json!({ "type": "string", "x-order": 5 }));
        },
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: document: `/x-generated-by` is new: `{\"tool\":1}`",
        ],
    ),
    builds(
        "words that say nothing of the type",
        |spec| {
            let more = json!({ "type": "string", "readOnly": true, "$comment": "why", "externalDocs": { "url": "https://example.com" }, "xml": { "name": "p" } });
            probe(spec, more);
        },
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "limits of an answer",
        |spec| {
            let list = json!({ "type": "array", "items": { "type": "string", "minLength": 1, "maxLength": 5 }, "minItems": 1, "maxItems": 9, "uniqueItems": true });
            probe(spec, list);
        },
        &[
            "compatible: MarkPrice: a new field `probe`: `Vec<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "a map",
        |spec| probe(spec, json!({ "type": "object", "additionalProperties": { "type": "string" } })),
        &[
            "compatible: MarkPrice: a new field `probe`: `::std::collections::BTreeMap<String, String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "an object with more properties",
        |spec| {
            mood(
                spec,
                json!({ "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": true }),
            )
        },
        &[
            "compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public",
            "compatible: GetMoodResponse: a new type: `open struct GetMoodResponse`",
        ],
    ),
    builds(
        "an object of any form",
        |spec| probe(spec, json!({ "type": "object" })),
        &[
            "compatible: MarkPrice: a new field `probe`: `::serde_json::Map<String, ::serde_json::Value>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "anything",
        |spec| probe(spec, json!({})),
        &["compatible: MarkPrice: a new field `probe`: `Option<::serde_json::Value>`"],
    ),
    builds(
        "a row with names",
        |spec| {
            let columns = json!([{ "title": "price", "type": "string" }, { "title": "at", "type": "integer" }]);
            at(spec, SCHEMAS)["MoodRow"] = json!({ "type": "array", "prefixItems": columns, "minItems": 2 });
        },
        &["compatible: MoodRow: a new type: `open row MoodRow`"],
    ),
    builds(
        "components told by a tag",
        |spec| {
            any_mood(spec, json!({ "propertyName": "kind", "mapping": { "GOOD": GOOD, "VERY_GOOD": GOOD } }));
            probe(spec, json!({ "type": "array", "items": { "$ref": "#/components/schemas/AnyMood" } }));
        },
        &[
            "compatible: AnyMood: a new type: `open union AnyMood by \"kind\"`",
            "compatible: GoodMood: a new type: `open struct GoodMood`",
            "compatible: MarkPrice: a new field `probe`: `Vec<AnyMood>`",
        ],
    ),
    misfits(
        "a field that is gone",
        |spec| drop(cut(spec, "/components/schemas/PositionRisk/properties/notional")),
        "matches 4 places, not 5",
    ),
    refused(
        "a misspelt keyword",
        |spec| set(spec, "/components/schemas/MarkPrice/requried", json!([])),
        "/components/schemas/MarkPrice/requried: the keyword `requried` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "alternatives",
        |spec| probe(spec, json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] })),
        "/components/schemas/MarkPrice/properties/probe/oneOf: alternatives are not supported (an object or a list of that object, a component and an error, or components told by a discriminator)",
    ),
    refused(
        "any of several",
        |spec| probe(spec, json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] })),
        "/components/schemas/MarkPrice/properties/probe/anyOf: the keyword `anyOf` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "alternatives told by a tag, in place",
        |spec| {
            let mapping = json!({ "T": "#/components/schemas/FuturesTrade" });
            probe(
                spec,
                json!({ "oneOf": [{ "$ref": "#/components/schemas/FuturesTrade" }], "discriminator": { "propertyName": "id", "mapping": mapping } }),
            );
        },
        "/components/schemas/MarkPrice/properties/probe: alternatives without a name (a component, or x-type-name in the overlay)",
    ),
    refused(
        "a tag without alternatives",
        |spec| set(spec, "/components/schemas/MarkPrice/discriminator", json!({ "propertyName": "symbol" })),
        "/components/schemas/MarkPrice/discriminator: no alternatives to tell apart (oneOf beside it)",
    ),
    refused(
        "a tag without values",
        |spec| any_mood(spec, json!({ "propertyName": "kind" })),
        "/components/schemas/AnyMood/discriminator: no value stands for `#/components/schemas/GoodMood` (a value for each alternative)",
    ),
    refused(
        "a tag with more to say",
        |spec| any_mood(spec, json!({ "propertyName": "kind", "mapping": { "GOOD": GOOD }, "defaultMapping": GOOD })),
        "/components/schemas/AnyMood/discriminator/defaultMapping: `defaultMapping` is not supported in a discriminator (propertyName and mapping)",
    ),
    refused(
        "a tag of what is used without it",
        |spec| {
            any_mood(spec, json!({ "propertyName": "kind", "mapping": { "GOOD": GOOD } }));
            probe(spec, json!({ "$ref": GOOD }));
        },
        "/components/schemas/AnyMood/discriminator/mapping/GOOD: `#/components/schemas/GoodMood` is referred to without its `kind` too (a component for these alternatives alone)",
    ),
    refused(
        "a tag of what is no object",
        |spec| {
            any_mood(spec, json!({ "propertyName": "kind", "mapping": { "GOOD": GOOD } }));
            at(spec, SCHEMAS)["GoodMood"] = json!({ "type": "string" });
        },
        "/components/schemas/AnyMood/discriminator/mapping/GOOD: an alternative that is no object (components of type: object)",
    ),
    refused(
        "a tag whose values make one name",
        |spec| any_mood(spec, json!({ "propertyName": "kind", "mapping": { "GOOD": GOOD, "good": GOOD } })),
        "/components/schemas/AnyMood/discriminator: `GOOD` and `good` both become the variant `Good` (values that make variants)",
    ),
    refused(
        "not",
        |spec| probe(spec, json!({ "not": { "type": "string" } })),
        "/components/schemas/MarkPrice/properties/probe/not: the keyword `not` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "if and then",
        |spec| set(spec, "/components/schemas/MarkPrice/if", json!({})),
        "/components/schemas/MarkPrice/if: the keyword `if` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "dependentRequired",
        |spec| set(spec, "/components/schemas/MarkPrice/dependentRequired", json!({})),
        "/components/schemas/MarkPrice/dependentRequired: the keyword `dependentRequired` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "unevaluatedProperties",
        |spec| set(spec, "/components/schemas/MarkPrice/unevaluatedProperties", json!(false)),
        "/components/schemas/MarkPrice/unevaluatedProperties: the keyword `unevaluatedProperties` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "patternProperties",
        |spec| probe(spec, json!({ "type": "object", "patternProperties": {} })),
        "/components/schemas/MarkPrice/properties/probe/patternProperties: the keyword `patternProperties` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "propertyNames",
        |spec| probe(spec, json!({ "type": "object", "propertyNames": {} })),
        "/components/schemas/MarkPrice/properties/probe/propertyNames: the keyword `propertyNames` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "contains",
        |spec| probe(spec, json!({ "type": "array", "contains": {} })),
        "/components/schemas/MarkPrice/properties/probe/contains: the keyword `contains` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "$defs",
        |spec| set(spec, "/components/schemas/MarkPrice/$defs", json!({})),
        "/components/schemas/MarkPrice/$defs: the keyword `$defs` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "$anchor",
        |spec| set(spec, "/components/schemas/MarkPrice/$anchor", json!("mark")),
        "/components/schemas/MarkPrice/$anchor: the keyword `$anchor` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "$schema",
        |spec| {
            set(spec, "/components/schemas/MarkPrice/$schema", json!("https://json-schema.org/draft/2020-12/schema"))
        },
        "/components/schemas/MarkPrice/$schema: the keyword `$schema` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "writeOnly",
        |spec| probe(spec, json!({ "type": "string", "writeOnly": true })),
        "/components/schemas/MarkPrice/properties/probe/writeOnly: the keyword `writeOnly` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "a text that holds JSON",
        |spec| {
            probe(
                spec,
                json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": { "type": "object" } }),
            )
        },
        "/components/schemas/MarkPrice/properties/probe/contentMediaType: `contentMediaType` is not supported here (JSON in a parameter, with its schema)",
    ),
    refused(
        "a text that is encoded",
        |spec| probe(spec, json!({ "type": "string", "contentEncoding": "base64" })),
        "/components/schemas/MarkPrice/properties/probe/contentEncoding: the keyword `contentEncoding` is not supported (the keywords of the overlay's existing schemas)",
    ),
    refused(
        "a closed object",
        |spec| set(spec, "/components/schemas/MarkPrice/additionalProperties", json!(false)),
        "/components/schemas/MarkPrice/additionalProperties: a type that no field may be added to (leave it out: the exchange adds fields)",
    ),
    refused(
        "a row without a name",
        |spec| probe(spec, json!({ "type": "array", "prefixItems": [{ "title": "a", "type": "string" }] })),
        "/components/schemas/MarkPrice/properties/probe: a row without a name (x-type-name in the overlay)",
    ),
    refused(
        "a row whose columns have no names",
        |spec| at(spec, SCHEMAS)["MoodRow"] = json!({ "type": "array", "prefixItems": [{ "type": "string" }] }),
        "/components/schemas/MoodRow/prefixItems/0: a column without a name (a title)",
    ),
    builds(
        "a row with more at its end",
        |spec| at(spec, SCHEMAS)["LongRow"] = json!({ "type": "array", "prefixItems": [{ "title": "a", "type": "string" }], "items": { "type": "string" } }),
        &["compatible: LongRow: a new type: `open row LongRow`"],
    ),
    refused(
        "a schema that is a flag",
        |spec| probe(spec, Value::Bool(true)),
        "/components/schemas/MarkPrice/properties/probe: not a schema (an object with a type)",
    ),
    refused(
        "a default of another type",
        |spec| probe(spec, json!({ "type": "integer", "default": "none" })),
        "/components/schemas/MarkPrice/properties/probe/default: not a value of this schema (a value of its type)",
    ),
    refused(
        "properties of no type",
        |spec| probe(spec, json!({ "properties": { "a": { "type": "string" } } })),
        "/components/schemas/MarkPrice/properties/probe/properties: `properties` on a schema without a type (type: object)",
    ),
    refused(
        "a requirement that is no property",
        |spec| probe(spec, json!({ "type": "object", "required": ["gone"] })),
        "/components/schemas/MarkPrice/properties/probe/required: `gone` is no property (names of properties)",
    ),
];

#[test]
fn schemas() {
    run(TABLE);
}
