//! Types, formats and enums.

use serde_json::json;

use super::edit::{KLINES, MARK, ask, at, cut, probe, set};
use super::{Mutation, builds, builds_code, misfits, refused, run};

pub const TABLE: &[Mutation] = &[
    builds(
        "null by a list of types",
        |spec| probe(spec, json!({ "type": ["integer", "null"] })),
        &["compatible: MarkPrice: a new field `probe`: `Option<i64>`"],
    ),
    builds(
        "null by the flag of 3.0",
        |spec| probe(spec, json!({ "type": "integer", "nullable": true })),
        &["compatible: MarkPrice: a new field `probe`: `Option<i64>`"],
    ),
    builds(
        "a constant",
        |spec| probe(spec, json!({ "type": "string", "const": "MARK" })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<MarkPriceProbe>`",
            "compatible: MarkPriceProbe: a new type: `open enum MarkPriceProbe`",
        ],
    ),
    builds(
        "an enum in place",
        |spec| probe(spec, json!({ "type": "string", "enum": ["ONE", "TWO"] })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<MarkPriceProbe>`",
            "compatible: MarkPriceProbe: a new type: `open enum MarkPriceProbe`",
        ],
    ),
    builds(
        "an enum or null",
        |spec| probe(spec, json!({ "type": ["string", "null"], "enum": ["ONE", "TWO", null] })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<MarkPriceProbe>`",
            "compatible: MarkPriceProbe: a new type: `open enum MarkPriceProbe`",
        ],
    ),
    builds(
        "an enum widened",
        |spec| {
            at(spec, "/paths/~1fapi~1v1~1income/get/parameters/1/schema/enum")
                .as_array_mut()
                .unwrap()
                .push(json!("NEW_INCOME"))
        },
        &[
            "compatible: getIncomeHistory: `incomeType` takes `NEW_INCOME` too",
            "compatible: IncomeType: a new value `NewIncome`: `\"NEW_INCOME\"`",
        ],
    ),
    builds(
        "an enum narrowed",
        |spec| drop(cut(spec, "/paths/~1fapi~1v1~1income/get/parameters/1/schema/enum/0")),
        &["breaking: getIncomeHistory: `incomeType` no longer takes `TRANSFER`"],
    ),
    builds(
        "a new enum of a parameter",
        |spec| ask(spec, "mood", json!({ "type": "string", "enum": ["GOOD", "BAD"] })),
        &[
            "compatible: getOrderBook: a new optional parameter `mood`",
            "compatible: GetOrderBookMood: a new type: `open enum GetOrderBookMood`",
        ],
    ),
    builds(
        "an integer of 32 bits",
        |spec| probe(spec, json!({ "type": "integer", "format": "int32", "minimum": 0 })),
        &["compatible: MarkPrice: a new field `probe`: `Option<i64>`"],
    ),
    builds(
        "a count given a size",
        |spec| set(spec, "/components/schemas/FuturesTicker24hr/properties/count/format", json!("int64")),
        &[],
    ),
    builds(
        "a limit given a size",
        |spec| set(spec, &format!("{KLINES}/parameters/4/schema/format"), json!("int32")),
        &[],
    ),
    builds(
        "a list of lists",
        |spec| probe(spec, json!({ "type": "array", "items": { "type": "array", "items": { "type": "integer" } } })),
        &["compatible: MarkPrice: a new field `probe`: `Vec<Vec<i64>>`"],
    ),
    builds(
        "another type of a field",
        |spec| set(spec, "/components/schemas/FuturesTicker24hr/properties/count", json!({ "type": "string" })),
        &["breaking: FuturesTicker24hr: the field `count` is `String`, was `i64`"],
    ),
    misfits(
        "a price that becomes a number",
        |spec| set(spec, &format!("{MARK}/markPrice/type"), json!("number")),
        "$.components.schemas.MarkPrice",
    ),
    misfits(
        "a price that is given a format",
        |spec| set(spec, &format!("{MARK}/markPrice/format"), json!("double")),
        "$.components.schemas.MarkPrice",
    ),
    refused(
        "a new price that is a number",
        |spec| probe(spec, json!({ "type": "number" })),
        "/components/schemas/MarkPrice/properties/probe/type: a number that may be a float (a string with a decimal format, an answer's number with one, or an integer)",
    ),
    refused(
        "a number of a size",
        |spec| probe(spec, json!({ "type": "number", "format": "double" })),
        "/components/schemas/MarkPrice/properties/probe/format: the format `double` is not known for number (for integers int32, int64, timestamp, integer; for strings price, quantity, amount, rate, percent, listen-key, secret-url, boolean, integer; for numbers price, quantity, amount, rate, percent)",
    ),
    refused(
        "a number or null",
        |spec| probe(spec, json!({ "type": ["number", "null"] })),
        "/components/schemas/MarkPrice/properties/probe/type: a number that may be a float (a string with a decimal format, an answer's number with one, or an integer)",
    ),
    refused(
        "a decimal",
        |spec| probe(spec, json!({ "type": "string", "format": "decimal" })),
        "/components/schemas/MarkPrice/properties/probe/format: the format `decimal` is not known for string (for integers int32, int64, timestamp, integer; for strings price, quantity, amount, rate, percent, listen-key, secret-url, boolean, integer; for numbers price, quantity, amount, rate, percent)",
    ),
    refused(
        "a date",
        |spec| probe(spec, json!({ "type": "string", "format": "date-time" })),
        "/components/schemas/MarkPrice/properties/probe/format: the format `date-time` is not known for string (for integers int32, int64, timestamp, integer; for strings price, quantity, amount, rate, percent, listen-key, secret-url, boolean, integer; for numbers price, quantity, amount, rate, percent)",
    ),
    refused(
        "a text or an integer",
        |spec| probe(spec, json!({ "type": ["string", "integer"] })),
        "/components/schemas/MarkPrice/properties/probe/type: type `string|integer` is not supported (string, integer, boolean, object, array)",
    ),
    refused(
        "null alone",
        |spec| probe(spec, json!({ "type": "null" })),
        "/components/schemas/MarkPrice/properties/probe/type: type `null` is not supported (string, integer, boolean, object, array)",
    ),
    refused(
        "no type at all in a list",
        |spec| probe(spec, json!({ "type": [] })),
        "/components/schemas/MarkPrice/properties/probe/type: type `` is not supported (string, integer, boolean, object, array)",
    ),
    refused(
        "a type that is none",
        |spec| probe(spec, json!({ "type": "decimal" })),
        "/components/schemas/MarkPrice/properties/probe/type: type `decimal` is not supported (string, integer, boolean, object, array)",
    ),
    refused(
        "an enum of integers",
        |spec| probe(spec, json!({ "type": "integer", "enum": [1, 2] })),
        "/components/schemas/MarkPrice/properties/probe/enum: values that are not strings (an enum of strings)",
    ),
    refused(
        "an enum of flags",
        |spec| probe(spec, json!({ "type": "boolean", "enum": [true] })),
        "/components/schemas/MarkPrice/properties/probe/enum: values that are not strings (an enum of strings)",
    ),
    refused(
        "an enum of nothing",
        |spec| probe(spec, json!({ "type": "string", "enum": [] })),
        "/components/schemas/MarkPrice/properties/probe/enum: values that are not strings (an enum of strings)",
    ),
    refused(
        "an enum without a type",
        |spec| probe(spec, json!({ "enum": ["A"] })),
        "/components/schemas/MarkPrice/properties/probe/enum: `enum` on a schema without a type (type: string)",
    ),
    refused(
        "an enum with null that is no null",
        |spec| probe(spec, json!({ "type": "string", "enum": ["A", null] })),
        "/components/schemas/MarkPrice/properties/probe/enum: values that are not strings (an enum of strings)",
    ),
    refused(
        "values that differ by case",
        |spec| probe(spec, json!({ "type": "string", "enum": ["Buy", "BUY"] })),
        "/components/schemas/MarkPrice/properties/probe/enum: `Buy` and `BUY` both become the variant `Buy` (x-enum-names in the overlay)",
    ),
    refused(
        "a value twice",
        |spec| probe(spec, json!({ "type": "string", "enum": ["BUY", "BUY"] })),
        "/components/schemas/MarkPrice/properties/probe/enum: `BUY` and `BUY` both become the variant `Buy` (x-enum-names in the overlay)",
    ),
    refused(
        "a value that makes no name",
        |spec| probe(spec, json!({ "type": "string", "enum": ["<="] })),
        "/components/schemas/MarkPrice/properties/probe/enum: the value `<=` makes no variant name (x-enum-names in the overlay)",
    ),
    builds_code(
        "a value that begins with a digit",
        |spec| probe(spec, json!({ "type": "string", "enum": ["1m", "1M"] })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<MarkPriceProbe>`",
            "compatible: MarkPriceProbe: a new type: `open enum MarkPriceProbe`",
        ],
        &["Value1m = \"1m\"", "Value1M = \"1M\""],
    ),
    refused(
        "an empty value",
        |spec| probe(spec, json!({ "type": "string", "enum": ["A", ""] })),
        "/components/schemas/MarkPrice/properties/probe/enum: the value `` makes no variant name (x-enum-names in the overlay)",
    ),
    refused(
        "a constant that is a number",
        |spec| probe(spec, json!({ "type": "integer", "const": 1 })),
        "/components/schemas/MarkPrice/properties/probe/const: a constant that is not a string (a constant string)",
    ),
    builds(
        "an enum with values that others have",
        |spec| probe(spec, json!({ "type": "string", "enum": ["NEW", "CANCELED"] })),
        &[
            "compatible: MarkPrice: a new field `probe`: `Option<MarkPriceProbe>`",
            "compatible: MarkPriceProbe: a new type: `open enum MarkPriceProbe`",
        ],
    ),
];

#[test]
fn types() {
    run(TABLE);
}
