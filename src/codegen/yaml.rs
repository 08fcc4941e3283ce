//! YAML text to a JSON value: the only form in which the later steps see a document.

use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};
use serde_json::{Map, Number, Value};

use super::error::{Error, Result};

/// Parses one YAML (or JSON) document whose root is a mapping.
pub fn parse(text: &str) -> Result<Value> {
    let documents = MarkedYaml::load_from_str(text).map_err(|error| {
        Error::new(place(*error.marker()), format!("not YAML: {}", error.info()), "a well-formed YAML document")
    })?;
    let [root] = documents.as_slice() else {
        let problem = format!("{} YAML documents", documents.len());
        return Err(Error::new("line 1", problem, "exactly one document in the file"));
    };
    match to_json(root)? {
        value @ Value::Object(_) => Ok(value),
        _ => Err(Error::new(place(root.span.start), "the document is not a mapping", "a mapping of keys to values")),
    }
}

fn to_json(node: &MarkedYaml<'_>) -> Result<Value> {
    match &node.data {
        YamlData::Value(scalar) => scalar_to_json(scalar, node),
        YamlData::Sequence(items) => items.iter().map(to_json).collect::<Result<Vec<_>>>().map(Value::Array),
        YamlData::Mapping(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                let name = key_text(key)?;
                if object.insert(name.clone(), to_json(value)?).is_some() {
                    let problem = format!("the key `{name}` appears twice");
                    return Err(Error::new(place(key.span.start), problem, "each key once"));
                }
            }
            Ok(Value::Object(object))
        }
        YamlData::Tagged(tag, _) => {
            let problem = format!("the tag `{tag}` has no meaning in JSON");
            Err(Error::new(place(node.span.start), problem, "plain values without tags"))
        }
        _ => Err(Error::new(place(node.span.start), "not a value", "a scalar, a sequence or a mapping")),
    }
}

fn scalar_to_json(scalar: &Scalar<'_>, node: &MarkedYaml<'_>) -> Result<Value> {
    Ok(match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(value) => Value::Bool(*value),
        Scalar::Integer(value) => Value::Number((*value).into()),
        Scalar::String(text) => Value::String(text.to_string()),
        Scalar::FloatingPoint(value) => Number::from_f64(value.into_inner()).map(Value::Number).ok_or_else(|| {
            Error::new(
                place(node.span.start),
                format!("{value} is not a JSON number"),
                "a finite number or a quoted string",
            )
        })?,
    })
}

/// A key in JSON is text; YAML also writes numbers (`200:`) and booleans unquoted.
fn key_text(key: &MarkedYaml<'_>) -> Result<String> {
    match &key.data {
        YamlData::Value(Scalar::String(text)) => Ok(text.to_string()),
        YamlData::Value(Scalar::Integer(value)) => Ok(value.to_string()),
        YamlData::Value(Scalar::Boolean(value)) => Ok(value.to_string()),
        _ => Err(Error::new(place(key.span.start), "a key that is not text", "keys that are strings")),
    }
}

fn place(marker: Marker) -> String {
    format!("line {} column {}", marker.line(), marker.col() + 1)
}
