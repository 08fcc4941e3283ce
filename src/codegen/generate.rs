//! The generator: a lowered document in, the Rust of its types and request builders out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, TypeImpl};
use serde_json::Value;

use super::document::entries;
use super::error::{Error, Result};

/// Runs progenitor.
pub fn run(document: &Value) -> Result<syn::File> {
    let spec: openapiv3::OpenAPI = serde_json::from_value(document.clone())
        .map_err(|error| Error::new("/", format!("not OpenAPI 3.0: {error}"), "what the specification allows"))?;
    let mut settings = GenerationSettings::new();
    // `Expected`: no default hooks, so nothing can be sent but through our own runtime.
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Merged).with_hooks(HooksMode::Expected);
    settings.with_derive("PartialEq");
    // In the order of the keys, so that what is printed of an answer is the same in every run.
    settings.with_map_type("::std::collections::BTreeMap");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        if let Some(own) = schema["x-crate-type"].as_str() {
            settings.with_replacement(name, own, [TypeImpl::Display].into_iter());
        }
    }
    let mut generator = Generator::new(&settings);
    // The checks before this step are there so that this never happens; if it does, one line must still say so.
    let tokens = catch_unwind(AssertUnwindSafe(|| generator.generate_tokens(&spec))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Error::new("/", format!("the generator gave up: {}", text.unwrap_or("no reason")), REPORT)
    })?;
    let tokens = tokens.map_err(|error| Error::new("/", format!("the generator refused: {error}"), REPORT))?;
    syn::parse2(tokens).map_err(|error| Error::new("/", format!("the generator wrote no Rust: {error}"), REPORT))
}

const REPORT: &str = "a check in src/codegen/check.rs should have named the place; please report it";
