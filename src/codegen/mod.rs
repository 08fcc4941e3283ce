//! The code generator: a spec and its overlay in, the source of the client out.
//!
//! Pure functions, no file system and no environment: `build.rs` reads and writes, `tests/codegen` includes this
//! module to look at every step.
//!
//! ```text
//! parse → normal → overlay → check → lower → check → progenitor → bind → prettyplease
//! ```

#![cfg_attr(test, allow(clippy::needless_pass_by_value, reason = "tests hand over the values that they make"))]

mod bind;
mod bounds;
mod check;
mod costs;
mod docs;
mod document;
mod enums;
mod error;
mod generate;
mod lower;
mod model;
mod normal;
mod overlay;
mod pattern;
mod placing;
mod pointer;
mod requirements;
mod rows;
mod security;
mod survey;
mod table;
#[cfg(test)]
mod testing;
mod unions;
mod unite;
mod wire;
mod yaml;

use proc_macro2::TokenStream;
use serde_json::Value;

pub use check::{CLIENT, without_prose};
pub use costs::{Cost, Units};
pub use error::{Error, Result};
pub use model::{Kind, Operation, Parameter, Rows};
pub use overlay::{Fate, Misfit};
pub use requirements::{Need, Requirement};
pub use security::Security;
pub use survey::{Survey, generate_without, survey};
pub use yaml::parse;

/// A file by its name in error messages, and its text.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl Source<'_> {
    fn parse(&self) -> Result<Value> {
        yaml::parse(self.text).map_err(|error| error.in_file(self.name))
    }
}

/// What the pipeline makes of a spec.
pub struct Generated {
    /// The document that the generator saw.
    pub lowered: Value,
    /// The operations, as the document means them.
    pub operations: Vec<Operation>,
    /// `client.rs`: the methods of the client, `builder` and `types`.
    pub client: String,
    /// `operations.rs`: the operation table.
    pub table: String,
    /// `operations.md`: the list of the operations for the front page of the docs.
    pub list: String,
    /// `error_codes.rs`: the codes that the exchange documents.
    pub error_codes: String,
}

/// Runs the whole pipeline on a spec and the files of its overlay, in the order in which they apply.
pub fn generate(spec: Source<'_>, overlay: &[Source<'_>]) -> Result<Generated> {
    from_document(corrected(spec, overlay)?).map_err(|error| error.in_file(spec.name))
}

/// The document that a spec and its overlay make together.
fn corrected(spec: Source<'_>, overlay: &[Source<'_>]) -> Result<Value> {
    correct(spec.parse()?, overlay)
}

/// Applies the files of an overlay to a spec.
pub fn correct(document: Value, overlay: &[Source<'_>]) -> Result<Value> {
    let files = overlay.iter().map(|file| Ok((file.name, file.parse()?)));
    corrected_by(document, &files.collect::<Result<Vec<_>>>()?)
}

/// Applies overlays, each with the name of its file, to a spec, which is brought into the form that they are written for.
pub fn corrected_by(mut document: Value, overlays: &[(&str, Value)]) -> Result<Value> {
    normal::form(&mut document);
    for (name, overlay) in overlays {
        overlay::apply(&mut document, overlay).map_err(|error| error.in_file(name))?;
    }
    Ok(document)
}

/// The pipeline from the document on that spec and overlay make together.
pub fn from_document(mut document: Value) -> Result<Generated> {
    check::supported(&document)?;
    lower::contract(&mut document)?;
    check::named(&document)?;
    let operations = model::operations(&document)?;
    let table = pretty(table::emit(&document, &operations)?)?;
    let list = docs::list(&operations);
    let error_codes = pretty(table::error_codes(&document)?)?;
    lower::for_generator(&mut document)?;
    check::lowered(&document)?;
    let client = bind::bind(generate::run(&document)?, &document, &operations)?;
    Ok(Generated { client: pretty(client)?, table, list, error_codes, lowered: document, operations })
}

fn pretty(tokens: TokenStream) -> Result<String> {
    let file =
        syn::parse2(tokens).map_err(|error| Error::new("/", format!("no Rust came out: {error}"), "a bug here"))?;
    Ok(prettyplease::unparse(&file))
}
