//! Descriptions become rustdoc: what rustdoc would read as markup is escaped.

use serde_json::Value;

use super::super::check::is_hidden;
use super::super::document::{self, entries};
use super::super::error::Result;

/// Escapes every description and summary in the document.
pub fn escape(document: &mut Value) -> Result<()> {
    walk(document);
    Ok(())
}

/// A component that is deprecated says so in its description; of an answer's type, nothing else could warn.
pub fn deprecations(document: &mut Value) -> Result<()> {
    let components = entries(&document["components"]["schemas"]).filter(|(_, schema)| schema["deprecated"] == true);
    let places: Vec<String> = components.map(|(name, _)| document::component(name)).collect();
    for place in places {
        if let Some(schema) = document.pointer_mut(&place) {
            let text = schema["description"].as_str().unwrap_or_default();
            schema["description"] = format!("{text}\n\nThe exchange calls it deprecated.").trim_start().into();
        }
    }
    Ok(())
}

fn walk(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value {
                    Value::String(text) if ["description", "summary"].contains(&key.as_str()) => *text = rustdoc(text),
                    other => walk(other),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(walk),
        _ => {}
    }
}

/// Plain text as rustdoc shows it: `<x>` and `[x]` literally, bare URLs as links, code spans untouched.
///
/// What would be a block of code is none, as rustdoc would compile it: a fence becomes a code span, indentation goes.
pub fn rustdoc(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let text = lines.join("\n").replace("```", "`").replace(|character| character != '\n' && is_hidden(character), " ");
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::with_capacity(text.len());
    for (index, part) in parts.iter().enumerate() {
        // Backticks come in pairs; one that is left over begins no code.
        let unpaired = parts.len().is_multiple_of(2) && index == parts.len() - 1;
        if index > 0 {
            out.push_str(if unpaired { "\\`" } else { "`" });
        }
        if index % 2 == 1 && !unpaired {
            out.push_str(part);
        } else {
            part.split_inclusive(char::is_whitespace).for_each(|word| push_word(&mut out, word));
        }
    }
    out
}

fn push_word(out: &mut String, word: &str) {
    let open = usize::from(word.starts_with('('));
    let (before, rest) = word.split_at(open);
    let bare = rest.trim_end_matches([' ', '\t', '\n', '.', ',', ')', ';', ':', '!', '?']);
    if bare.starts_with("http://") || bare.starts_with("https://") {
        out.push_str(before);
        out.push('<');
        out.push_str(bare);
        out.push('>');
        out.push_str(&rest[bare.len()..]);
        return;
    }
    for character in word.chars() {
        if matches!(character, '<' | '>' | '[' | ']') {
            out.push('\\');
        }
        out.push(character);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_description_and_summary_is_escaped_and_nothing_else() {
        let mut document = json!({ "a": [{ "description": "<b>" }], "summary": "[c]", "pattern": "<d>" });
        escape(&mut document).unwrap();
        assert_eq!(document, json!({ "a": [{ "description": r"\<b\>" }], "summary": r"\[c\]", "pattern": "<d>" }));
    }

    #[test]
    fn a_property_called_description_is_no_text() {
        let mut document = json!({ "properties": { "description": { "type": "string", "description": "<a>" } } });
        escape(&mut document).unwrap();
        let description = json!({ "type": "string", "description": r"\<a\>" });
        assert_eq!(document, json!({ "properties": { "description": description } }));
    }

    #[test]
    fn what_cannot_be_seen_is_no_part_of_the_docs() {
        assert_eq!(rustdoc("a\rb\u{7}\u{202e}c\td\ne"), "a b  c d\ne");
    }

    #[test]
    fn a_component_says_that_it_is_deprecated() {
        let mut document = json!({ "components": { "schemas": {
            "A": { "deprecated": true }, "B": { "deprecated": true, "description": "B." }, "C": {},
        } } });
        deprecations(&mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["A"]["description"], "The exchange calls it deprecated.");
        assert_eq!(schemas["B"]["description"], "B.\n\nThe exchange calls it deprecated.");
        assert_eq!(schemas["C"], json!({}));
    }

    #[test]
    fn brackets_are_shown_as_they_are() {
        assert_eq!(rustdoc("Vec<T> [x](y)"), r"Vec\<T\> \[x\](y)");
    }

    #[test]
    fn code_is_left_alone() {
        assert_eq!(rustdoc("`Vec<T>` of [T], `a[0]`"), r"`Vec<T>` of \[T\], `a[0]`");
    }

    #[test]
    fn a_backtick_without_another_begins_no_code() {
        assert_eq!(rustdoc("`a` and ` [b]"), r"`a` and \` \[b\]");
    }

    #[test]
    fn addresses_become_links_without_what_follows_them() {
        assert_eq!(rustdoc("See https://a.b/c_d."), "See <https://a.b/c_d>.");
        assert_eq!(rustdoc("(https://a.b/c), https://d.e;\nhttp://f"), "(<https://a.b/c>), <https://d.e>;\n<http://f>");
        assert_eq!(rustdoc("https://a.b:"), "<https://a.b>:");
    }

    #[test]
    fn space_around_a_text_goes() {
        assert_eq!(rustdoc("  a\n"), "a");
    }

    #[test]
    fn nothing_becomes_a_block_of_code_that_rustdoc_would_compile() {
        assert_eq!(rustdoc("As:\n\n    let x = [1];\n"), "As:\n\nlet x = \\[1\\];");
        assert_eq!(rustdoc("As:\n```json\n{\"a\": [1]}\n```\nand [b]"), "As:\n`json\n{\"a\": [1]}\n`\nand \\[b\\]");
    }
}
