//! Says how the structs of answers are read; see `src/object.rs` for what it expands to.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Fields, ItemStruct, LitStr, Path, Token, parse_quote};

/// Takes `Deserialize` out of what a struct derives, and gives what reads it instead; nothing for a struct of another
/// kind than those with named fields and attributes that are known here.
pub fn read(item: &mut ItemStruct) -> TokenStream {
    let Fields::Named(fields) = &item.fields else { return TokenStream::new() };
    let is_plain = item.generics.params.is_empty() && !item.attrs.iter().any(is_serde);
    let fields: Option<Vec<_>> = fields.named.iter().enumerate().map(|(place, field)| one(place, field)).collect();
    let (true, Some(fields)) = (is_plain, fields) else { return TokenStream::new() };
    item.attrs.iter_mut().for_each(leave_out_deserialize);
    let name = &item.ident;
    quote! { crate::object! { #name { #(#fields),* } } }
}

/// How a field is read.
fn one(place: usize, field: &Field) -> Option<TokenStream> {
    let (name, ty) = (field.ident.as_ref()?, &field.ty);
    let (mut wire, mut default, mut reader) = (name.to_string(), false, None);
    for attribute in field.attrs.iter().filter(|attribute| is_serde(attribute)) {
        let known = attribute.parse_nested_meta(|meta| {
            let is = |name| meta.path.is_ident(name);
            let text = || meta.value()?.parse::<LitStr>();
            if is("rename") {
                wire = text()?.value();
            } else if is("default") && !meta.input.peek(Token![=]) {
                default = true;
            } else if is("deserialize_with") {
                reader = Some(text()?.parse::<Path>()?);
            } else if is("with") {
                let module: Path = text()?.parse()?;
                reader = Some(parse_quote! { #module::deserialize });
            } else if is("skip_serializing_if") {
                text()?;
            } else {
                return Err(meta.error("unknown"));
            }
            Ok(())
        });
        known.ok()?;
    }
    // As serde has it: an option may be absent, unless there is a function that reads it.
    let optional = ty.to_token_stream().to_string().starts_with(":: std :: option :: Option");
    let need = if default || (optional && reader.is_none()) { quote!(optional) } else { quote!(required) };
    let reader = reader.map(|reader| quote! { by #reader => #ty });
    let place = Literal::usize_unsuffixed(place);
    Some(quote! { #place #name: #wire #need #reader })
}

fn is_serde(attribute: &Attribute) -> bool {
    attribute.path().is_ident("serde")
}

fn leave_out_deserialize(attribute: &mut Attribute) {
    if attribute.path().is_ident("derive") {
        let traits = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).unwrap_or_default();
        let is_deserialize = |path: &Path| path.segments.last().is_some_and(|last| last.ident == "Deserialize");
        let kept = traits.iter().filter(|path| !is_deserialize(path));
        *attribute = parse_quote! { #[derive(#(#kept),*)] };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(mut item: ItemStruct) -> (String, String) {
        let tokens = read(&mut item).to_string();
        (tokens, item.attrs.first().to_token_stream().to_string())
    }

    #[test]
    fn each_field_is_read_as_its_attributes_say() {
        let (read, derives) = read_of(parse_quote! {
            #[derive(::serde::Deserialize, ::serde::Serialize, Clone)]
            pub struct Thing {
                pub a: i64,
                #[serde(rename = "bB", skip_serializing_if = "::std::option::Option::is_none")]
                pub b: ::std::option::Option<i64>,
                #[serde(default)]
                pub c: ::std::vec::Vec<i64>,
                #[serde(default, deserialize_with = "crate::wire::x")]
                pub d: ::std::option::Option<i64>,
                #[serde(with = "crate::wire::y")]
                pub e: ::std::option::Option<i64>,
            }
        });
        let expected = quote! {
            crate::object! {
                Thing {
                    0 a: "a" required,
                    1 b: "bB" optional,
                    2 c: "c" optional,
                    3 d: "d" optional by crate::wire::x => ::std::option::Option<i64>,
                    4 e: "e" required by crate::wire::y::deserialize => ::std::option::Option<i64>
                }
            }
        };
        assert_eq!(read, expected.to_string());
        assert_eq!(derives, quote!(#[derive(::serde::Serialize, Clone)]).to_string());
    }

    #[test]
    fn what_is_not_known_here_is_left_to_serde() {
        let items: [ItemStruct; 5] = [
            parse_quote! { #[derive(::serde::Deserialize)] pub struct Thing(pub i64); },
            parse_quote! { #[derive(::serde::Deserialize)] pub struct Thing<T> { pub a: T } },
            parse_quote! { #[derive(::serde::Deserialize)] #[serde(transparent)] pub struct Thing { pub a: i64 } },
            parse_quote! { #[derive(::serde::Deserialize)] pub struct Thing { #[serde(flatten)] pub a: i64 } },
            parse_quote! { #[derive(::serde::Deserialize)] pub struct Thing { #[serde(default = "one")] pub a: i64 } },
        ];
        for item in items {
            let (read, derives) = read_of(item);
            assert_eq!((read.as_str(), derives.as_str()), ("", "# [derive (:: serde :: Deserialize)]"));
        }
    }
}
