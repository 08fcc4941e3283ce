//! Emits rows: structs that are arrays on the wire, such as a kline or a level of the order book.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::docs;
use super::document::{elements, entries};
use super::error::{Error, Result};
use super::pointer::push;
use super::wire;

/// One `row!` for each component with columns; see `src/row.rs` for what it expands to.
pub fn emit(document: &Value) -> Result<TokenStream> {
    entries(&document["components"]["schemas"])
        .filter(|(_, schema)| schema.get("x-columns").is_some())
        .map(|(name, schema)| one(document, name, schema))
        .collect()
}

fn one(document: &Value, name: &str, schema: &Value) -> Result<TokenStream> {
    let ident = format_ident!("{name}");
    let doc = docs::description_of(schema, || format!("`{name}`, as the exchange sends it."));
    let mut columns = Vec::new();
    let mut names = BTreeSet::new();
    for (index, column) in elements(&schema["x-columns"]).enumerate() {
        let at = push(&push(&push("/components/schemas", name), "prefixItems"), index.to_string());
        let title = column["title"].as_str();
        let title = title.ok_or_else(|| Error::new(&at, "a column without a name", "a title"))?;
        let name = title.to_snake_case();
        let field = syn::parse_str::<syn::Ident>(&name).ok().filter(|_| name != "gen");
        let field = field.ok_or_else(|| {
            Error::new(&at, format!("`{title}` makes no field name"), "a title of letters and digits")
        })?;
        if !names.insert(name) {
            return Err(Error::new(&at, format!("a second column `{field}`"), "another title"));
        }
        let doc = docs::description_of(column, || format!("`{title}`."));
        let ty = column_type(document, &at, column)?;
        columns.push(quote! { #[doc = #doc] #field: #ty });
    }
    if columns.is_empty() {
        let at = push(&push("/components/schemas", name), "prefixItems");
        return Err(Error::new(at, "a row without columns", "a column for each place"));
    }
    Ok(quote! {
        crate::row! {
            #[doc = #doc]
            #ident { #(#columns),* }
        }
    })
}

fn column_type(document: &Value, at: &str, column: &Value) -> Result<TokenStream> {
    if column["nullable"] == true {
        return Err(Error::new(at, "a column that may be null", "a column that is always sent"));
    }
    if let Some(name) = enum_of(document, column) {
        return Ok(quote! { crate::types::#name });
    }
    match (column["type"].as_str(), wire::of_schema(column)) {
        (_, Some(known)) if known.required.is_none() => {
            known.rust.parse().map_err(|_| Error::new(at, "a type that is no Rust", "a bug in src/codegen/wire.rs"))
        }
        (Some("string"), None) => Ok(quote! { ::std::string::String }),
        (Some("integer"), None) => Ok(quote! { i64 }),
        (Some("boolean"), None) => Ok(quote! { bool }),
        _ => Err(Error::new(at, "a column that is not a plain value", "a string, an integer or a boolean")),
    }
}

/// The enum that a column refers to.
fn enum_of(document: &Value, column: &Value) -> Option<syn::Ident> {
    let reference = column["$ref"].as_str()?;
    let schema = document.pointer(reference.strip_prefix('#')?)?;
    schema.get("enum")?;
    reference.rsplit('/').next().map(|name| format_ident!("{name}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::refusal;

    fn row(columns: Value) -> Result<TokenStream> {
        emit(&json!({ "components": { "schemas": { "Level": { "description": "A level.", "x-columns": columns } } } }))
    }

    #[test]
    fn a_row_has_a_field_for_each_column() {
        let tokens = row(json!([
            { "title": "openTime", "description": "When.", "type": "integer" },
            { "title": "price", "type": "string", "format": "price" },
            { "title": "note", "type": "string" },
            { "title": "last", "type": "boolean" },
        ]));
        let expected = quote! {
            crate::row! {
                #[doc = "A level."]
                Level {
                    #[doc = "When."]
                    open_time: i64,
                    #[doc = "`price`."]
                    price: crate::Price,
                    #[doc = "`note`."]
                    note: ::std::string::String,
                    #[doc = "`last`."]
                    last: bool
                }
            }
        };
        assert_eq!(tokens.unwrap().to_string(), expected.to_string());
    }

    #[test]
    fn a_column_may_have_one_of_several_values() {
        let column = json!({ "title": "side", "$ref": "#/components/schemas/Side" });
        let side = json!({ "type": "string", "enum": ["BUY", "SELL"] });
        let tokens = emit(&json!({ "components": { "schemas": { "Row": { "x-columns": [column] }, "Side": side } } }));
        let tokens = tokens.unwrap().to_string();
        assert!(tokens.contains(&quote! { side: crate::types::Side }.to_string()), "{tokens}");
    }

    const FIRST: &str = "/components/schemas/Level/prefixItems/0";

    #[test]
    fn a_column_without_a_name_is_refused() {
        assert_eq!(refusal(row(json!([{ "type": "string" }]))), format!("{FIRST}: a column without a name (a title)"));
    }

    #[test]
    fn a_title_that_is_no_name_in_rust_is_refused() {
        for title in ["24h", "type", "gen", "", "!"] {
            let text = refusal(row(json!([{ "title": title, "type": "string" }])));
            assert_eq!(text, format!("{FIRST}: `{title}` makes no field name (a title of letters and digits)"));
        }
    }

    #[test]
    fn two_columns_of_one_name_are_refused() {
        let text = refusal(row(json!([{ "title": "aB", "type": "string" }, { "title": "a_b", "type": "string" }])));
        assert_eq!(text, "/components/schemas/Level/prefixItems/1: a second column `a_b` (another title)");
    }

    #[test]
    fn columns_that_are_not_plain_values_are_refused() {
        let remedy = "(a string, an integer or a boolean)";
        for column in [
            json!({ "title": "a", "type": "object" }),
            json!({ "title": "a", "$ref": "#/components/schemas/Thing" }),
            json!({ "title": "a", "type": "string", "format": "boolean" }),
        ] {
            assert_eq!(refusal(row(json!([column]))), format!("{FIRST}: a column that is not a plain value {remedy}"));
        }
    }

    #[test]
    fn columns_that_may_be_null_are_refused() {
        let text = refusal(row(json!([{ "title": "a", "type": "string", "nullable": true }])));
        assert_eq!(text, format!("{FIRST}: a column that may be null (a column that is always sent)"));
    }

    #[test]
    fn a_row_without_columns_is_refused() {
        let place = "/components/schemas/Level/prefixItems";
        assert_eq!(refusal(row(json!([]))), format!("{place}: a row without columns (a column for each place)"));
    }
}
