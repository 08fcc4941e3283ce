//! The public surface of generated code: methods, builders, types with their fields. As text it is a golden, for review.

use std::fmt;

use quote::ToTokens;
use syn::{FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, ItemMacro, ItemMod, ItemStruct, ReturnType, Type, Visibility};

use super::declared::{Column, Declared, EnumValue, Union};

/// The public surface of generated code, in the order of the code.
pub struct Surface {
    pub modules: Vec<Module>,
    /// The methods of the client.
    pub client: Vec<Entry>,
}

pub struct Module {
    pub name: String,
    pub items: Vec<Item>,
}

/// A type, or the line of an item of another kind.
pub struct Item {
    pub name: String,
    /// `open struct Order`
    pub head: String,
    /// Its fields, values, variants, columns and methods.
    pub entries: Vec<Entry>,
}

#[derive(Clone)]
pub struct Entry {
    pub name: String,
    pub kind: EntryKind,
    /// A field's type, the text of a value on the wire, or what a method takes and gives.
    pub is: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    Field,
    Value,
    Variant,
    Method,
}

impl Surface {
    /// Reads the surface of a file of generated code.
    pub fn read(source: &str) -> syn::Result<Self> {
        let mut surface = Self { modules: Vec::new(), client: Vec::new() };
        for item in syn::parse_file(source)?.items {
            match item {
                syn::Item::Impl(block) => surface.client.extend(methods(&block)),
                syn::Item::Mod(module) => surface.modules.push(read_module(&module)?),
                other => return Err(syn::Error::new_spanned(other, "an item that the list does not know")),
            }
        }
        Ok(surface)
    }

    pub fn module(&self, name: &str) -> &[Item] {
        self.modules.iter().find(|module| module.name == name).map_or(&[], |module| &module.items)
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for module in &self.modules {
            writeln!(f, "\nmod {}", module.name)?;
            for item in &module.items {
                writeln!(f, "\n{}", item.head)?;
                for entry in &item.entries {
                    match entry.kind {
                        EntryKind::Field => writeln!(f, "  {}: {}", entry.name, entry.is)?,
                        EntryKind::Value => writeln!(f, "  {} = {}", entry.name, entry.is)?,
                        EntryKind::Variant => writeln!(f, "  {}{}", entry.name, entry.is)?,
                        EntryKind::Method => writeln!(f, " .{}{}", entry.name, entry.is)?,
                    }
                }
            }
        }
        self.client.iter().try_for_each(|method| writeln!(f, "Client.{}{}", method.name, method.is))
    }
}

fn read_module(module: &ItemMod) -> syn::Result<Module> {
    let mut items: Vec<Item> = Vec::new();
    for item in module.content.iter().flat_map(|(_, items)| items) {
        match item {
            syn::Item::Struct(item) => items.push(read_struct(item)),
            syn::Item::Impl(block) if block.trait_.is_none() => {
                let owner = match &*block.self_ty {
                    Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
                    _ => None,
                };
                if let Some(item) = items.iter_mut().find(|item| Some(&item.name) == owner.as_ref()) {
                    item.entries.extend(methods(block));
                }
            }
            // Traits of the crate's own, which nobody else sees.
            syn::Item::Impl(block) if block.trait_.as_ref().is_some_and(|(path, _)| is_of_runtime(path)) => {}
            // How a struct is read, which is declared beside it.
            syn::Item::Macro(item) if item.mac.path.segments.last().is_some_and(|last| last.ident == "object") => {}
            syn::Item::Macro(item) => items.push(read_macro(item)?),
            syn::Item::Use(_) => {}
            syn::Item::Mod(module) if matches!(module.vis, Visibility::Inherited) => {}
            other => {
                let text = other.to_token_stream().to_string();
                let head = text.split('{').next().unwrap_or_default().trim().to_owned();
                items.push(Item { name: head.clone(), head, entries: Vec::new() });
            }
        }
    }
    Ok(Module { name: module.ident.to_string(), items })
}

fn is_of_runtime(path: &syn::Path) -> bool {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.starts_with(&["crate".to_owned(), "runtime".to_owned()])
}

fn read_struct(item: &ItemStruct) -> Item {
    let is_open = item.attrs.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
    let fields = item.fields.iter().filter(|field| matches!(field.vis, Visibility::Public(_))).map(|field| Entry {
        name: field.ident.as_ref().map(Ident::to_string).unwrap_or_default(),
        kind: EntryKind::Field,
        is: tidy(&field.ty),
    });
    let head = format!("{}struct {}", if is_open { "open " } else { "" }, item.ident);
    Item { name: item.ident.to_string(), head, entries: fields.collect() }
}

fn read_macro(item: &ItemMacro) -> syn::Result<Item> {
    let tokens = item.mac.tokens.clone();
    let called = item.mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    match called.as_str() {
        "open_enum" => {
            let declared: Declared<EnumValue> = syn::parse2(tokens)?;
            let values = declared.parts.iter().map(|value| {
                let texts: Vec<String> = value.texts.iter().map(|text| format!("{:?}", text.value())).collect();
                Entry { name: value.name.to_string(), kind: EntryKind::Value, is: texts.join(" | ") }
            });
            Ok(Item {
                name: declared.name.to_string(),
                head: format!("open enum {}", declared.name),
                entries: values.collect(),
            })
        }
        "tagged_union" => {
            let union: Union = syn::parse2(tokens)?;
            let variants = union.variants.iter().map(|variant| Entry {
                name: variant.name.to_string(),
                kind: EntryKind::Variant,
                is: format!("({}) = {:?}", variant.shape, variant.text.value()),
            });
            let head = format!("open union {} by {:?}", union.name, union.tag.value());
            Ok(Item { name: union.name.to_string(), head, entries: variants.collect() })
        }
        _ => {
            let declared: Declared<Column> = syn::parse2(tokens)?;
            let columns = declared.parts.iter().map(|column| Entry {
                name: column.name.to_string(),
                kind: EntryKind::Field,
                is: tidy(&column.ty),
            });
            Ok(Item {
                name: declared.name.to_string(),
                head: format!("open row {}", declared.name),
                entries: columns.collect(),
            })
        }
    }
}

fn methods(block: &ItemImpl) -> Vec<Entry> {
    let public = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) if matches!(function.vis, Visibility::Public(_)) => Some(function),
        _ => None,
    });
    public.map(method).collect()
}

fn method(function: &ImplItemFn) -> Entry {
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
    let name = format!("{marker}{}", function.sig.ident);
    Entry { name, kind: EntryKind::Method, is: format!("({}){output}", arguments.join(", ")) }
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
    .replace("impl::core::future::", "impl ")
    .replace("+::core::marker::", " + ")
    // A type that was broken over lines ends in a comma.
    .replace(",>", ">")
    .replace(',', ", ")
}
