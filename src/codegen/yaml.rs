//! YAML text to a JSON value: the only form in which the later steps see a document.

use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};
use serde_json::{Map, Number, Value};

use super::error::{Error, Result};

/// How deep values may be nested: the parser and all that comes after it call themselves for each level.
const DEPTH: usize = 64;

/// Parses one YAML (or JSON) document whose root is a mapping.
pub fn parse(text: &str) -> Result<Value> {
    indentation(text)?;
    let documents = MarkedYaml::load_from_str(text).map_err(|error| {
        Error::new(place(*error.marker()), format!("not YAML: {}", error.info()), "a well-formed YAML document")
    })?;
    let [root] = documents.as_slice() else {
        let problem = format!("{} YAML documents", documents.len());
        return Err(Error::new("line 1", problem, "exactly one document in the file"));
    };
    match to_json(root, 0)? {
        value @ Value::Object(_) => Ok(value),
        _ => Err(Error::new(place(root.span.start), "the document is not a mapping", "a mapping of keys to values")),
    }
}

/// The parser overflows its stack on blocks that are nested thousands deep; each level is one column in at least.
fn indentation(text: &str) -> Result<()> {
    let is_content = |character: char| !matches!(character, ' ' | '-' | '?' | ':');
    let deep = |line: &str| line.find(is_content).unwrap_or(line.len()) > 4 * DEPTH;
    // A ruler of dashes in a comment or a text is no nesting.
    match text.lines().position(|line| deep(line) && !line.trim_start().starts_with("---")) {
        Some(line) => Err(too_deep(format!("line {}", line + 1))),
        None => Ok(()),
    }
}

fn too_deep(place: String) -> Error {
    Error::new(place, "nested too deep", format!("{DEPTH} levels at most"))
}

fn to_json(node: &MarkedYaml<'_>, depth: usize) -> Result<Value> {
    if depth > DEPTH {
        return Err(too_deep(place(node.span.start)));
    }
    match &node.data {
        YamlData::Value(scalar) => scalar_to_json(scalar, node),
        YamlData::Sequence(items) => {
            items.iter().map(|item| to_json(item, depth + 1)).collect::<Result<Vec<_>>>().map(Value::Array)
        }
        YamlData::Mapping(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                let name = key_text(key)?;
                if name == "<<" {
                    let problem = "a merge key, which YAML 1.2 does not have";
                    return Err(Error::new(place(key.span.start), problem, "the keys themselves"));
                }
                if object.insert(name.clone(), to_json(value, depth + 1)?).is_some() {
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
        // An integer too large for 64 bits is read as a float, which keeps 53 of them.
        Scalar::FloatingPoint(value) if value.is_finite() && value.abs() >= 9_007_199_254_740_992.0 => {
            let problem = format!("{value} cannot be kept exactly");
            return Err(Error::new(place(node.span.start), problem, "a smaller number or a quoted string"));
        }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::refusal;

    #[test]
    fn aliases_stand_for_what_their_anchor_holds() {
        let value = parse("a: &x { b: 1 }\nc: *x\nd: [*x]\n").unwrap();
        assert_eq!(value, json!({ "a": { "b": 1 }, "c": { "b": 1 }, "d": [{ "b": 1 }] }));
    }

    #[test]
    fn aliases_that_multiply_are_refused() {
        let level = |level: usize| match level {
            0 => "a0: &a0 [x]".to_owned(),
            _ => format!("a{level}: &a{level} [{}]", vec![format!("*a{}", level - 1); 10].join(", ")),
        };
        let text = (0..9).map(level).collect::<Vec<_>>().join("\n");
        assert!(refusal(parse(&text)).contains("alias expansion exceeded"));
    }

    #[test]
    fn integers_and_booleans_as_keys_become_text() {
        assert_eq!(parse("200: a\ntrue: b\n'400': c\n").unwrap(), json!({ "200": "a", "true": "b", "400": "c" }));
    }

    #[test]
    fn intervals_dates_and_words_stay_text() {
        let value = parse("a: [1m, 1M, 1d, 2024-01-01, 1:30, yes, 1_000, '200']").unwrap();
        assert_eq!(value["a"], json!(["1m", "1M", "1d", "2024-01-01", "1:30", "yes", "1_000", "200"]));
    }

    #[test]
    fn scalars_have_the_types_of_yaml_1_2() {
        let value = parse("a: [~, null, true, False, 12, -3, 0x1F, 0o17, 1.5, 1e3]").unwrap();
        assert_eq!(value["a"], json!([null, null, true, false, 12, -3, 31, 15, 1.5, 1000.0]));
    }

    #[test]
    fn json_is_yaml() {
        assert_eq!(parse(r#"{"a": ["\u00e9", null], "b": {}}"#).unwrap(), json!({ "a": ["é", null], "b": {} }));
    }

    #[test]
    fn a_key_that_appears_twice_is_named_with_its_place() {
        let text = refusal(parse("a: 1\nb:\n  c: 1\n  c: 2\n"));
        assert_eq!(text, "line 4 column 3: not YAML: duplicated key in mapping (a well-formed YAML document)");
    }

    #[test]
    fn keys_that_become_the_same_text_are_refused() {
        assert_eq!(refusal(parse("1: a\n'1': b\n")), "line 2 column 1: the key `1` appears twice (each key once)");
    }

    #[test]
    fn keys_that_are_no_text_are_refused() {
        for key in ["~", "1.5", "[a]"] {
            let text = refusal(parse(&format!("? {key}\n: a\n")));
            assert_eq!(text, "line 1 column 3: a key that is not text (keys that are strings)", "{key}");
        }
    }

    #[test]
    fn merge_keys_are_refused() {
        let text = refusal(parse("a: &x { b: 1 }\nc:\n  <<: *x\n"));
        assert_eq!(text, "line 3 column 3: a merge key, which YAML 1.2 does not have (the keys themselves)");
    }

    #[test]
    fn there_must_be_exactly_one_document() {
        let remedy = "(exactly one document in the file)";
        assert_eq!(refusal(parse("a: 1\n---\nb: 2\n")), format!("line 1: 2 YAML documents {remedy}"));
        assert_eq!(refusal(parse("# nothing\n")), format!("line 1: 0 YAML documents {remedy}"));
    }

    #[test]
    fn tags_are_refused() {
        for value in ["!foo bar", "!foo [bar]"] {
            let text = refusal(parse(&format!("a: {value}")));
            assert_eq!(text, "line 1 column 4: the tag `!foo` has no meaning in JSON (plain values without tags)");
        }
        assert_eq!(parse("a: !!str 5").unwrap(), json!({ "a": "5" }));
    }

    #[test]
    fn numbers_that_are_not_finite_are_refused() {
        let remedy = "is not a JSON number (a finite number or a quoted string)";
        assert_eq!(refusal(parse("a: .inf")), format!("line 1 column 4: inf {remedy}"));
        assert_eq!(refusal(parse("a: .nan")), format!("line 1 column 4: NaN {remedy}"));
    }

    #[test]
    fn integers_that_would_lose_digits_are_refused() {
        assert_eq!(parse("a: 9223372036854775807").unwrap(), json!({ "a": i64::MAX }));
        let text = refusal(parse("a: 9223372036854775808"));
        assert!(text.ends_with("cannot be kept exactly (a smaller number or a quoted string)"), "{text}");
    }

    #[test]
    fn values_may_be_nested_as_deep_as_the_limit() {
        let nested = |depth: usize| format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(DEPTH)).is_ok());
        assert_eq!(refusal(parse(&nested(DEPTH + 1))), "line 1 column 68: nested too deep (64 levels at most)");
    }

    #[test]
    fn lists_nested_thousands_deep_do_not_overflow_the_stack() {
        assert!(refusal(parse(&format!("a: {}", "[".repeat(10_000)))).contains("recursion limit exceeded"));
        let text = refusal(parse(&format!("a:\n {}x", "- ".repeat(10_000))));
        assert_eq!(text, "line 2: nested too deep (64 levels at most)");
    }

    #[test]
    fn mappings_nested_thousands_deep_do_not_overflow_the_stack() {
        let text = (0..5_000).map(|level| format!("{}a:", " ".repeat(level))).collect::<Vec<_>>().join("\n");
        assert_eq!(refusal(parse(&text)), "line 258: nested too deep (64 levels at most)");
    }

    #[test]
    fn blocks_as_deep_as_the_columns_allow_do_not_overflow_the_stack() {
        // A list may stand in the column of the key that holds it: two levels for each column.
        let levels = (0..4 * DEPTH).map(|level| format!("{0}a:\n{0}-", " ".repeat(level)));
        let text = levels.collect::<Vec<_>>().join("\n");
        assert!(refusal(parse(&text)).ends_with("nested too deep (64 levels at most)"));
    }

    #[test]
    fn a_ruler_of_dashes_is_no_nesting() {
        assert_eq!(parse(&format!("# {0}\n#{0}\na: 1\n", "-".repeat(1_000))).unwrap(), json!({ "a": 1 }));
    }

    #[test]
    fn a_large_document_is_read() {
        let line = "{ type: string, description: some words }";
        let text = (0..20_000).map(|index| format!("key{index}: {line}")).collect::<Vec<_>>().join("\n");
        assert_eq!(parse(&text).unwrap().as_object().unwrap().len(), 20_000);
    }
}
