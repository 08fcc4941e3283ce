//! Parameters: each operation gets its own, whole, and only those that a caller gives.

use serde_json::{Value, json};

use super::super::document::{self, METHODS, elements};
use super::super::error::Result;
use super::super::pointer::push;
use super::super::security::{self, Security};
use super::{each_operation, each_schema, take};

/// Puts shared parameters in place of the references to them; a description beside one counts before its own.
pub fn inline_references(document: &mut Value) -> Result<()> {
    let shared = document.clone();
    let inline = |at: &str, parameters: Option<&mut Value>| -> Result<()> {
        for (index, parameter) in parameters.and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
            let at = push(&push(at, "parameters"), index.to_string());
            let description = parameter.get("description").cloned();
            *parameter = document::resolve(&shared, &at, parameter)?.1.clone();
            if let Some(text) = description {
                parameter["description"] = text;
            }
        }
        Ok(())
    };
    each_operation(document, |at, operation| inline(at, operation.get_mut("parameters")))?;
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        inline(&push("/paths", path), item.get_mut("parameters"))?;
    }
    if let Some(components) = document.get_mut("components") {
        take(components, "parameters");
    }
    Ok(())
}

/// Gives each operation the parameters of its path, but for those that it defines itself.
pub fn merge_path_parameters(document: &mut Value) -> Result<()> {
    for (_, item) in document["paths"].as_object_mut().into_iter().flatten() {
        let Some(Value::Array(shared)) = take(item, "parameters") else { continue };
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else { continue };
            let own: Vec<Value> = elements(&operation["parameters"]).cloned().collect();
            let inherited = shared.iter().filter(|one| own.iter().all(|other| other["name"] != one["name"])).cloned();
            operation["parameters"] = inherited.chain(own.iter().cloned()).collect();
        }
    }
    Ok(())
}

/// Signing adds its own parameters to a signed request; no caller gives them.
pub fn drop_those_that_signing_supplies(document: &mut Value) -> Result<()> {
    let signing = security::signing(document)?;
    let mut signed = Vec::new();
    for operation in document::operations(document) {
        if security::of_operation(document, &operation)? == Security::Signed {
            signed.push(operation.pointer);
        }
    }
    for place in signed {
        let parameters = document.pointer_mut(&place).and_then(|operation| operation.get_mut("parameters"));
        if let Some(parameters) = parameters.and_then(Value::as_array_mut) {
            parameters.retain(|one| one["name"] != signing.signature && one["name"] != signing.timestamp);
        }
    }
    Ok(())
}

const DROPPED: [&str; 8] =
    ["minimum", "maximum", "x-minimum", "x-maximum", "pattern", "x-values", "contentMediaType", "contentSchema"];

/// Limits are checked by the operation table and defaults are the exchange's own: neither may shape a type.
///
/// The generator would turn `minimum: 1` into a `NonZeroU64`, which `20` does not convert to.
pub fn drop_limits_and_defaults(document: &mut Value) -> Result<()> {
    each_schema(document, |at, schema| {
        for key in DROPPED {
            take(schema, key);
        }
        // That of a response's field is what its absence means.
        if at.contains("/parameters/") {
            take(schema, "default");
        }
        if schema["type"] == "integer" {
            take(schema, "enum");
            if super::super::wire::of_schema(schema).is_none() {
                schema["format"] = json!("int64");
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::testing::{ANSWER, OPERATION, at, document, set, with_parameter};

    /// A document whose operation and path have these parameters.
    fn with(own: Value, shared: Value) -> Value {
        let mut document = document();
        set(&mut document, "/paths/~1t/get/parameters", own);
        document["paths"]["/t"]["parameters"] = shared;
        document
    }

    fn own(document: &Value) -> &Value {
        at(document, "/paths/~1t/get/parameters")
    }

    #[test]
    fn references_to_parameters_are_replaced_and_the_shared_ones_go() {
        let reference = json!({ "$ref": "#/components/parameters/p" });
        let described = json!({ "$ref": "#/components/parameters/p", "description": "Here." });
        let mut document = with(json!([described]), json!([reference]));
        set(&mut document, "/components/parameters", json!({ "p": { "name": "p", "in": "query" } }));
        inline_references(&mut document).unwrap();
        assert_eq!(own(&document), &json!([{ "name": "p", "in": "query", "description": "Here." }]));
        assert_eq!(document["paths"]["/t"]["parameters"], json!([{ "name": "p", "in": "query" }]));
        assert_eq!(document["components"].get("parameters"), None);
    }

    #[test]
    fn an_operation_gets_the_parameters_of_its_path_but_for_its_own() {
        let mut document = with(json!([{ "name": "b", "required": true }]), json!([{ "name": "a" }, { "name": "b" }]));
        merge_path_parameters(&mut document).unwrap();
        assert_eq!(own(&document), &json!([{ "name": "a" }, { "name": "b", "required": true }]));
        assert_eq!(document["paths"]["/t"].get("parameters"), None);
    }

    #[test]
    fn an_operation_without_parameters_gets_those_of_its_path() {
        let mut document = with(Value::Null, json!([{ "name": "a" }]));
        document["paths"]["/t"]["get"].as_object_mut().unwrap().remove("parameters");
        merge_path_parameters(&mut document).unwrap();
        assert_eq!(own(&document), &json!([{ "name": "a" }]));
    }

    const SIGNED: [&str; 4] = ["recvWindow", "signature", "symbol", "timestamp"];

    fn left(security: Value) -> Vec<String> {
        let mut document = with(SIGNED.iter().map(|name| json!({ "name": name })).collect(), Value::Null);
        document["paths"]["/t"].as_object_mut().unwrap().remove("parameters");
        set(&mut document, "/paths/~1t/get/security", security);
        drop_those_that_signing_supplies(&mut document).unwrap();
        elements(own(&document)).map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_signed_operation_loses_what_signing_supplies() {
        assert_eq!(left(json!([{ "key": [], "sign": [] }])), ["recvWindow", "symbol"]);
    }

    #[test]
    fn an_operation_that_is_not_signed_keeps_all_parameters() {
        assert_eq!(left(json!([{ "key": [] }])), SIGNED);
        assert_eq!(left(json!([])), SIGNED);
    }

    #[test]
    fn limits_and_defaults_shape_no_type() {
        let schema = json!({ "type": "integer", "format": "int32", "minimum": 1, "maximum": 5, "default": 3 });
        let mut document = with_parameter("limit", schema);
        set(&mut document, ANSWER, json!({ "type": "string", "default": "a" }));
        drop_limits_and_defaults(&mut document).unwrap();
        let schema = at(&document, &format!("{OPERATION}/parameters/0/schema"));
        assert_eq!(schema, &json!({ "type": "integer", "format": "int64" }));
        // What the absence of a field means shapes how it is read.
        assert_eq!(at(&document, ANSWER), &json!({ "type": "string", "default": "a" }));
    }
}
