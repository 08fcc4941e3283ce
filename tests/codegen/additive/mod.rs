//! The semver policy: what the spec adds, wherever it adds it, is compatible for those who use the crate.
//!
//! Upstream may write a type out more than once and add to one of the places alone, so places of one type are changed
//! one after the other. Additions are made to the spec and the overlay together, which is all that the generator reads;
//! [`upstream`] makes them to the vendored file, below the overlay.

mod fields;
mod operations;
mod upstream;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use quote::ToTokens;
use serde_json::Value;

use super::codegen::{self, Generated};
use super::command::compare::{self, Change, Class, Sides, Subject};
use super::command::surface::Surface;
use super::{OVERLAY, spec};

/// The spec with the overlay applied, and what is made of it.
struct Base {
    document: Value,
    generated: Generated,
    surface: Surface,
    traits: BTreeSet<String>,
}

static BASE: LazyLock<Base> = LazyLock::new(|| {
    let document = codegen::correct(spec(), &OVERLAY.sources()).unwrap();
    let generated = codegen::from_document(document.clone()).unwrap();
    let surface = Surface::read(&generated.client).unwrap();
    let traits = traits(&generated.client);
    Base { document, generated, surface, traits }
});

/// What is told of an addition, if that is compatible and all that was there still is.
fn told_of(document: Value) -> Result<Vec<Change>, String> {
    let new = codegen::from_document(document).map_err(|error| error.to_string())?;
    let surface = Surface::read(&new.client).map_err(|error| error.to_string())?;
    let sides = Sides { old: &BASE.generated, new: &new, old_surface: &BASE.surface, new_surface: &surface };
    let changes = compare::everything(&sides);
    if let Some(breaking) = changes.iter().find(|change| change.class == Class::Breaking) {
        return Err(format!("told as breaking: {}", breaking.what));
    }
    // What the comparison does not look at may be gone all the same.
    if let Some(gone) = lines(&BASE.surface).difference(&lines(&surface)).next() {
        return Err(format!("is gone: {gone}"));
    }
    if let Some(gone) = BASE.traits.difference(&traits(&new.client)).next() {
        return Err(format!("is gone: {gone}"));
    }
    Ok(changes)
}

#[track_caller]
fn assert_told(changes: &[Change], what: &str) {
    assert!(changes.iter().any(|change| change.what.starts_with(what)), "{what}: {changes:#?}");
}

/// [`BASE`] with an addition to each of these places; its number tells it from the others.
fn with(places: &[(usize, &String)], add: &impl Fn(&mut Value, usize)) -> Value {
    let mut document = BASE.document.clone();
    for (number, place) in places {
        add(document.pointer_mut(place).unwrap(), *number);
    }
    document
}

/// Adds to all places at once, and then to those of each type one after the other. `part` is what an addition is
/// called in Rust.
#[track_caller]
fn each_is_compatible(places: &[String], add: impl Fn(&mut Value, usize), part: impl Fn(usize) -> String) {
    let numbered: Vec<(usize, &String)> = places.iter().enumerate().collect();
    let told = told_of(with(&numbered, &add)).unwrap();
    let mut types: BTreeMap<&Subject, Vec<(usize, &String)>> = BTreeMap::new();
    for (number, place) in numbered {
        let change = told.iter().find(|change| change.part == part(number));
        types
            .entry(&change.unwrap_or_else(|| panic!("nothing is told of {place}")).subject)
            .or_default()
            .push((number, place));
    }
    let rounds = types.values().map(Vec::len).max().unwrap_or_default();
    for round in 0..rounds {
        let one_of_each: Vec<_> = types.values().filter_map(|places| places.get(round).copied()).collect();
        let Err(problem) = told_of(with(&one_of_each, &add)) else { continue };
        let problems = one_of_each.iter().filter_map(|one| Some((one.1, told_of(with(&[*one], &add)).err()?)));
        panic!("{problem}\n{:#?}", problems.collect::<Vec<_>>());
    }
}

/// Each part of the surface with the type that it belongs to.
fn lines(surface: &Surface) -> BTreeSet<String> {
    let text = surface.to_string();
    let mut owner = "";
    let mut lines = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if !line.starts_with(' ') {
            owner = line;
        }
        lines.insert(format!("{owner} {line}"));
    }
    lines
}

/// What each type implements: the traits that it derives, and those that have a block of their own.
fn traits(client: &str) -> BTreeSet<String> {
    let mut traits = BTreeSet::new();
    let file = syn::parse_file(client).unwrap();
    let modules = file.items.into_iter().filter_map(|item| match item {
        syn::Item::Mod(module) => module.content.map(|(_, items)| items),
        _ => None,
    });
    for item in modules.flatten() {
        match item {
            syn::Item::Struct(item) => {
                for attribute in item.attrs.iter().filter(|attribute| attribute.path().is_ident("derive")) {
                    let list = attribute.meta.require_list().unwrap().tokens.to_string();
                    traits.extend(list.split(',').map(|one| format!("{}: {}", item.ident, one.trim())));
                }
            }
            syn::Item::Impl(block) => {
                let of = block.trait_.map(|(path, _)| path.to_token_stream().to_string());
                traits.insert(format!("{}: {of:?}", block.self_ty.to_token_stream()));
            }
            _ => {}
        }
    }
    traits
}

/// The places of a document that fit.
fn places(document: &Value, fits: impl Fn(&Value) -> bool) -> Vec<String> {
    fn walk(at: &str, value: &Value, fits: &impl Fn(&Value) -> bool, found: &mut Vec<String>) {
        if fits(value) {
            found.push(at.to_owned());
        }
        let step = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Object(object) => object.iter().for_each(|(key, value)| walk(&step(key), value, fits, found)),
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(index, value)| walk(&step(&index.to_string()), value, fits, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for root in ["paths", "components"] {
        walk(&format!("/{root}"), &document[root], &fits, &mut found);
    }
    found
}
