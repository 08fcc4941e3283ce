//! What the library's own macros declare, read from the code that calls them.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Token, Type};

/// `Name { part, … }`, as `open_enum!` and `row!` take it.
pub struct Declared<T> {
    pub name: Ident,
    pub parts: Punctuated<T, Token![,]>,
}

/// `Name = "TEXT" | "alias"`.
pub struct EnumValue {
    pub name: Ident,
    pub texts: Punctuated<LitStr, Token![|]>,
}

/// `Name by "tag" { variant, … }`, as `tagged_union!` takes it.
pub struct Union {
    pub name: Ident,
    pub tag: LitStr,
    pub variants: Punctuated<UnionVariant, Token![,]>,
}

/// `Name(Type) = "TEXT"`.
pub struct UnionVariant {
    pub name: Ident,
    pub shape: Ident,
    pub text: LitStr,
}

pub struct Column {
    pub name: Ident,
    pub ty: Type,
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
