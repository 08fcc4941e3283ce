//! The document as a whole: its version, servers and parts.

use serde_json::json;

use super::edit::{cut, set};
use super::{Mutation, builds, misfits, refused, run};

pub const TABLE: &[Mutation] = &[
    builds(
        "another version of the API",
        |spec| set(spec, "/info/version", json!("2026-12")),
        &["compatible: document: `/info/version` is `\"2026-12\"`, was `\"1\"`"],
    ),
    builds("a patch of OpenAPI", |spec| set(spec, "/openapi", json!("3.1.1")), &[]),
    builds("an older OpenAPI", |spec| set(spec, "/openapi", json!("3.0.3")), &[]),
    builds(
        "another contact and licence",
        |spec| {
            set(spec, "/info/contact", json!({ "url": "https://example.com" }));
            set(spec, "/info/license", json!({ "name": "MIT" }));
        },
        &[
            "compatible: document: `/info/contact/name` is gone: `\"Binance Support\"`",
            "compatible: document: `/info/contact/url` is `\"https://example.com\"`, was `\"https://www.binance.com/en/support\"`",
            "compatible: document: `/info/license` is new: `{\"name\":\"MIT\"}`",
        ],
    ),
    misfits(
        "another server",
        |spec| set(spec, "/servers/0/url", json!("https://fapi1.binance.com")),
        "fapi.binance.com",
    ),
    misfits("no paths", |spec| set(spec, "/paths", json!({})), "matches nothing"),
    refused(
        "a third server",
        |spec| super::edit::add(spec, "/servers", json!({ "url": "https://fapi3.binance.com" })),
        "/servers/2: `https://fapi3.binance.com` has no name (x-environment: production or testnet, in the overlay)",
    ),
    refused(
        "a server with variables",
        |spec| super::edit::add(spec, "/servers", json!({ "url": "https://{host}", "variables": {} })),
        "/servers/2/variables: `variables` is not supported in a server (a server with a url)",
    ),
    refused(
        "a newer OpenAPI",
        |spec| set(spec, "/openapi", json!("3.2.0")),
        "/openapi: version `3.2.0` is not supported (OpenAPI 3.0 or 3.1)",
    ),
    refused(
        "Swagger",
        |spec| {
            cut(spec, "/openapi");
            set(spec, "/swagger", json!("2.0"));
        },
        "/openapi: version `` is not supported (OpenAPI 3.0 or 3.1)",
    ),
    refused(
        "a version that is a number",
        |spec| set(spec, "/openapi", json!(3.1)),
        "/openapi: version `` is not supported (OpenAPI 3.0 or 3.1)",
    ),
    refused(
        "no version of the API",
        |spec| drop(cut(spec, "/info/version")),
        "/info: no version (a title and a version)",
    ),
    refused(
        "webhooks",
        |spec| set(spec, "/webhooks", json!({ "fill": {} })),
        "/webhooks: `webhooks` is not supported (a document of paths and components)",
    ),
    refused(
        "another dialect",
        |spec| set(spec, "/jsonSchemaDialect", json!("https://example.com/dialect")),
        "/jsonSchemaDialect: `jsonSchemaDialect` is not supported (a document of paths and components)",
    ),
    refused(
        "components that are not used here",
        |spec| set(spec, "/components/requestBodies", json!({ "Order": {} })),
        "/components/requestBodies: `requestBodies` is not supported (schemas, parameters, securitySchemes)",
    ),
    refused(
        "a misspelt part",
        |spec| set(spec, "/component", json!({})),
        "/component: `component` is not supported (a document of paths and components)",
    ),
];

#[test]
fn documents() {
    run(TABLE);
}
