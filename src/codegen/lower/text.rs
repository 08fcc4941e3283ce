//! Descriptions become rustdoc: what rustdoc would read as markup is escaped.

use serde_json::Value;

use super::super::error::Result;

/// Escapes every description and summary in the document.
pub fn escape(document: &mut Value) -> Result<()> {
    walk(document);
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
    let text = lines.join("\n").replace("```", "`");
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
