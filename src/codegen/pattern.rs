//! The one form of `pattern` that is checked before sending: a class of characters and how many of them,
//! `^[A-Za-z0-9_-]{1,36}$`. A call is then checked without an engine for regular expressions.

use serde_json::Value;

use super::error::{Error, Result};
use super::pointer::push;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub text: String,
    /// The characters allowed, from each first to each last.
    pub ranges: Vec<(char, char)>,
    pub least: usize,
    pub most: usize,
}

/// Reads the `pattern` of the schema at a place, if it has one.
pub fn of_schema(at: &str, schema: &Value) -> Result<Option<Pattern>> {
    let Some(pattern) = schema.get("pattern") else { return Ok(None) };
    let text = pattern.as_str().unwrap_or_default();
    match parse(text) {
        Some(pattern) => Ok(Some(pattern)),
        None => {
            let problem = format!("the pattern `{text}` is not supported");
            Err(Error::new(push(at, "pattern"), problem, "a class and a count, such as ^[A-Za-z0-9_-]{1,36}$"))
        }
    }
}

fn parse(text: &str) -> Option<Pattern> {
    let inner = text.strip_prefix("^[")?.strip_suffix("}$")?;
    let (class, count) = inner.rsplit_once("]{")?;
    let (least, most) = count.split_once(',')?;
    let (least, most) = (least.parse().ok()?, most.parse().ok()?);
    let ranges = ranges(class)?;
    (least <= most && !ranges.is_empty()).then(|| Pattern { text: text.to_owned(), ranges, least, most })
}

fn ranges(class: &str) -> Option<Vec<(char, char)>> {
    let mut ranges = Vec::new();
    let mut characters = class.chars().peekable();
    let literal = |character: char, rest: &mut std::iter::Peekable<std::str::Chars<'_>>| match character {
        // `\d` and the like are classes of their own.
        '\\' => rest.next().filter(|escaped| !escaped.is_ascii_alphanumeric()),
        '[' | ']' | '^' => None,
        other => Some(other),
    };
    while let Some(character) = characters.next() {
        let first = literal(character, &mut characters)?;
        // A hyphen at the end stands for itself.
        let mut ahead = characters.clone();
        if ahead.next() == Some('-') && ahead.peek().is_some() {
            characters.next();
            let last = characters.next()?;
            let last = literal(last, &mut characters).filter(|last| first <= *last)?;
            ranges.push((first, last));
        } else {
            ranges.push((first, first));
        }
    }
    Some(ranges)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::refusal;

    #[test]
    fn a_class_and_a_count_are_read() {
        let text = r"^[\.A-Z\:/a-z0-9_-]{1,36}$";
        let singles = [('.', '.'), ('A', 'Z'), (':', ':'), ('/', '/'), ('a', 'z'), ('0', '9'), ('_', '_'), ('-', '-')];
        let expected = Pattern { text: text.to_owned(), ranges: singles.to_vec(), least: 1, most: 36 };
        assert_eq!(of_schema("/s", &json!({ "pattern": text })).unwrap(), Some(expected));
        assert_eq!(of_schema("/s", &json!({})).unwrap(), None);
    }

    #[test]
    fn any_other_pattern_is_refused() {
        for text in [
            "",
            "[a]{1,2}",
            "^[a]+$",
            "^[a]{2,1}$",
            "^[]{1,2}$",
            r"^[\d]{1,2}$",
            "^[^a]{1,2}$",
            "^[z-a]{1,2}$",
            "^[a[b]{1,2}$",
        ] {
            let text = refusal(of_schema("/s", &json!({ "pattern": text })));
            assert!(text.starts_with("/s/pattern: the pattern `"), "{text}");
        }
    }
}
