//! Request builders.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Fields, GenericArgument, ImplItem, Item, ItemStruct, PathArguments, ReturnType, Type, parse_quote};

use super::super::docs;
use super::super::error::Result;
use super::super::model::{Kind, Operation, Parameter, Rows};
use super::super::security::Signing;
use super::{changed, deprecated};

/// Writes a builder for each operation, of the types that the generator found for its parameters and its answer, and
/// one for each kind of batch row.
pub fn bind(items: &[Item], operations: &[Operation], signing: &Signing) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    for operation in operations {
        tokens.extend(builder(items, operation)?);
        for rows in operation.parameters.iter().filter_map(|parameter| parameter.rows.as_ref()) {
            tokens.extend(row(items, operations, rows, signing)?);
        }
    }
    Ok(tokens)
}

/// A parameter with the type that the generator gave it.
struct Field<'a> {
    parameter: &'a Parameter,
    /// Its place among the parameters of its operation, in the table as well.
    place: usize,
    ident: syn::Ident,
    ty: Type,
}

fn builder(items: &[Item], operation: &Operation) -> Result<TokenStream> {
    let name = format_ident!("{}", operation.builder_name());
    let fields = fields(items, operation)?;
    let answer = answer(items, operation)?;
    let method = operation.method_name();
    let doc = format!("Request of [`Client::{method}`](crate::Client::{method}).");
    let send_doc =
        format!("Sends `{} {}`.\n\n# Errors\n\nSee [`Error`](crate::Error).", operation.method, operation.path);
    let entry = format_ident!("{}", operation.static_name());
    let declared = fields.iter().map(|Field { ident, ty, .. }| {
        quote! { #ident: crate::runtime::Given<#ty> }
    });
    let absent = fields.iter().map(|Field { ident, .. }| quote! { #ident: None });
    let setters = fields.iter().map(setter);
    let writes = writes(&fields, &format_ident!("call"));
    let has_rows = operation.parameters.iter().any(|parameter| parameter.rows.is_some() || parameter.most.is_some());
    let has_row_each = answer.to_string().contains("crate :: BatchResult");
    let call = if has_rows && has_row_each {
        quote! { call_rows }
    } else {
        quote! { call }
    };
    let mutable = (!fields.is_empty()).then(|| quote! { mut });
    let finish = (!operation.requirements.is_empty()).then(|| quote! { call.finish()?; });
    // `send` is inlined so that it is compiled only where it is called; its future has no copy of the builder.
    Ok(quote! {
        #[doc = #doc]
        #[derive(Debug, Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name<'a> {
            client: &'a crate::Client,
            #(#declared,)*
        }

        impl<'a> #name<'a> {
            pub(crate) fn new(client: &'a crate::Client) -> Self {
                Self { client, #(#absent,)* }
            }

            #(#setters)*

            #[doc = #send_doc]
            #[inline]
            pub fn send(
                self,
            ) -> impl ::core::future::Future<Output = Result<crate::ResponseValue<#answer>, crate::Error>>
                + ::core::marker::Send {
                let client = self.client;
                client.#call(crate::runtime::Request::prepared(self))
            }
        }

        impl crate::runtime::Request for #name<'_> {
            fn call(self) -> Result<crate::runtime::Call, crate::Error> {
                let #mutable call = crate::runtime::Call::new(&crate::operations::#entry);
                #writes
                #finish
                Ok(call)
            }
        }
    })
}

/// A row of a batch: a builder with the parameters of another operation, but for those of signing.
fn row(items: &[Item], operations: &[Operation], rows: &Rows, signing: &Signing) -> Result<TokenStream> {
    let of = operations.iter().find(|operation| operation.id == rows.of);
    let of = of.ok_or_else(|| changed(&format!("no operation `{}`", rows.of)))?;
    let mut fields = fields(items, of)?;
    fields.retain(|field| field.parameter.name != signing.recv_window);
    let name = format_ident!("{}", rows.name);
    let doc = format!(
        "One row of a batch, with the parameters of [`Client::{0}`](crate::Client::{0}).\n\nA value that does not parse, \
         or a parameter that is missing, is told when the batch is sent, before anything leaves this machine.",
        of.method_name()
    );
    let entry = format_ident!("{}", of.static_name());
    let declared = fields.iter().map(|Field { ident, ty, .. }| quote! { #ident: crate::runtime::Given<#ty> });
    let setters = fields.iter().map(setter);
    let writes = writes(&fields, &format_ident!("row"));
    let finish = (!of.requirements.is_empty()).then(|| quote! { row.finish()?; });
    Ok(quote! {
        #[doc = #doc]
        #[derive(Debug, Clone, Default)]
        #[must_use = "a row does nothing until its batch is sent"]
        pub struct #name { #(#declared,)* }

        impl #name {
            /// A row without parameters yet.
            pub fn new() -> Self {
                <Self as Default>::default()
            }

            #(#setters)*
        }

        impl crate::runtime::BatchRow for #name {
            fn operation() -> &'static crate::operations::Operation {
                &crate::operations::#entry
            }

            fn write(self, row: &mut crate::runtime::Row) -> Result<(), crate::Error> {
                #writes
                #finish
                Ok(())
            }
        }
    })
}

/// Writes all parameters: each list by itself, and those between two of them, whose places follow each other, by one
/// statement, which is quicker to compile than one for each.
fn writes(fields: &[Field<'_>], to: &syn::Ident) -> TokenStream {
    let is_list = |field: &Field<'_>| field.parameter.rows.is_some() || field.parameter.most.is_some();
    let runs = fields.chunk_by(|one, next| !is_list(one) && !is_list(next) && one.place + 1 == next.place);
    let writes = runs.map(|run| {
        let Field { parameter, place, ident, .. } = &run[0];
        match (&parameter.rows, parameter.most) {
            (Some(Rows { most, .. }), _) => quote! { #to.put_rows(#place, self.#ident, #most)?; },
            (None, Some(most)) => quote! { #to.put_list(#place, self.#ident, #most)?; },
            (None, None) => {
                let values =
                    run.iter().map(|Field { ident, .. }| quote! { crate::runtime::seen(self.#ident.as_ref()) });
                quote! { #to.put_all(#place, &[#(#values),*])?; }
            }
        }
    });
    writes.collect()
}

fn setter(Field { parameter, ident, ty, .. }: &Field<'_>) -> TokenStream {
    let doc = docs::setter(parameter);
    let wire = &parameter.name;
    let give = match docs::expectation(parameter) {
        Some(expected) => quote! { crate::runtime::give_expected(value, #expected) },
        None => quote! { crate::runtime::give(value) },
    };
    let deprecated = deprecated(parameter.deprecated);
    let alias = (*ident != wire.as_str()).then(|| quote! { #[doc(alias = #wire)] });
    if let Some(element) = list_element(parameter) {
        return quote! {
            #[doc = #doc]
            #alias
            pub fn #ident<V>(mut self, values: impl IntoIterator<Item = V>) -> Self
            where
                V: TryInto<#element>,
                V::Error: ::std::fmt::Display,
            {
                self.#ident = Some(values.into_iter().map(|value| #give).collect());
                self
            }
        };
    }
    quote! {
        #[doc = #doc]
        #alias
        #deprecated
        pub fn #ident<V>(mut self, value: V) -> Self
        where
            V: TryInto<#ty>,
            V::Error: ::std::fmt::Display,
        {
            self.#ident = Some(#give);
            self
        }
    }
}

/// The parameters of the generator's builder, each matched with the operation's: none may be left over on either side.
fn fields<'a>(items: &[Item], operation: &'a Operation) -> Result<Vec<Field<'a>>> {
    let name = operation.builder_name();
    let found = items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == name.as_str() => Some(item),
        _ => None,
    });
    let declared = found.ok_or_else(|| changed(&format!("no builder `{name}`")))?;
    let mut left = named_fields(declared)?;
    left.retain(|(ident, _)| ident != "client");
    let mut fields = Vec::new();
    for (place, parameter) in operation.parameters.iter().enumerate() {
        let wanted = docs::field_name(&parameter.name);
        let at = left.iter().position(|(ident, _)| *ident == wanted);
        let at = at.ok_or_else(|| changed(&format!("`{name}` has no `{wanted}`")))?;
        let (ident, ty) = left.remove(at);
        let ty = match (&parameter.rows, list_element(parameter)) {
            (Some(rows), _) => rows_type(rows),
            (None, Some(element)) => parse_quote! { ::std::vec::Vec<#element> },
            (None, None) => value_type(&ty)?,
        };
        fields.push(Field { parameter, place, ident, ty });
    }
    match left.first() {
        None => Ok(fields),
        Some((ident, _)) => Err(changed(&format!("`{name}` has a field `{ident}` that is no parameter"))),
    }
}

fn named_fields(item: &ItemStruct) -> Result<Vec<(syn::Ident, Type)>> {
    let Fields::Named(fields) = &item.fields else { return Err(changed("a builder without named fields")) };
    Ok(fields.named.iter().filter_map(|field| Some((field.ident.clone()?, field.ty.clone()))).collect())
}

fn rows_type(rows: &Rows) -> Type {
    let name = format_ident!("{}", rows.name);
    parse_quote! { ::std::vec::Vec<#name> }
}

/// The type of the elements, of a parameter that is a list of plain values.
fn list_element(parameter: &Parameter) -> Option<Type> {
    match parameter.kind {
        Kind::Integers => Some(parse_quote! { i64 }),
        Kind::Texts => Some(parse_quote! { ::std::string::String }),
        _ => None,
    }
}

/// `T` of the generator's `Result<T, String>` or `Result<Option<T>, String>`.
fn value_type(ty: &Type) -> Result<Type> {
    let inner = argument(ty, "Result").ok_or_else(|| changed("a parameter that is no `Result`"))?;
    Ok(argument(&inner, "Option").unwrap_or(inner))
}

/// `T` of `send`'s `Result<ResponseValue<T>, …>`.
pub fn answer(items: &[Item], operation: &Operation) -> Result<TokenStream> {
    let name = operation.builder_name();
    let sends = items.iter().filter_map(|item| match item {
        Item::Impl(block) if argument_free_name(&block.self_ty).is_some_and(|own| own == name) => Some(block),
        _ => None,
    });
    let send = sends.flat_map(|block| &block.items).find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "send" => Some(&function.sig.output),
        _ => None,
    });
    let Some(ReturnType::Type(_, output)) = send else { return Err(changed(&format!("`{name}` has no `send`"))) };
    let response = argument(output, "Result").and_then(|result| argument(&result, "ResponseValue"));
    response.map(|ty| ty.to_token_stream()).ok_or_else(|| changed(&format!("`{name}::send` returns something else")))
}

/// The first type argument of `name<T, …>`, under whatever path.
fn argument(ty: &Type, name: &str) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    })
}

fn argument_free_name(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}
