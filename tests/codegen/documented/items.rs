//! What is documented in generated code: every item, field and variant, in the macros' own syntax as well.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// A name in generated code, and the docs before it.
pub struct Item {
    /// The names around it and its own, such as `types::Order::price`.
    pub path: String,
    pub docs: String,
    /// The names by which a search finds it.
    pub aliases: Vec<String>,
    /// What stands behind the name: its type, or what a function takes.
    pub rest: String,
}

impl Item {
    pub fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or_default()
    }
}

/// Everything that has docs in a source text.
pub fn items(source: &str) -> Vec<Item> {
    let mut found = Vec::new();
    walk(source.parse().unwrap(), "", &mut found);
    found
}

fn walk(tokens: TokenStream, around: &str, found: &mut Vec<Item>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut pending = Attributes::default();
    let mut inner = around.to_owned();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.next() {
                    pending.read(&attribute);
                }
            }
            TokenTree::Group(group) => {
                walk(group.stream(), &inner, found);
                if group.delimiter() == Delimiter::Brace {
                    around.clone_into(&mut inner);
                }
            }
            TokenTree::Ident(word) if pending.any && !KEYWORDS.contains(&word.to_string().as_str()) => {
                inner = within(around, &word);
                let rest = rest(tokens.clone());
                found.push(std::mem::take(&mut pending).item(inner.clone(), rest));
            }
            // An `impl` has the name of its type: `impl<'a> Name<'a>`.
            TokenTree::Ident(word) if !pending.any && word.to_string().starts_with(char::is_uppercase) => {
                inner = within(around, &word);
            }
            _ => {}
        }
    }
}

fn within(around: &str, name: &Ident) -> String {
    if around.is_empty() { name.to_string() } else { format!("{around}::{name}") }
}

const KEYWORDS: [&str; 9] = ["pub", "crate", "fn", "async", "struct", "enum", "mod", "const", "static"];

#[derive(Default)]
struct Attributes {
    any: bool,
    docs: Vec<String>,
    aliases: Vec<String>,
}

impl Attributes {
    fn read(&mut self, attribute: &Group) {
        let mut tokens = attribute.stream().into_iter();
        if tokens.next().is_none_or(|word| word.to_string() != "doc") {
            return;
        }
        self.any = true;
        match tokens.next() {
            Some(TokenTree::Punct(_)) => self.docs.extend(tokens.filter_map(text)),
            Some(TokenTree::Group(aliases)) => self.aliases.extend(aliases.stream().into_iter().filter_map(text)),
            _ => {}
        }
    }

    fn item(self, path: String, rest: String) -> Item {
        Item { path, docs: self.docs.join("\n"), aliases: self.aliases, rest }
    }
}

fn text(token: TokenTree) -> Option<String> {
    syn::parse2::<syn::LitStr>(token.into()).ok().map(|text| text.value())
}

/// What follows a name, up to the end of its declaration.
fn rest(tokens: impl Iterator<Item = TokenTree>) -> String {
    let mut rest = String::new();
    let mut clause = false;
    for token in tokens {
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
            TokenTree::Punct(end) if end.as_char() == ';' || end.as_char() == ',' && !clause => break,
            TokenTree::Ident(word) if word == "where" => clause = true,
            _ => {}
        }
        rest += &token.to_string();
    }
    rest
}
