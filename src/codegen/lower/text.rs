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
pub fn rustdoc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.trim().split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        if index % 2 == 1 {
            out.push_str(part);
            continue;
        }
        for word in part.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end_matches([' ', '\n', '.', ',', ')', ';']);
            if bare.starts_with("http://") || bare.starts_with("https://") {
                out.push('<');
                out.push_str(bare);
                out.push('>');
                out.push_str(&word[bare.len()..]);
            } else {
                for character in word.chars() {
                    if matches!(character, '<' | '>' | '[' | ']') {
                        out.push('\\');
                    }
                    out.push(character);
                }
            }
        }
    }
    out
}
