//! Types of responses.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, ExprLit, Field, Item, ItemImpl, ItemStruct, Lit, Meta, Path, Token, Visibility, parse_quote,
};

use super::super::docs;
use super::super::error::Result;
use super::super::wire::{self, WireType};
use super::super::{enums, rows, unions};
use super::{deprecated, objects};

/// The generator's types without what only a caller would need, and our own enums and rows beside them.
///
/// `answers` has the methods that answer each type.
pub fn bind(items: Vec<Item>, document: &Value, answers: &BTreeMap<String, Vec<String>>) -> Result<TokenStream> {
    let (mut kept, mut readers) = (Vec::new(), TokenStream::new());
    for item in items {
        match item {
            // Nobody builds what the exchange answers.
            Item::Mod(module) if module.ident == "builder" || module.ident == "error" => {}
            Item::Impl(block) if only_makes_a_builder(&block) || is_default(&block) => {}
            // Named by the attributes of fields alone.
            Item::Mod(mut module) if module.ident == "defaults" => {
                module.vis = Visibility::Inherited;
                kept.push(Item::Mod(module));
            }
            Item::Struct(mut item) => {
                let methods = answers.get(&item.ident.to_string());
                structure(&mut item, document, methods.map_or(&[], Vec::as_slice));
                readers.extend(objects::read(&mut item));
                kept.push(Item::Struct(item));
            }
            other => kept.push(other),
        }
    }
    let enums = enums::emit(document);
    let rows = rows::emit(document)?;
    let unions = unions::emit(document);
    Ok(quote! { #(#kept)* #readers #enums #rows #unions })
}

/// How the wire writes a property of a component, where its type does not say so.
fn wire_type_of(document: &Value, schema: &str, property: &str) -> Option<&'static WireType> {
    let property = &document["components"]["schemas"][schema]["properties"][property];
    let reference = property.get("$ref").or_else(|| property["allOf"][0].get("$ref"))?;
    wire::of_component(reference.as_str()?.rsplit('/').next()?)
}

fn only_makes_a_builder(block: &ItemImpl) -> bool {
    block.trait_.is_none() && matches!(block.items.as_slice(), [syn::ImplItem::Fn(only)] if only.sig.ident == "builder")
}

fn is_default(block: &ItemImpl) -> bool {
    block.trait_.as_ref().is_some_and(|(path, _)| path.segments.last().is_some_and(|last| last.ident == "Default"))
}

fn structure(item: &mut ItemStruct, schemas: &Value, methods: &[String]) {
    let name = item.ident.to_string();
    let answered = docs::answered_by(methods);
    let fallback = answered.clone().unwrap_or_else(|| format!("`{name}`, as the exchange sends it."));
    if document(&mut item.attrs, &fallback, &format!("`{name}`"))
        && let Some(answered) = answered
    {
        item.attrs.insert(1, parse_quote! { #[doc = ""] });
        item.attrs.insert(2, parse_quote! { #[doc = #answered] });
    }
    // The exchange adds fields without notice, and so will later versions of this type.
    item.attrs.retain(|attribute| !denies_fields(attribute));
    item.attrs.iter_mut().for_each(leave_out_default);
    item.attrs.push(parse_quote! { #[non_exhaustive] });
    for field in &mut item.fields {
        let wire_name = wire_name(field);
        let named = format!("`{wire_name}` on the wire.");
        document(&mut field.attrs, if field.ident.is_some() { &named } else { "The value." }, "");
        if field.ident.as_ref().is_some_and(|ident| *ident != wire_name.as_str()) {
            field.attrs.push(parse_quote! { #[doc(alias = #wire_name)] });
        }
        if schemas["components"]["schemas"][&name]["properties"][&wire_name]["deprecated"] == true {
            field.attrs.extend(deprecated(true).map(|attribute| -> Attribute {
                parse_quote! { #attribute }
            }));
        }
        let optional = field.ty.to_token_stream().to_string().starts_with(":: std :: option :: Option");
        let Some(wire_type) = wire_type_of(schemas, &name, &wire_name) else { continue };
        let read = if optional { wire_type.optional } else { wire_type.required };
        let Some(read) = read.and_then(|read| read.parse::<TokenStream>().ok()) else { continue };
        let always_sent = take_null_reader(&mut field.attrs);
        let default = (optional && !always_sent).then(|| quote! { default, });
        field.attrs.push(parse_quote! { #[serde(#default #read)] });
    }
}

/// Whether this makes a type refuse fields that it does not know.
fn denies_fields(attribute: &Attribute) -> bool {
    attribute.path().is_ident("serde")
        && attribute.parse_args::<Meta>().is_ok_and(|only| only.path().is_ident("deny_unknown_fields"))
}

/// A type without fields that are always sent would have a default, and lose it as soon as it gets one.
fn leave_out_default(attribute: &mut Attribute) {
    if attribute.path().is_ident("derive") {
        let traits = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).unwrap_or_default();
        let kept = traits.iter().filter(|one| !one.is_ident("Default"));
        *attribute = parse_quote! { #[derive(#(#kept),*)] };
    }
}

/// Takes out how the generator reads a field that is always sent but may be null; says whether this is one.
fn take_null_reader(attributes: &mut [Attribute]) -> bool {
    let mut found = false;
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("serde")) {
        let parts = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
        let kept: Vec<_> = parts.iter().filter(|part| !part.path().is_ident("deserialize_with")).collect();
        if kept.len() < parts.len() {
            *attribute = parse_quote! { #[serde(#(#kept),*)] };
            found = true;
        }
    }
    found
}

/// Makes the doc of an item a single tidy text; the generator appends the whole schema to some. Says whether there was
/// a text.
fn document(attributes: &mut Vec<Attribute>, fallback: &str, placeholder: &str) -> bool {
    let text: Vec<String> = attributes.iter().filter_map(doc_text).collect();
    let text = text.join("\n");
    let text = text.split("<details>").next().unwrap_or_default().trim();
    let found = !text.is_empty() && text != placeholder;
    let text = if found { text } else { fallback };
    attributes.retain(|attribute| doc_text(attribute).is_none());
    attributes.insert(0, parse_quote! { #[doc = #text] });
    found
}

fn doc_text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn wire_name(field: &Field) -> String {
    let mut name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // The other keys of the attribute are the generator's and need no look.
        let _ = attribute.parse_nested_meta(|meta| {
            let value = meta.value().and_then(syn::parse::ParseBuffer::parse::<Lit>);
            if let (true, Ok(Lit::Str(text))) = (meta.path.is_ident("rename"), value) {
                name = text.value();
            }
            Ok(())
        });
    }
    name
}
