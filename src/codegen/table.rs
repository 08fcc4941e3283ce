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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::{document, with_parameter};

    fn table(document: &Value) -> String {
        emit(document, &model::operations(document).unwrap()).unwrap().to_string()
    }

    #[test]
    fn an_operation_is_an_entry_with_its_facts() {
        let expected = quote! {
            #[doc = "`GET /t`: Reads the thing."]
            pub static GET_THING: Operation = Operation {
                id: "getThing",
                method: Method::GET,
                path: "/t",
                tag: "Things",
                security: Security::None,
                parameters: &[],
                secret_response: false,
            };
            #[doc = r" Every operation of the spec, by path and method."]
            pub static ALL: &[&Operation] = &[&GET_THING];
        };
        assert!(table(&document()).starts_with(&expected.to_string()), "{}", table(&document()));
    }

    #[test]
    fn a_parameter_is_an_entry_with_its_facts() {
        let document = with_parameter("limit", json!({ "type": "integer", "maximum": 1000, "default": 500 }));
        let expected = quote! {
            parameters: &[Parameter {
                name: "limit",
                required: false,
                kind: ParameterKind::Integer,
                minimum: None,
                maximum: Some(1000i64),
                values: &[],
                default: Some("500"),
            }],
        };
        assert!(table(&document).contains(&expected.to_string()), "{}", table(&document));
    }

    #[test]
    fn the_constants_of_the_document_follow() {
        let expected = quote! {
            pub static SERVERS: &[Server] = &[
                Server { url: "https://live", environment: "production" },
                Server { url: "https://test", environment: "testnet" }
            ];
        };
        assert!(table(&document()).contains(&expected.to_string()));
        let expected = quote! {
            Signing {
                api_key_header: "x-key",
                signature: "signature",
                timestamp: "timestamp",
                recv_window: "recvWindow",
            };
        };
        assert!(table(&document()).contains(&expected.to_string()));
        assert!(table(&document()).ends_with(&quote! { pub const SPEC_VERSION: &str = "1"; }.to_string()));
    }
}
