//! Responses: media types, statuses, headers and the like.

use serde_json::{Value, json};

use super::edit::{MOOD, TRADES, at, cut, mood, set};
use super::{Mutation, builds, refused, run};

const FUNDING: &str = "/paths/~1fapi~1v1~1fundingInfo/get/responses/200";
const ANSWER: &str = "/paths/~1fapi~1v1~1trades/get/responses/200";

/// Adds an operation that answers in another media type.
fn mood_as(spec: &mut Value, media_type: &str) {
    mood(spec, json!({ "type": "object" }));
    let content = at(spec, "/paths/~1fapi~1v1~1mood/get/responses/200/content");
    *content = json!({ media_type: { "schema": { "type": "string" } } });
}

fn respond(spec: &mut Value, status: &str, response: Value) {
    at(spec, &format!("{TRADES}/responses"))[status] = response;
}

pub const TABLE: &[Mutation] = &[
    builds(
        "JSON with a charset",
        |spec| {
            let content = at(spec, "/paths/~1fapi~1v1~1openInterest/get/responses/200/content");
            let media = content.as_object_mut().unwrap().remove("application/json").unwrap();
            content["application/json;charset=UTF-8"] = media;
        },
        &[],
    ),
    builds(
        "JSON and other media types",
        |spec| {
            let csv = json!({ "schema": { "type": "string" } });
            set(spec, &format!("{ANSWER}/content/text~1csv"), csv);
            let json = at(spec, &format!("{ANSWER}/content/application~1json")).clone();
            at(spec, &format!("{ANSWER}/content"))["application/json; charset=utf-8"] = json;
        },
        &[],
    ),
    builds(
        "a response moved to the components",
        |spec| {
            let response = cut(spec, FUNDING);
            set(spec, "/components/responses", json!({ "Trades": response }));
            set(spec, FUNDING, json!({ "$ref": "#/components/responses/Trades" }));
        },
        &[],
    ),
    builds("an error without content", |spec| respond(spec, "429", json!({ "description": "Too many." })), &[]),
    builds(
        "an error as the others",
        |spec| {
            let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } });
            respond(spec, "418", json!({ "description": "Banned.", "content": content }));
        },
        &[
            "compatible: document: `/paths/~1fapi~1v1~1trades/get/responses/418` is new: `{\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Error\"}}}}`",
        ],
    ),
    builds(
        "examples of an answer",
        |spec| {
            set(
                spec,
                "/paths/~1fapi~1v1~1time/get/responses/200/content/application~1json/examples",
                json!({ "a": { "$ref": "#/components/examples/a" } }),
            );
            set(spec, "/components/examples", json!({ "a": { "value": [] } }));
        },
        &[],
    ),
    builds(
        "a status of a class",
        |spec| {
            mood(spec, json!({ "type": "integer" }));
            let response = cut(spec, "/paths/~1fapi~1v1~1mood/get/responses/200");
            at(spec, "/paths/~1fapi~1v1~1mood/get/responses")["2XX"] = response;
        },
        &["compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public"],
    ),
    builds(
        "an answer that is a text",
        |spec| mood(spec, json!({ "type": "string" })),
        &["compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public"],
    ),
    builds(
        "an answer that is a map",
        |spec| mood(spec, json!({ "type": "object", "additionalProperties": { "type": "integer" } })),
        &["compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public"],
    ),
    builds(
        "an answer that is a list of objects",
        |spec| {
            mood(
                spec,
                json!({ "type": "array", "items": { "type": "object", "properties": { "mood": { "type": "string" } } } }),
            )
        },
        &[
            "compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public",
            "compatible: GetMoodResponseItem: a new type: `open struct GetMoodResponseItem`",
        ],
    ),
    builds(
        "an answer that is anything",
        |spec| mood(spec, json!({})),
        &["compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public"],
    ),
    builds(
        "an answer of a component that is a list",
        |spec| {
            set(spec, "/components/schemas/Moods", json!({ "type": "array", "items": { "type": "string" } }));
            mood(spec, json!({ "$ref": "#/components/schemas/Moods" }));
        },
        &[
            "compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public",
            "compatible: Moods: a new type: `open struct Moods`",
        ],
    ),
    builds(
        "one or a list of what is written in place",
        |spec| {
            let one = json!({ "type": "object", "properties": { "mood": { "type": "string" } } });
            mood(spec, json!({ "oneOf": [one, { "type": "array", "items": one }] }));
        },
        &[
            "compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public",
            "compatible: GetMoodResponse: a new type: `open struct GetMoodResponse`",
            "compatible: document: `/components/schemas/OneOrManyGetMoodResponse` is new: `{\"oneOf\":[{\"$ref\":\"#/components/schemas/GetMoodResponse\"},{\"items\":{\"$ref\":\"#/components/schemas/Get…`",
        ],
    ),
    refused(
        "an answer that is no JSON",
        |spec| mood_as(spec, "text/csv"),
        "/paths/~1fapi~1v1~1mood/get/responses/200: a response that is not JSON (content with application/json)",
    ),
    refused(
        "an answer that is XML",
        |spec| mood_as(spec, "application/xml"),
        "/paths/~1fapi~1v1~1mood/get/responses/200: a response that is not JSON (content with application/json)",
    ),
    refused(
        "an answer of any media type",
        |spec| mood_as(spec, "*/*"),
        "/paths/~1fapi~1v1~1mood/get/responses/200: a response that is not JSON (content with application/json)",
    ),
    refused(
        "JSON of two shapes",
        |spec| {
            mood(spec, json!({ "type": "object" }));
            let content = at(spec, "/paths/~1fapi~1v1~1mood/get/responses/200/content");
            content["application/json; charset=utf-8"] = json!({ "schema": { "type": "string" } });
        },
        "/paths/~1fapi~1v1~1mood/get/responses/200/content: JSON of several shapes (one schema for JSON)",
    ),
    refused(
        "no content",
        |spec| {
            mood(spec, json!({}));
            set(spec, "/paths/~1fapi~1v1~1mood/get/responses", json!({ "204": { "description": "Nothing." } }));
        },
        "/paths/~1fapi~1v1~1mood/get/responses/204: a response without content (content with application/json)",
    ),
    refused(
        "another success",
        |spec| respond(spec, "202", json!({ "description": "Later." })),
        "/paths/~1fapi~1v1~1trades/get/responses/202: a response without content (content with application/json)",
    ),
    refused(
        "a redirection",
        |spec| respond(spec, "302", json!({ "description": "There." })),
        "/paths/~1fapi~1v1~1trades/get/responses/302: responses for `302` are not supported (one success such as 200, and errors such as 400, 4XX or 5XX)",
    ),
    refused(
        "a default response",
        |spec| respond(spec, "default", json!({ "description": "Else." })),
        "/paths/~1fapi~1v1~1trades/get/responses/default: responses for `default` are not supported (one success such as 200, and errors such as 400, 4XX or 5XX)",
    ),
    refused(
        "an error of another shape",
        |spec| {
            let content = json!({ "application/json": { "schema": { "type": "string" } } });
            respond(spec, "404", json!({ "description": "Gone.", "content": content }));
        },
        "/paths/~1fapi~1v1~1trades/get/responses/4XX/content/application~1json: another schema than that of 404 (one schema for all errors: a method returns one error)",
    ),
    refused(
        "a status that is none",
        |spec| respond(spec, "2000", json!({ "description": "Much." })),
        "/paths/~1fapi~1v1~1trades/get/responses/2000: responses for `2000` are not supported (one success such as 200, and errors such as 400, 4XX or 5XX)",
    ),
    refused(
        "headers of a response",
        |spec| {
            set(spec, &format!("{ANSWER}/headers"), json!({ "X-MBX-USED-WEIGHT": { "schema": { "type": "integer" } } }))
        },
        "/paths/~1fapi~1v1~1trades/get/responses/200/headers: `headers` is not supported in a response (a response with JSON content)",
    ),
    refused(
        "links",
        |spec| set(spec, &format!("{ANSWER}/links"), json!({})),
        "/paths/~1fapi~1v1~1trades/get/responses/200/links: `links` is not supported in a response (a response with JSON content)",
    ),
    refused(
        "content without a schema",
        |spec| {
            mood(spec, json!({}));
            cut(spec, MOOD);
        },
        "/paths/~1fapi~1v1~1mood/get/responses/200/content/application~1json: no schema (a schema)",
    ),
    refused(
        "a response by a reference to nowhere",
        |spec| {
            mood(spec, json!({}));
            set(spec, "/paths/~1fapi~1v1~1mood/get/responses/200", json!({ "$ref": "#/components/responses/Gone" }));
        },
        "/paths/~1fapi~1v1~1mood/get/responses/200/$ref: `#/components/responses/Gone` leads nowhere (a reference to something in this file, such as #/components/…)",
    ),
    refused(
        "an answer that is a number",
        |spec| {
            mood(spec, json!({}));
            set(spec, MOOD, json!({ "type": "number" }));
        },
        "/paths/~1fapi~1v1~1mood/get/responses/200/content/application~1json/schema/type: a number that may be a float (a string with a decimal format, an answer's number with one, or an integer)",
    ),
];

#[test]
fn responses() {
    run(TABLE);
}
