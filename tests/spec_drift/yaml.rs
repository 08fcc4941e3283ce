//! YAML as JSON, which tests can index and compare.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Value, json};

/// The only document of a text.
pub fn parse(text: &str) -> Value {
    value(&Yaml::load_from_str(text).unwrap()[0])
}

fn value(node: &Yaml<'_>) -> Value {
    match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => json!(value),
        Yaml::Value(Scalar::Integer(value)) => json!(value),
        Yaml::Value(Scalar::FloatingPoint(value)) => json!(value.into_inner()),
        Yaml::Value(Scalar::String(value)) => json!(value),
        Yaml::Sequence(items) => items.iter().map(value).collect(),
        Yaml::Mapping(entries) => {
            entries.iter().map(|(key, item)| (key.as_str().unwrap().to_owned(), value(item))).collect()
        }
        other => panic!("no value: {other:?}"),
    }
}
