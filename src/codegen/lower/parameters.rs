//! Parameters: each operation gets its own, whole, and only those that a caller gives.

use serde_json::{Value, json};

use super::super::document::{self, METHODS, elements};
use super::super::error::Result;
use super::super::pointer::push;
use super::super::security::{self, Security};
use super::{each_operation, each_schema, take};

/// Puts shared parameters in place of the references to them.
pub fn inline_references(document: &mut Value) -> Result<()> {
    let shared = document.clone();
    let inline = |at: &str, parameters: Option<&mut Value>| -> Result<()> {
        for (index, parameter) in parameters.and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
            let at = push(&push(at, "parameters"), index.to_string());
            *parameter = document::resolve(&shared, &at, parameter)?.1.clone();
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

/// Limits are checked by the operation table and defaults are the exchange's own: neither may shape a type.
///
/// The generator would turn `minimum: 1` into a `NonZeroU64`, which `20` does not convert to.
pub fn drop_limits_and_defaults(document: &mut Value) -> Result<()> {
    each_schema(document, |_, schema| {
        for key in ["minimum", "maximum", "default"] {
            take(schema, key);
        }
        if schema["type"] == "integer" {
            schema["format"] = json!("int64");
        }
        Ok(())
    })
}
