//! Operations: new, renamed, moved, deprecated, and what this client has no way to send.

use serde_json::json;

use super::edit::{DEPTH, KLINES, ORDER, PING, TRADES, at, cut, mood, set};
use super::{Mutation, builds, builds_code, misfits, refused, run};

pub const TABLE: &[Mutation] = &[
    builds(
        "a new operation",
        |spec| mood(spec, json!({ "type": "object" })),
        &["compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public"],
    ),
    builds(
        "a new operation with a tag of its own",
        |spec| {
            mood(spec, json!({ "type": "object" }));
            set(spec, "/paths/~1fapi~1v1~1mood/get/tags", json!(["Mood [new]"]));
        },
        &["compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public"],
    ),
    builds(
        "another tag",
        |spec| set(spec, &format!("{TRADES}/tags"), json!(["Trades"])),
        &["compatible: getRecentTrades: the tag is `Trades`, was `Market Data`: look whether the exchange agrees"],
    ),
    builds(
        "another operationId",
        |spec| set(spec, &format!("{DEPTH}/operationId"), json!("getDepth")),
        &["breaking: getDepth: the method is `get_depth()`, was `get_order_book()`: upstream renamed `getOrderBook`"],
    ),
    builds_code(
        "a deprecated operation",
        |spec| set(spec, &format!("{KLINES}/deprecated"), json!(true)),
        &["compatible: getKlines: it is deprecated"],
        &[
            "`GET /fapi/v1/klines` · public · deprecated",
            "#[deprecated = \"the exchange calls it deprecated\"] pub fn get_klines(",
            "[`get_klines`](Client::get_klines) (deprecated)",
        ],
    ),
    builds_code(
        "a new PATCH",
        |spec| {
            mood(spec, json!({ "type": "object" }));
            let get = cut(spec, "/paths/~1fapi~1v1~1mood/get");
            set(spec, "/paths/~1fapi~1v1~1mood/patch", get);
        },
        &["compatible: getMood: a new operation: `get_mood()`, `PATCH /fapi/v1/mood`, public"],
        &["method: Method::PATCH,"],
    ),
    builds(
        "other texts everywhere",
        |spec| {
            set(spec, "/info/description", json!("Other <words>."));
            set(spec, &format!("{ORDER}/summary"), json!("Other [words], at https://example.com/a_b"));
            set(spec, "/components/schemas/MarkPrice/description", json!("A */ `mark` \u{7}\r price \u{202e}."));
            set(spec, &format!("{PING}/description"), json!("A path."));
            set(spec, &format!("{PING}/get/responses/200/description"), json!(""));
            set(spec, "/tags/0/description", json!("Another."));
        },
        &[],
    ),
    builds(
        "another page of the exchange",
        |spec| set(spec, "/externalDocs", json!({ "url": "https://example.com" })),
        &[
            "compatible: document: `/externalDocs/url` is `\"https://example.com\"`, was `\"https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info\"`",
        ],
    ),
    misfits(
        "an operation that is gone",
        |spec| drop(cut(spec, PING)),
        "$.paths['/fapi/v1/ping'].get matches nothing (correct the target, or drop the action if upstream has caught up)",
    ),
    misfits(
        "another path",
        |spec| {
            let ping = cut(spec, PING);
            set(spec, "/paths/~1fapi~1v2~1ping", ping);
        },
        "$.paths['/fapi/v1/ping'].get matches nothing",
    ),
    refused(
        "two operations of one id",
        |spec| set(spec, &format!("{TRADES}/operationId"), json!("getKlines")),
        "/paths/~1fapi~1v1~1trades/get/operationId: the operationId `getKlines` is also that of /paths/~1fapi~1v1~1klines/get (an operationId of its own)",
    ),
    refused(
        "two ids that make one method",
        |spec| set(spec, &format!("{TRADES}/operationId"), json!("get_klines")),
        "/paths/~1fapi~1v1~1trades/get/operationId: `get_klines` and `getKlines` at /paths/~1fapi~1v1~1klines/get both become the method `get_klines` (an operationId of its own)",
    ),
    refused(
        "an operation without an id",
        |spec| drop(cut(spec, &format!("{TRADES}/operationId"))),
        "/paths/~1fapi~1v1~1trades/get: no operationId (an operationId such as getOrder)",
    ),
    refused(
        "an id that is no identifier",
        |spec| set(spec, &format!("{TRADES}/operationId"), json!("24hr trades")),
        "/paths/~1fapi~1v1~1trades/get/operationId: `24hr trades` makes no method name (letters and digits, such as getOrder)",
    ),
    refused(
        "an id that is a keyword",
        |spec| set(spec, &format!("{TRADES}/operationId"), json!("match")),
        "/paths/~1fapi~1v1~1trades/get/operationId: `match` makes no method name (letters and digits, such as getOrder)",
    ),
    refused(
        "an id that the client has a method for",
        |spec| set(spec, &format!("{TRADES}/operationId"), json!("budget")),
        "/paths/~1fapi~1v1~1trades/get/operationId: `budget` would stand beside the client's own `budget` (another operationId)",
    ),
    refused(
        "an id that the operation table has an item for",
        |spec| set(spec, &format!("{TRADES}/operationId"), json!("servers")),
        "/paths/~1fapi~1v1~1trades/get/operationId: `servers` would stand beside `SERVERS` of the operation table (another operationId)",
    ),
    refused(
        "an id that a batch row is named after",
        |spec| set(spec, &format!("{TRADES}/operationId"), json!("batchOrder")),
        "/paths/~1fapi~1v1~1batchOrders/post/parameters/0/schema/contentSchema: rows called as the builder of /paths/~1fapi~1v1~1trades/get (another x-type-name or operationId)",
    ),
    refused(
        "an operation without a tag",
        |spec| drop(cut(spec, &format!("{TRADES}/tags"))),
        "/paths/~1fapi~1v1~1trades/get: no tag (a tag such as Trading)",
    ),
    refused(
        "an operation of two tags",
        |spec| set(spec, &format!("{TRADES}/tags"), json!(["A", "B"])),
        "/paths/~1fapi~1v1~1trades/get/tags: several tags (one: it is listed once)",
    ),
    refused(
        "a request body in JSON",
        |spec| {
            let content = json!({ "application/json": { "schema": { "type": "object" } } });
            set(spec, &format!("{ORDER}/requestBody"), json!({ "content": content }));
        },
        "/paths/~1fapi~1v1~1order/post/requestBody: `requestBody` is not supported in an operation (query parameters)",
    ),
    refused(
        "a request body in a form",
        |spec| {
            let schema = json!({ "type": "object", "properties": { "symbol": { "type": "string" } } });
            let content = json!({ "application/x-www-form-urlencoded": { "schema": schema } });
            set(spec, &format!("{ORDER}/requestBody"), json!({ "content": content }));
        },
        "/paths/~1fapi~1v1~1order/post/requestBody: `requestBody` is not supported in an operation (query parameters)",
    ),
    refused(
        "callbacks",
        |spec| set(spec, &format!("{ORDER}/callbacks"), json!({})),
        "/paths/~1fapi~1v1~1order/post/callbacks: `callbacks` is not supported in an operation (query parameters)",
    ),
    refused(
        "servers of an operation",
        |spec| set(spec, &format!("{ORDER}/servers"), json!([{ "url": "https://example.com" }])),
        "/paths/~1fapi~1v1~1order/post/servers: `servers` is not supported in an operation (query parameters)",
    ),
    refused(
        "servers of a path",
        |spec| set(spec, &format!("{PING}/servers"), json!([{ "url": "https://example.com" }])),
        "/paths/~1fapi~1v1~1ping/servers: not supported in a path (one of get, put, post, delete, patch, parameters)",
    ),
    refused(
        "a path by reference",
        |spec| set(spec, &format!("{PING}/$ref"), json!("#/paths/~1x")),
        "/paths/~1fapi~1v1~1ping/$ref: not supported in a path (one of get, put, post, delete, patch, parameters)",
    ),
    refused(
        "a HEAD",
        |spec| set(spec, &format!("{PING}/head"), json!({})),
        "/paths/~1fapi~1v1~1ping/head: not supported in a path (one of get, put, post, delete, patch, parameters)",
    ),
    refused(
        "an OPTIONS",
        |spec| set(spec, &format!("{PING}/options"), json!({})),
        "/paths/~1fapi~1v1~1ping/options: not supported in a path (one of get, put, post, delete, patch, parameters)",
    ),
    refused(
        "a TRACE",
        |spec| set(spec, &format!("{PING}/trace"), json!({})),
        "/paths/~1fapi~1v1~1ping/trace: not supported in a path (one of get, put, post, delete, patch, parameters)",
    ),
    refused(
        "a method that is none",
        |spec| set(spec, &format!("{PING}/GET"), json!({})),
        "/paths/~1fapi~1v1~1ping/GET: not supported in a path (one of get, put, post, delete, patch, parameters)",
    ),
    refused(
        "a path parameter",
        |spec| {
            let item = at(spec, PING).clone();
            set(spec, "/paths/~1fapi~1v1~1ping~1{symbol}", item);
        },
        "/paths/~1fapi~1v1~1ping~1{symbol}: path parameters are not supported (query parameters)",
    ),
    refused(
        "a path that no URL has",
        |spec| {
            let item = at(spec, PING).clone();
            set(spec, "/paths/~1fapi~1v1~1pi ng?x=1", item);
        },
        "/paths/~1fapi~1v1~1pi ng?x=1: a path that a URL would not carry as it is (letters, digits, `/`, `-`, `.` and `_`)",
    ),
    refused(
        "a link that is none",
        |spec| {
            mood(spec, json!({ "type": "object" }));
            set(spec, "/paths/~1fapi~1v1~1mood/get/externalDocs", json!({ "uri": "https://example.com" }));
        },
        "/paths/~1fapi~1v1~1mood/get/externalDocs/uri: `uri` is not supported in a link (a url)",
    ),
];

#[test]
fn operations() {
    run(TABLE);
}

/// The functions that `impl Client` blocks have, wherever they are in `src`.
fn functions_of_the_client(folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            functions_of_the_client(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            let file = syn::parse_file(&std::fs::read_to_string(&entry).unwrap()).unwrap();
            let blocks = file.items.into_iter().filter_map(|item| match item {
                syn::Item::Impl(block) if block.trait_.is_none() => Some(block),
                _ => None,
            });
            let of_client = |block: &syn::ItemImpl| matches!(&*block.self_ty, syn::Type::Path(path) if path.path.is_ident("Client"));
            for item in blocks.filter(of_client).flat_map(|block| block.items) {
                if let syn::ImplItem::Fn(function) = item {
                    found.push(function.sig.ident.to_string());
                }
            }
        }
    }
}

#[test]
fn no_operation_is_called_as_a_function_of_the_client() {
    let mut found = Vec::new();
    functions_of_the_client(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    assert_eq!(found, super::codegen::CLIENT);
}
