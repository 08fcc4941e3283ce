//! Parameters: new, moved, limited, and those that no query carries.

use serde_json::{Value, json};

use super::edit::{DEPTH, KLINES, ORDER, TRADES, add, ask, cut, move_out, set};
use super::{Mutation, builds, builds_code, refused, run};

/// A new parameter of `getOrderBook` with everything that a row says of it.
fn ask_with(spec: &mut Value, more: Value) {
    let mut parameter = json!({ "name": "probe", "in": "query", "schema": { "type": "string" } });
    parameter.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    add(spec, &format!("{DEPTH}/parameters"), parameter);
}

pub const TABLE: &[Mutation] = &[
    builds(
        "a new optional parameter",
        |spec| ask(spec, "mood", json!({ "type": "string" })),
        &["compatible: getOrderBook: a new optional parameter `mood`"],
    ),
    builds(
        "a new parameter of orders",
        |spec| {
            let parameter = json!({ "name": "mood", "in": "query", "schema": { "type": "boolean" } });
            add(spec, &format!("{ORDER}/parameters"), parameter);
        },
        &[
            "compatible: createOrder: a new optional parameter `mood`",
            "compatible: BatchOrder: a new method `mood(impl TryInto<bool>) -> Self`",
        ],
    ),
    builds(
        "a new required parameter",
        |spec| ask_with(spec, json!({ "required": true })),
        &["breaking: getOrderBook: a new required parameter `probe`: calls without it are refused"],
    ),
    builds(
        "a parameter turned required",
        |spec| set(spec, &format!("{KLINES}/parameters/4/required"), json!(true)),
        &["breaking: getKlines: `limit` is required: calls without it are refused"],
    ),
    builds(
        "a parameter that is gone",
        |spec| drop(cut(spec, &format!("{TRADES}/parameters/1"))),
        &["breaking: getRecentTrades: the parameter `limit` is gone"],
    ),
    builds(
        "a parameter of another type",
        |spec| set(spec, &format!("{TRADES}/parameters/1/schema"), json!({ "type": "string" })),
        &[
            "breaking: getRecentTrades: `limit` is text, was an integer",
            "compatible: getRecentTrades: the default of `limit` is not said, was 500",
            "compatible: getRecentTrades: the greatest `limit` is not said, was 1000",
        ],
    ),
    builds_code(
        "a deprecated parameter",
        |spec| set(spec, &format!("{KLINES}/parameters/4/deprecated"), json!(true)),
        &["compatible: getKlines: `limit` is deprecated"],
        &[
            "- [`limit`](builder::GetKlines::limit), optional, deprecated: ",
            "#[deprecated = \"the exchange calls it deprecated\"] pub fn limit<V>",
        ],
    ),
    builds(
        "a parameter whose schema is deprecated",
        |spec| ask(spec, "old", json!({ "type": "string", "deprecated": true })),
        &["compatible: getOrderBook: a new optional parameter `old`"],
    ),
    builds(
        "another default and maximum",
        |spec| {
            set(
                spec,
                &format!("{TRADES}/parameters/1/schema"),
                json!({ "type": "integer", "default": 100, "maximum": 500 }),
            )
        },
        &[
            "breaking: getRecentTrades: the greatest `limit` is 500, was 1000",
            "compatible: getRecentTrades: the default of `limit` is 100, was 500",
        ],
    ),
    builds(
        "a numeric exclusiveMinimum",
        |spec| set(spec, &format!("{TRADES}/parameters/1/schema/exclusiveMinimum"), json!(0)),
        &["breaking: getRecentTrades: the least `limit` is 1, was not said"],
    ),
    builds(
        "a pattern",
        |spec| ask(spec, "mood", json!({ "type": "string", "pattern": "^[a-z]{1,9}$" })),
        &["compatible: getOrderBook: a new optional parameter `mood`"],
    ),
    builds(
        "examples of parameters",
        |spec| {
            ask_with(spec, json!({ "examples": { "one": { "value": "a" } } }));
            set(spec, &format!("{TRADES}/parameters/1/example"), json!(5));
            set(spec, &format!("{TRADES}/parameters/1/schema/examples"), json!([5, 6]));
        },
        &["compatible: getOrderBook: a new optional parameter `probe`"],
    ),
    builds(
        "a constant parameter",
        |spec| ask(spec, "kind", json!({ "type": "string", "const": "PLAIN" })),
        &[
            "compatible: getOrderBook: a new optional parameter `kind`",
            "compatible: GetOrderBookKind: a new type: `open enum GetOrderBookKind`",
        ],
    ),
    builds(
        "an enum of integers",
        |spec| ask(spec, "step", json!({ "type": "integer", "enum": [1, 5] })),
        &["compatible: getOrderBook: a new optional parameter `step`"],
    ),
    builds(
        "the style that a query has anyway",
        |spec| ask_with(spec, json!({ "style": "form", "explode": true })),
        &["compatible: getOrderBook: a new optional parameter `probe`"],
    ),
    builds(
        "a parameter moved to the components",
        |spec| {
            set(spec, "/components/parameters/limit", Value::Null);
            move_out(spec, "/paths/~1fapi~1v1~1fundingRate/get/parameters/3", "/components/parameters/limit");
        },
        &[],
    ),
    builds_code(
        "a reference to a parameter with a description",
        |spec| set(spec, &format!("{TRADES}/parameters/0/description"), json!("Whose trades.")),
        &[],
        &["(builder::GetRecentTrades::symbol), required: Whose trades."],
    ),
    builds(
        "a parameter of the path",
        |spec| {
            let limit = cut(spec, &format!("{TRADES}/parameters/1"));
            set(spec, "/paths/~1fapi~1v1~1trades/parameters", json!([limit]));
        },
        &["compatible: document: `/paths/~1fapi~1v1~1trades/get/parameters` has another order"],
    ),
    builds(
        "a schema of a parameter moved to the components",
        |spec| {
            set(spec, "/components/schemas/Limit", Value::Null);
            move_out(spec, "/paths/~1fapi~1v1~1income/get/parameters/4/schema", "/components/schemas/Limit");
        },
        &[],
    ),
    builds(
        "names that Rust keeps",
        |spec| {
            for name in [
                "self", "gen", "try", "async", "body", "request", "result", "value", "call", "clone", "default",
                "query",
            ] {
                ask(spec, name, json!({ "type": "string" }));
            }
        },
        &[
            "compatible: getOrderBook: a new optional parameter `async`",
            "compatible: getOrderBook: a new optional parameter `body`",
            "compatible: getOrderBook: a new optional parameter `call`",
            "compatible: getOrderBook: a new optional parameter `clone`",
            "compatible: getOrderBook: a new optional parameter `default`",
            "compatible: getOrderBook: a new optional parameter `gen`",
            "compatible: getOrderBook: a new optional parameter `query`",
            "compatible: getOrderBook: a new optional parameter `request`",
            "compatible: getOrderBook: a new optional parameter `result`",
            "compatible: getOrderBook: a new optional parameter `self`",
            "compatible: getOrderBook: a new optional parameter `try`",
            "compatible: getOrderBook: a new optional parameter `value`",
        ],
    ),
    refused(
        "more parameters than bits",
        |spec| {
            for number in 0..64 {
                let parameter =
                    json!({ "name": format!("probe{number}"), "in": "query", "schema": { "type": "string" } });
                add(spec, &format!("{DEPTH}/parameters"), parameter);
            }
        },
        "/paths/~1fapi~1v1~1depth/get/parameters: 66 parameters (64 at most: which are given is kept as bits)",
    ),
    refused(
        "a parameter in a header",
        |spec| ask_with(spec, json!({ "in": "header" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/in: parameters in header are not supported (in: query)",
    ),
    refused(
        "a cookie",
        |spec| ask_with(spec, json!({ "in": "cookie" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/in: parameters in cookie are not supported (in: query)",
    ),
    refused(
        "a parameter in the path",
        |spec| set(spec, &format!("{TRADES}/parameters/1/in"), json!("path")),
        "/paths/~1fapi~1v1~1trades/get/parameters/1/in: parameters in path are not supported (in: query)",
    ),
    refused(
        "a parameter twice",
        |spec| ask(spec, "symbol", json!({ "type": "string" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2: a second parameter `symbol` (parameters whose names differ by more than case)",
    ),
    refused(
        "names that differ by case alone",
        |spec| ask(spec, "LIMIT", json!({ "type": "integer" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2: `LIMIT` and `limit` both become the method `limit` (parameters whose names differ by more than case)",
    ),
    refused(
        "a name of the builder",
        |spec| ask(spec, "client", json!({ "type": "string" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2: `client` is a method that every builder has (a name other than client, new, send)",
    ),
    refused(
        "a name that is not ASCII",
        |spec| ask(spec, "größe", json!({ "type": "string" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2: no usable name (a name of letters and digits)",
    ),
    refused(
        "a name with brackets",
        |spec| ask(spec, "ids[]", json!({ "type": "string" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2: no usable name (a name of letters and digits)",
    ),
    refused(
        "a list",
        |spec| ask(spec, "mood", json!({ "type": "array", "items": { "type": "string" } })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema: not a type that a query can carry (string, integer or boolean)",
    ),
    refused(
        "an object",
        |spec| ask(spec, "mood", json!({ "type": "object" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema: not a type that a query can carry (string, integer or boolean)",
    ),
    refused(
        "a number",
        |spec| ask(spec, "mood", json!({ "type": "number" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema: not a type that a query can carry (string, integer or boolean)",
    ),
    refused(
        "a parameter that may be null",
        |spec| ask(spec, "mood", json!({ "type": ["string", "null"] })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema: not a type that a query can carry (string, integer or boolean)",
    ),
    refused(
        "another style",
        |spec| ask_with(spec, json!({ "style": "deepObject" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/style: the style \"deepObject\" is not supported (form)",
    ),
    refused(
        "allowReserved",
        |spec| ask_with(spec, json!({ "allowReserved": true })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/allowReserved: `allowReserved` is not supported in a parameter (a query parameter with a schema)",
    ),
    refused(
        "a parameter with content",
        |spec| {
            let content = json!({ "application/json": { "schema": { "type": "object" } } });
            add(spec, &format!("{DEPTH}/parameters"), json!({ "name": "mood", "in": "query", "content": content }));
        },
        "/paths/~1fapi~1v1~1depth/get/parameters/2/content: `content` is not supported in a parameter (a query parameter with a schema)",
    ),
    refused(
        "a longest length",
        |spec| ask(spec, "mood", json!({ "type": "string", "maxLength": 36 })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema/maxLength: `maxLength` of a parameter, which is not checked before sending (a pattern such as ^[A-Za-z0-9_-]{1,36}$, or a maximum)",
    ),
    refused(
        "a pattern that is not checked",
        |spec| ask(spec, "mood", json!({ "type": "string", "pattern": "^a+$" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema/pattern: the pattern `^a+$` is not supported (a class and a count, such as ^[A-Za-z0-9_-]{1,36}$)",
    ),
    refused(
        "a default of another type",
        |spec| ask(spec, "mood", json!({ "type": "integer", "default": "many" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema/default: not a value of this schema (a value of its type)",
    ),
    refused(
        "a bound that is a flag",
        |spec| ask(spec, "mood", json!({ "type": "integer", "minimum": 1, "exclusiveMinimum": true })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema/exclusiveMinimum: not a 64-bit integer (a 64-bit integer there)",
    ),
    refused(
        "a bound with a fraction",
        |spec| ask(spec, "mood", json!({ "type": "integer", "minimum": 0.5 })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/schema/minimum: not a 64-bit integer (a 64-bit integer there)",
    ),
    refused(
        "a misspelt key",
        |spec| ask_with(spec, json!({ "requried": true })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/requried: `requried` is not supported in a parameter (a query parameter with a schema)",
    ),
    refused(
        "a reference to a parameter that is not there",
        |spec| add(spec, &format!("{DEPTH}/parameters"), json!({ "$ref": "#/components/parameters/gone" })),
        "/paths/~1fapi~1v1~1depth/get/parameters/2/$ref: `#/components/parameters/gone` leads nowhere (a reference to something in this file, such as #/components/…)",
    ),
    refused(
        "a reference to something else",
        |spec| add(spec, &format!("{DEPTH}/parameters"), json!({ "$ref": "#/components/schemas/Error" })),
        "/components/schemas/Error/properties: `properties` is not supported in a parameter (a query parameter with a schema)",
    ),
];

#[test]
fn parameters() {
    run(TABLE);
}
