//! How an order is found again by the id that the client gave it (`x-places`, of an operation that places one).
//!
//! `id` is the parameter of the client's id, `found-by` the operation that asks for the order and `as` its parameter for
//! the id; `method` names the method of the client that does so until it knows what became of the order.

use serde_json::Value;

use super::document::{self, OperationAt, elements, entries};
use super::error::{Error, Result};
use super::pointer::push;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    pub id: String,
    pub found_by: String,
    pub found_as: String,
    pub method: String,
}

const KEYS: [&str; 4] = ["id", "found-by", "as", "method"];
/// What a request for an order may need beside its id.
const SYMBOL: &str = "symbol";

/// Reads what an operation places.
pub fn of_operation(document: &Value, operation: &OperationAt<'_>) -> Result<Option<Placing>> {
    let Some(places) = operation.value.get("x-places") else { return Ok(None) };
    let at = push(&operation.pointer, "x-places");
    let text = |key: &str| places[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let (Some(id), Some(found_by), Some(found_as), Some(method)) =
        (text("id"), text("found-by"), text("as"), text("method"))
    else {
        return Err(Error::new(at, "not all is said", KEYS.join(", ")));
    };
    if let Some((key, _)) = entries(places).find(|(key, _)| !KEYS.contains(key)) {
        return Err(Error::new(at, format!("the key `{key}` is unknown"), KEYS.join(", ")));
    }
    if !has_parameter(operation.value, &id) {
        return Err(Error::new(push(&at, "id"), format!("no parameter `{id}`"), "one of the operation"));
    }
    let finder = document::operations(document).find(|other| other.value["operationId"] == found_by.as_str());
    let Some(finder) = finder else {
        return Err(Error::new(push(&at, "found-by"), format!("no operation `{found_by}`"), "an operationId"));
    };
    if finder.method != "get" {
        let problem = format!("`{found_by}` does more than look");
        return Err(Error::new(push(&at, "found-by"), problem, "an operation that changes nothing"));
    }
    if !has_parameter(finder.value, &found_as) {
        return Err(Error::new(
            push(&at, "as"),
            format!("`{found_by}` has no parameter `{found_as}`"),
            "one of its own",
        ));
    }
    let mut required = elements(&finder.value["parameters"]).filter(|parameter| parameter["required"] == true);
    let other = required.find(|parameter| parameter["name"] != SYMBOL && parameter["name"] != found_as.as_str());
    if let Some(other) = other {
        let problem = format!("`{found_by}` requires {}", other["name"]);
        return Err(Error::new(push(&at, "found-by"), problem, "the id and `symbol` at most"));
    }
    if syn::parse_str::<syn::Ident>(&method).is_err() {
        return Err(Error::new(push(&at, "method"), format!("`{method}` is no name"), "a name such as resolve_order"));
    }
    Ok(Some(Placing { id, found_by, found_as, method }))
}

fn has_parameter(operation: &Value, name: &str) -> bool {
    elements(&operation["parameters"]).any(|parameter| parameter["name"] == name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::{OPERATION, refusal, set, with_parameter};

    fn placing(places: &Value) -> Result<Option<Placing>> {
        let mut document = with_parameter("clientId", json!({ "type": "string" }));
        set(&mut document, &format!("{OPERATION}/x-places"), places.clone());
        let parameter = |name: &str, required: bool| json!({ "name": name, "in": "query", "required": required });
        let finder = |id: &str, last| json!({ "operationId": id, "parameters": [parameter("symbol", true), last] });
        document["paths"]["/f"] = json!({
            "get": finder("find", parameter("origId", false)), "put": finder("change", parameter("origId", true)),
        });
        document["paths"]["/g"] = json!({ "get": finder("demand", parameter("more", true)) });
        let operation = document::operations(&document).find(|operation| operation.pointer == OPERATION).unwrap();
        of_operation(&document, &operation)
    }

    fn good() -> Value {
        json!({ "id": "clientId", "found-by": "find", "as": "origId", "method": "resolve" })
    }

    #[test]
    fn what_an_operation_places_is_found_by_another() {
        let placing = placing(&good()).unwrap().unwrap();
        assert_eq!((placing.id.as_str(), placing.found_by.as_str()), ("clientId", "find"));
        assert_eq!((placing.found_as.as_str(), placing.method.as_str()), ("origId", "resolve"));
    }

    #[test]
    fn what_does_not_fit_is_refused_by_its_place() {
        for (key, value, problem) in [
            ("id", "other", "/id: no parameter `other`"),
            ("found-by", "nobody", "/found-by: no operation `nobody`"),
            ("found-by", "change", "/found-by: `change` does more than look"),
            ("found-by", "demand", "/as: `demand` has no parameter `origId`"),
            ("as", "symbol_", "/as: `find` has no parameter `symbol_`"),
            ("method", "a b", "/method: `a b` is no name"),
            ("why", "so", ": the key `why` is unknown"),
            ("as", "", ": not all is said"),
        ] {
            let mut places = good();
            places[key] = json!(value);
            let text = refusal(placing(&places));
            assert!(text.starts_with(&format!("{OPERATION}/x-places{problem}")), "{text}");
        }
        let demanding = json!({ "id": "clientId", "found-by": "demand", "as": "symbol", "method": "resolve" });
        assert!(refusal(placing(&demanding)).contains("`demand` requires \"more\""));
    }
}
