//! Refuses characters that cannot be seen: they would change what the generated code looks like, or end it.

use serde_json::Value;

use super::super::error::{Error, Result};
use super::super::pointer::push;

/// Whether a character does something instead of being shown; the second range reorders what stands beside it.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Texts of any form, of which the docs show what can be shown, and what is not read at all.
const PROSE: [&str; 6] = ["description", "summary", "title", "example", "examples", "$comment"];

/// Checks the names and values below a place.
pub fn check(at: &str, value: &Value) -> Result<()> {
    match value {
        Value::String(text) if text.contains(is_hidden) => {
            Err(Error::new(at, "a character that cannot be seen", "text of one line"))
        }
        Value::Array(list) => {
            list.iter().enumerate().try_for_each(|(index, value)| check(&push(at, index.to_string()), value))
        }
        Value::Object(object) => object.iter().try_for_each(|(key, value)| {
            if key.contains(is_hidden) {
                return Err(Error::new(
                    at,
                    format!("the name {key:?} with a character that cannot be seen"),
                    "letters",
                ));
            }
            let is_prose = PROSE.contains(&key.as_str()) && !at.ends_with("/properties");
            if is_prose || key.starts_with("x-") { Ok(()) } else { check(&push(at, key), value) }
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::refusal;

    #[test]
    fn names_and_values_can_be_seen() {
        check("", &json!({ "größe": ["a b"], "description": "a\r\u{202e}", "x-note": "a\tb" })).unwrap();
        let text = refusal(check("", &json!({ "enum": ["A", "B\rC"] })));
        assert_eq!(text, "/enum/1: a character that cannot be seen (text of one line)");
        let text = refusal(check("/p", &json!({ "a\u{202e}b": 1 })));
        assert_eq!(text, r#"/p: the name "a\u{202e}b" with a character that cannot be seen (letters)"#);
    }
}
