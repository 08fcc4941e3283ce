//! Emits rows: structs that are arrays on the wire, such as a kline or a level of the order book.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::document::{elements, entries};
use super::error::{Error, Result};
use super::pointer::push;
use super::wire;

/// One `row!` for each component with columns; see `src/row.rs` for what it expands to.
pub fn emit(document: &Value) -> Result<TokenStream> {
    entries(&document["components"]["schemas"])
        .filter(|(_, schema)| schema.get("x-columns").is_some())
        .map(|(name, schema)| one(name, schema))
        .collect()
}

fn one(name: &str, schema: &Value) -> Result<TokenStream> {
    let ident = format_ident!("{name}");
    let doc = schema["description"].as_str().unwrap_or_default();
    let mut columns = Vec::new();
    for (index, column) in elements(&schema["x-columns"]).enumerate() {
        let at = push(&push(&push("/components/schemas", name), "prefixItems"), index.to_string());
        let title = column["title"].as_str();
        let title = title.ok_or_else(|| Error::new(&at, "a column without a name", "a title"))?;
        let field = format_ident!("{}", title.to_snake_case());
        let doc = column["description"].as_str().unwrap_or_default();
        let ty = column_type(&at, column)?;
        columns.push(quote! { #[doc = #doc] #field: #ty });
    }
    Ok(quote! {
        crate::row! {
            #[doc = #doc]
            #ident { #(#columns),* }
        }
    })
}

fn column_type(at: &str, column: &Value) -> Result<TokenStream> {
    let format = column["format"].as_str().unwrap_or_default();
    match (column["type"].as_str(), wire::type_of(format)) {
        (Some("string"), Some(known)) if format != wire::BOOLEAN => {
            known.rust.parse().map_err(|_| Error::new(at, "a type that is no Rust", "a bug in src/codegen/wire.rs"))
        }
        (Some("string"), None) => Ok(quote! { ::std::string::String }),
        (Some("integer"), _) => Ok(quote! { i64 }),
        (Some("boolean"), _) => Ok(quote! { bool }),
        _ => Err(Error::new(at, "a column that is not a plain value", "a string, an integer or a boolean")),
    }
}
