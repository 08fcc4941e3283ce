//! The operations as the document means them: the one source of the operation table, the methods and their docs.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::bounds;
use super::costs::{self, Cost, Limit};
use super::document::{self, OperationAt, elements, entries};
use super::error::{Error, Result};
use super::lower::rustdoc;
use super::pattern::{self, Pattern};
use super::placing::{self, Placing};
use super::pointer::push;
use super::requirements::{self, Requirement};
use super::security::{self, Security};
use super::wire;

#[derive(Debug, Clone)]
pub struct Operation {
    /// `createOrder`
    pub id: String,
    /// `POST`
    pub method: String,
    pub path: String,
    pub tag: String,
    pub security: Security,
    pub parameters: Vec<Parameter>,
    pub changes: bool,
    pub secret_response: bool,
    pub costs: Vec<Cost>,
    pub placing: Option<Placing>,
    pub requirements: Vec<Requirement>,
    pub deprecated: bool,
    pub summary: String,
    pub description: String,
    pub page: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Parameter {
    pub name: String,
    pub required: bool,
    pub kind: Kind,
    pub minimum: Option<i64>,
    pub maximum: Option<i64>,
    /// The least and the greatest value of a decimal, with the digits that the overlay gives them.
    pub bounds: [Option<String>; 2],
    pub values: Vec<String>,
    pub default: Option<String>,
    pub pattern: Option<Pattern>,
    pub description: String,
    pub deprecated: bool,
    /// What to do instead, for the error about a value that is not allowed.
    pub hint: Option<String>,
    /// The parameter is JSON text, rows of another operation's parameters.
    pub rows: Option<Rows>,
    /// The parameter is JSON text, a list of plain values: the most of them.
    pub most: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    /// An integer of milliseconds since the Unix epoch.
    Timestamp,
    Boolean,
    Decimal,
    /// JSON text: a list of integers.
    Integers,
    /// JSON text: a list of texts.
    Texts,
}

/// Rows of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// The type of a row.
    pub name: String,
    /// The operation whose parameters a row has.
    pub of: String,
    /// Most rows at once.
    pub most: usize,
}

#[derive(Debug, Clone)]
pub struct Server {
    pub url: String,
    pub environment: String,
}

impl Operation {
    /// `create_order`
    pub fn method_name(&self) -> String {
        self.id.to_snake_case()
    }

    /// `CreateOrder`
    pub fn builder_name(&self) -> String {
        self.id.to_upper_camel_case()
    }

    /// `CREATE_ORDER`
    pub fn static_name(&self) -> String {
        self.id.to_shouty_snake_case()
    }
}

/// Reads the operations, in the order of their paths.
pub fn operations(document: &Value) -> Result<Vec<Operation>> {
    let limits = costs::limits(document)?;
    document::operations(document).map(|operation| read(document, &operation, &limits)).collect()
}

/// As many as the bits of what keeps which of them are given.
const MOST_PARAMETERS: usize = 64;

fn read(document: &Value, operation: &OperationAt<'_>, limits: &[Limit]) -> Result<Operation> {
    let value = operation.value;
    let prose = |key: &str| rustdoc(value[key].as_str().unwrap_or_default());
    let parameters = elements(&value["parameters"]).enumerate().map(|(index, parameter)| {
        let at = push(&push(&operation.pointer, "parameters"), index.to_string());
        read_parameter(document, &at, parameter)
    });
    let mut parameters = parameters.collect::<Result<Vec<_>>>()?;
    if parameters.len() > MOST_PARAMETERS {
        let found = format!("{} parameters", parameters.len());
        let at = push(&operation.pointer, "parameters");
        return Err(Error::new(at, found, format!("{MOST_PARAMETERS} at most: which are given is kept as bits")));
    }
    parameters.sort_by(|one, other| one.name.cmp(&other.name));
    let tag = match elements(&value["tags"]).collect::<Vec<_>>().as_slice() {
        [Value::String(tag)] => tag,
        [_, _, ..] => {
            return Err(Error::new(push(&operation.pointer, "tags"), "several tags", "one: it is listed once"));
        }
        _ => return Err(Error::new(&operation.pointer, "no tag", "a tag such as Trading")),
    };
    Ok(Operation {
        id: value["operationId"].as_str().unwrap_or_default().to_owned(),
        method: operation.method.to_uppercase(),
        path: operation.path.to_owned(),
        tag: tag.to_owned(),
        security: security::of_operation(document, operation)?,
        costs: costs::of_operation(limits, operation, &parameters)?,
        placing: placing::of_operation(document, operation)?,
        requirements: requirements::of_operation(operation, &parameters)?,
        parameters,
        changes: changes(operation)?,
        secret_response: holds_secret(document, success_schema(value), &mut Vec::new()),
        deprecated: value["deprecated"].as_bool().unwrap_or(false),
        summary: prose("summary"),
        description: prose("description"),
        page: value["externalDocs"]["url"].as_str().map(str::to_owned),
    })
}

/// Whether a request changes something, so that it must not be sent again: `x-changes` says so of a `GET`.
fn changes(operation: &OperationAt<'_>) -> Result<bool> {
    match operation.value.get("x-changes") {
        None => Ok(operation.method != "get"),
        Some(Value::Bool(true)) => Ok(true),
        Some(_) => Err(Error::new(push(&operation.pointer, "x-changes"), "not true", "true, or leave it out")),
    }
}

fn read_parameter(document: &Value, at: &str, parameter: &Value) -> Result<Parameter> {
    let (schema_at, schema) = document::resolve(document, &push(at, "schema"), &parameter["schema"])?;
    let format = schema["format"].as_str().unwrap_or_default();
    let list = list(at, schema)?;
    let kind = match (list, schema["type"].as_str()) {
        (Some((kind, _)), _) => kind,
        (None, Some("integer")) if format == "timestamp" => Kind::Timestamp,
        (None, Some("integer")) => Kind::Integer,
        (None, Some("boolean")) => Kind::Boolean,
        _ if wire::is_decimal(format) => Kind::Decimal,
        _ => Kind::Text,
    };
    // What the place says counts before what the component says that it refers to.
    let default = match parameter["schema"].get("default").unwrap_or(&schema["default"]) {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    // What the place lists counts before what its type has.
    let values = parameter["schema"].get("x-values").unwrap_or(&schema["enum"]);
    let values = elements(values).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    Ok(Parameter {
        name: parameter["name"].as_str().unwrap_or_default().to_owned(),
        required: parameter["required"].as_bool().unwrap_or(false),
        kind,
        minimum: schema["minimum"].as_i64(),
        maximum: schema["maximum"].as_i64(),
        bounds: bounds::of_schema(&schema_at, schema)?,
        values: values.collect(),
        default,
        pattern: pattern::of_schema(&schema_at, schema)?,
        description: rustdoc(parameter["description"].as_str().unwrap_or_default()),
        deprecated: parameter["deprecated"] == true
            || parameter["schema"]["deprecated"] == true
            || schema["deprecated"] == true,
        hint: parameter["x-hint"].as_str().map(str::to_owned),
        rows: rows(document, at, schema)?,
        most: list.map(|(_, most)| most),
    })
}

/// `contentSchema`: a list with `x-rows-of` an operation.
fn rows(document: &Value, at: &str, schema: &Value) -> Result<Option<Rows>> {
    let Some(content) = schema.get("contentSchema").filter(|content| content.get("x-rows-of").is_some()) else {
        return Ok(None);
    };
    let at = push(&push(at, "schema"), "contentSchema");
    let of = content["x-rows-of"].as_str().unwrap_or_default();
    if document::operations(document).all(|operation| operation.value["operationId"] != of) {
        return Err(Error::new(at, "rows of no operation", "x-rows-of: an operationId"));
    }
    let called = |operation: &OperationAt<'_>| operation.value["operationId"].as_str().map(str::to_upper_camel_case);
    let builder = document::operations(document)
        .find(|operation| content["x-type-name"].as_str() == called(operation).as_deref());
    if let Some(OperationAt { pointer, .. }) = builder {
        let problem = format!("rows called as the builder of {pointer}");
        return Err(Error::new(at, problem, "another x-type-name or operationId"));
    }
    let name = content["x-type-name"].as_str().filter(|name| *name == name.to_upper_camel_case());
    let most = content["maxItems"].as_u64().and_then(|most| usize::try_from(most).ok());
    match (name, most) {
        (Some(name), Some(most)) => Ok(Some(Rows { name: name.to_owned(), of: of.to_owned(), most })),
        _ => Err(Error::new(at, "rows without a name or a limit", "x-type-name and maxItems")),
    }
}

/// `contentSchema`: a list of integers or of texts, and the most of them.
fn list(at: &str, schema: &Value) -> Result<Option<(Kind, usize)>> {
    let Some(content) = schema.get("contentSchema").filter(|content| content.get("x-rows-of").is_none()) else {
        return Ok(None);
    };
    let kind = match content["items"]["type"].as_str() {
        Some("integer") => Some(Kind::Integers),
        Some("string") => Some(Kind::Texts),
        _ => None,
    };
    let most = content["maxItems"].as_u64().and_then(|most| usize::try_from(most).ok());
    match (content["type"].as_str(), kind, most) {
        (Some("array"), Some(kind), Some(most)) => Ok(Some((kind, most))),
        _ => {
            let at = push(&push(at, "schema"), "contentSchema");
            Err(Error::new(
                at,
                "JSON text of unknown content",
                "x-rows-of, or a list of integers or strings with maxItems",
            ))
        }
    }
}

fn success_schema(operation: &Value) -> &Value {
    let success = entries(&operation["responses"]).find(|(status, _)| status.starts_with('2'));
    success.map_or(&Value::Null, |(_, response)| &response["content"]["application/json"]["schema"])
}

/// Whether a schema, or one below it, is secret. Each component is looked at once: types may contain themselves.
fn holds_secret<'a>(document: &'a Value, schema: &'a Value, seen: &mut Vec<&'a str>) -> bool {
    if schema["format"].as_str().is_some_and(wire::is_secret) {
        return true;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        if seen.contains(&reference) {
            return false;
        }
        seen.push(reference);
        return document::resolve(document, "", schema).is_ok_and(|(_, it)| holds_secret(document, it, seen));
    }
    entries(&schema["properties"])
        .map(|(_, property)| property)
        .chain(elements(&schema["oneOf"]))
        .chain(elements(&schema["prefixItems"]))
        .chain(["items", "additionalProperties"].into_iter().filter_map(|key| schema.get(key)))
        .any(|schema| holds_secret(document, schema, seen))
}

/// Reads the servers; the overlay says which is which.
pub fn servers(document: &Value) -> Result<Vec<Server>> {
    let servers = elements(&document["servers"]).enumerate().map(|(index, server)| {
        let at = push("/servers", index.to_string());
        let url = server["url"].as_str().unwrap_or_default().trim_end_matches('/');
        let environment = server["x-environment"].as_str();
        let environment = environment.ok_or_else(|| {
            Error::new(&at, format!("`{url}` has no name"), "x-environment: production or testnet, in the overlay")
        })?;
        Ok(Server { url: url.to_owned(), environment: environment.to_owned() })
    });
    let servers = servers.collect::<Result<Vec<_>>>()?;
    for wanted in ["production", "testnet"] {
        if servers.iter().filter(|server| server.environment == wanted).count() != 1 {
            let problem = format!("not exactly one server for {wanted}");
            return Err(Error::new("/servers", problem, "x-environment in the overlay"));
        }
    }
    Ok(servers)
}

#[cfg(test)]
mod tests;
