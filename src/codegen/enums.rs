//! Emits open enums: known values are variants, a value that the spec does not know is kept with its text.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::check::variant_name;
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
        let doc = format!("`{value}` on the wire.");
        quote! { #[doc = #doc] #variant = #value }
    });
    quote! {
        crate::open_enum! {
            #[doc = #doc]
            #ident { #(#variants),* }
        }
    }
}
