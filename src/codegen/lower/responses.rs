//! Responses as the generator needs them.

use serde_json::Value;

use super::super::error::Result;
use super::each_operation;

/// What fails is told by its status; such a response has nothing that a type could be made of.
pub fn drop_those_without_content(document: &mut Value) -> Result<()> {
    each_operation(document, |_, operation| {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            responses.retain(|status, response| status.starts_with('2') || response.get("content").is_some());
        }
        Ok(())
    })
}

/// 3.0 wants a description of every response; this client shows none.
pub fn describe(document: &mut Value) -> Result<()> {
    each_operation(document, |_, operation| {
        for (_, response) in operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten() {
            if response.get("description").is_none() {
                response["description"] = "".into();
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::{OPERATION, at, document, set};

    #[test]
    fn an_error_without_content_goes() {
        let mut document = document();
        set(&mut document, &format!("{OPERATION}/responses/429"), json!({ "description": "Too many." }));
        drop_those_without_content(&mut document).unwrap();
        let left: Vec<_> = at(&document, &format!("{OPERATION}/responses")).as_object().unwrap().keys().collect();
        assert_eq!(left, ["200"]);
    }

    #[test]
    fn every_response_has_a_description() {
        let mut document = document();
        let place = format!("{OPERATION}/responses");
        set(&mut document, &place, json!({ "200": { "description": "It." }, "400": {} }));
        describe(&mut document).unwrap();
        assert_eq!(at(&document, &place), &json!({ "200": { "description": "It." }, "400": { "description": "" } }));
    }
}
