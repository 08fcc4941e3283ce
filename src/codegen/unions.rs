//! Emits unions: objects of several shapes, told apart by one of their keys.

use heck::ToUpperCamelCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::docs;
use super::document::entries;

/// One `tagged_union!` for each component with a discriminator; see `src/tagged_union.rs` for what it expands to.
pub fn emit(document: &Value) -> TokenStream {
    let unions = entries(&document["components"]["schemas"]);
    unions.filter(|(_, schema)| schema.get("discriminator").is_some()).map(one).collect()
}

fn one((name, schema): (&str, &Value)) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = docs::description_of(schema, || format!("`{name}`, as the exchange sends it."));
    let tag = schema["discriminator"]["propertyName"].as_str().unwrap_or_default();
    let variants = entries(&schema["discriminator"]["mapping"]).map(|(value, shape)| {
        let variant = format_ident!("{}", value.to_upper_camel_case());
        let shape = shape.as_str().unwrap_or_default();
        let shape = format_ident!("{}", shape.rsplit('/').next().unwrap_or_default());
        let doc = docs::value(schema, value);
        quote! { #[doc = #doc] #variant(#shape) = #value }
    });
    quote! {
        crate::tagged_union! {
            #[doc = #doc]
            #ident by #tag { #(#variants),* }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_union_has_a_variant_for_each_value_of_its_tag() {
        let document = json!({ "components": { "schemas": {
            "Rule": {
                "description": "A rule.",
                "oneOf": [{ "$ref": "#/components/schemas/Step" }],
                "discriminator": { "propertyName": "kind", "mapping": {
                    "STEP": "#/components/schemas/Step", "OTHER_STEP": "#/components/schemas/Step",
                } },
                "x-enum-descriptions": { "STEP": "A step." },
            },
            "Step": { "type": "object" },
        } } });
        let expected = quote! {
            crate::tagged_union! {
                #[doc = "A rule."]
                Rule by "kind" {
                    #[doc = "`OTHER_STEP` on the wire."]
                    OtherStep(Step) = "OTHER_STEP",
                    #[doc = "A step. `STEP` on the wire."]
                    Step(Step) = "STEP"
                }
            }
        };
        assert_eq!(emit(&document).to_string(), expected.to_string());
    }
}
