//! Binds the generator's output to this crate.
//!
//! Taken from the generator: the types, and of each request builder its parameters and its answer. Written here: how
//! a builder keeps its parameters and sends itself, through `crate::runtime`; so every request is signed and reported on
//! in one place, and a value that does not parse is told with its parameter. Dropped: the generator's own
//! client, and builders for types that only the exchange makes.

mod builders;
mod objects;
mod resolvers;
#[cfg(test)]
mod tests;
mod types;

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{File, Item, ItemMod};

use super::docs;
use super::error::{Error, Result};
use super::model::Operation;
use super::security;

/// Makes `client.rs` of the generator's file.
pub fn bind(file: File, document: &Value, operations: &[Operation]) -> Result<TokenStream> {
    let mut types = None;
    let mut requests = None;
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types = Some(items_of(module)?),
            Item::Mod(module) if module.ident == "builder" => requests = Some(items_of(module)?),
            _ => {}
        }
    }
    let requests = requests.ok_or_else(|| changed("no module `builder`"))?;
    let answers = answers(&requests, operations)?;
    let types = types::bind(types.ok_or_else(|| changed("no module `types`"))?, document, &answers)?;
    let builders = builders::bind(&requests, operations, &security::signing(document)?)?;
    let methods = operations.iter().map(|operation| method(operation, operations));
    let resolvers = resolvers::bind(&requests, operations)?;
    Ok(quote! {
        /// Types of responses and of parameters.
        pub mod types { #types }

        /// Requests, one builder for each operation.
        pub mod builder {
            use super::types;
            use crate::runtime::Parameters as _;

            #builders
        }

        impl crate::Client { #(#methods)* #resolvers }
    })
}

/// The methods that answer each type, alone or within another, such as in a list.
fn answers(requests: &[Item], operations: &[Operation]) -> Result<BTreeMap<String, Vec<String>>> {
    let mut answers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in operations {
        for name in words(builders::answer(requests, operation)?) {
            answers.entry(name).or_default().push(operation.method_name());
        }
    }
    Ok(answers)
}

fn words(tokens: TokenStream) -> Vec<String> {
    let word = |token| if let TokenTree::Ident(word) = token { Some(word.to_string()) } else { None };
    tokens.into_iter().filter_map(word).collect()
}

fn method(operation: &Operation, all: &[Operation]) -> TokenStream {
    let doc = docs::method(operation, all);
    let name = format_ident!("{}", operation.method_name());
    let builder = format_ident!("{}", operation.builder_name());
    let (id, path, word) = (&operation.id, &operation.path, docs::searchable(&operation.path));
    let deprecated = deprecated(operation.deprecated);
    quote! {
        #[doc = #doc]
        #[doc(alias = #id, alias = #path, alias = #word)]
        #deprecated
        pub fn #name(&self) -> builder::#builder<'_> {
            builder::#builder::new(self)
        }
    }
}

/// The compiler warns whoever uses it.
fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    let note = docs::DEPRECATED;
    is_deprecated.then(|| quote! { #[deprecated = #note] })
}

fn items_of(module: ItemMod) -> Result<Vec<Item>> {
    module.content.map(|(_, items)| items).ok_or_else(|| changed("a module without content"))
}

/// The generator is pinned to one version in Cargo.toml; this tells whoever moves the pin what to look at.
fn changed(what: &str) -> Error {
    Error::new("/", format!("the generator's output has changed: {what}"), "the progenitor that Cargo.toml pins")
}
