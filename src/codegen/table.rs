//! Emits the operation table and the constants that the document states.

use heck::{ToShoutySnakeCase, ToUpperCamelCase};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::costs::{self, Cost, Limit, Scope, Units};
use super::docs;
use super::document::elements;
use super::error::{Error, Result};
use super::model::{self, Kind, Operation, Parameter};
use super::pattern::Pattern;
use super::placing::Placing;
use super::pointer::push;
use super::requirements::{Need, Requirement};
use super::security::{self, Security};

/// The items that `src/error/code.rs` includes: the codes that the document lists.
pub fn error_codes(document: &Value) -> Result<TokenStream> {
    let at = "/components/schemas/Error/properties/code/x-error-codes";
    let mut codes = Vec::new();
    for (index, entry) in document.pointer(at).into_iter().flat_map(elements).enumerate() {
        let at = push(at, index.to_string());
        let (code, name) = (entry["code"].as_i64(), entry["name"].as_str());
        let category = entry["category"].as_str().map(str::to_upper_camel_case);
        let category = category.filter(|name| syn::parse_str::<syn::Ident>(name).is_ok());
        let name =
            name.filter(|name| *name == name.to_shouty_snake_case() && syn::parse_str::<syn::Ident>(name).is_ok());
        let (Some(code), Some(name), Some(category)) = (code, name, category) else {
            return Err(Error::new(at, "not an error code", "code, name in capitals, and category"));
        };
        codes.push((code, name, category));
    }
    codes.sort();
    if let Some(twice) = codes.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Error::new(at, format!("the code {} twice", twice[0].0), "each code once"));
    }
    let constants = codes.iter().map(|(code, name, category)| {
        let doc = docs::error_code(*code, category);
        let ident = format_ident!("{name}");
        // Without its sign, which a search takes for the arrow of a function.
        let alias = code.unsigned_abs().to_string();
        quote! { #[doc = #doc] #[doc(alias = #alias)] pub const #ident: Self = Self(#code); }
    });
    let known = codes.iter().map(|(code, name, category)| {
        let category = format_ident!("{category}");
        quote! { (#code, #name, ErrorCategory::#category) }
    });
    Ok(quote! {
        /// The codes that this version knows, with the exchange's names.
        impl ErrorCode { #(#constants)* }

        /// Sorted by code.
        static KNOWN: &[(i64, &str, ErrorCategory)] = &[#(#known),*];
    })
}

/// The items that `src/operations.rs` includes.
pub fn emit(document: &Value, operations: &[Operation]) -> Result<TokenStream> {
    let entries = operations.iter().enumerate().map(|one| operation(one, operations));
    let names = operations.iter().map(|operation| format_ident!("{}", operation.static_name()));
    let servers = model::servers(document)?.into_iter().map(|model::Server { url, environment }| {
        quote! { Server { url: #url, environment: #environment } }
    });
    let limits = costs::limits(document)?;
    let limit_names = limits.iter().map(|limit| limit_name(&limit.name));
    let limits = limits.iter().enumerate().map(limit);
    let security::Signing { api_key_header, signature, timestamp, recv_window } = security::signing(document)?;
    let version = document["info"]["version"].as_str().unwrap_or_default();
    Ok(quote! {
        #(#entries)*

        /// Every operation of the spec, by path and method.
        pub static ALL: &[&Operation] = &[#(&#names),*];

        #(#limits)*

        /// Every limit of the exchange that the overlay tells of.
        pub static LIMITS: &[&Limit] = &[#(&#limit_names),*];

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

fn operation((index, operation): (usize, &Operation), all: &[Operation]) -> TokenStream {
    let name = format_ident!("{}", operation.static_name());
    let method = format_ident!("{}", operation.method);
    let security = match operation.security {
        Security::None => quote! { None },
        Security::ApiKey => quote! { ApiKey },
        Security::Signed => quote! { Signed },
    };
    let parameters = operation.parameters.iter().map(parameter);
    let costs = operation.costs.iter().map(cost);
    let placing = optional(operation.placing.as_ref().map(|placing| self::placing(placing, all)));
    let requirements = operation.requirements.iter().map(|one| requirement(one, &operation.parameters));
    let Operation { id, path, tag, changes, secret_response, .. } = operation;
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
            changes: #changes,
            secret_response: #secret_response,
            costs: &[#(#costs),*],
            placing: #placing,
            requirements: &[#(#requirements),*],
            index: #index,
        };
    }
}

/// `LIMIT_ORDERS_10S`
fn limit_name(name: &str) -> syn::Ident {
    format_ident!("LIMIT_{}", name.to_shouty_snake_case())
}

fn limit((index, limit): (usize, &Limit)) -> TokenStream {
    let ident = limit_name(&limit.name);
    let scope = match limit.scope {
        Scope::Ip => quote! { Ip },
        Scope::Account => quote! { Account },
    };
    let header = optional(limit.header.as_deref());
    let kind = optional(limit.kind.as_deref());
    let Limit { name, seconds, units, .. } = limit;
    let doc = format!("`{name}`: {units} in {seconds} seconds.");
    quote! {
        #[doc = #doc]
        pub static #ident: Limit = Limit {
            name: #name,
            scope: Scope::#scope,
            interval: Duration::from_secs(#seconds),
            units: #units,
            header: #header,
            kind: #kind,
            index: #index,
        };
    }
}

fn placing(placing: &Placing, operations: &[Operation]) -> TokenStream {
    let Placing { id, found_as, .. } = placing;
    let finder = operations.iter().find(|operation| operation.id == placing.found_by);
    let finder = finder.map(|finder| format_ident!("{}", finder.static_name()));
    quote! { Placing { id: #id, found_by: &#finder, found_as: #found_as } }
}

fn requirement(Requirement { when, need }: &Requirement, parameters: &[Parameter]) -> TokenStream {
    let places = |names: &[&String]| -> Vec<usize> {
        let place = |name: &&String| parameters.iter().position(|parameter| parameter.name == **name);
        names.iter().filter_map(place).collect()
    };
    let with = places(&when.as_ref().map(|(name, _)| name).into_iter().collect::<Vec<_>>());
    let about = match need {
        Need::AllOf(names) | Need::AnyOf(names) | Need::OneOf(names) | Need::AtMostOneOf(names) => {
            places(&names.iter().collect::<Vec<_>>())
        }
        Need::Within { from, to, .. } | Need::InOrder { from, to } => places(&[from, to]),
    };
    let when = optional(when.as_ref().map(|(name, value)| quote! { (#name, #value) }));
    let need = match need {
        Need::AllOf(names) => quote! { AllOf(&[#(#names),*]) },
        Need::AnyOf(names) => quote! { AnyOf(&[#(#names),*]) },
        Need::OneOf(names) => quote! { OneOf(&[#(#names),*]) },
        Need::AtMostOneOf(names) => quote! { AtMostOneOf(&[#(#names),*]) },
        Need::Within { from, to, hours } => {
            quote! { Within { from: #from, to: #to, longest: hours(#hours) } }
        }
        Need::InOrder { from, to } => quote! { InOrder { from: #from, to: #to } },
    };
    quote! { Requirement { when: #when, need: Need::#need, with: bits(&[#(#with),*]), about: bits(&[#(#about),*]) } }
}

fn pattern(pattern: &Pattern) -> TokenStream {
    let Pattern { text, ranges, least, most } = pattern;
    let ranges = ranges.iter().map(|(first, last)| quote! { (#first, #last) });
    quote! { Pattern::new(#text, &[#(#ranges),*], #least, #most) }
}

fn cost(cost: &Cost) -> TokenStream {
    let limit = limit_name(&cost.limit);
    let units = match &cost.units {
        Units::Fixed(units) => quote! { Units::Fixed(#units) },
        Units::ByPresence { parameter, with, without } => {
            quote! { Units::ByPresence { parameter: #parameter, with: #with, without: #without } }
        }
        Units::BySize { parameter, assumed, steps, above } => {
            let steps = steps.iter().map(|(most, units)| quote! { (#most, #units) });
            quote! { Units::BySize { parameter: #parameter, assumed: #assumed, steps: &[#(#steps),*], above: #above } }
        }
    };
    quote! { Cost { limit: &#limit, units: #units } }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let kind = match parameter.kind {
        Kind::Text => quote! { Text },
        Kind::Integer | Kind::Timestamp => quote! { Integer },
        Kind::Boolean => quote! { Boolean },
        Kind::Decimal => quote! { Decimal },
        Kind::Integers => quote! { Integers },
        Kind::Texts => quote! { Texts },
    };
    let minimum = optional(parameter.minimum);
    let maximum = optional(parameter.maximum);
    let [least, greatest] = parameter.bounds.each_ref().map(|bound| optional(bound.as_deref()));
    let default = optional(parameter.default.as_deref());
    let hint = optional(parameter.hint.as_deref());
    let pattern = optional(parameter.pattern.as_ref().map(self::pattern));
    let most = optional(parameter.most.or(parameter.rows.as_ref().map(|rows| rows.most)));
    let Parameter { name, required, values, .. } = parameter;
    quote! {
        Parameter {
            name: #name,
            required: #required,
            kind: ParameterKind::#kind,
            minimum: #minimum,
            maximum: #maximum,
            least: #least,
            greatest: #greatest,
            values: &[#(#values),*],
            default: #default,
            hint: #hint,
            pattern: #pattern,
            most: #most,
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
    use crate::codegen::testing::{OPERATION, document, refusal, set, with, with_parameter};

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
                changes: false,
                secret_response: false,
                costs: &[],
                placing: None,
                requirements: &[],
                index: 0usize,
            };
            #[doc = r" Every operation of the spec, by path and method."]
            pub static ALL: &[&Operation] = &[&GET_THING];
        };
        assert!(table(&document()).starts_with(&expected.to_string()), "{}", table(&document()));
    }

    #[test]
    fn limits_are_statics_and_costs_refer_to_them() {
        let mut document = with_parameter("limit", json!({ "type": "integer", "default": 500 }));
        let limit = json!({ "name": "orders-10s", "per": "account", "seconds": 10, "units": 300, "header": "X-Count" });
        set(&mut document, "/x-limits", json!([limit]));
        let cost = json!({ "orders-10s": { "by": "limit", "steps": [[100, 5]], "above": 20 } });
        set(&mut document, &format!("{OPERATION}/x-costs"), cost);
        let expected = quote! {
            costs: &[Cost {
                limit: &LIMIT_ORDERS_10S,
                units: Units::BySize { parameter: "limit", assumed: 500i64, steps: &[(100i64, 5u32)], above: 20u32 }
            }],
        };
        assert!(table(&document).contains(&expected.to_string()), "{}", table(&document));
        let expected = quote! {
            #[doc = "`orders-10s`: 300 in 10 seconds."]
            pub static LIMIT_ORDERS_10S: Limit = Limit {
                name: "orders-10s",
                scope: Scope::Account,
                interval: Duration::from_secs(10u64),
                units: 300u32,
                header: Some("x-count"),
                kind: None,
                index: 0usize,
            };
        };
        assert!(table(&document).contains(&expected.to_string()), "{}", table(&document));
    }

    #[test]
    fn what_an_operation_places_and_the_form_of_its_id_are_facts_too() {
        let mut document = with_parameter("clientId", json!({ "type": "string", "pattern": "^[a-z_]{1,9}$" }));
        let places = json!({ "id": "clientId", "found-by": "getThing", "as": "clientId", "method": "resolve_thing" });
        set(&mut document, &format!("{OPERATION}/x-places"), places);
        let pattern = quote! {
            pattern: Some(Pattern::new("^[a-z_]{1,9}$", &[('a', 'z'), ('_', '_')], 1usize, 9usize)),
        };
        assert!(table(&document).contains(&pattern.to_string()), "{}", table(&document));
        let placing = quote! {
            placing: Some(Placing { id: "clientId", found_by: &GET_THING, found_as: "clientId" }),
        };
        assert!(table(&document).contains(&placing.to_string()), "{}", table(&document));
    }

    #[test]
    fn what_an_operation_requires_beside_is_a_fact_too() {
        let parameter = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "string" } });
        let parameters = json!([parameter("id"), parameter("a")]);
        let mut document = with(&format!("{OPERATION}/parameters"), parameters);
        let requires = json!([{ "all": ["id"], "when": { "id": "A" } }]);
        set(&mut document, &format!("{OPERATION}/x-requires"), requires);
        let expected = quote! {
            requirements: &[Requirement {
                when: Some(("id", "A")), need: Need::AllOf(&["id"]),
                with: bits(&[1usize]),
                about: bits(&[1usize])
            }],
        };
        assert!(table(&document).contains(&expected.to_string()), "{}", table(&document));
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
                least: None,
                greatest: None,
                values: &[],
                default: Some("500"),
                hint: None,
                pattern: None,
                most: None,
            }],
        };
        assert!(table(&document).contains(&expected.to_string()), "{}", table(&document));
    }

    #[test]
    fn a_decimal_is_an_entry_with_bounds_that_keep_their_digits() {
        let schema = json!({ "type": "string", "format": "percent", "x-minimum": "0.10", "x-maximum": "20" });
        let table = table(&with_parameter("rate", schema));
        let bounds = quote! { minimum: None, maximum: None, least: Some("0.10"), greatest: Some("20"), };
        assert!(table.contains(&bounds.to_string()), "{table}");
    }

    #[test]
    fn a_list_is_an_entry_with_the_most_of_its_elements() {
        let content = json!({ "type": "array", "maxItems": 10, "items": { "type": "string" } });
        let schema = json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": content });
        let table = table(&with_parameter("idList", schema));
        let most = quote! { most: Some(10usize), };
        assert!(table.contains(&quote! { kind: ParameterKind::Texts, }.to_string()), "{table}");
        assert!(table.contains(&most.to_string()), "{table}");
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

    fn codes(list: serde_json::Value) -> crate::codegen::Result<String> {
        let code = json!({ "type": "integer", "x-error-codes": list });
        let document = with("/components/schemas/Error", json!({ "type": "object", "properties": { "code": code } }));
        error_codes(&document).map(|tokens| tokens.to_string())
    }

    #[test]
    fn error_codes_are_constants_and_a_sorted_list() {
        let tokens = codes(json!([
            { "code": -1, "name": "ONE_BAD", "category": "not-found" },
            { "code": -2, "name": "TWO_BAD", "category": "risk" },
        ]));
        let expected = quote! {
            impl ErrorCode {
                #[doc = "The code -2, of the category [`Risk`](ErrorCategory::Risk)."]
                #[doc(alias = "2")]
                pub const TWO_BAD: Self = Self(-2i64);
                #[doc = "The code -1, of the category [`NotFound`](ErrorCategory::NotFound)."]
                #[doc(alias = "1")]
                pub const ONE_BAD: Self = Self(-1i64);
            }
        };
        let list = quote! { &[(-2i64, "TWO_BAD", ErrorCategory::Risk), (-1i64, "ONE_BAD", ErrorCategory::NotFound)] };
        let tokens = tokens.unwrap();
        assert!(tokens.contains(&expected.to_string()) && tokens.contains(&list.to_string()), "{tokens}");
    }

    #[test]
    fn an_error_code_that_is_none_or_comes_twice_is_refused() {
        let good = json!({ "code": -1, "name": "ONE_BAD", "category": "risk" });
        for bad in [
            json!({ "code": "-1", "name": "A", "category": "risk" }),
            json!({ "code": -1, "name": "lower", "category": "risk" }),
            json!({ "code": -1, "name": "A" }),
            json!({ "code": -1, "name": "A", "category": "" }),
        ] {
            assert!(refusal(codes(json!([bad]))).contains("x-error-codes/0: not an error code"));
        }
        assert!(refusal(codes(json!([good, good]))).contains("the code -1 twice"));
    }
}
