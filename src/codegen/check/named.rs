//! Checks the names of what the document means: types, and the variants of enums and unions.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::super::document::{elements, entries};
use super::super::error::{Error, Result};
use super::super::lower;
use super::super::pointer::push;
use super::{VALUE_PROSE, is_variant, is_word, reserved, variant_name};

/// Refuses names that are taken or none. What the document has in place is told by that place, not by its name.
pub fn check(document: &Value) -> Result<()> {
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let at = lower::origin(document, name);
        if name != name.to_upper_camel_case() || !is_word(name) {
            return Err(Error::new(at, format!("`{name}` makes no type name"), "a name such as OrderBook"));
        }
        if reserved::is_type(name) {
            return Err(Error::new(at, format!("`{name}` would stand beside Rust's own"), "a name such as OrderBook"));
        }
        variants(&at, schema)?;
        union(&at, schema)?;
        described(&at, schema)?;
    }
    Ok(())
}

fn variants(at: &str, schema: &Value) -> Result<()> {
    let mut names = BTreeMap::new();
    for value in elements(&schema["enum"]).filter_map(Value::as_str) {
        let name = variant_name(schema, value);
        let fail = |problem: String| Err(Error::new(push(at, "enum"), problem, "x-enum-names in the overlay"));
        if !is_variant(&name) {
            return fail(format!("the value `{value}` makes no variant name"));
        }
        if let Some(other) = names.insert(name.clone(), value) {
            return fail(format!("`{other}` and `{value}` both become the variant `{name}`"));
        }
    }
    for (alias, value) in entries(&schema["x-enum-aliases"]) {
        let is_value = |text: &str| names.values().any(|known| *known == text);
        if is_value(alias) || !value.as_str().is_some_and(is_value) {
            let problem = format!("`{alias}` for {value}, which is not another spelling of a value");
            return Err(Error::new(push(at, "x-enum-aliases"), problem, "other spellings of values of the enum"));
        }
    }
    for (value, _) in entries(&schema["x-enum-names"]) {
        if !names.values().any(|known| *known == value) {
            let problem = format!("a name for `{value}`, which is no value");
            return Err(Error::new(push(at, "x-enum-names"), problem, "names for values of the enum"));
        }
    }
    Ok(())
}

/// What is described is a value of the enum or of the union's tag.
fn described(at: &str, schema: &Value) -> Result<()> {
    let is_value = |text: &str| {
        elements(&schema["enum"]).any(|value| value == text) || schema["discriminator"]["mapping"].get(text).is_some()
    };
    match entries(&schema[VALUE_PROSE]).find(|(value, _)| !is_value(value)) {
        None => Ok(()),
        Some((value, _)) => {
            let problem = format!("a description of `{value}`, which is no value");
            Err(Error::new(push(at, VALUE_PROSE), problem, "descriptions of values"))
        }
    }
}

/// Each value of a union's tag makes a variant of its own.
fn union(at: &str, schema: &Value) -> Result<()> {
    let mut names = BTreeMap::new();
    for (value, _) in entries(&schema["discriminator"]["mapping"]) {
        let name = value.to_upper_camel_case();
        let fail = |problem: String| Err(Error::new(push(at, "discriminator"), problem, "values that make variants"));
        if !is_variant(&name) {
            return fail(format!("the value `{value}` makes no variant name"));
        }
        if let Some(other) = names.insert(name.clone(), value) {
            return fail(format!("`{other}` and `{value}` both become the variant `{name}`"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::{document, refusal, with};

    #[test]
    fn a_plain_document_is_fine() {
        check(&document()).unwrap();
    }

    /// Checks a document with one enum.
    fn refused_enum(schema: Value) -> String {
        refusal(check(&with("/components/schemas/Own", schema)))
    }

    #[test]
    fn a_tag_that_makes_no_variant_is_refused() {
        for (mapping, problem) in [
            (json!({ "1X": "a" }), "the value `1X` makes no variant name"),
            (json!({ "UNKNOWN": "a" }), "the value `UNKNOWN` makes no variant name"),
            (json!({ "A_B": "a", "aB": "a" }), "both become the variant `AB`"),
        ] {
            let text = refused_enum(json!({ "discriminator": { "mapping": mapping } }));
            assert!(text.starts_with("/components/schemas/Own/discriminator: ") && text.contains(problem), "{text}");
        }
    }

    #[test]
    fn an_alias_is_another_spelling_of_a_value() {
        check(&with("/components/schemas/Own", json!({ "enum": ["A"], "x-enum-aliases": { "a": "A" } }))).unwrap();
        for aliases in [json!({ "A": "A" }), json!({ "a": "B" }), json!({ "a": 1 })] {
            let text = refused_enum(json!({ "enum": ["A"], "x-enum-aliases": aliases }));
            assert!(text.contains("which is not another spelling of a value"), "{text}");
        }
    }

    #[test]
    fn values_that_are_no_names_get_one_from_their_letters() {
        for (value, name) in [("2d", "Value2d"), ("2D", "Value2D"), ("self", "Valueself"), ("unknown", "Valueunknown")]
        {
            assert_eq!(variant_name(&json!({}), value), name);
            check(&with("/components/schemas/Own", json!({ "enum": [value] }))).unwrap();
        }
    }

    #[test]
    fn values_that_make_no_variant_are_refused() {
        for value in ["", "ü", "-"] {
            let text = refused_enum(json!({ "enum": [value] }));
            let place = "/components/schemas/Own/enum";
            assert_eq!(
                text,
                format!("{place}: the value `{value}` makes no variant name (x-enum-names in the overlay)")
            );
        }
    }

    #[test]
    fn values_that_make_the_same_variant_are_refused() {
        let text = refused_enum(json!({ "enum": ["A_B", "aB"] }));
        let problem = "`A_B` and `aB` both become the variant `AB` (x-enum-names in the overlay)";
        assert_eq!(text, format!("/components/schemas/Own/enum: {problem}"));
    }

    #[test]
    fn names_for_values_that_are_none_are_refused() {
        let text = refused_enum(json!({ "enum": ["A"], "x-enum-names": { "B": "Bee" } }));
        let problem = "a name for `B`, which is no value (names for values of the enum)";
        assert_eq!(text, format!("/components/schemas/Own/x-enum-names: {problem}"));
    }

    #[test]
    fn descriptions_of_values_that_are_none_are_refused() {
        let text = refused_enum(json!({ "enum": ["A"], "x-enum-descriptions": { "B": "The other." } }));
        let problem = "a description of `B`, which is no value (descriptions of values)";
        assert_eq!(text, format!("/components/schemas/Own/x-enum-descriptions: {problem}"));
        let tag = json!({ "propertyName": "kind", "mapping": { "A": "#/components/schemas/Thing" } });
        let described = |value: &str| json!({ "discriminator": tag, "x-enum-descriptions": { value: "One." } });
        check(&with("/components/schemas/Own", described("A"))).unwrap();
        assert!(refusal(check(&with("/components/schemas/Own", described("B")))).contains("a description of `B`"));
    }

    #[test]
    fn components_are_named_as_types() {
        for name in ["lower", "Self", "Two Words", "USDTBalance", "1st"] {
            let text = refusal(check(&with(&format!("/components/schemas/{name}"), json!({ "type": "object" }))));
            let place = format!("/components/schemas/{name}");
            assert_eq!(text, format!("{place}: `{name}` makes no type name (a name such as OrderBook)"));
        }
    }
}
