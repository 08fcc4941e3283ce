//! Methods that find out what became of an order.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Item;

use super::super::docs;
use super::super::error::{Error, Result};
use super::super::model::Operation;
use super::builders::answer;
use super::changed;

/// Writes one for each operation that places an order.
pub fn bind(items: &[Item], operations: &[Operation]) -> Result<TokenStream> {
    let mut names: BTreeSet<String> = operations.iter().map(Operation::method_name).collect();
    let mut tokens = TokenStream::new();
    for operation in operations {
        let Some(placing) = &operation.placing else { continue };
        if !names.insert(placing.method.clone()) {
            let problem = format!("a second method `{}`", placing.method);
            return Err(Error::new(format!("x-places of `{}`", operation.id), problem, "a name of its own"));
        }
        let finder = operations.iter().find(|other| other.id == placing.found_by);
        let finder = finder.ok_or_else(|| changed(&format!("no operation `{}`", placing.found_by)))?;
        let answer = answer(items, finder)?;
        let doc = docs::resolver(operation, finder);
        let name = format_ident!("{}", placing.method);
        let entry = format_ident!("{}", operation.static_name());
        tokens.extend(quote! {
            #[doc = #doc]
            pub async fn #name(&self, order: impl Into<crate::SentOrder>) -> crate::Resolution<#answer> {
                self.resolve(&crate::operations::#entry, order.into()).await
            }
        });
    }
    Ok(tokens)
}
