//! The text itself: what YAML allows, what it does not, and texts that are large, deep or broken.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::super::command::candidate::Candidate;
use super::codegen::parse;
use super::edit::{MARK, at};
use super::{SPEC, changes_of, generate, line_of, make, spec, vendored};

/// What a text makes: the changes, or the line.
fn made(text: &str) -> String {
    match parse(text).and_then(|document| make(&document)) {
        Ok(generated) => changes_of(vendored(), &generated).join("\n"),
        Err(error) => line_of(&error).trim_start_matches([':', ' ']).replace("spec/spec.yml: ", ""),
    }
}

/// The vendored text with one part of it replaced, once.
#[track_caller]
fn with(part: &str, by: &str) -> String {
    assert!(SPEC.contains(part), "the spec has no {part}");
    SPEC.replacen(part, by, 1)
}

/// The vendored text with a property of `MarkPrice` that is written so.
fn with_probe(schema: &str) -> String {
    let head = "    MarkPrice:\n      type: object\n";
    let (before, after) = SPEC.split_once(head).unwrap();
    let after = after.split_once("      properties:\n").unwrap();
    format!("{before}{head}{}      properties:\n        probe: {schema}\n{}", after.0, after.1)
}

#[test]
fn the_vendored_text_in_other_spellings_is_the_same() {
    let anchors = with("tags: [Trading]", "tags: &trading [Trading]").replace("tags: [Trading]", "tags: *trading");
    let commented = format!("---\n# {}\n{SPEC}\n...\n", "-".repeat(2_000));
    for (name, text) in [
        ("line feeds of Windows", SPEC.replace('\n', "\r\n")),
        ("a mark of byte order", format!("\u{feff}{SPEC}")),
        ("JSON", spec().to_string()),
        ("indented JSON", format!("{:#}", spec())),
        ("anchors", anchors),
        ("comments and marks of the document", commented),
        ("no last line feed", SPEC.trim_end().to_owned()),
    ] {
        assert_eq!(made(&text), "", "{name}");
    }
}

#[test]
fn scalars_are_read_as_yaml_1_2_has_them() {
    for (maximum, value) in [("0x10", 16), ("0o17", 15), ("017", 17)] {
        let text = with("            maximum: 1500\n", &format!("            maximum: {maximum}\n"));
        assert_eq!(made(&text), format!("breaking: getKlines: the greatest `limit` is {value}, was 1500"));
    }
    let values = "NO, on, y, d2026-11-22";
    let text = with_probe(&format!("{{ type: string, enum: [{values}] }}"));
    let generated = make(&parse(&text).unwrap()).unwrap();
    let schema = &generated.lowered["components"]["schemas"]["MarkPriceProbe"]["enum"];
    assert_eq!(schema, &json!(values.split(", ").collect::<Vec<_>>()));
}

/// The line with `#` for each of its numbers, which move with the spec, where it is about the text itself.
fn without_numbers(line: &str) -> String {
    if !line.starts_with("line ") {
        return line.to_owned();
    }
    let words = line.split(' ').map(|word| match word.trim_end_matches(':') {
        number if number.parse::<u64>().is_ok() => word.replace(number, "#"),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_yaml_does_not_have_is_refused_by_line_and_column() {
    let mut wrong = Vec::new();
    for (name, text, line) in [
        (
            "a tab",
            with("  /fapi/v1/ping:\n    get:", "  /fapi/v1/ping:\n\tget:"),
            "line # column #: not YAML: tabs disallowed within this context (block indentation) (a well-formed YAML document)",
        ),
        (
            "a key twice",
            with("info:\n", "info: {}\ninfo:\n"),
            "line # column #: not YAML: duplicated key in mapping (a well-formed YAML document)",
        ),
        ("two documents", format!("{SPEC}---\n{SPEC}"), "line #: # YAML documents (exactly one document in the file)"),
        (
            "a merge key",
            with_probe("{ <<: { type: string } }"),
            "line # column #: a merge key, which YAML 1.2 does not have (the keys themselves)",
        ),
        (
            "a tag",
            with_probe("{ type: !mine string }"),
            "line # column #: the tag `!mine` has no meaning in JSON (plain values without tags)",
        ),
        (
            "an anchor that is not there",
            with_probe("*gone"),
            "line # column #: not YAML: while parsing node, found unknown anchor (a well-formed YAML document)",
        ),
        (
            "a number that is too large",
            with_probe("{ type: integer, default: 1e400 }"),
            "line # column #: inf is not a JSON number (a finite number or a quoted string)",
        ),
        (
            "a number that would lose digits",
            with_probe("{ type: integer, default: 9223372036854775808 }"),
            "line # column #: # cannot be kept exactly (a smaller number or a quoted string)",
        ),
        ("a number as a version", with("version: '1'", "version: 1.0"), "/info/version: not text (text there)"),
        (
            "a value that is left out",
            with("operationId: getKlines", "operationId:"),
            "/paths/~1fapi~1v1~1klines/get/operationId: not text (text there)",
        ),
        (
            "a brace that is left open",
            with_probe("{ type: string"),
            "line # column #: not YAML: while parsing a flow mapping, did not find expected ',' or '}' (a well-formed YAML document)",
        ),
        ("nothing", String::new(), "line #: # YAML documents (exactly one document in the file)"),
        (
            "words",
            "not a spec".to_owned(),
            "line # column #: the document is not a mapping (a mapping of keys to values)",
        ),
    ] {
        wrong.extend(Some(without_numbers(&made(&text))).filter(|found| found != line).map(|found| (name, found)));
    }
    assert_eq!(wrong, []);
}

#[test]
fn the_same_operation_twice_is_a_key_twice() {
    let text = with("  /fapi/v1/time:\n", "  /fapi/v1/ping:\n");
    assert!(made(&text).ends_with("duplicated key in mapping (a well-formed YAML document)"), "{}", made(&text));
}

#[test]
fn aliases_that_multiply_end_in_one_line() {
    let level = |level: usize| match level {
        0 => "x-0: &x0 [a, a]\n".to_owned(),
        _ => format!("x-{level}: &x{level} [{}]\n", vec![format!("*x{}", level - 1); 10].join(", ")),
    };
    let text: String = (0..30).map(level).collect();
    assert!(made(&format!("{text}{SPEC}")).contains("alias expansion exceeded"));
}

#[test]
fn ten_thousand_levels_end_in_one_line() {
    let flow = with_probe(&format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)));
    let block = format!("{SPEC}x-deep:\n  {}a\n", "- ".repeat(10_000));
    let json = format!("{}1{}", r#"{"a":"#.repeat(10_000), "}".repeat(10_000));
    for text in [flow, block, json] {
        let line = made(&text);
        assert!(line.contains("nested too deep") || line.contains("recursion limit"), "{line}");
    }
}

#[test]
fn ten_megabytes_of_prose_are_prose() {
    let prose = "Prices move. ".repeat(800_000);
    let text = with(
        "description: Answers with an empty object",
        &format!("description: {prose}. Answers with an empty object"),
    );
    assert!(text.len() > 10_000_000);
    let generated = generate(&text).unwrap();
    assert!(generated.client.len() > 10_000_000);
}

#[test]
fn ten_times_the_operations_are_ten_times_the_methods() {
    let mut document = spec();
    let paths = document["paths"].as_object().unwrap().clone();
    for copy in 1..10 {
        for (path, item) in &paths {
            let mut item = item.clone();
            for operation in item.as_object_mut().unwrap().values_mut() {
                operation["operationId"] = json!(format!("{}Of{copy}", operation["operationId"].as_str().unwrap()));
            }
            document["paths"][format!("{path}{copy}")] = item;
        }
    }
    let generated = generate(&document.to_string()).unwrap();
    let vendored: usize = paths.values().map(|item| item.as_object().unwrap().len()).sum();
    let own = |name: &str| generated.operations.iter().filter(|operation| operation.id.ends_with(name)).count();
    assert!((1..10).all(|copy| own(&format!("Of{copy}")) == vendored));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_text.yml");
    fs::write(&file, b"openapi: \xff\xfe\n").unwrap();
    let missing = Candidate::read(file.to_str().unwrap()).await.err().unwrap();
    let line = missing.problem();
    assert!(line.lines().count() == 1 && line.contains("no_text.yml: "), "{line}");
}

#[test]
fn the_probe_of_these_texts_is_where_that_of_the_tables_is() {
    let mut document: Value = parse(&with_probe("{ type: string }")).unwrap();
    assert_eq!(at(&mut document, &format!("{MARK}/probe")), &json!({ "type": "string" }));
}
