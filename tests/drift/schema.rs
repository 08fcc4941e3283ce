//! What the lowered spec says of an answer, as a tree that is walked beside the answer.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// What a value of an answer is.
#[derive(Debug)]
pub enum Node {
    /// Anything, kept as it is.
    Anything,
    /// An object of any fields, kept as it is.
    FreeObject,
    Text,
    Boolean,
    Integer,
    /// A decimal number as text.
    Decimal,
    /// A decimal number that is one in JSON as well.
    Number,
    /// An address, empty where there is none.
    Url,
    /// A boolean as text.
    TextBoolean,
    /// An integer as text.
    TextInteger,
    /// An integer that was text in other times.
    PlainInteger,
    /// A boolean that was text in other times.
    PlainBoolean,
    /// One of a list that the exchange extends; other texts by which it writes some of them.
    Enum(BTreeMap<String, String>),
    /// One of a list of numbers as text, which are numbers in JSON at times.
    NumberedEnum,
    /// The field that says which object of a union it is.
    Tag,
    List(Box<Node>),
    /// An object of any keys.
    Map(Box<Node>),
    /// An array of columns.
    Row(Vec<Node>),
    Object(Fields),
    Union {
        tag: String,
        objects: BTreeMap<String, Node>,
    },
    OneOrMany {
        one: Box<Node>,
        many: Box<Node>,
    },
    /// A row of a batch: what was asked for, or a refusal.
    Batch {
        row: Box<Node>,
        refusal: Box<Node>,
    },
}

pub type Fields = BTreeMap<String, Field>;

#[derive(Debug)]
pub struct Field {
    pub node: Node,
    pub required: bool,
    /// What the type has when the field is absent.
    pub default: Option<Value>,
}

impl Node {
    /// The form that this value has, of those that there are.
    pub fn form(&self, value: &Value) -> &Self {
        match self {
            Self::OneOrMany { many, .. } if value.is_array() => many,
            Self::OneOrMany { one, .. } => one,
            Self::Batch { refusal, .. } if value.get("code").is_some() => refusal,
            Self::Batch { row, .. } => row,
            Self::Union { tag, objects } => {
                let object = value.get(tag).and_then(Value::as_str).and_then(|tag| objects.get(tag));
                object.unwrap_or(&Self::FreeObject)
            }
            node => node,
        }
    }
}

/// The answer of every operation.
pub static ANSWERS: LazyLock<BTreeMap<String, Node>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/lowered.json");
    let spec: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let reader = Reader { schemas: object(&spec["components"]["schemas"]) };
    let paths = object(&spec["paths"]).values().flat_map(|path| object(path).values());
    let operations = paths.filter_map(|operation| Some((operation.get("operationId")?.as_str()?, operation)));
    let answer =
        |operation: &Value| reader.node(&operation["responses"]["200"]["content"]["application/json"]["schema"]);
    operations.map(|(id, operation)| (id.to_owned(), answer(operation))).collect()
});

struct Reader<'a> {
    schemas: &'a Map<String, Value>,
}

impl Reader<'_> {
    fn node(&self, schema: &Value) -> Node {
        let schema = self.resolved(schema);
        let types = schema["x-crate-type"].as_str().unwrap_or_default();
        if let Some(variants) = schema["oneOf"].as_array() {
            return self.one_of(schema, variants, types);
        }
        match schema["type"].as_str() {
            Some("string") => string(schema),
            Some("integer") => match schema["format"].as_str() {
                Some("int64") => Node::Integer,
                Some("integer" | "timestamp") => Node::PlainInteger,
                other => panic!("integer of format {other:?}"),
            },
            Some("number") => Node::Number,
            Some("boolean") => match schema["format"].as_str() {
                Some("boolean") => Node::PlainBoolean,
                _ => Node::Boolean,
            },
            Some("array") => match schema["x-columns"].as_array() {
                Some(columns) => Node::Row(columns.iter().map(|column| self.node(column)).collect()),
                None => Node::List(Box::new(self.node(&schema["items"]))),
            },
            Some("object") if schema.get("properties").is_some() => Node::Object(self.fields(schema)),
            Some("object") if schema["additionalProperties"].is_object() => {
                Node::Map(Box::new(self.node(&schema["additionalProperties"])))
            }
            Some("object") if schema["additionalProperties"] == false => Node::Object(Fields::new()),
            Some("object") => Node::FreeObject,
            None => Node::Anything,
            other => panic!("type {other:?}"),
        }
    }

    fn one_of(&self, schema: &Value, variants: &[Value], types: &str) -> Node {
        let boxed = |index: usize| Box::new(self.node(&variants[index]));
        if types.starts_with("crate::OneOrMany<") {
            return Node::OneOrMany { one: boxed(0), many: boxed(1) };
        }
        if types.starts_with("crate::BatchResult<") {
            let mut refusal = self.fields(self.resolved(&variants[1]));
            // The code of a refusal is text at times.
            refusal.get_mut("code").unwrap().node = Node::PlainInteger;
            return Node::Batch { row: boxed(0), refusal: Box::new(Node::Object(refusal)) };
        }
        let tag = schema["discriminator"]["propertyName"].as_str().unwrap();
        let objects = object(&schema["discriminator"]["mapping"]).iter().map(|(text, reference)| {
            let mut fields = self.fields(self.component(reference));
            fields.insert(tag.to_owned(), Field { node: Node::Tag, required: true, default: None });
            (text.clone(), Node::Object(fields))
        });
        Node::Union { tag: tag.to_owned(), objects: objects.collect() }
    }

    fn fields(&self, schema: &Value) -> Fields {
        let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
        let fields = object(&schema["properties"]).iter().map(|(name, schema)| {
            let required = required.iter().any(|required| required == name);
            let default = schema.get("default").filter(|_| !required).cloned();
            (name.clone(), Field { node: self.node(schema), required, default })
        });
        fields.collect()
    }

    /// Follows references, and the `allOf` by which a reference gets a description.
    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema.get("$ref") {
            return self.resolved(self.component(reference));
        }
        match schema["allOf"].as_array().map(Vec::as_slice) {
            Some([only]) => self.resolved(only),
            Some(_) => panic!("allOf of several"),
            None => schema,
        }
    }

    fn component(&self, reference: &Value) -> &Value {
        &self.schemas[reference.as_str().unwrap().strip_prefix("#/components/schemas/").unwrap()]
    }
}

fn string(schema: &Value) -> Node {
    if let Some(values) = schema["enum"].as_array() {
        if values.iter().all(|value| value.as_str().unwrap().parse::<u64>().is_ok()) {
            return Node::NumberedEnum;
        }
        let aliases = schema["x-enum-aliases"].as_object().cloned().unwrap_or_default();
        let alias = |(alias, text): (String, Value)| (alias, text.as_str().unwrap().to_owned());
        return Node::Enum(aliases.into_iter().map(alias).collect());
    }
    match schema["format"].as_str() {
        Some("amount" | "percent" | "price" | "quantity" | "rate") => Node::Decimal,
        Some("boolean") => Node::TextBoolean,
        Some("integer") => Node::TextInteger,
        Some("secret-url") => Node::Url,
        Some("listen-key") | None => Node::Text,
        other => panic!("string of format {other:?}"),
    }
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap()
}
