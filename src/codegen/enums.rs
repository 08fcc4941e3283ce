//! Emits open enums: known values are variants, a value that the spec does not know is kept with its text.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::check::variant_name;
use super::docs;
use super::document::{elements, entries};

/// One `open_enum!` for each enum component of the lowered document; see `src/open_enum.rs` for what it expands to.
pub fn emit(document: &Value) -> TokenStream {
    entries(&document["components"]["schemas"]).filter(|(_, schema)| schema.get("enum").is_some()).map(one).collect()
}

fn one((name, schema): (&str, &Value)) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = schema["description"].as_str().unwrap_or_default();
    let doc = if doc.is_empty() { format!("Values of `{name}`.") } else { doc.to_owned() };
    let variants = elements(&schema["enum"]).filter_map(Value::as_str).map(|value| {
        let variant = format_ident!("{}", variant_name(schema, value));
        let aliases: Vec<&str> =
            entries(&schema["x-enum-aliases"]).filter(|(_, meant)| *meant == value).map(|(alias, _)| alias).collect();
        let mut doc = docs::value(schema, value);
        if !aliases.is_empty() {
            let _ = write!(doc, " Answers may say `{}`.", aliases.join("`, `"));
        }
        quote! { #[doc = #doc] #variant = #value #(| #aliases)* }
    });
    quote! {
        crate::open_enum! {
            #[doc = #doc]
            #ident { #(#variants),* }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_enum_is_an_open_enum_of_its_values() {
        let interval = json!({
            "description": "How long.",
            "enum": ["1m", "ONE_DAY"],
            "x-enum-names": { "1m": "Minute" },
            "x-enum-descriptions": { "1m": "Sixty seconds [s]." },
        });
        let document = json!({ "components": { "schemas": { "Interval": interval, "Thing": { "type": "object" } } } });
        let expected = quote! {
            crate::open_enum! {
                #[doc = "How long."]
                Interval {
                    #[doc = "Sixty seconds \\[s\\]. `1m` on the wire."]
                    Minute = "1m",
                    #[doc = "`ONE_DAY` on the wire."]
                    OneDay = "ONE_DAY"
                }
            }
        };
        assert_eq!(emit(&document).to_string(), expected.to_string());
    }

    #[test]
    fn an_alias_stands_beside_its_value() {
        let schema = json!({ "enum": ["CROSSED"], "x-enum-aliases": { "cross": "CROSSED" } });
        let tokens = emit(&json!({ "components": { "schemas": { "Margin": schema } } })).to_string();
        assert!(tokens.contains(r#"Crossed = "CROSSED" | "cross""#), "{tokens}");
        assert!(tokens.contains("Answers may say `cross`."), "{tokens}");
    }

    #[test]
    fn an_enum_without_a_description_gets_one() {
        let document = json!({ "components": { "schemas": { "Side": { "enum": ["BUY"] } } } });
        assert!(emit(&document).to_string().contains("\"Values of `Side`.\""));
    }
}
