//! Emits the operation table and the constants that the document states.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::docs;
use super::error::Result;
use super::model::{self, Kind, Operation, Parameter};
use super::security::{self, Security};

/// The items that `src/operations.rs` includes.
pub fn emit(document: &Value, operations: &[Operation]) -> Result<TokenStream> {
    let entries = operations.iter().map(operation);
    let names = operations.iter().map(|operation| format_ident!("{}", operation.static_name()));
    let servers = model::servers(document)?.into_iter().map(|model::Server { url, environment }| {
        quote! { Server { url: #url, environment: #environment } }
    });
    let security::Signing { api_key_header, signature, timestamp, recv_window } = security::signing(document)?;
    let version = document["info"]["version"].as_str().unwrap_or_default();
    Ok(quote! {
        #(#entries)*

        /// Every operation of the spec, by path and method.
        pub static ALL: &[&Operation] = &[#(&#names),*];

        /// The servers of the spec.
        pub static SERVERS: &[Server] = &[#(#servers),*];

        /// How requests are signed, by the spec's security schemes.
        pub static SIGNING: Signing = Signing {
            api_key_header: #api_key_header,
            signature: #signature,
            timestamp: #timestamp,
            recv_window: #recv_window,
        };

        /// The version that the spec states of itself.
        pub const SPEC_VERSION: &str = #version;
    })
}

fn operation(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", operation.static_name());
    let method = format_ident!("{}", operation.method);
    let security = match operation.security {
        Security::None => quote! { None },
        Security::ApiKey => quote! { ApiKey },
        Security::Signed => quote! { Signed },
    };
    let parameters = operation.parameters.iter().map(parameter);
    let Operation { id, path, tag, secret_response, .. } = operation;
    let doc = docs::table_entry(operation);
    quote! {
        #[doc = #doc]
        pub static #name: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            tag: #tag,
            security: Security::#security,
            parameters: &[#(#parameters),*],
            secret_response: #secret_response,
        };
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let kind = match parameter.kind {
        Kind::Text => quote! { Text },
        Kind::Integer => quote! { Integer },
        Kind::Boolean => quote! { Boolean },
        Kind::Decimal => quote! { Decimal },
    };
    let minimum = optional(parameter.minimum);
    let maximum = optional(parameter.maximum);
    let default = optional(parameter.default.as_deref());
    let Parameter { name, required, values, .. } = parameter;
    quote! {
        Parameter {
            name: #name,
            required: #required,
            kind: ParameterKind::#kind,
            minimum: #minimum,
            maximum: #maximum,
            values: &[#(#values),*],
            default: #default,
        }
    }
}

fn optional(value: Option<impl quote::ToTokens>) -> TokenStream {
    value.map_or_else(|| quote! { None }, |value| quote! { Some(#value) })
}
