//! Names that this crate or Rust has already, where generated ones would stand beside them.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::super::document::elements;

/// The methods that every builder has of its own.
pub const BUILDER: [&str; 3] = ["client", "new", "send"];

/// The functions that the client has of its own, private ones too.
pub const CLIENT: [&str; 15] = [
    "attempts",
    "base_url",
    "budget",
    "builder",
    "call",
    "call_rows",
    "clock",
    "clock_was_to_blame",
    "exchange",
    "know_the_time",
    "refresh_time",
    "resolve",
    "retry_policy",
    "set_time",
    "sync_clock",
];

/// The items of the operation table that are no operation.
const ITEMS: [&str; 5] = ["ALL", "LIMITS", "SERVERS", "SIGNING", "SPEC_VERSION"];

/// Types and traits that generated code calls by these names.
const TYPES: [&str; 8] = ["Box", "Option", "Result", "Self", "Some", "String", "TryInto", "Vec"];

/// What an operation of this id would stand beside.
pub fn of_operation(document: &Value, id: &str) -> Option<String> {
    let (method, item, builder) = (id.to_snake_case(), id.to_shouty_snake_case(), id.to_upper_camel_case());
    let is_limit = |limit: &Value| {
        let name = limit["name"].as_str().map(|name| format!("LIMIT_{}", name.to_shouty_snake_case()));
        name.is_some_and(|name| name == item)
    };
    if CLIENT.contains(&method.as_str()) {
        return Some(format!("the client's own `{method}`"));
    }
    if ITEMS.contains(&item.as_str()) || elements(&document["x-limits"]).any(is_limit) {
        return Some(format!("`{item}` of the operation table"));
    }
    is_type(&builder).then(|| format!("Rust's own `{builder}`"))
}

/// Whether generated code means another type by this name.
pub fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_operation_is_not_called_as_what_is_there() {
        let document = json!({ "x-limits": [{ "name": "orders-10s" }] });
        let beside = |id: &str| of_operation(&document, id);
        assert_eq!(beside("baseUrl").unwrap(), "the client's own `base_url`");
        assert_eq!(beside("specVersion").unwrap(), "`SPEC_VERSION` of the operation table");
        assert_eq!(beside("limitOrders_10s").unwrap(), "`LIMIT_ORDERS_10S` of the operation table");
        assert_eq!(beside("option").unwrap(), "Rust's own `Option`");
        assert_eq!(beside("getOrder"), None);
    }
}
