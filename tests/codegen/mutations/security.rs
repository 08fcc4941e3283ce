//! Security schemes and what operations require of them.

use serde_json::{Value, json};

use super::edit::{DEPTH, ORDER, cut, set};
use super::{Mutation, builds, misfits, refused, run};

const SCHEMES: &str = "/components/securitySchemes";

fn scheme(spec: &mut Value, scheme: Value) {
    set(spec, &format!("{SCHEMES}/other"), scheme);
}

fn require(spec: &mut Value, security: Value) {
    set(spec, &format!("{ORDER}/security"), security);
}

/// A scheme that an operation requires.
fn required(spec: &mut Value, value: Value) {
    scheme(spec, value);
    require(spec, json!([{ "other": [] }]));
}

/// Renames a scheme wherever it is required.
fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Object(object) => {
            if let Some(scheme) = object.remove(from) {
                object.insert(to.to_owned(), scheme);
            }
            object.values_mut().for_each(|value| rename(value, from, to));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| rename(value, from, to)),
        _ => {}
    }
}

pub const TABLE: &[Mutation] = &[
    builds(
        "another header",
        |spec| set(spec, &format!("{SCHEMES}/apiKey/name"), json!("X-API-KEY")),
        &["compatible: document: `/components/securitySchemes/apiKey/name` is `\"X-API-KEY\"`, was `\"X-MBX-APIKEY\"`"],
    ),
    builds(
        "a public operation that needs a key",
        |spec| drop(cut(spec, &format!("{DEPTH}/security"))),
        &["breaking: getOrderBook: it is with an API key, was public"],
    ),
    builds(
        "an operation that is public now",
        |spec| require(spec, json!([{ "apiKey": [] }])),
        &[
            "breaking: createOrder: a new required parameter `signature`: calls without it are refused",
            "breaking: createOrder: a new required parameter `timestamp`: calls without it are refused",
            "compatible: createOrder: it is with an API key, was signed",
            "compatible: BatchOrder: a new method `signature(impl TryInto<String>) -> Self`",
            "compatible: BatchOrder: a new method `timestamp(impl TryInto<i64>) -> Self`",
        ],
    ),
    builds(
        "a bearer that no operation requires",
        |spec| scheme(spec, json!({ "type": "http", "scheme": "bearer" })),
        &[
            "compatible: document: `/components/securitySchemes/other` is new: `{\"scheme\":\"bearer\",\"type\":\"http\"}`",
        ],
    ),
    builds(
        "a second key that no operation requires",
        |spec| scheme(spec, json!({ "type": "apiKey", "in": "header", "name": "X-OTHER" })),
        &[
            "compatible: document: `/components/securitySchemes/other` is new: `{\"in\":\"header\",\"name\":\"X-OTHER\",\"type\":\"apiKey\"}`",
        ],
    ),
    misfits("the scheme of the signature renamed", |spec| rename(spec, "hmacSignature", "signature"), "hmacSignature"),
    refused(
        "a bearer",
        |spec| required(spec, json!({ "type": "http", "scheme": "bearer" })),
        "/paths/~1fapi~1v1~1order/post/security: `other` is a kind that is not supported (apiKey in header or query)",
    ),
    refused(
        "OAuth",
        |spec| required(spec, json!({ "type": "oauth2", "flows": {} })),
        "/paths/~1fapi~1v1~1order/post/security: `other` is a kind that is not supported (apiKey in header or query)",
    ),
    refused(
        "mutual TLS",
        |spec| required(spec, json!({ "type": "mutualTLS" })),
        "/paths/~1fapi~1v1~1order/post/security: `other` is a kind that is not supported (apiKey in header or query)",
    ),
    refused(
        "a key in a cookie",
        |spec| required(spec, json!({ "type": "apiKey", "in": "cookie", "name": "key" })),
        "/paths/~1fapi~1v1~1order/post/security: `other` is a kind that is not supported (apiKey in header or query)",
    ),
    refused(
        "a second key",
        |spec| required(spec, json!({ "type": "apiKey", "in": "header", "name": "X-OTHER" })),
        "/components/securitySchemes/other: a second scheme of the same kind (one API key header, one signature)",
    ),
    refused(
        "optional security",
        |spec| require(spec, json!([{}, { "apiKey": [] }])),
        "/paths/~1fapi~1v1~1order/post/security: alternative securities are not supported (one requirement)",
    ),
    refused(
        "a signature alone",
        |spec| require(spec, json!([{ "hmacSignature": [] }])),
        "/paths/~1fapi~1v1~1order/post/security: a signature without an API key (both schemes)",
    ),
    refused(
        "a scheme that is not there",
        |spec| require(spec, json!([{ "nobody": [] }])),
        "/paths/~1fapi~1v1~1order/post/security: `nobody` is no security scheme (one of /components/securitySchemes)",
    ),
    refused(
        "a requirement that is a word",
        |spec| require(spec, json!(["apiKey"])),
        "/paths/~1fapi~1v1~1order/post/security/0: not a mapping (names of schemes)",
    ),
    refused(
        "scopes",
        |spec| require(spec, json!([{ "apiKey": ["trade"], "hmacSignature": [] }])),
        "/paths/~1fapi~1v1~1order/post/security/0/apiKey: scopes are not supported (an empty list)",
    ),
    refused(
        "a scheme with more to say",
        |spec| set(spec, &format!("{SCHEMES}/apiKey/bearerFormat"), json!("JWT")),
        "/components/securitySchemes/apiKey/bearerFormat: `bearerFormat` is not supported in a security scheme (apiKey in header or query)",
    ),
];

#[test]
fn security() {
    run(TABLE);
}

#[test]
fn the_scheme_of_the_key_may_be_renamed_with_the_operations_of_the_overlay_alone() {
    let mut spec = super::spec();
    rename(&mut spec, "apiKey", "ApiKeyAuth");
    let line = super::line_of(&super::make(&spec).err().unwrap());
    assert!(line.contains("/security: `apiKey` is no security scheme (one of /components/securitySchemes)"), "{line}");
}
