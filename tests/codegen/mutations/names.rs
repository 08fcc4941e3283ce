//! Names of fields, and those that collide.

use serde_json::json;

use super::edit::{SCHEMAS, at, probe, set};
use super::{Mutation, builds, refused, run};

fn field(spec: &mut serde_json::Value, name: &str) {
    at(spec, "/components/schemas/MarkPrice/properties")[name] = json!({ "type": "string" });
}

pub const TABLE: &[Mutation] = &[
    builds(
        "fields that Rust keeps",
        |spec| {
            for name in ["type", "self", "super", "async", "gen", "try", "extra", "default"] {
                field(spec, name);
            }
        },
        &[
            "compatible: MarkPrice: a new field `async_`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: MarkPrice: a new field `default`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: MarkPrice: a new field `extra`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: MarkPrice: a new field `gen_`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: MarkPrice: a new field `self_`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: MarkPrice: a new field `super_`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: MarkPrice: a new field `try_`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: MarkPrice: a new field `type_`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "a field that begins with a digit",
        |spec| field(spec, "24hVolume"),
        &[
            "compatible: MarkPrice: a new field `x24h_volume`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
            "compatible: document: `/components/schemas/MarkPrice/properties/24hVolume` is new: `{\"type\":\"string\"}`",
        ],
    ),
    builds(
        "a field that is not ASCII",
        |spec| field(spec, "größe"),
        &[
            "compatible: MarkPrice: a new field `größe`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    builds(
        "a field with other characters",
        |spec| field(spec, "last-price.usd"),
        &[
            "compatible: MarkPrice: a new field `last_price_usd`: `Option<String>`; if it is a decimal, the overlay should give it a format first",
        ],
    ),
    refused(
        "a field without letters",
        |spec| field(spec, "%"),
        "/components/schemas/MarkPrice/properties: `%` makes no field name (a property with a letter or a digit)",
    ),
    refused(
        "a field without a name",
        |spec| field(spec, ""),
        "/components/schemas/MarkPrice/properties: `` makes no field name (a property with a letter or a digit)",
    ),
    refused(
        "fields that collide",
        |spec| field(spec, "mark_price"),
        "/components/schemas/MarkPrice/properties: `mark_price` and `markPrice` both become the field `mark_price` (properties whose names differ by more than case)",
    ),
    refused(
        "fields that collide by a digit",
        |spec| {
            field(spec, "1st");
            field(spec, "x1st");
        },
        "/components/schemas/MarkPrice/properties: `x1st` and `1st` both become the field `x1st` (properties whose names differ by more than case)",
    ),
    refused(
        "a type of this crate",
        |spec| at(spec, SCHEMAS)["Price"] = json!({ "type": "object" }),
        "/components/schemas/FundingRate/properties/markPrice: `Price` is taken by another schema (another name for that schema)",
    ),
    refused(
        "a name that a place makes",
        |spec| {
            at(spec, SCHEMAS)["MarkPriceProbe"] = json!({ "type": "object" });
            probe(spec, json!({ "type": "string", "enum": ["ONE"] }));
        },
        "/components/schemas/MarkPrice/properties/probe: `MarkPriceProbe` is taken by another schema (x-type-name in the overlay)",
    ),
    refused(
        "an object whose name a place makes",
        |spec| {
            at(spec, SCHEMAS)["MarkPriceProbe"] = json!({ "type": "object" });
            probe(spec, json!({ "type": "object", "properties": { "a": { "type": "string" } } }));
        },
        "/components/schemas/MarkPrice/properties/probe: not the same as the other `MarkPriceProbe` (a name of its own)",
    ),
    refused(
        "more properties beside `extra`",
        |spec| {
            field(spec, "extra");
            set(spec, "/components/schemas/MarkPrice/additionalProperties", json!(true));
        },
        "/components/schemas/MarkPrice/additionalProperties: a property `extra` beside additional ones (one or the other)",
    ),
];

#[test]
fn names() {
    run(TABLE);
}
