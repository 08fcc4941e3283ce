//! Lists the public surface of generated code, for review: methods, builders, types with their fields.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Ident, ImplItem, Item, ItemImpl, ItemMod, LitStr, ReturnType, Token, Type, Visibility};

pub fn list(source: &str) -> String {
    let mut out = String::new();
    for item in syn::parse_file(source).unwrap().items {
        match item {
            Item::Impl(block) => methods(&mut out, "Client", &block),
            Item::Mod(module) => list_module(&mut out, &module),
            other => panic!("an item that the list does not know: {}", other.to_token_stream()),
        }
    }
    out
}

fn list_module(out: &mut String, module: &ItemMod) {
    let name = module.ident.to_string();
    let _ = writeln!(out, "\nmod {name}");
    for item in module.content.iter().flat_map(|(_, items)| items) {
        match item {
            Item::Struct(item) => {
                let open = item.attrs.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
                let _ = writeln!(out, "\n{}struct {}", if open { "open " } else { "" }, item.ident);
                for field in item.fields.iter().filter(|field| matches!(field.vis, Visibility::Public(_))) {
                    let ident = field.ident.as_ref().map(Ident::to_string).unwrap_or_default();
                    let _ = writeln!(out, "  {ident}: {}", tidy(&field.ty));
                }
            }
            Item::Impl(block) if block.trait_.is_none() => methods(out, " ", block),
            Item::Macro(item) if item.mac.path.segments.last().unwrap().ident == "open_enum" => {
                let declared: Declared<EnumValue> = syn::parse2(item.mac.tokens.clone()).unwrap();
                let _ = writeln!(out, "\nopen enum {}", declared.name);
                for value in declared.parts {
                    let texts: Vec<String> = value.texts.iter().map(|text| format!("{:?}", text.value())).collect();
                    let _ = writeln!(out, "  {} = {}", value.name, texts.join(" | "));
                }
            }
            Item::Macro(item) if item.mac.path.segments.last().unwrap().ident == "tagged_union" => {
                let union: Union = syn::parse2(item.mac.tokens.clone()).unwrap();
                let _ = writeln!(out, "\nopen union {} by {:?}", union.name, union.tag.value());
                for variant in union.variants {
                    let _ = writeln!(out, "  {}({}) = {:?}", variant.name, variant.shape, variant.text.value());
                }
            }
            Item::Macro(item) => {
                let declared: Declared<Column> = syn::parse2(item.mac.tokens.clone()).unwrap();
                let _ = writeln!(out, "\nopen row {}", declared.name);
                for column in declared.parts {
                    let _ = writeln!(out, "  {}: {}", column.name, tidy(&column.ty));
                }
            }
            Item::Use(_) => {}
            other => {
                let text = other.to_token_stream().to_string();
                let _ = writeln!(out, "\n{}", text.split('{').next().unwrap_or_default().trim());
            }
        }
    }
}

fn methods(out: &mut String, owner: &str, block: &ItemImpl) {
    for item in &block.items {
        let ImplItem::Fn(function) = item else { continue };
        if !matches!(function.vis, Visibility::Public(_)) {
            continue;
        }
        let arguments = function.sig.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(argument) => Some(argument.ty.to_token_stream().to_string()),
            FnArg::Receiver(_) => None,
        });
        // `V: TryInto<T>` is what a caller has to fulfil.
        let bound = function.sig.generics.where_clause.as_ref().and_then(|clause| clause.predicates.first());
        let bound = bound.map(|bound| compact(&bound.to_token_stream().to_string()));
        let arguments: Vec<String> =
            arguments.map(|ty| bound.clone().map_or(ty, |bound| bound.replacen("V:", "impl ", 1))).collect();
        let output = match &function.sig.output {
            ReturnType::Type(_, ty) => format!(" -> {}", tidy(ty)),
            ReturnType::Default => String::new(),
        };
        let marker = if function.sig.asyncness.is_some() { "async " } else { "" };
        let _ = writeln!(out, "{owner}.{marker}{}({}){output}", function.sig.ident, arguments.join(", "));
    }
}

fn tidy(ty: &Type) -> String {
    compact(&ty.to_token_stream().to_string())
}

fn compact(tokens: &str) -> String {
    [
        "::std::option::",
        "::std::string::",
        "::std::vec::",
        "crate::types::",
        "types::",
        "builder::",
        "crate::",
        "'_",
        "<>",
    ]
    .iter()
    .fold(tokens.replace(' ', ""), |text, noise| text.replace(noise, ""))
    // A type that was broken over lines ends in a comma.
    .replace(",>", ">")
    .replace(',', ", ")
}

/// `Name { part, … }`, as `open_enum!` and `row!` take it.
struct Declared<T> {
    name: Ident,
    parts: Punctuated<T, Token![,]>,
}

/// `Name = "TEXT" | "alias"`.
struct EnumValue {
    name: Ident,
    texts: Punctuated<LitStr, Token![|]>,
}

/// `Name by "tag" { variant, … }`, as `tagged_union!` takes it.
struct Union {
    name: Ident,
    tag: LitStr,
    variants: Punctuated<UnionVariant, Token![,]>,
}

/// `Name(Type) = "TEXT"`.
struct UnionVariant {
    name: Ident,
    shape: Ident,
    text: LitStr,
}

struct Column {
    name: Ident,
    ty: Type,
}

impl<T: Parse> Parse for Declared<T> {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        let content;
        syn::braced!(content in input);
        Ok(Self { name, parts: content.parse_terminated(T::parse, Token![,])? })
    }
}

impl Parse for EnumValue {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, texts: Punctuated::parse_separated_nonempty(input)? })
    }
}

impl Parse for Union {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Ident>()?;
        let tag = input.parse()?;
        let content;
        syn::braced!(content in input);
        Ok(Self { name, tag, variants: content.parse_terminated(UnionVariant::parse, Token![,])? })
    }
}

impl Parse for UnionVariant {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        let content;
        syn::parenthesized!(content in input);
        let shape = content.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, shape, text: input.parse()? })
    }
}

impl Parse for Column {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok(Self { name, ty: input.parse()? })
    }
}
