//! Checks the lowered document: what the generator will see.

use serde_json::Value;

use super::super::document;
use super::super::error::{Error, Result};
use super::super::wire;

/// Refuses what the generator would make a type of its own of, where a type of this crate should stand.
pub fn check(document: &Value) -> Result<()> {
    for place in document::schemas(document) {
        let Some(schema) = document.pointer(&place).filter(|schema| schema.get("x-crate-type").is_none()) else {
            continue;
        };
        let what = match schema {
            _ if wire::of_schema(schema).is_some() => "a wire format",
            _ if schema.get("oneOf").is_some() => "alternatives",
            _ => continue,
        };
        let problem = format!("{what} that no type has taken the place of");
        return Err(Error::new(place, problem, "a bug in src/codegen/lower"));
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

    #[test]
    fn what_no_type_has_taken_the_place_of_is_refused() {
        let place = "/components/schemas/Thing/properties/id";
        for (schema, what) in [
            (json!({ "type": "string", "format": "price" }), "a wire format"),
            (json!({ "oneOf": [{}, {}] }), "alternatives"),
        ] {
            let text = refusal(check(&with(place, schema)));
            assert_eq!(
                text,
                format!("{place}: {what} that no type has taken the place of (a bug in src/codegen/lower)")
            );
        }
    }
}
