//! References, and schemas that are moved, split, joined or told in another way.

use serde_json::{Value, json};

use super::edit::{SCHEMAS, at, cut, mood, move_out, probe};
use super::{Mutation, builds, misfits, refused, run};

const TIME: &str = "/paths/~1fapi~1v1~1time/get/responses/200/content/application~1json/schema";

fn schema(spec: &mut Value, name: &str, schema: Value) {
    at(spec, SCHEMAS)[name] = schema;
}

pub const TABLE: &[Mutation] = &[
    builds(
        "a schema split by allOf",
        |spec| {
            let properties = cut(spec, "/components/schemas/FuturesBalance/properties");
            let (mut base, mut rest) = (json!({}), json!({}));
            for (name, property) in properties.as_object().unwrap() {
                let half = if ["asset", "balance"].contains(&name.as_str()) { &mut base } else { &mut rest };
                half[name] = property.clone();
            }
            schema(spec, "AssetBase", json!({ "type": "object", "properties": base }));
            let all = json!([{ "$ref": "#/components/schemas/AssetBase" }, { "type": "object", "properties": rest }]);
            schema(spec, "FuturesBalance", json!({ "allOf": all }));
        },
        &["compatible: AssetBase: a new type: `open struct AssetBase`"],
    ),
    builds(
        "an allOf of one reference",
        |spec| {
            let all = json!([{ "$ref": "#/components/schemas/MarkPrice" }]);
            probe(spec, json!({ "allOf": all, "description": "Another." }));
        },
        &["compatible: MarkPrice: a new field `probe`: `Option<::std::boxed::Box<MarkPrice>>`"],
    ),
    builds(
        "an allOf in place",
        |spec| {
            let part = |name: &str| json!({ "properties": { name: { "type": "string" } }, "required": [name] });
            mood(spec, json!({ "allOf": [part("one"), part("two")] }));
        },
        &[
            "compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public",
            "compatible: GetMoodResponse: a new type: `open struct GetMoodResponse`",
        ],
    ),
    builds(
        "a reference or null",
        |spec| probe(spec, json!({ "anyOf": [{ "$ref": "#/components/schemas/FuturesTrade" }, { "type": "null" }] })),
        &["compatible: MarkPrice: a new field `probe`: `Option<FuturesTrade>`"],
    ),
    builds(
        "a text or null by alternatives",
        |spec| probe(spec, json!({ "oneOf": [{ "type": "string" }, { "type": "null" }], "description": "Either." })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "siblings of a reference",
        |spec| {
            let siblings =
                json!({ "description": "It.", "title": "T", "deprecated": true, "examples": [{}], "readOnly": true });
            let mut reference = json!({ "$ref": "#/components/schemas/FuturesTrade" });
            reference.as_object_mut().unwrap().extend(siblings.as_object().unwrap().clone());
            probe(spec, reference);
        },
        &["compatible: MarkPrice: a new field `probe`: `Option<FuturesTrade>`"],
    ),
    builds(
        "a new component",
        |spec| schema(spec, "Mood", json!({ "type": "object", "properties": { "word": { "type": "string" } } })),
        &["compatible: Mood: a new type: `open struct Mood`"],
    ),
    builds(
        "a new component in capitals",
        |spec| {
            schema(spec, "OCORank", json!({ "type": "object", "properties": { "adl": { "type": "integer" } } }));
            probe(spec, json!({ "$ref": "#/components/schemas/OCORank" }));
        },
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<OcoRank>`",
            "compatible: OcoRank: a new type: `open struct OcoRank`",
        ],
    ),
    builds(
        "a component that nests itself",
        |spec| {
            schema(
                spec,
                "Tree",
                json!({ "type": "object", "properties": {
        "left": { "$ref": "#/components/schemas/Tree" },
        "all": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
    } }),
            )
        },
        &["compatible: Tree: a new type: `open struct Tree`"],
    ),
    builds(
        "a component that is a text",
        |spec| {
            schema(spec, "Word", json!({ "type": "string", "description": "A word." }));
            probe(spec, json!({ "$ref": "#/components/schemas/Word" }));
        },
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "a component that is another",
        |spec| schema(spec, "Alias", json!({ "$ref": "#/components/schemas/MarkPrice" })),
        &["compatible: Alias: a new type: `open struct Alias`"],
    ),
    builds(
        "an answer that is inlined",
        |spec| {
            let trade = at(spec, "/components/schemas/FuturesTrade").clone();
            probe(spec, trade);
        },
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<MarkPriceProbe>`",
            "compatible: MarkPriceProbe: a new type: `open struct MarkPriceProbe`",
        ],
    ),
    misfits(
        "an answer moved to the components",
        |spec| {
            schema(spec, "Time", Value::Null);
            move_out(spec, TIME, "/components/schemas/Time");
        },
        "['/fapi/v1/time'].get.responses['200'].content['application/json'].schema",
    ),
    misfits(
        "a component of another name",
        |spec| {
            let mark = cut(spec, "/components/schemas/MarkPrice");
            schema(spec, "MarkPriceV2", mark);
        },
        "$.components.schemas.MarkPrice matches nothing",
    ),
    refused(
        "a reference to another file",
        |spec| probe(spec, json!({ "$ref": "common.yml#/Trade" })),
        "/components/schemas/MarkPrice/properties/probe/$ref: `common.yml#/Trade` leaves this file (a reference to something in this file, such as #/components/…)",
    ),
    refused(
        "a reference to a URL",
        |spec| probe(spec, json!({ "$ref": "https://example.com/trade.json" })),
        "/components/schemas/MarkPrice/properties/probe/$ref: `https://example.com/trade.json` leaves this file (a reference to something in this file, such as #/components/…)",
    ),
    refused(
        "a reference to nowhere",
        |spec| probe(spec, json!({ "$ref": "#/components/schemas/Gone" })),
        "/components/schemas/MarkPrice/properties/probe/$ref: `#/components/schemas/Gone` leads nowhere (a reference to something in this file, such as #/components/…)",
    ),
    refused(
        "a reference to an anchor",
        |spec| probe(spec, json!({ "$ref": "#trade" })),
        "/components/schemas/MarkPrice/properties/probe/$ref: `#trade` leaves this file (a reference to something in this file, such as #/components/…)",
    ),
    refused(
        "a reference into a component",
        |spec| probe(spec, json!({ "$ref": "#/components/schemas/FuturesTrade/properties/price" })),
        "/components/schemas/MarkPrice/properties/probe/$ref: `#/components/schemas/FuturesTrade/properties/price` is no component (#/components/schemas/…)",
    ),
    refused(
        "components in a circle",
        |spec| {
            schema(spec, "One", json!({ "$ref": "#/components/schemas/Two" }));
            schema(spec, "Two", json!({ "$ref": "#/components/schemas/One" }));
        },
        "/components/schemas/One: the reference leads back to itself (a reference to a definition)",
    ),
    refused(
        "an allOf in a circle",
        |spec| {
            schema(spec, "One", json!({ "allOf": [{ "$ref": "#/components/schemas/Two" }, { "type": "object" }] }));
            schema(spec, "Two", json!({ "allOf": [{ "$ref": "#/components/schemas/One" }, { "type": "object" }] }));
        },
        "/components/schemas/Two/allOf: `allOf` of a part of /components/schemas/One/allOf (objects with properties alone)",
    ),
    refused(
        "an allOf whose parts disagree",
        |spec| {
            let part = |ty: &str| json!({ "type": "object", "properties": { "a": { "type": ty } } });
            probe(spec, json!({ "allOf": [part("string"), part("integer")] }));
        },
        "/components/schemas/MarkPrice/properties/probe/allOf: two parts with another `a` (one type for it)",
    ),
    refused(
        "an allOf of what is no object",
        |spec| probe(spec, json!({ "allOf": [{ "type": "string" }, { "type": "string", "pattern": "a" }] })),
        "/components/schemas/MarkPrice/properties/probe/allOf/0/type: `type` of a part of /components/schemas/MarkPrice/properties/probe/allOf (objects with properties alone)",
    ),
    refused(
        "keywords beside a reference",
        |spec| probe(spec, json!({ "$ref": "#/components/schemas/FuturesTrade", "properties": {} })),
        "/components/schemas/MarkPrice/properties/probe/properties: `properties` beside a `$ref` is not supported (a reference with a description at most)",
    ),
    refused(
        "a default beside a reference",
        |spec| probe(spec, json!({ "$ref": "#/components/schemas/FuturesTrade", "default": {} })),
        "/components/schemas/MarkPrice/properties/probe/default: `default` beside a `$ref` is not supported (a reference with a description at most)",
    ),
    refused(
        "two components of one name in Rust",
        |spec| {
            schema(spec, "OCORank", json!({ "type": "object" }));
            schema(spec, "OcoRank", json!({ "type": "object" }));
        },
        "/components/schemas/OcoRank: `OCORank` and `OcoRank` both become the type `OcoRank` (components whose names differ by more than case)",
    ),
    refused(
        "a component named as a type of Rust",
        |spec| schema(spec, "Option", json!({ "type": "object" })),
        "/components/schemas/Option: `Option` would stand beside Rust's own (a name such as OrderBook)",
    ),
    refused(
        "a component that makes no name",
        |spec| schema(spec, "1st", json!({ "type": "object" })),
        "/components/schemas/1st: `1st` makes no type name (a name such as OrderBook)",
    ),
];

#[test]
fn references() {
    run(TABLE);
}
