//! Responses stand where they are given, and JSON is `application/json`.

use serde_json::Value;

use super::super::check::{is_json, without_prose};
use super::super::document;
use super::super::pointer::push;

/// Puts shared responses in place of the references to them. A description beside a reference counts before its own.
pub fn inline(document: &mut Value) {
    let shared = document.clone();
    let mut left = false;
    each(document, |at, response| {
        if response.get("$ref").is_none() {
            return;
        }
        let Ok((_, target)) = document::resolve(&shared, at, response) else {
            left = true;
            return;
        };
        let description = response.get("description").cloned();
        *response = target.clone();
        if let (Some(description), true) = (description, response.is_object()) {
            response["description"] = description;
        }
    });
    if !left && let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.remove("responses");
    }
}

/// `application/json; charset=utf-8` is JSON too. Beside JSON, nothing else counts: that is what this client asks for.
pub fn media_types(document: &mut Value) {
    each(document, |_, response| {
        let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else { return };
        let mut json = content.iter().filter(|(name, _)| is_json(name)).map(|(_, media)| media.clone());
        let Some(first) = json.next() else { return };
        let schema = |media: &Value| media.get("schema").map(without_prose);
        if json.all(|other| schema(&other) == schema(&first)) {
            content.clear();
            content.insert("application/json".to_owned(), first);
        }
    });
}

fn each(document: &mut Value, mut change: impl FnMut(&str, &mut Value)) {
    let operations: Vec<String> = document::operations(document).map(|operation| operation.pointer).collect();
    for operation in operations {
        let at = push(&operation, "responses");
        for (status, response) in document.pointer_mut(&at).and_then(Value::as_object_mut).into_iter().flatten() {
            change(&push(&at, status), response);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::{OPERATION, at, document, set};

    fn with(responses: Value, shared: Value) -> Value {
        let mut document = document();
        set(&mut document, &format!("{OPERATION}/responses"), responses);
        set(&mut document, "/components/responses", shared);
        document
    }

    fn responses(document: &Value) -> &Value {
        at(document, &format!("{OPERATION}/responses"))
    }

    #[test]
    fn a_shared_response_stands_where_it_is_given() {
        let reference = json!({ "$ref": "#/components/responses/It", "description": "Here." });
        let mut document = with(json!({ "200": reference }), json!({ "It": { "description": "It.", "content": {} } }));
        inline(&mut document);
        assert_eq!(responses(&document), &json!({ "200": { "description": "Here.", "content": {} } }));
        assert_eq!(document["components"].get("responses"), None);
    }

    #[test]
    fn a_reference_to_nowhere_stays() {
        let gone = json!({ "200": { "$ref": "#/components/responses/Gone" } });
        let mut document = with(gone.clone(), json!({}));
        inline(&mut document);
        assert_eq!(responses(&document), &gone);
        assert_eq!(document["components"]["responses"], json!({}));
    }

    fn media(content: Value) -> Value {
        let mut document = with(json!({ "200": { "content": content } }), json!({}));
        media_types(&mut document);
        responses(&document)["200"]["content"].clone()
    }

    #[test]
    fn json_with_a_charset_is_json_and_what_stands_beside_it_goes() {
        let schema = json!({ "schema": { "type": "string" } });
        let all = json!({ "application/json;charset=utf-8": schema, "Application/JSON": schema, "text/csv": {} });
        assert_eq!(media(all), json!({ "application/json": schema }));
    }

    #[test]
    fn json_of_two_shapes_and_what_is_no_json_stay() {
        for content in [
            json!({ "application/json": { "schema": {} }, "application/json; a=b": { "schema": { "type": "string" } } }),
            json!({ "text/csv": {} }),
        ] {
            assert_eq!(media(content.clone()), content);
        }
    }
}
